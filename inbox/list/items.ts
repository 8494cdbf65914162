import { understand } from '../../shared/answers.ts'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { Claim } from '../../shared/staffApi.ts'
import type { Facts, Told } from './facts.ts'

/** One stored row after the member's browser tried to open it. */
export interface OpenedRow {
  readonly id: string
  /** the hour in which it came, seconds UTC */
  readonly hour: number
  readonly check: boolean
  readonly claim: Claim | null
  readonly read:
    { readonly kind: 'opened'; readonly facts: Facts } | { readonly kind: 'shut'; readonly code: ErrorCode }
}

/** What the list shows: a person's request with all that the same person sent after it, or a row that does not open. */
export type Item = Request | Shut
export interface Request {
  readonly kind: 'request'
  readonly id: string
  readonly hour: number
  readonly check: boolean
  readonly claim: Claim | null
  readonly facts: Facts
  /** later messages of the same person, oldest first */
  readonly wrote: readonly { readonly text: string | undefined; readonly contact: boolean }[]
  readonly withdrawn: boolean
}
export interface Shut {
  readonly kind: 'shut'
  readonly id: string
  readonly hour: number
  readonly claim: Claim | null
  readonly code: ErrorCode
}

/**
 * Puts later messages to the request that they follow (protocol §6): only the same author can follow up or withdraw; a message
 * of an author whom this inbox does not hold lies in "Please check".
 * @param rows oldest first
 */
export function gather(rows: readonly OpenedRow[]): readonly Item[] {
  const items: Item[] = []
  const at = new Map<string, number>()
  for (const { id, hour, check, claim, read } of rows) {
    if (read.kind === 'shut') {
      items.push({ kind: 'shut', id, hour, claim, code: read.code })
      continue
    }
    const { facts } = read
    const place = at.get(facts.author)
    const before = place === undefined ? undefined : (items[place] as Request)
    if (place !== undefined && before)
      try {
        items[place] = followed(before, facts)
      } catch (error) {
        // Each row on its own: what nobody thought of in one must not take the others away.
        items.push({ kind: 'shut', id, hour, claim, code: codeOf(error) })
      }
    else if (facts.kind === 'request') {
      at.set(facts.author, items.length)
      items.push({ kind: 'request', id, hour, check, claim, facts, wrote: [], withdrawn: false })
    } else items.push({ kind: 'shut', id, hour, claim, code: 'open-author' })
  }
  return items
}

/** A second request of the same person counts as a follow-up with a note and a way to be reached. */
function followed(request: Request, later: Facts): Request {
  if (later.kind === 'withdraw') return { ...request, withdrawn: true }
  const asked = later.kind === 'request' ? later.told.contact : later.newContact
  const text = later.kind === 'request' ? later.told.note : later.text
  if (asked === undefined) return { ...request, wrote: [...request.wrote, { text, contact: false }] }
  // Whatever the new way is, the old one is not safe any more: one that was not understood leaves none.
  const told = { ...request.facts.told, contact: asked }
  const { answers, odd } = understand(told)
  return {
    ...request,
    facts: { ...request.facts, told: answers as Told, odd: request.facts.odd + odd.length },
    wrote: [...request.wrote, { text, contact: true }],
  }
}

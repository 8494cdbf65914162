import type { Verifier } from '../crypto/crypto.ts'
import { MitosError, need } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { DAY } from '../root.ts'
import { type Roster, type Shift, readRoster } from '../roster.ts'
import { endOf } from './cover.ts'
import { type Swap, checkedSwap, isSwaps } from './swap.ts'

/** What a coordinator draws: the shifts of each desk by its id, and what two NGOs want to change. */
export interface Draft {
  readonly shifts: Readonly<Record<string, readonly Shift[]>>
  readonly swaps: readonly Swap[]
}

/** A roster is for 14 days, and for more where the draft needs it: 31 at most (protocol §4). */
const USUAL = 14 * DAY
const MOST = 31 * DAY
/** Shifts may begin so long after the roster's end. */
const BEYOND = 2 * DAY
/** The most bytes of a draft's file. */
export const DRAFT_CAP = 1 << 20

export const draftOf = (roster: Roster): Draft => ({
  shifts: Object.fromEntries(roster.desks.map(({ id, shifts }) => [id, shifts])),
  swaps: [],
})

/** Minutes since the epoch before which a shift of a draft has to begin and end. */
export const horizonOf = (t: number): number => Math.floor((t + MOST + BEYOND) / 60)

/**
 * The roster that would follow, not signed: what the keeper's tools take. Shifts that are over are left out.
 * @param hash of the roster in force
 * @param t seconds UTC
 */
export function nextRoster(roster: Roster, hash: string, draft: Draft, t: number): Roster {
  const desks = roster.desks.map((desk) => ({
    ...desk,
    shifts: (draft.shifts[desk.id] ?? desk.shifts).filter((shift) => 60 * endOf(shift) > t),
  }))
  const last = Math.max(0, ...desks.flatMap(({ shifts }) => shifts.map(([start]) => 60 * start)))
  const lasts = Math.min(MOST, Math.max(USUAL, last + 60 - BEYOND - t))
  // A chain that was read has the roster's hash beside its members.
  const { hash: _, ...members } = roster as Roster & { readonly hash?: string }
  return { ...members, version: roster.version + 1, issued: t, expires: t + lasts, previous: hash, desks }
}

/** As a file that a person can read: a line for each shift. */
export function writeDraft(roster: Roster, hash: string, draft: Draft, t: number): string {
  const next = nextRoster(roster, hash, draft, t)
  return draftText(draft.swaps.length ? { ...next, swaps: draft.swaps } : next)
}

/** A draft as a file: indented, a shift in a line. */
export function draftText(file: object): string {
  const shift = /\[\s+(\d+),\s+(\d+),\s+("[^"]*"|\d+)\s+\]/g
  return `${JSON.stringify(file, null, 2).replace(shift, '[$1, $2, $3]')}\n`
}

/**
 * Reads a draft that another coordinator made. Only shifts and swaps are taken from it, and of swaps only the consents that
 * hold.
 * @throws MitosError `document-shape` (no draft) | `document-conflict` (made for another roster)
 */
export async function readDraft(verifier: Verifier, text: string, roster: Roster, hash: string): Promise<Draft> {
  const file = parse(text)
  const next = readRoster(verifier, file)
  const swaps = file['swaps'] ?? []
  need(isSwaps(swaps))
  const made = next.network === roster.network && next.previous === hash && next.version === roster.version + 1
  if (!made) throw new MitosError('document-conflict')
  const known = new Set(roster.desks.map(({ id }) => id))
  const shifts: Record<string, readonly Shift[]> = { ...draftOf(roster).shifts }
  for (const desk of next.desks) if (known.has(desk.id)) shifts[desk.id] = desk.shifts
  const checked = await Promise.all((swaps as unknown as Swap[]).map((one) => checkedSwap(verifier, roster, hash, one)))
  return { shifts, swaps: checked.filter(({ agreed }) => agreed.length > 0) }
}

function parse(text: string): JsonObject {
  try {
    need(text.length <= DRAFT_CAP)
    const value: unknown = JSON.parse(text)
    need(typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as JsonObject
  } catch {
    // An engine's own message would quote the file, so it is not kept as a cause.
    throw new MitosError('document-shape')
  }
}

import { type CaseAct, readAct } from './caseActs.ts'
import { FIRST, type EventPlace, openCaseEvent, placeAfter } from './caseEvent.ts'
import type { CaseOf, Signers } from './caseKey.ts'
import { type KeptMessage, readKept } from './caseKept.ts'
import type { SignersOf } from './referralFrame.ts'
import { keepsReferral, readKeptReferral } from './referralKept.ts'
import { sameBytes, toBase64 } from './bytes.ts'
import type { MemberCrypto } from './crypto/crypto.ts'
import { type ErrorCode, codeOf } from './errors.ts'

/** One event of a case after a member's browser tried to open it. */
export type OpenedEvent = {
  readonly seq: number
} & (
  | {
      readonly kind: 'opened'
      readonly by: string
      readonly at: number
      readonly audit: string
      /** undefined: of a later version */
      readonly act: CaseAct | undefined
      /** what the person sent, if the event keeps something of theirs, checked again */
      readonly sent?: KeptMessage
    }
  | { readonly kind: 'shut'; readonly code: ErrorCode }
)

/** How far a case was seen before: by this browser, or in the audit. */
export interface Seen {
  /** how many events */
  readonly length: number
  /** SHA-256 of the last of them */
  readonly head: Uint8Array
}

/** The events of a case in their order, opened; where the next one stands; `cut` where what was seen before is not all there. */
export interface OpenedLog {
  readonly events: readonly OpenedEvent[]
  readonly next: EventPlace
  readonly cut: boolean
}

/**
 * Opens each event in its place. One that does not open is marked and stays, and does not hinder those after it: they name its
 * bytes as they came. Never throws.
 * @param bytes from the first on @param seen what must be among them
 * @param signersOf with which keys other NGOs signed what they referred
 */
export async function openLog(
  crypto: MemberCrypto,
  bytes: readonly Uint8Array[],
  caseKey: Uint8Array,
  of: CaseOf,
  signers: Signers,
  seen?: Seen,
  signersOf: SignersOf = () => [],
): Promise<OpenedLog> {
  const events: OpenedEvent[] = []
  let place = FIRST
  let cut = seen !== undefined && seen.length > bytes.length
  for (const one of bytes) {
    events.push(await openOne(crypto, one, caseKey, of, place, signers, signersOf))
    place = await placeAfter(crypto, one, place)
    if (seen && place.seq === seen.length && !sameBytes(place.prev, seen.head)) cut = true
  }
  return { events, next: place, cut }
}

async function openOne(
  crypto: MemberCrypto,
  bytes: Uint8Array,
  caseKey: Uint8Array,
  of: CaseOf,
  place: EventPlace,
  signers: Signers,
  signersOf: SignersOf,
): Promise<OpenedEvent> {
  const { seq } = place
  try {
    const { by, at, audit, act: json } = await openCaseEvent(crypto, bytes, caseKey, of, place, signers)
    const act = readAct(json)
    const opened = { seq, kind: 'opened', by, at, audit, act } as const
    const { header, signed } = { header: '', signed: null, ...act }
    if (signed === null) return opened
    const kept = { header, signed }
    // Only the first message can be another NGO's: what follows is the person's own.
    const sent =
      act?.kind === 'begin' && keepsReferral(kept)
        ? await readKeptReferral(crypto, kept, of, signersOf)
        : await readKept(crypto, kept, of)
    return { ...opened, sent }
  } catch (error) {
    return { seq, kind: 'shut', code: codeOf(error) }
  }
}

/** Where a log stands, to be remembered and asked for the next time. */
export const seenOf = ({ next }: Pick<OpenedLog, 'next'>): Seen => ({ length: next.seq, head: next.prev })

/** As the audit names it. */
export const headOf = ({ next }: Pick<OpenedLog, 'next'>): string => toBase64(next.prev)

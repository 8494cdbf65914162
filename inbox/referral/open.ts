import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import { whoReads } from '../../shared/onDuty.ts'
import { type OpenedReferral, type Referral, openReferral } from '../../shared/referral.ts'
import type { RefAnswer } from '../../shared/referralAnswer.ts'
import { referralAuthor } from '../../shared/referralKept.ts'
import type { Roster } from '../../shared/roster.ts'
import { int, object } from '../../shared/shape.ts'
import type { RequestRow } from '../../shared/staffApi.ts'
import type { SignersOf } from '../../shared/referralFrame.ts'
import type { Facts, Told } from '../list/facts.ts'
import type { Session } from '../session.ts'
import { sendersIn } from './senders.ts'

/** What came with somebody whom another NGO referred, beside the answers. */
export interface Handed extends Pick<Referral, 'from' | 'consent' | 'person' | 'note' | 'origin'> {
  /** the referral's id, by which it is answered */
  readonly id: string
  /** signature ‖ json, and the header: as a case keeps them */
  readonly signedJson: Uint8Array
  readonly header: Uint8Array
}

/** What a row of 8,281 bytes that begins with 2 says. */
export type ReadReferral =
  | { readonly kind: 'opened'; readonly facts: Facts; readonly handed: Handed }
  | { readonly kind: 'answer'; readonly answer: RefAnswer }
  | { readonly kind: 'shut'; readonly code: ErrorCode; readonly names?: number }

/**
 * Opens a row that `isReferral` (shared/referralFrame.ts). Never throws: one bad row must not blank the list. One that has a case was
 * taken over: it held then, whatever has ended since.
 */
export async function readReferral(
  session: Session,
  row: Pick<RequestRow, 'id' | 'hour' | 'case'>,
  body: Uint8Array,
  senders: SignersOf = sendersIn(session.chain.roster),
): Promise<ReadReferral> {
  const { crypto, ngo, chain, boxes, got } = session
  try {
    const { roster } = chain
    const { t } = whoReads(chain, roster.desks[0]!.id, null, session.clock(), got)
    const found = await openReferral(crypto, body, {
      ngo: ngo.id,
      keys: boxes,
      roster,
      now: t,
      ...(row.case && { taken: senders }),
    })
    if (found.type === 'referral-answer') return { kind: 'answer', answer: found.answer }
    const { from, consent, person, note, origin } = found.referral
    const { signedJson, header } = found
    const handed = {
      id: row.id,
      from,
      consent,
      ...(person && { person }),
      ...(note !== undefined && { note }),
      ...(origin !== undefined && { origin }),
      signedJson,
      header,
    }
    return { kind: 'opened', facts: handedFacts(found, roster, row), handed }
  } catch (error) {
    const names = row.case && namedIn(error)
    return { kind: 'shut', code: codeOf(error), ...(names && { names }) }
  }
}

const hasVersion = object({ roster: object({ version: int(1) }) })

/** The roster that one names which nobody known signed: what was taken over is read again once that is known. */
function namedIn(error: unknown): number | undefined {
  const { cause } = Object(error) as { cause?: unknown }
  return codeOf(error) === 'open-signature' && hasVersion(cause)
    ? (cause as { roster: { version: number } }).roster.version
    : undefined
}

/**
 * As the list and the card know a request. The author is one of its own, also where the person's was handed on: what another NGO
 * says is never put together with what the person sent here, and can change no way to reach them.
 */
function handedFacts(
  { referral, answers, odd }: OpenedReferral,
  roster: Roster,
  row: Pick<RequestRow, 'id' | 'hour'>,
): Facts {
  const told = answers as Told
  const place = told.more?.place
  const region = typeof place === 'object' ? place.region : undefined
  const desk = roster.desks.find(({ regions }) => regions.some(({ id }) => id === region)) ?? roster.desks[0]!
  return {
    kind: 'request',
    author: referralAuthor(row.id),
    desk,
    lang: undefined,
    tz: undefined,
    replyBy: null,
    test: false,
    roster: referral.roster,
    sealedBy: Math.max(row.hour, referral.at),
    told,
    odd: odd.length,
    text: undefined,
    newContact: undefined,
  }
}

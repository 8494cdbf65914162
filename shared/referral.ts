import { CONSENT, SHARED, WITHOUT_YES } from './caseActs.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { type RefAnswer, isRefAnswer } from './referralAnswer.ts'
import { type FromNgo, type Receiver, type SealedReferral, between, openFrame, sealFrame } from './referralFrame.ts'
import { type AnswersRead, type SharedPart, cutAnswers, holdsMore, readAnswers } from './referralParts.ts'
import type { Roster } from './roster.ts'
import { type Check, bytes, int, is, key, list, object, oneOf } from './shape.ts'
import { ORIGIN_SIZE } from './takenBack.ts'
import { cleanText, codePoints } from './text.ts'

/** The most code points of what the sending NGO writes beside the answers. */
export const REFERRAL_NOTE = 1000

/** The person's yes, or why there is none; kept with what was sent, so that the receiver can show it to whoever asks. */
export type Consent = {
  /** when the yes was given (or, without one, decided), and until when it holds: hours, seconds UTC */
  readonly at: number
  readonly until: number
  /** what may be handed on, without repeats */
  readonly what: readonly SharedPart[]
} & (
  { readonly how: (typeof CONSENT)[number] } | { readonly how: 'none'; readonly reason: (typeof WITHOUT_YES)[number] }
)

/** With what an NGO writes into the person's mailbox: base64url of 32, 32, 16 and 8 bytes. */
export interface Person {
  readonly author: string
  readonly replyKey: string
  readonly proof: string
  readonly address: string
}

/** What one NGO hands on to another (protocol §9). */
export interface Referral extends FromNgo {
  readonly type: 'referral'
  readonly consent: Consent
  readonly answers: AnswersRead
  readonly person?: Person
  readonly note?: string
  /** by which the receiver learns that the person took the request back: base64url of 40 bytes (takenBack.ts) */
  readonly origin?: string
}

/** What there is to hand on; of it goes what `consent.what` names. */
export interface Wish {
  /** ngo ids */
  readonly from: string
  readonly to: string
  /** seconds UTC; cut to the hour */
  readonly at: number
  readonly consent: Consent
  readonly answers: AnswersRead
  /** null: the person keeps no code */
  readonly person: Person | null
  readonly note: string
  /** of the request, wherever it came from first; absent: who handed it on did not tell */
  readonly origin?: string | undefined
}

const hour: Check = (value) => int()(value) && (value as number) % 3600 === 0
const isConsent = object({
  how: oneOf(...CONSENT, 'none'),
  'reason?': oneOf(...WITHOUT_YES),
  at: hour,
  until: hour,
  what: (value) =>
    list(oneOf(...SHARED), 1, SHARED.length)(value) && new Set(value as []).size === (value as []).length,
})
const isPerson = object({ author: key, replyKey: key, proof: bytes(16), address: bytes(8) })
const BEGIN = ['type', 'v', 'network', 'roster', 'from', 'ngo', 'key', 'at']
const NAMES = [...BEGIN, 'consent', 'answers', 'person', 'note', 'origin']
const isNote: Check = (value) => typeof value === 'string' && value !== '' && codePoints(value) <= REFERRAL_NOTE

/** The last step but one: each field by itself, and none that was not to be handed on. */
export function fieldsHold(json: JsonObject): boolean {
  const { consent, answers, person, note, origin } = json as unknown as Referral
  return (
    Object.keys(json).every((name) => NAMES.includes(name)) &&
    object({ roster: object({ version: int(1), hash: key }), at: hour, consent: isConsent })(json) &&
    object({ for: oneOf('self', 'other', 'pro') })(answers) &&
    (consent.how === 'none') === 'reason' in consent &&
    consent.at <= (json['at'] as number) &&
    consent.until > consent.at &&
    !holdsMore(answers, consent.what) &&
    (consent.what.includes('mailbox') ? isPerson(person) : is(undefined)(person)) &&
    (note === undefined || (consent.what.includes('note') && isNote(note))) &&
    (origin === undefined || bytes(ORIGIN_SIZE)(origin))
  )
}

/**
 * Cuts a case down to what was ticked, for the receiver's key of the verified roster.
 * @param hash of that roster
 * @throws MitosError `ngo-unknown` | `referral-own` | `bad-input`: no whole yes, who wrote is not known, the note is too long, or the
 *   origin is none
 */
export function composeReferral(roster: Roster, hash: string, wish: Wish): Referral {
  const { consent, person, origin } = wish
  const { what } = consent
  const note = what.includes('note') ? cleanText(wish.note, true).trim() : ''
  const made: Referral = {
    type: 'referral',
    ...between(roster, hash, wish.from, wish.to, wish.at),
    consent,
    answers: cutAnswers(wish.answers, what),
    ...(what.includes('mailbox') && person && { person }),
    ...(note && { note }),
    ...(origin !== undefined && { origin }),
  }
  need(fieldsHold(made as unknown as JsonObject), 'bad-input')
  return made
}

/**
 * Signed by the sending NGO, sealed for the receiving one.
 * @param seed `signSeed` of the generation in force @param id 16 random bytes
 * @throws MitosError `request-too-long` | `key-small-order`
 */
export const sealReferral = (crypto: Crypto, referral: Referral, seed: Uint8Array, id: Uint8Array): SealedReferral =>
  sealFrame(crypto, referral, seed, id)

/** What a member's browser opened. `odd` names what was handed on and not understood. */
export interface OpenedReferral {
  readonly type: 'referral'
  readonly referral: Referral
  readonly answers: AnswersRead
  readonly odd: readonly string[]
  /** signature ‖ json and the header, as the first event of a case keeps them */
  readonly signedJson: Uint8Array
  readonly header: Uint8Array
}
export interface OpenedAnswer {
  readonly type: 'referral-answer'
  readonly answer: RefAnswer
}

/**
 * Inverse of sealReferral and sealAnswer, in the order of protocol §9; the first step that fails is the code.
 * @throws MitosError as openFrame; then `open-field`: a field that is wrong, or that was not to be handed on; `open-until`: the
 *   yes is over
 */
export async function openReferral(
  crypto: Crypto,
  body: Uint8Array,
  own: Receiver,
): Promise<OpenedReferral | OpenedAnswer> {
  const { json, ...rest } = await openFrame(crypto, body, ['referral', 'referral-answer'], own)
  if (json['type'] === 'referral-answer') {
    need(isRefAnswer(json), 'open-field')
    return { type: 'referral-answer', answer: json as unknown as RefAnswer }
  }
  need(fieldsHold(json), 'open-field')
  const referral = json as unknown as Referral
  if (!own.taken && referral.consent.until < own.now) throw new MitosError('open-until')
  return { type: 'referral', referral, ...readAnswers(referral.answers, referral.consent.what), ...rest }
}

import { SENT_BACK } from './caseActs.ts'
import type { Crypto } from './crypto/crypto.ts'
import { need } from './errors.ts'
import { type FromNgo, type SealedReferral, between, sealFrame } from './referralFrame.ts'
import type { Roster } from './roster.ts'
import { type Check, bytes, int, key, object, oneOf } from './shape.ts'

/** What an NGO says to a referral: the only thing that goes back (protocol §9). No word of it is free. */
export type RefAnswer = FromNgo & {
  readonly type: 'referral-answer'
  /** the referral's id, base64url of 16 bytes */
  readonly re: string
} & Verdict
export type Verdict =
  { readonly answer: 'accepted' } | { readonly answer: 'returned'; readonly reason: (typeof SENT_BACK)[number] }

const hour: Check = (value) => int()(value) && (value as number) % 3600 === 0
const shape = object({
  roster: object({ version: int(1), hash: key }),
  at: hour,
  re: bytes(16),
  answer: oneOf('accepted', 'returned'),
  'reason?': oneOf(...SENT_BACK),
})

export const isRefAnswer: Check = (value) => {
  const { answer, reason } = Object(value) as { answer?: unknown; reason?: unknown }
  return shape(value) && (answer === 'returned') === (reason !== undefined)
}

/**
 * @param re the referral's id, base64url of 16 bytes @param at seconds UTC
 * @throws MitosError `ngo-unknown` | `referral-own` | `bad-input`
 */
export function composeAnswer(
  roster: Roster,
  hash: string,
  { from, to, at, re }: { readonly from: string; readonly to: string; readonly at: number; readonly re: string },
  verdict: Verdict,
): RefAnswer {
  const made: RefAnswer = { type: 'referral-answer', ...between(roster, hash, from, to, at), re, ...verdict }
  need(isRefAnswer(made), 'bad-input')
  return made
}

/** @param seed `signSeed` of the generation in force @param id 16 random bytes, of its own */
export const sealAnswer = (crypto: Crypto, answer: RefAnswer, seed: Uint8Array, id: Uint8Array): SealedReferral =>
  sealFrame(crypto, answer, seed, id)

/** Whether an answer is one to what this NGO sent: to that id, by whom it was sent to. */
export const answers = (
  { re, from }: Pick<RefAnswer, 're' | 'from'>,
  sent: readonly { readonly id: string; readonly to: string }[],
): boolean => sent.some(({ id, to }) => id === re && to === from)

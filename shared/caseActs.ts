import { type Check, bytes, either, int, is, list, ngoId, object, oneOf, text } from './shape.ts'
import type { JsonObject } from './json.ts'

/** What a try came to; one tap (inbox: "Result of a try"). `reached`: the word matched. */
export const TRY_RESULTS = [
  'no-answer',
  'someone-else',
  'reached',
  'word-wrong',
  'wrong-number',
  'not-working',
  'message-left',
  'stopped',
] as const
export type TryResult = (typeof TRY_RESULTS)[number]
/** Why outside a safe time; nothing about the person. */
export const OUTSIDE = ['person-asked', 'danger-now', 'time-zone'] as const
export const GIVE_BACK = ['end-of-duty', 'language', 'break', 'other'] as const
/** `lapsed`: an hour of duty without action; `handed-over`: it was for the next shift. */
export const TAKE_OVER = ['lapsed', 'handed-over', 'owner-away', 'danger-now', 'other'] as const
/**
 * `not-real` needs two. `lapsed`: nothing was written for `SILENT.closes` days (silence.ts), so that it closed by itself; written down by
 * who opens it again. What the person, or a wish to delete, removed is gone and not closed.
 */
export const CLOSE = [
  'helped',
  'elsewhere',
  'asked-to-stop',
  'not-reached',
  'not-safe',
  'question-only',
  'twice',
  'test',
  'not-real',
  'lapsed',
] as const
/** Parts of a request that a referral can hand on (protocol §9). */
export const SHARED = ['area', 'language', 'need', 'safety', 'contact', 'note', 'mailbox'] as const
export const CONSENT = ['form', 'phone', 'in-person', 'mailbox'] as const
/** Why a coordinator refers without a yes. */
export const WITHOUT_YES = ['life', 'child', 'court'] as const
/** Why a referral was sent back; nothing about the person. */
export const SENT_BACK = ['language', 'area', 'full', 'other'] as const
/** Whether another organisation may be asked, as the person said when they were reached. */
export const SHARE_SAID = ['yes', 'no', 'not-asked'] as const
/**
 * What a note is more than its words, which say the same to who knows no marks: `ask-share`, that it is to be asked; `told`, that the
 * person was told who wrote for them, and what.
 */
export const NOTE_MARKS = ['ask-share', 'told'] as const
export const ERASE = ['person-asked', 'law', 'mistake'] as const

type One<T extends readonly unknown[]> = T[number]
/** A whole message of the person: its header (41 bytes) and what was signed, so that anybody can check it again. */
interface Kept {
  readonly header: string
  /** signature ‖ json, as it was opened */
  readonly signed: string
}

/** What can be done with a case, `kind` first. Ids are base64url of 16 bytes, hours seconds UTC. */
export type CaseAct =
  /** the first of each case; `check`: it lies in "Please check", and what did not open has nothing signed */
  | {
      readonly kind: 'begin'
      readonly as: 'claimed' | 'new' | 'check'
      readonly header: string
      readonly signed: string | null
    }
  | ({ readonly kind: 'message' } & Kept)
  | { readonly kind: 'claim' }
  | { readonly kind: 'take-over'; readonly reason: One<typeof TAKE_OVER> }
  | { readonly kind: 'give-back'; readonly reason: One<typeof GIVE_BACK> }
  | { readonly kind: 'step-back' }
  /** to a member, or to whoever takes it on the next shift */
  | { readonly kind: 'hand-over'; readonly to: string | null; readonly note: string }
  | { readonly kind: 'note'; readonly text: string; readonly mark?: One<typeof NOTE_MARKS> }
  /** the number was shown */
  | { readonly kind: 'show'; readonly outside?: One<typeof OUTSIDE> }
  /** `told`, `share`: of a person who was reached; elsewhere they mean nothing */
  | {
      readonly kind: 'try'
      readonly result: TryResult
      readonly outside?: One<typeof OUTSIDE>
      readonly told?: true
      readonly share?: One<typeof SHARE_SAID>
    }
  /** a reply into the mailbox, by its number */
  | { readonly kind: 'reply'; readonly n: number; readonly lang: string; readonly text: string }
  /** the person's yes, and to what; an empty list takes it back */
  | {
      readonly kind: 'consent'
      readonly how: One<typeof CONSENT>
      readonly until: number
      readonly what: readonly One<typeof SHARED>[]
    }
  | {
      readonly kind: 'refer'
      /** an NGO of the roster; null: a body outside, by the printed form */
      readonly to: string | null
      readonly what: readonly One<typeof SHARED>[]
      /** the referral's, 16 bytes: by it the other NGO's answer is known; absent: printed */
      readonly id?: string
      readonly without?: { readonly reason: One<typeof WITHOUT_YES>; readonly told: boolean; readonly why: string }
    }
  /** whether they arrived */
  | { readonly kind: 'arrived'; readonly yes: boolean }
  /** what the NGO that referred was told: it is taken over, or goes back (protocol §9) */
  | { readonly kind: 'answered'; readonly answer: 'accepted' }
  | { readonly kind: 'answered'; readonly answer: 'returned'; readonly reason: One<typeof SENT_BACK> }
  /** the other organisation sent it back, or the person came back */
  | { readonly kind: 'came-back' }
  /** proposes "not a real request" */
  | { readonly kind: 'propose' }
  | { readonly kind: 'close'; readonly reason: One<typeof CLOSE> }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'restore' }
  /** looked at in "Please check", and good */
  | { readonly kind: 'clear' }
  | { readonly kind: 'wake-at'; readonly hour: number | null }
  /** it goes on, though nothing was written for long */
  | { readonly kind: 'still' }
  /** the person's own, verified */
  | ({ readonly kind: 'withdrawn' } & Kept)
  /** deleted without a code */
  | { readonly kind: 'erase'; readonly reason: One<typeof ERASE> }
export type ActKind = CaseAct['kind']

/** Whether the person takes back what they had agreed to. */
export const takesBack = (act: CaseAct): boolean => act.kind === 'consent' && act.what.length === 0

const id = bytes(16)
const words = (most: number): Check => text(new RegExp(`^[^]{1,${most}}$`, 'u'))
const hour: Check = (value) => int()(value) && (value as number) % 3600 === 0
/** At most what a request's plaintext holds. */
const signed = text(/^[\w-]{88,10922}$/)
const kept = { header: bytes(41), signed }
const what: Check = (value) =>
  list(oneOf(...SHARED), 0, SHARED.length)(value) && new Set(value as unknown[]).size === (value as unknown[]).length
const nothing = {}

const SHAPES: Readonly<Record<ActKind, Readonly<Record<string, Check>> | Check>> = {
  begin: { as: oneOf('claimed', 'new', 'check'), header: bytes(41), signed: either(is(null), signed) },
  message: kept,
  claim: nothing,
  'take-over': { reason: oneOf(...TAKE_OVER) },
  'give-back': { reason: oneOf(...GIVE_BACK) },
  'step-back': nothing,
  'hand-over': { to: either(is(null), id), note: text(/^[^]{0,280}$/u) },
  note: { text: words(2000), 'mark?': oneOf(...NOTE_MARKS) },
  show: { 'outside?': oneOf(...OUTSIDE) },
  try: {
    result: oneOf(...TRY_RESULTS),
    'outside?': oneOf(...OUTSIDE),
    'told?': is(true),
    'share?': oneOf(...SHARE_SAID),
  },
  reply: { n: int(1), lang: text(/^[A-Za-z0-9-]{2,16}$/), text: words(600) },
  consent: { how: oneOf(...CONSENT), until: hour, what },
  refer: {
    to: either(is(null), ngoId),
    what,
    'id?': id,
    'without?': object({ reason: oneOf(...WITHOUT_YES), told: oneOf(true, false), why: text(/^[^]{0,280}$/u) }),
  },
  arrived: { yes: oneOf(true, false) },
  answered: (value) => {
    const { answer, reason } = value as { answer?: unknown; reason?: unknown }
    return answer === 'accepted' ? reason === undefined : answer === 'returned' && oneOf(...SENT_BACK)(reason)
  },
  'came-back': nothing,
  propose: nothing,
  close: { reason: oneOf(...CLOSE) },
  reopen: nothing,
  'set-aside': nothing,
  restore: nothing,
  clear: nothing,
  'wake-at': { hour: either(is(null), hour) },
  still: nothing,
  withdrawn: kept,
  erase: { reason: oneOf(...ERASE) },
}
export const ACT_KINDS = Object.keys(SHAPES) as readonly ActKind[]

/** Reads what was sealed; undefined: of a later version, or no act at all. Names that are unknown are ignored. */
export function readAct(json: JsonObject): CaseAct | undefined {
  const kind = ACT_KINDS.find((one) => one === json['kind'])
  const shape = kind && SHAPES[kind]
  return shape && (typeof shape === 'function' ? shape : object(shape))(json) ? (json as unknown as CaseAct) : undefined
}

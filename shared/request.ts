import { toBase64 } from './bytes.ts'
import { type Answers, type LanguageTag, type Shown, checkAnswers } from './answers.ts'
import { need } from './errors.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { Brand } from './bytes.ts'
import type { CodeKeys } from './returnCode.ts'
import type { Roster } from './roster.ts'
import { codePoints } from './text.ts'

/** What is sealed (protocol §6), names in wire order. Times are seconds UTC, `hour` a whole hour, `skew` in minutes. */
export interface RequestFields {
  readonly type: 'request'
  readonly v: 1
  readonly network: string
  readonly roster: { readonly version: number; readonly hash: string }
  readonly ngo: string
  readonly key: string
  readonly desk: string
  readonly site: string | null
  readonly hour: number
  readonly skew: number | null
  readonly tz: string | null
  readonly lang: LanguageTag
  readonly kind: 'request'
  readonly author: string
  readonly replyKey: string
  readonly proof: string
  readonly shown: Shown | null
  readonly answers: Answers
  /** The panel was opened as `/go#test`; absent else. */
  readonly test?: true
}

/** What the holder of a return code may send besides, in the place of answers: a word more, or that all of it is withdrawn. */
export type Afterwards =
  { readonly kind: 'follow-up'; readonly text: string } | { readonly kind: 'withdraw'; readonly text?: undefined }
/** The most code points of a follow-up's text. */
export const FOLLOW_UP_TEXT = 140

type AfterFields = Omit<RequestFields, 'kind' | 'answers'> & {
  readonly kind: Afterwards['kind']
  readonly text?: string
}

/** Whole and checked: only composeRequest makes one. */
export type HelpRequest = Brand<RequestFields | AfterFields, 'HelpRequest'>

/** Where the panel was and what it showed; nothing of it was asked. */
export interface Setting {
  readonly roster: Roster
  readonly rosterHash: string
  readonly ngo: string
  readonly desk: string
  readonly site: string | null
  /** seconds UTC; cut to the hour here */
  readonly t: number
  readonly skew: number | null
  readonly tz: string | null
  readonly lang: LanguageTag
  readonly shown: Shown | null
  readonly test?: boolean
}

/**
 * Answers, or what comes afterwards → HelpRequest.
 * @throws MitosError `answers-invalid`: also a text of none or more than 140 code points
 */
export function composeRequest(
  crypto: Pick<Crypto, 'signPublicKey' | 'boxPublicKey'>,
  told: Answers | Afterwards,
  setting: Setting,
  code: CodeKeys,
): HelpRequest {
  const ngo = setting.roster.ngos.find((one) => one.id === setting.ngo)!
  const { kind = 'request', text } = told as Partial<Afterwards>
  need(kind !== 'follow-up' || isText(text), 'answers-invalid')
  const fields = {
    type: 'request',
    v: 1,
    network: setting.roster.network,
    roster: { version: setting.roster.version, hash: setting.rosterHash },
    ngo: setting.ngo,
    key: ngo.box.key,
    desk: setting.desk,
    site: setting.site,
    hour: setting.t - (setting.t % 3600),
    skew: setting.skew,
    tz: setting.tz,
    lang: setting.lang,
    kind,
    author: toBase64(crypto.signPublicKey(code.authorSeed)),
    replyKey: toBase64(crypto.boxPublicKey(code.replySecret)),
    proof: toBase64(code.proof),
    shown: setting.shown,
    ...(kind === 'request' ? { answers: checkAnswers(told as Answers) } : text !== undefined && { text }),
    ...(setting.test && { test: true }),
  }
  return fields as HelpRequest
}

const isText = (text = ''): boolean => text !== '' && codePoints(text) <= FOLLOW_UP_TEXT

import { toBase64 } from './bytes.ts'
import { type Answers, type LanguageTag, type Shown, checkAnswers } from './answers.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { Brand } from './bytes.ts'
import type { CodeKeys } from './returnCode.ts'
import type { Roster } from './roster.ts'

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

/** Whole and checked: only composeRequest makes one. */
export type HelpRequest = Brand<RequestFields, 'HelpRequest'>

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
 * Answers → HelpRequest.
 * @throws MitosError `answers-invalid`
 */
export function composeRequest(
  crypto: Pick<Crypto, 'signPublicKey' | 'boxPublicKey'>,
  answers: Answers,
  setting: Setting,
  code: CodeKeys,
): HelpRequest {
  const ngo = setting.roster.ngos.find((one) => one.id === setting.ngo)!
  const fields: RequestFields = {
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
    kind: 'request',
    author: toBase64(crypto.signPublicKey(code.authorSeed)),
    replyKey: toBase64(crypto.boxPublicKey(code.replySecret)),
    proof: toBase64(code.proof),
    shown: setting.shown,
    answers: checkAnswers(answers),
    ...(setting.test && { test: true }),
  }
  return fields as HelpRequest
}

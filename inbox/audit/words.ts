import type { Trouble } from '../../shared/auditRead.ts'
import type { AuditDid } from '../../shared/auditDid.ts'
import { type Key, type Speech, isKey } from '../i18n.ts'
import type { Session } from '../session.ts'

/** The person's own name for their lines; of somebody who left there is an id alone. */
export function nameOf(say: Speech, { team, member }: Pick<Session, 'team' | 'member'>, id: string): string {
  if (id === member.id) return say('audit.you')
  return team.members.find((one) => one.id === id)?.name ?? say('audit.former', { id: shortOf(id) })
}

/** Enough of an id to know it again on this page. */
export const shortOf = (id: string): string => id.slice(0, 5)

/** What was done, with its reason. */
export function didWords(say: Speech, did: AuditDid | null | undefined): string {
  if (did === null) return say('audit.shut')
  if (did === undefined) return say('audit.later')
  const { what, reason } = did
  const words = say(`audit.did.${what}`)
  const why = `audit.why.${reason}`
  if (reason === undefined || !isKey(why)) return words
  const how: Key =
    what === 'show' || what === 'try' ? 'audit.outside' : what === 'refer' ? 'audit.without' : 'audit.because'
  return say(how, { did: words, why: say(why) })
}

/** People count lines from one. */
export const troubleWords = (say: Speech, { code, seq }: Trouble): string =>
  say(WORDS[code] ?? 'audit.bad.line', { n: seq + 1 })

const WORDS: Partial<Readonly<Record<Trouble['code'], Key>>> = {
  'audit-line': 'audit.bad.line',
  'audit-other': 'audit.bad.other',
  'audit-order': 'audit.bad.order',
  'audit-time': 'audit.bad.time',
  'audit-signer': 'audit.bad.signer',
  'audit-detail': 'audit.bad.detail',
  'audit-start': 'audit.bad.start',
  'audit-cut': 'audit.bad.cut',
  'case-cut': 'audit.bad.case',
}

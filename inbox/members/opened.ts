import type { AuditRead } from '../../shared/auditRead.ts'
import type { AuditWhat } from '../../shared/auditDid.ts'

/** So many days back, for who is about to be removed. */
export const OPENED_DAYS = 30
/** What nobody does without having the content before them. Who only sets aside, or gives back, need not have. */
const OPENS: readonly AuditWhat[] = [
  'claim',
  'take-over',
  'show',
  'try',
  'reply',
  'refer',
  'answered',
  'propose',
  'close',
  'reopen',
]

/**
 * How many messages a member opened by the audit as it was read here. `sure`: all of it holds, and every line of theirs could be read;
 * else they may be more.
 * @param t seconds UTC
 */
export function openedBy(
  { lines, troubles }: Pick<AuditRead, 'lines' | 'troubles'>,
  member: string,
  t: number,
): { readonly n: number; readonly sure: boolean } {
  const theirs = lines.filter(({ by, at }) => by === member && at > t - OPENED_DAYS * 86_400)
  const cases = theirs.flatMap(({ did }) => (did?.case !== undefined && OPENS.includes(did.what) ? [did.case] : []))
  return { n: new Set(cases).size, sure: !troubles.length && theirs.every(({ did }) => did) }
}

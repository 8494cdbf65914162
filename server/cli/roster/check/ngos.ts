import { DAY } from '../../../../shared/root.ts'
import type { Ngo, Roster } from '../../../../shared/roster.ts'
import { keysSince } from './before.ts'
import { type Finding, amber, red } from '../finding.ts'
import { count, language, nameOf } from '../words.ts'

/** Keys are changed monthly, and at every removal. */
const KEY_AGE = 35
/** So long after `until`, replies by an old key are no longer accepted (protocol §4). */
const OLD_KEY_STAYS = 60

/**
 * Who reads at one NGO, with which keys, and what it tells people.
 * @param befores rosters before, newest first, as far as they were given
 */
export function ngoFindings(roster: Roster, ngo: Ngo, befores: readonly Roster[], now: number): readonly Finding[] {
  const since = keysSince(roster, ngo, befores)
  return [...leadFindings(roster, ngo), ...noticeFindings(ngo), ...keyFindings(roster, ngo, since, now)]
}

function leadFindings({ revoked }: Roster, ngo: Ngo): readonly Finding[] {
  const leads = ngo.leads.filter((lead) => !revoked.includes(lead))
  const todo = 'Ask the NGO for the key of a second coordinator'
  if (leads.length > 1) return []
  if (!leads.length) return [red('lead-none', nameOf(ngo), 'every lead is revoked: nobody can let members in', todo)]
  const says = 'it has one lead only: if that one loses passphrase and kit, nobody can open the list'
  return [amber('lead-one', nameOf(ngo), says, todo)]
}

function noticeFindings(ngo: Ngo): readonly Finding[] {
  const notices = Object.keys(ngo.notices ?? {})
  const todo =
    'A coordinator writes it in the inbox, under More → What we tell, and sends you the file: roster edit --notices'
  if (!notices.length)
    return [red('notice-none', nameOf(ngo), 'it tells people nothing about their data, in no language', todo)]
  const plain = (tag: string): string => tag.split('-')[0]!
  const missing = ngo.languages.filter((tag) => !notices.includes(tag) && !notices.includes(plain(tag)))
  if (!missing.length) return []
  const says = `it speaks ${missing.map(language).join(', ')}, and has no notice about data in ${missing.length > 1 ? 'them' : 'it'}`
  return [amber('notice-language', nameOf(ngo), says, todo)]
}

function keyFindings({ revoked }: Roster, ngo: Ngo, since: number, now: number): readonly Finding[] {
  const findings: Finding[] = []
  if (revoked.includes(ngo.box.key) || revoked.includes(ngo.box.sign))
    findings.push(
      red('key-revoked', nameOf(ngo), 'its key in force is revoked: it counts as nobody on duty', 'Put new keys in'),
    )
  if (!ngo.spare)
    findings.push(
      amber(
        'spare-none',
        nameOf(ngo),
        'it has no spare keys: after a member is removed, requests go on to the old keys until the next roster',
        'Ask a coordinator for a key sheet with spare keys',
      ),
    )
  if (ngo.spare && ngo.spare.generation <= ngo.box.generation)
    findings.push(
      red(
        'spare-old',
        nameOf(ngo),
        'its spare key has no higher generation than the key in force',
        'Ask for a new one',
      ),
    )
  const days = Math.floor((now - since) / DAY)
  if (since && days > KEY_AGE)
    findings.push(
      amber('key-due', nameOf(ngo), `its keys are ${count(days, 'day')} old`, 'A lead makes the next generation'),
    )
  const over = ngo.signKeys.filter(({ until }) => until + OLD_KEY_STAYS * DAY < now).length
  if (over)
    findings.push(
      amber('old-key-over', nameOf(ngo), `${count(over, 'old key')} no longer count for anything`, 'Take them out'),
    )
  return findings
}

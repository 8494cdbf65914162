import { fromBase64 } from '../../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import { isBoxKey } from '../../../../shared/crypto/x25519.ts'
import { codeOf } from '../../../../shared/errors.ts'
import type { JsonObject } from '../../../../shared/json.ts'
import { checkKeyIds } from '../../../../shared/keys.ts'
import { DAY } from '../../../../shared/root.ts'
import { type Roster, keysOf, readRoster } from '../../../../shared/roster.ts'
import { type Finding, amber, red } from '../finding.ts'
import type { DocumentFile } from '../file.ts'
import type { Problem } from '../shape.ts'
import { nameOf } from '../words.ts'

const KIB = 1024
const MOST_DAYS = 31

/** What stands wrong by itself. */
export function shapeFindings(problems: readonly Problem[]): readonly Finding[] {
  return problems.map(({ at, must }) => {
    if (at.endsWith('houseRule'))
      return red('house-rule-missing', at, 'the desk has no house rule', 'Write days, from, to, tries and untilDays')
    if (at.endsWith('exits'))
      return red('exits-missing', at, '“Leave now” leads nowhere', 'Write 1 to 20 harmless pages with https://')
    return red('field-wrong', at, `it must ${must}`, 'Correct it; what else there is will be looked at then')
  })
}

export function sizeFindings({ size }: DocumentFile): readonly Finding[] {
  const says = `it has ${Math.ceil(size / KIB)} KiB of the 512 that a reader takes`
  const todo = 'Leave out shifts that have been, regions and names that nobody needs'
  if (size > 512 * KIB) return [red('size-over', 'roster', says, todo)]
  return size > 256 * KIB ? [amber('size-near', 'roster', says, todo)] : []
}

/** What must hold between the fields (protocol §4); the shifts' own rules are told with the shifts. */
export function holdFindings(crypto: MemberCrypto, roster: Roster): readonly Finding[] {
  const { issued, expires, version, previous } = roster
  const findings: Finding[] = [...idFindings(roster), ...keyFindings(crypto, roster)]
  if (issued >= expires)
    findings.push(red('roster-dates', 'roster', 'it ends before it begins', 'Correct issued and expires'))
  if (expires > issued + MOST_DAYS * DAY)
    findings.push(red('roster-long', 'roster', `it holds longer than ${MOST_DAYS} days`, 'Let it end earlier'))
  if ((previous === null) !== (version === 1))
    findings.push(
      red(
        'previous-wrong',
        'roster',
        'only the first roster has none before it',
        'Make the draft from the one in force',
      ),
    )
  for (const { id, houseRule, exits } of roster.desks) {
    if (houseRule.from >= houseRule.to)
      findings.push(red('house-rule-hours', id, 'the house rule ends before it begins', 'Correct from and to'))
    if (!['all', 'mon-fri'].includes(houseRule.days))
      findings.push(
        amber('house-rule-days', id, 'nobody knows these days, so they count as mon-fri', 'Write "mon-fri" or "all"'),
      )
    if (exits.some((exit) => exit.startsWith('http:')))
      findings.push(red('exit-http', id, '“Leave now” leads to this machine, which is for tests', 'Write https://'))
  }
  return findings
}

function idFindings({ ngos, desks }: Roster): readonly Finding[] {
  const twice = (ids: readonly string[]): readonly string[] => [
    ...new Set(ids.filter((id, i) => ids.indexOf(id) !== i)),
  ]
  return [...twice(ngos.map(({ id }) => id)), ...twice(desks.map(({ id }) => id))].map((id) =>
    red('id-twice', id, 'it stands twice', 'Take one out, or give it an id of its own'),
  )
}

function keyFindings(crypto: MemberCrypto, roster: Roster): readonly Finding[] {
  const findings: Finding[] = []
  const seen = new Map<string, string>()
  for (const ngo of roster.ngos) {
    const { box, sign } = keysOf({ ...roster, ngos: [ngo] })
    for (const key of [...box, ...sign]) {
      const other = seen.get(key)
      if (other)
        findings.push(red('key-twice', nameOf(ngo), `the key ${key} stands twice (${other})`, 'Ask for a new key'))
      seen.set(key, nameOf(ngo))
    }
    if (!box.every((key) => isBoxKey(fromBase64(key))) || !sign.every((key) => crypto.isSignKey(fromBase64(key, 32))))
      findings.push(red('key-unsound', nameOf(ngo), 'a key is none that anybody may use', 'Ask for its keys anew'))
  }
  return findings
}

/** The norm has the last word: whatever the findings missed is still refused by every reader. */
export function refusedFindings(crypto: MemberCrypto, inner: JsonObject): readonly Finding[] {
  try {
    checkKeyIds(crypto, readRoster(crypto, inner))
    return []
  } catch (error) {
    return [red('roster-refused', 'roster', `every reader refuses it (${codeOf(error)})`, 'Do not sign it')]
  }
}

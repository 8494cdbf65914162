import type { Roster } from '../../../shared/roster.ts'
import { deskAdded, deskChanges } from './diff/desk.ts'
import { ngoAdded, ngoChanges } from './diff/ngo.ts'
import { type Change, asDanger, change, danger, fieldChanges, pair, same } from './diff/same.ts'
import { fullTime, nameOf, visible } from './words.ts'

const TOLD = ['version', 'previous', 'issued', 'expires', 'release', 'ngos', 'desks', 'revoked']

/**
 * Everything that differs between two rosters, in words; those after which another key reads, signs or runs come first. Nothing
 * that is signed is silent: what no words were made for is told by the name of its field.
 * @param hash of the one before, where it is signed
 */
export function diffRosters(before: Roster, after: Roster, hash?: string): readonly Change[] {
  const tz = after.desks[0]?.tz ?? 'UTC'
  const rosters = { before, after }
  const ngos = pair(before.ngos, after.ngos, ({ id }) => id)
  const desks = pair(before.desks, after.desks, ({ id }) => id)
  const all: readonly Change[] = [
    ...headChanges(before, after, hash, tz),
    ...ngos.removed.map((ngo) =>
      danger(
        `${nameOf(ngo)} leaves the network: its members cannot unlock any more, so what lies there has to be answered before`,
      ),
    ),
    ...ngos.added.map((ngo) => ngoAdded(ngo, tz)),
    ...revokedChanges(before.revoked, after.revoked),
    ...ngos.kept.flatMap(([a, b]) => ngoChanges(a, b, tz)),
    ...desks.removed.map(({ id }) => danger(`desk ${id} goes: its pages show phone numbers only`)),
    ...desks.added.map((desk) => deskAdded(desk, rosters)),
    ...desks.kept.flatMap(([a, b]) => deskChanges(a, b, rosters)),
    ...(ngos.moved ? [change('the NGOs stand in another order')] : []),
    ...(desks.moved ? [change('the desks stand in another order; the first is where nobody says one')] : []),
    ...asDanger(fieldChanges('the roster', before, after, { network: 'the network' }, TOLD)),
  ]
  const found = all.length || JSON.stringify(before) === JSON.stringify(after) ? all : [wordless(before, after)]
  return [...found.filter(({ look }) => look), ...found.filter(({ look }) => !look)]
}

/** What nothing above has told. */
const wordless = (before: Roster, after: Roster): Change =>
  same(before, after)
    ? change('it says the same, written down in another order: its hash is another')
    : danger('something changes for which this tool has no words: do not sign it, and tell whoever keeps Mitos')

function headChanges(before: Roster, after: Roster, hash: string | undefined, tz: string): readonly Change[] {
  const changes: Change[] = []
  if (before.version !== after.version) {
    const says = `the version goes from ${before.version} to ${after.version}`
    changes.push(after.version === before.version + 1 ? change(says) : danger(`${says}: it has to be the next one`))
  }
  if (before.release !== after.release)
    changes.push(danger(`other code will run: release ${after.release}, not ${before.release}`))
  if (before.previous !== after.previous) {
    const follows = hash === undefined || after.version <= before.version || after.previous === hash
    const says = `the roster before it is named as ${after.previous ?? 'none'} (until now: ${before.previous ?? 'none'})`
    changes.push(follows ? change(says) : danger(`${says}, which is not the one that it is compared with`))
  }
  for (const [name, label] of [
    ['issued', 'holds from'],
    ['expires', 'ends'],
  ] as const)
    if (before[name] !== after[name])
      changes.push(change(`it ${label} ${fullTime(after[name], tz)} (before: ${fullTime(before[name], tz)})`))
  return changes
}

function revokedChanges(before: readonly string[], after: readonly string[]): readonly Change[] {
  const { added, removed, moved } = pair(before, after, (key) => key)
  return [
    ...added.map((key) => danger(`nobody accepts the key ${key} any more: it is revoked`)),
    ...removed.map((key) => danger(`the key ${key} is no longer revoked`)),
    ...(moved ? [change('the revoked keys stand in another order')] : []),
  ]
}

/** The changes as lines of a terminal. */
export function linesOf(changes: readonly Change[]): readonly string[] {
  if (!changes.length) return ['nothing changes']
  const [first, others] = [changes.filter(({ look }) => look), changes.filter(({ look }) => !look)]
  const lines = (mark: string, some: readonly Change[]): readonly string[] =>
    some.flatMap(({ says, details }) => [`${mark} ${says}`, ...(details ?? []).map((one) => `      ${one}`)])
  return [
    ...(first.length ? ['Look at these first, on each somebody has to agree:', ...lines('!', first)] : []),
    ...(others.length ? [first.length ? 'And these:' : 'These change:', ...lines('-', others)] : []),
  ].map(visible)
}

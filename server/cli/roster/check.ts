import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import type { Roster } from '../../../shared/roster.ts'
import { beforeFindings, swapFindings } from './check/before.ts'
import { endFindings } from './check/ends.ts'
import { holdFindings, refusedFindings, shapeFindings, sizeFindings } from './check/holds.ts'
import { lineFindings } from './check/lines.ts'
import { ngoFindings } from './check/ngos.ts'
import { rootFindings } from './check/signatures.ts'
import { releaseFindings } from './check/release.ts'
import { shiftFindings } from './check/shifts.ts'
import type { DocumentFile } from './file.ts'
import { type Finding, green } from './finding.ts'
import { shapeProblems } from './shape.ts'

/** What a roster is looked at beside, as far as a keeper gives it. */
export interface Beside {
  /** the network's roots, oldest first; none: root and signatures are not looked at */
  readonly roots?: readonly DocumentFile[]
  readonly release?: DocumentFile
  /** signed rosters before, in any order */
  readonly befores?: readonly DocumentFile[]
}

/**
 * The launch check: all that a keeper should know of a roster before it is signed, and before people meet it.
 * @param now seconds UTC
 */
export async function checkRoster(
  crypto: MemberCrypto,
  file: DocumentFile,
  { roots = [], release, befores = [] }: Beside,
  now: number,
): Promise<readonly Finding[]> {
  const problems = shapeProblems(file.inner)
  if (problems.length) return [...shapeFindings(problems), ...sizeFindings(file)]
  const roster = file.inner as unknown as Roster
  const tz = roster.desks[0]!.tz
  const { findings: byRoot, root } = roots.length ? await rootFindings(crypto, roots, file, now, tz) : { findings: [] }
  const newestFirst = [...befores].sort((a, b) => versionOf(b) - versionOf(a))
  const before = newestFirst[0]
  const old = newestFirst.map(({ inner }) => inner as unknown as Roster)
  const findings: Finding[] = [
    ...holdFindings(crypto, roster),
    ...sizeFindings(file),
    ...endFindings('roster', roster, now, tz),
    ...byRoot,
    ...(release ? await releaseFindings(crypto, release, roster.release, root, now, tz) : []),
    ...(before ? [...beforeFindings(roster, before), ...(await swapFindings(crypto, file, before))] : []),
    ...roster.desks.flatMap((desk) => [...lineFindings(desk, now), ...shiftFindings(roster, desk, now)]),
    ...roster.ngos.flatMap((ngo) => ngoFindings(roster, ngo, old, now)),
  ]
  const refused = findings.some(({ level }) => level === 'red') ? [] : refusedFindings(crypto, file.inner)
  const all = [...findings, ...refused]
  return all.length ? all : [green('fine', `roster ${roster.version}`, 'nothing is to be said against it')]
}

const versionOf = ({ inner }: DocumentFile): number => Number(inner['version'])

import { type AuditPlace, placeBehind } from '../../../shared/audit.ts'
import type { AuditFile } from '../../../shared/auditFile.ts'
import { type AuditRead, type Trouble, readAudit } from '../../../shared/auditRead.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import type { Json } from '../../../shared/json.ts'
import { type KnownTeam, readPastTeam } from '../../../shared/pastTeam.ts'
import { type Root, walkRoots } from '../../../shared/root.ts'
import type { Roster } from '../../../shared/roster.ts'
import { openDocument } from '../../../shared/signed.ts'
import type { DocumentFile } from '../roster/file.ts'
import { type Finding, green, red } from '../roster/finding.ts'

export interface Trust {
  readonly rosters: readonly DocumentFile[]
  /** oldest first; none: rosters are believed as they are given */
  readonly roots: readonly DocumentFile[]
}
export interface OpenedExport {
  readonly ngo: string
  readonly read: AuditRead
  /** names by member id, as the newest team has them */
  readonly names: ReadonlyMap<string, string>
  /** teams of the file that none of the rosters' coordinators signed */
  readonly refused: number
  readonly proved: boolean
  readonly own: boolean
}

/**
 * Reads an audit that was taken out, with teams that the rosters' coordinators signed.
 * @param earlier all of it must be in this one @param now seconds UTC
 * @throws MitosError `roster-refused` | `root-refused`; `bad-input`: a roster, or the earlier audit, of somebody else
 */
export async function readExport(
  crypto: MemberCrypto,
  file: AuditFile,
  trust: Trust,
  earlier: AuditFile | undefined,
  now: number,
): Promise<OpenedExport> {
  const { network, ngo } = file
  const leads = await leadsIn(crypto, file, trust)
  if (earlier && (earlier.network !== network || earlier.ngo !== ngo))
    throw new MitosError('bad-input', 'the earlier audit is another organisation’s')
  const teams: KnownTeam[] = []
  for (const value of file.teams)
    try {
      teams.push(await readPastTeam(crypto, value, { network, ngo, version: versionOf(value) }, leads))
    } catch {
      // Told with the others that nobody signed; what only its members wrote then has no signer.
    }
  const lines = file.lines.map(([line, detail]) => ({
    line: fromBase64(line),
    detail: detail === null ? null : fromBase64(detail),
  }))
  const read = await readAudit(crypto, {
    network,
    ngo,
    lines,
    key: file.key === null ? null : fromBase64(file.key, 32),
    teams,
    now: Math.max(now, file.made),
    seen: [...file.heads, ...(earlier ? [await endOf(crypto, earlier), ...earlier.heads] : [])],
  })
  const newest = [...teams].sort((a, b) => a.issued - b.issued)
  return {
    ngo,
    read,
    names: new Map(newest.flatMap(({ members }) => members.map(({ id, name }) => [id, name] as const))),
    refused: file.teams.length - teams.length,
    proved: trust.roots.length > 0,
    own: file.lines.some(([, detail]) => detail === null),
  }
}

/** Keys of everybody who coordinated the organisation by one of these rosters. */
async function leadsIn(crypto: MemberCrypto, file: AuditFile, { rosters, roots }: Trust): Promise<readonly string[]> {
  const walked = roots.length ? await rootsOf(crypto, roots) : []
  const leads = new Set<string>()
  for (const { inner, signed } of rosters) {
    const { network, ngos } = inner as unknown as Roster
    if (network !== file.network) throw new MitosError('bad-input', 'a roster is another network’s')
    if (walked.length && !(await isSigned(crypto, walked, signed as unknown as Json)))
      throw new MitosError('roster-refused', 'a roster is not signed as any of the roots asks')
    for (const one of ngos) if (one.id === file.ngo) one.leads.forEach((lead) => leads.add(lead))
  }
  if (!leads.size) throw new MitosError('bad-input', 'none of the rosters names this organisation')
  return [...leads]
}

async function rootsOf(crypto: MemberCrypto, roots: readonly DocumentFile[]): Promise<readonly Root[]> {
  try {
    return await walkRoots(
      crypto,
      roots.map(({ signed }) => signed as unknown as Json),
      roots[0]!.hash!,
    )
  } catch (error) {
    throw new MitosError('root-refused', `the roots do not follow from one another (${codeOf(error)})`)
  }
}

async function isSigned(crypto: MemberCrypto, roots: readonly Root[], roster: Json): Promise<boolean> {
  for (const { rosterKeys, rosterThreshold } of roots)
    try {
      await openDocument(crypto, roster, 'roster', rosterKeys, rosterThreshold)
      return true
    } catch {
      // Perhaps the next root's keys did.
    }
  return false
}

async function endOf(crypto: MemberCrypto, { lines }: AuditFile): Promise<AuditPlace> {
  const last = lines[lines.length - 1]
  if (!last) return { length: 0, head: '' }
  const bytes = fromBase64(last[0])
  return placeBehind(crypto, bytes, seqOf(bytes))
}

/** @throws MitosError `bad-input` */
function seqOf(line: Uint8Array): number {
  try {
    const seq = (JSON.parse(Buffer.from(line.slice(64)).toString('utf8')) as { seq?: unknown }).seq
    if (Number.isSafeInteger(seq)) return seq as number
  } catch {
    // told below
  }
  throw new MitosError('bad-input', 'the last line of the earlier audit cannot be read')
}

function versionOf(team: Json): number {
  try {
    return Number((JSON.parse((team as { signed: string }).signed) as { version: unknown }).version)
  } catch {
    return 0
  }
}

/** In words what holds and what does not. */
export function auditFindings({ ngo, read, refused, proved, own }: OpenedExport): readonly Finding[] {
  const { lines, place, troubles } = read
  const bad = troubles.map(({ code, seq }) => red(code, `line ${seq + 1}`, SAYS[code] ?? 'it does not hold', ASK_AGAIN))
  if (bad.length)
    return [
      ...bad,
      ...(refused
        ? [
            green(
              'teams-unknown',
              ngo,
              `${refused} of its teams were not signed by a coordinator whom these rosters name`,
              'Give older rosters too',
            ),
          ]
        : []),
    ]
  const to = lines.length ? `, from ${day(lines[0]!.at)} to ${day(lines[lines.length - 1]!.at)}` : ''
  return [
    green(
      'audit-holds',
      ngo,
      `nothing is missing: ${place.length} lines${to}, each behind the one before it, and signed by somebody who was in the team then`,
    ),
    ...(own
      ? [
          green(
            'audit-own',
            ngo,
            'it was saved by somebody who may read only their own lines: what others did stays sealed',
          ),
        ]
      : []),
    ...(proved
      ? []
      : [
          green(
            'roster-unproved',
            ngo,
            'the rosters were believed as they are',
            'With --root their signatures are checked too',
          ),
        ]),
  ]
}

const day = (t: number): string => new Date(t * 1000).toISOString().slice(0, 10)
const ASK_AGAIN = 'Ask for the file again; if it stays so, ask the coordinator and the keeper what happened'
const SAYS: Partial<Readonly<Record<Trouble['code'], string>>> = {
  'audit-line': 'it cannot be read',
  'audit-other': 'it is another organisation’s',
  'audit-order': 'it does not follow from the line before: lines were taken out, changed, or put in another order',
  'audit-time': 'it bears an earlier hour than lines before it',
  'audit-signer': 'it is not signed by anybody who was in the team then',
  'audit-detail': 'what it says was done was changed, or does not open',
  'audit-start': 'the lines before it are missing, and were not old enough to go',
  'audit-cut': 'behind it lines are missing that a case, or the earlier audit, names',
}

import { fromBase64, join, toBase64 } from './bytes.ts'
import type { Crypto, Verifier } from './crypto/crypto.ts'
import { need } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { bytes, either, int, is, key, list, network, ngoId, object, oneOf, text } from './shape.ts'
import type { SignedDocument } from './signed.ts'
import { LEAST, TABLES, type Table, type Through } from './statistics.ts'
import type { Team, TeamMember } from './team.ts'
import { utf8 } from './text.ts'

/** Finished tables as a coordinator hands them to the one who releases them (protocol §10). Nothing in it is a secret. */
export interface StatisticsFile extends Through {
  readonly type: 'statistics'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  readonly tables: readonly Table[]
}

/** The most bytes of a file. */
export const STATISTICS_CAP = 64 << 10

const told = (value: unknown): boolean => int(LEAST, 1e6)(value) && (value as number) % LEAST === 0
const isStatistics = object({
  type: is('statistics'),
  v: is(1),
  network,
  ngo: ngoId,
  year: int(2026, 9999),
  month: int(1, 12),
  tables: list(
    object({
      name: oneOf(...TABLES),
      rows: list(object({ code: text(/^[A-Za-z0-9.-]{1,40}$/), least: either(is(null), told) }), 0, 200),
    }),
    1,
    TABLES.length,
  ),
})
const isFile = object({
  signed: (value) => typeof value === 'string',
  signatures: list(object({ key, sig: bytes(64) }), 1, 2),
})

const message = (signed: string): Uint8Array => join(utf8('mitos/statistics/v1\n'), utf8(signed))

/** Signs as the one who made the tables. @param seed 32 bytes @returns the file's text */
export const writeStatistics = (
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  file: StatisticsFile,
  seed: Uint8Array,
): string => withSignature(crypto, { signed: JSON.stringify(file), signatures: [] }, seed)

function withSignature(
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  { signed, signatures }: SignedDocument,
  seed: Uint8Array,
): string {
  const one = { key: toBase64(crypto.signPublicKey(seed)), sig: toBase64(crypto.sign(message(signed), seed)) }
  return JSON.stringify({ signed, signatures: [...signatures, one] })
}

/** `maker` is a coordinator, `approver` the privacy person or another coordinator, who released it; null: not yet. */
export interface OpenedStatistics {
  readonly file: StatisticsFile
  readonly maker: TeamMember
  readonly approver: TeamMember | null
  readonly document: SignedDocument
}

/**
 * Reads tables that somebody of the team made. Numbers that are not told in tens are refused, whoever signed them.
 * @throws MitosError `json-…` | `document-shape` | `document-signature` (not by a coordinator of this team, and after them
 *   only by its privacy person or another coordinator) | `document-conflict` (of another NGO or network)
 */
export async function readStatistics(verifier: Verifier, read: string, team: Team): Promise<OpenedStatistics> {
  const document = readJson(utf8(read.trim()), 2 * STATISTICS_CAP)
  need(isFile(document))
  const { signed, signatures } = document as unknown as SignedDocument
  const [made, released] = signatures
  const json = readJson(utf8(signed), STATISTICS_CAP)
  need(isStatistics(json) && eachOnce(json as unknown as StatisticsFile))
  const file = plainOf(json as JsonObject as unknown as StatisticsFile)
  // Beside the tables that are shown nothing can be released.
  need(JSON.stringify(file) === signed)
  need(file.network === team.network && file.ngo === team.ngo, 'document-conflict')
  const signer = async (one: SignedDocument['signatures'][number]): Promise<TeamMember> => {
    const member = team.members.find(({ sign }) => sign === one.key)
    const holds = member && (await verifier.verify(fromBase64(one.key, 32), message(signed), fromBase64(one.sig, 64)))
    need(holds, 'document-signature')
    return member
  }
  const maker = await signer(made!)
  const approver = released ? await signer(released) : null
  need(maker.role === 'lead' && (!approver || mayApprove(approver, maker)), 'document-signature')
  return {
    file,
    maker,
    approver,
    document: { signed, signatures },
  }
}

/** It takes two people: the privacy person, or a coordinator who did not make the tables. */
export const mayApprove = ({ role, sign }: TeamMember, maker: TeamMember): boolean =>
  role !== 'member' && sign !== maker.sign

const plainOf = ({ network: of, ngo, year, month, tables }: StatisticsFile): StatisticsFile => ({
  type: 'statistics',
  v: 1,
  network: of,
  ngo,
  year,
  month,
  tables: tables.map(({ name, rows }) => ({ name, rows: rows.map(({ code, least }) => ({ code, least })) })),
})

const eachOnce = ({ tables }: StatisticsFile): boolean =>
  [tables.map(({ name }) => name), ...tables.map(({ rows }) => rows.map(({ code }) => code))].every(
    (names: readonly string[]) => new Set(names).size === names.length,
  )

/** The same tables, released. @param seed of who may approve them, @returns the file's text */
export const approveStatistics = (
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  { document }: OpenedStatistics,
  seed: Uint8Array,
): string => withSignature(crypto, document, seed)

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { audit } from '../../server/cli/audit.ts'
import type { SealedLine } from '../../shared/audit.ts'
import { type AuditFile, writeAuditFile } from '../../shared/auditFile.ts'
import { toBase64 } from '../../shared/bytes.ts'
import type { Json } from '../../shared/json.ts'
import { AT, HOUR, KEY, OF, placeOf, writtenLines } from './audits.ts'
import { temporaryFolder } from './folder.ts'
import { inProcess } from './inProcess.ts'
import { root, roster } from './network.ts'
import { firstRoster, place, team } from './team.ts'

const folder = temporaryFolder()
mkdirSync(folder.path, { recursive: true })
afterAll(() => folder.remove())
let files = 0
const put = (value: unknown): string => {
  const path = join(folder.path, `${++files}.json`)
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  return path
}
const rosterFile = put(firstRoster)
const rootFile = put(root())
const lines = await writtenLines([
  { by: 'maria', did: { what: 'show', reason: 'danger-now', case: toBase64(new Uint8Array(16)) } },
  { by: 'nikos' },
  { by: 'lena', did: { what: 'audit-save' }, at: AT + HOUR },
])
const TEAM = team(1, [place('lena', 'lead'), place('maria'), place('nikos')]) as unknown as Json
const fileOf = (of: readonly SealedLine[], changes: Partial<AuditFile> = {}): AuditFile => ({
  type: 'audit-export',
  v: 1,
  ...OF,
  made: AT + HOUR,
  by: place('lena').id,
  key: toBase64(KEY),
  teams: [TEAM],
  heads: [],
  lines: of.map(({ line, detail }) => [toBase64(line), toBase64(detail)]),
  ...changes,
})
const saved = (of: readonly SealedLine[], changes: Partial<AuditFile> = {}) => put(writeAuditFile(fileOf(of, changes)))
const check = (path: string, ...more: readonly string[]) =>
  inProcess([audit], ['audit', path, '--roster', rosterFile, ...more], AT + 2 * HOUR)

it('of which all holds ends with 0, and says so', async () => {
  const { code, out } = await check(saved(lines))
  expect([code, out]).toEqual([
    0,
    `green audit-holds: a21: nothing is missing: 3 lines, from ${new Date(AT * 1000).toISOString().slice(0, 10)} to ${new Date((AT + HOUR) * 1000).toISOString().slice(0, 10)}, each behind the one before it, and signed by somebody who was in the team then.
green roster-unproved: a21: the rosters were believed as they are. With --root their signatures are checked too.`,
  ])
  expect((await check(saved(lines), '--root', rootFile)).out).not.toContain('roster-unproved')
})

it('is printed line by line, and as JSON', async () => {
  const { out } = await check(saved(lines), '--lines')
  expect(
    out
      .split('\n')
      .slice(0, 3)
      .map((one) => one.replace(/ \d{4}-\d\d-\d\d \d\dZ/, '')),
  ).toEqual(['1 Maria: show (danger-now) case AAAAAAAAAAAAAAAAAAAAAA', '2 Nikos: audit-read', '3 Lena: audit-save'])
  const json = JSON.parse((await check(saved(lines), '--json', '--lines')).out) as { ok: boolean; lines: object[] }
  expect([json.ok, json.lines.length]).toEqual([true, 3])
  const plain = await check(saved(lines.slice(1)), '--json')
  expect([plain.code, JSON.parse(plain.out)]).toMatchObject([
    1,
    { ok: false, findings: [{ level: 'red', code: 'audit-start', where: 'line 2' }] },
  ])
})

it('of which something does not hold ends with 1, and says which line', async () => {
  expect(await check(saved([lines[0]!, lines[2]!]))).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^red {3}audit-order: line 2: it does not follow from the line before/),
  })
  const [removed] = await writtenLines([{ by: 'petra' }])
  expect((await check(saved([removed!]))).out).toContain('audit-signer: line 1')
  const [theirs] = await writtenLines([{ by: 'maria', of: { ...OF, ngo: 'gcr' } }])
  expect((await check(saved([theirs!]))).out).toContain('audit-other: line 1')
  const head = (await placeOf(lines)).head
  expect(await check(saved(lines.slice(0, 2), { heads: [head] }))).toMatchObject({
    code: 1,
    out: expect.stringContaining('audit-cut: line 3'),
  })
})

it('which is shorter than an earlier one, or another, is found by it', async () => {
  const earlier = saved(lines.slice(0, 2))
  expect((await check(saved(lines), '--before', earlier)).code).toBe(0)
  expect((await check(saved(lines.slice(0, 1)), '--before', earlier)).out).toContain('audit-cut')
  const other = await writtenLines([{ by: 'maria' }, { by: 'maria' }, { by: 'maria' }])
  expect((await check(saved(other), '--before', earlier)).out).toContain('audit-cut')
  const elsewhere = put(writeAuditFile(fileOf([], { ngo: 'gcr' })))
  expect(await check(saved(lines), '--before', elsewhere)).toMatchObject({
    code: 1,
    err: 'mitos: bad-input: the earlier audit is another organisation’s',
  })
})

it('with a team that no coordinator signed has no signers, and says why', async () => {
  const forged = team(1, [place('maria'), place('nikos'), place('lena')], {}, 'nikos sign') as unknown as Json
  const { code, out } = await check(saved(lines, { teams: [forged] }))
  expect(code).toBe(1)
  expect(out).toContain('audit-signer: line 1')
  expect(out).toContain('teams-unknown: a21: 1 of its teams')
})

it('that a member took out holds, and leaves shut what others did', async () => {
  const own = fileOf(lines).lines.map(([line, detail], i) => [line, i === 0 ? detail : null] as const)
  const { code, out } = await check(saved(lines, { lines: own }), '--lines')
  expect(code).toBe(0)
  expect(out).toContain('Nikos: sealed')
  expect(out).toContain('audit-own')
})

it('that is no audit, and rosters that are not to be believed, are told in plain words', async () => {
  for (const [path, says] of [
    [join(folder.path, 'none'), 'not-found: there is no file'],
    [put('hello'), 'bad-input: this file is no audit, or was changed'],
    [rosterFile, 'bad-input: this file is no audit, or was changed'],
    [saved(lines, { network: toBase64(new Uint8Array(16)) }), 'bad-input: a roster is another network’s'],
    [saved(lines, { ngo: 'xyz' }), 'bad-input: none of the rosters names this organisation'],
  ] as const)
    expect(await check(path)).toMatchObject({ code: 1, err: expect.stringContaining(`mitos: ${says}`) })
  const unsigned = put({ ...roster(1, null), signatures: [] })
  const args = ['audit', saved(lines), '--roster', unsigned, '--root', rootFile]
  expect(await inProcess([audit], args)).toMatchObject({
    code: 1,
    err: expect.stringContaining('mitos: roster-refused'),
  })
  const broken = put({ ...root(), signatures: [] })
  const by = [rootFile, broken]
  expect((await check(saved(lines), '--root', ...by)).err).toContain('mitos: root-refused')
})

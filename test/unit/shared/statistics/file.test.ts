import { beforeAll, describe, expect, it } from 'vitest'
import { sodium } from '../../../../inbox/unlock/sodium.ts'
import { toBase64 } from '../../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import { codeOf } from '../../../../shared/errors.ts'
import {
  type StatisticsFile,
  approveStatistics,
  readStatistics,
  writeStatistics,
} from '../../../../shared/statisticsFile.ts'
import type { Team } from '../../../../shared/team.ts'

let crypto: MemberCrypto
let team: Team
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n)
const [MARIA, NIKOS, ELENI, STRANGER, ANNA] = [1, 2, 3, 4, 5].map(seed) as readonly Uint8Array[] as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const FILE: StatisticsFile = {
  type: 'statistics',
  v: 1,
  network: toBase64(new Uint8Array(16)),
  ngo: 'a21',
  year: 2026,
  month: 10,
  tables: [
    {
      name: 'area',
      rows: [
        { code: 'region.attica', least: 20 },
        { code: '-', least: null },
      ],
    },
    { name: 'month', rows: [{ code: '10', least: 30 }] },
  ],
}

beforeAll(async () => {
  crypto = (await sodium()).crypto
  const member = (name: string, role: string, own: Uint8Array) => ({
    name,
    role,
    sign: toBase64(crypto.signPublicKey(own)),
  })
  team = {
    network: FILE.network,
    ngo: 'a21',
    members: [
      member('Maria', 'lead', MARIA),
      member('Nikos', 'privacy', NIKOS),
      member('Eleni', 'member', ELENI),
      member('Anna', 'lead', ANNA),
    ],
  } as unknown as Team
})
const made = (by = MARIA, file: object = FILE): string => writeStatistics(crypto, file as StatisticsFile, by)
const refusal = async (text: string): Promise<string> =>
  readStatistics(crypto, text, team).then(
    () => 'opened',
    (error: unknown) => codeOf(error),
  )
const bent = (bend: object): string => made(MARIA, { ...FILE, ...bend })

describe('a file of numbers', () => {
  it('is made by a coordinator and released by the privacy person or another coordinator', async () => {
    const opened = await readStatistics(crypto, `${made()}\r\n`, team)
    expect([opened.file, opened.maker.name, opened.approver]).toEqual([FILE, 'Maria', null])
    for (const [by, name] of [
      [NIKOS, 'Nikos'],
      [ANNA, 'Anna'],
    ] as const) {
      const released = await readStatistics(crypto, approveStatistics(crypto, opened, by), team)
      expect([released.file, released.maker.name, released.approver?.name]).toEqual([FILE, 'Maria', name])
    }
  })

  it('is refused where another signed, or signed again', async () => {
    for (const by of [NIKOS, ELENI, STRANGER]) expect(await refusal(made(by))).toBe('document-signature')
    const opened = await readStatistics(crypto, made(), team)
    for (const by of [MARIA, ELENI, STRANGER])
      expect(await refusal(approveStatistics(crypto, opened, by))).toBe('document-signature')
  })

  it('is refused where a number was changed after it was signed, or released', async () => {
    const released = approveStatistics(crypto, await readStatistics(crypto, made(), team), NIKOS)
    for (const text of [made(), released])
      expect(await refusal(text.replace('\\"least\\":20', '\\"least\\":50'))).toBe('document-signature')
  })

  it('is refused where a number is not told in tens, whoever signed it', async () => {
    for (const least of [0, 1, 9, 12, 25, -10, '10', 2e6])
      expect([least, await refusal(bent({ tables: [{ name: 'area', rows: [{ code: 'x', least }] }] }))]).toEqual([
        least,
        'document-shape',
      ])
  })

  it('is refused where it holds anything else than its tables', async () => {
    const row = { code: 'x', least: 10 }
    for (const bend of [
      { total: 214 },
      { tables: [] },
      { tables: [{ name: 'area', rows: [{ ...row, exact: 12 }] }] },
      { tables: [{ name: 'area', rows: [row, row] }] },
      { tables: [FILE.tables[0], FILE.tables[0]] },
      { tables: [{ name: 'site', rows: [row] }] },
      { month: 13 },
      { year: 1999 },
      { type: 'roster' },
    ])
      expect([bend, await refusal(bent(bend))]).toEqual([bend, 'document-shape'])
  })

  it('is refused where it is another organisation’s, or no file of ours', async () => {
    expect(await refusal(bent({ ngo: 'gcr' }))).toBe('document-conflict')
    expect(await refusal(bent({ network: toBase64(new Uint8Array(16).fill(1)) }))).toBe('document-conflict')
    expect(await refusal('{}')).toBe('document-shape')
    expect(await refusal('')).toMatch(/^json-/)
    expect(await refusal(`"${'x'.repeat(200_000)}"`)).toBe('json-too-large')
  })
})

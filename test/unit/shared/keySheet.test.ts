import { beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { KEY_SHEET_CAP, type KeySheet, keySheetWords, readKeySheet, writeKeySheet } from '../../../shared/keySheet.ts'
import { utf8 } from '../../../shared/text.ts'

let crypto: MemberCrypto
let sheet: KeySheet
const seed = (n: number) => new Uint8Array(32).fill(n)
const LEAD = seed(9)
const keys = (generation: number, n: number) => ({
  generation,
  key: toBase64(crypto.boxPublicKey(seed(n))),
  sign: toBase64(crypto.signPublicKey(seed(n + 1))),
})

beforeAll(async () => {
  crypto = await standardSodium()
  sheet = {
    type: 'key-sheet',
    v: 1,
    network: toBase64(new Uint8Array(16).fill(1)),
    ngo: 'a21',
    issued: 1_795_000_000,
    name: 'A21',
    box: keys(3, 20),
    spare: keys(4, 30),
    signKeys: [{ key: toBase64(crypto.signPublicKey(seed(40))), until: 1_795_000_000 }],
    leads: [toBase64(crypto.signPublicKey(LEAD)), toBase64(crypto.signPublicKey(seed(10)))],
    teamMin: 5,
    revoked: [],
  }
})

const read = (text: string) => readKeySheet(crypto, utf8(text))
const refused = (text: string): Promise<string> => read(text).then(() => 'read', codeOf)
const changed = (change: object): string => writeKeySheet(crypto, { ...sheet, ...change }, LEAD)

describe('the keys that a coordinator sends to the keeper', () => {
  it('come back as they were written, with who signed them', async () => {
    const text = writeKeySheet(crypto, sheet, LEAD)
    const opened = await read(text)
    expect(opened.sheet).toEqual(sheet)
    expect(opened.signers).toEqual([sheet.leads[0]])
  })

  it('have six words that are the same on both screens, and others when anything is changed', async () => {
    const text = writeKeySheet(crypto, sheet, LEAD)
    const { words } = await read(text)
    expect(words).toHaveLength(6)
    expect(words).toEqual(keySheetWords(crypto, JSON.parse(text).signed))
    expect((await read(changed({ teamMin: 6 }))).words).not.toEqual(words)
  })

  it('are read with a line end that a mail program added', async () => {
    expect((await read(`${writeKeySheet(crypto, sheet, LEAD)}\r\n`)).sheet).toEqual(sheet)
  })

  it('are refused when they were changed on the way', async () => {
    const text = writeKeySheet(crypto, sheet, LEAD)
    expect(await refused(text.replace('A21', 'B21'))).toBe('document-signature')
    expect(await refused(text.slice(0, -5))).toBe('json-not-canonical')
    expect(await refused(`{"x":1,${text.slice(1)}`)).toBe('document-shape')
    expect(await refused(' '.repeat(2 * KEY_SHEET_CAP + 1))).toBe('json-too-large')
    expect(await refused('')).toBe('json-not-canonical')
  })

  it('are refused when a network could not take them', async () => {
    const zero = toBase64(new Uint8Array(32))
    expect(await refused(changed({ spare: { ...sheet.spare, generation: 3 } }))).toBe('document-shape')
    expect(await refused(changed({ spare: { ...sheet.spare, key: sheet.box.key } }))).toBe('document-shape')
    expect(await refused(changed({ box: { ...sheet.box, key: zero } }))).toBe('document-shape')
    expect(await refused(changed({ leads: [] }))).toBe('document-shape')
    expect(await refused(changed({ leads: [zero] }))).toBe('document-shape')
    expect(await refused(changed({ leads: [sheet.leads[0], sheet.leads[0]] }))).toBe('document-shape')
    expect(await refused(changed({ type: 'team' }))).toBe('document-shape')
  })
})

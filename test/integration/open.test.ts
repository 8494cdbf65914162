import { readdirSync, writeFileSync } from 'node:fs'
import { join as pathOf } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SecretKey, fromBase64, join, toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { type ExportRecord, beginExport } from '../../shared/export.ts'
import { passphraseKeys, publicKeysOf, writeBlob } from '../../shared/member.ts'
import { sealedRequest } from './caseRequest.ts'
import { mitos } from './cli.ts'
import { temporaryFolder } from './folder.ts'
import { NOW, release, root, seed } from './network.ts'
import { NETWORK, firstRoster, inboxKey, place, team } from './team.ts'

const PASSPHRASE = 'canary lantern orbit pickle harbour'
const folder = temporaryFolder()
const file = (name: string): string => pathOf(folder.path, name)

/** A copy of lena's, by a browser that made it of these documents. */
beforeAll(async () => {
  const { crypto, argon2id } = await sumoSodium()
  const keys = { boxSecret: seed('lena box') as SecretKey, signSeed: seed('lena sign') }
  const { wrap } = await passphraseKeys(crypto, argon2id, PASSPHRASE, NETWORK, 'lena')
  const lena = place('lena', 'lead')
  const blob = writeBlob(crypto, NETWORK, fromBase64(lena.id), keys, wrap)
  const of = { network: NETWORK, blob, box: publicKeysOf(crypto, keys).box, signSeed: keys.signSeed }
  const writer = await beginExport(crypto, of)
  const chain = { roots: [root()], release: release(), roster: firstRoster, switches: [], off: [] }
  const sealed = toBase64(sealedRequest(1, 'request', 'of a farm'))
  const records: readonly ExportRecord[] = [
    { kind: 'about', ngo: 'a21', member: lena.id, at: NOW, own: false },
    { kind: 'chain', text: JSON.stringify(chain) },
    {
      kind: 'me',
      me: { member: lena.id, ngo: 'a21', team: team(1, [lena]) as never, keys: [inboxKey(lena).sealed] },
    },
    {
      kind: 'requests',
      rows: [{ id: toBase64(seed('1').slice(0, 16)), hour: NOW, check: false, sealed, claim: null }],
    },
  ]
  const parts = [writer.start]
  for (const one of records) parts.push(await writer.add(one))
  writeFileSync(file('list.sealed'), join(...parts, (await writer.end()).bytes))
  writeFileSync(file('passphrase'), `${PASSPHRASE}\n`, { mode: 0o600 })
})
afterAll(() => folder.remove())

it('mitos open, as it is built, at the real cost: shows a copy, and writes nothing', async () => {
  const before = readdirSync(folder.path)
  const list = await mitos(['open', file('list.sealed'), '--name', 'lena', '--passphrase-file', file('passphrase')])
  expect(list).toEqual({ code: 0, output: expect.stringContaining('1 message, 0 cases, 0 entries: all there') })
  expect(list.output).not.toMatch(/canary|farm/)
  expect(readdirSync(folder.path)).toEqual(before)
})

import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Json, readJson } from '../../../shared/json.ts'
import { type Root, walkRoots } from '../../../shared/root.ts'
import type { SignedDocument } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'
import { hashOf } from '../network.ts'
import { DAY, type Desk, PASSPHRASE, START, makeNetwork, openDesk, sodium } from './desk.ts'

let desk: Desk
beforeEach(() => void (desk = openDesk()))
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})

const document = (name: string) => readJson(utf8(desk.text(name)), 1 << 20) as unknown as SignedDocument
const inner = (name: string) => JSON.parse(document(name).signed) as Root
const refused = async (line: string, code: string, answers?: readonly string[]) =>
  expect(await desk.mitos(line, answers)).toMatchObject({
    code: 1,
    said: expect.stringMatching(new RegExp(`(^|\\n)mitos: ${code}: [^\\n]+$`)),
  })

describe('the first root', () => {
  it('is made by two keepers, who see what is missing until it is whole', async () => {
    const made = await desk.mitos('root new keeper/')
    expect(made.said).toContain('root: 0 keys, but 2 must sign; add 2 (root add)')
    expect(made.said).toContain('ends 2027-05-01 08:00 UTC')
    await refused('root sign keeper/root-1.json --key keeper/a-root.key', 'root-refused')
    rmSync(desk.path('keeper/root-1.json'))
    await makeNetwork(desk)
    const again = await desk.mitos('root sign keeper/root-1.json --key keeper/a-root.key', [])
    expect(again.said).toContain('signed this root already; nothing to do')
    const check = await desk.mitos('root check keeper/root-1.json')
    const hash = hashOf(document('keeper/root-1.json'))
    expect(check).toMatchObject({ code: 0, asked: [] })
    expect(check.said).toContain(
      `by its own root keys: 2 of 2 signatures; that is enough\nits hash: ${hash} (the pin: data-trust, MITOS_ROOT)\nall is well`,
    )
    const [root] = await walkRoots(sodium.crypto, [document('keeper/root-1.json') as unknown as Json], hash)
    expect(root).toMatchObject({ version: 1, threshold: 2, rosterThreshold: 1, releaseThreshold: 2, issued: START })
    expect(root!.expires).toBe(START + 180 * DAY)
  })

  it('counts one signature at a time, and takes no key any more after the first', async () => {
    await desk.mitos('root new keeper/ --release-threshold 1')
    for (const [role, name] of ['root a', 'root b', 'roster c', 'release d'].map((one) => one.split(' ')))
      await desk.mitos(`root add keeper/root-1.json --role ${role} --key keeper/${name}.key`)
    const dry = await desk.mitos('root sign keeper/root-1.json --key keeper/a.key --dry-run')
    expect([dry.said, document('keeper/root-1.json').signatures]).toEqual([
      expect.stringContaining('dry run, not changed: keeper/root-1.json'),
      [],
    ])
    const first = await desk.mitos('root sign keeper/root-1.json --key keeper/a.key')
    expect(first.said).toContain('1 of 2 signatures; still needed: 1')
    const check = await desk.mitos('root check keeper/root-1.json')
    expect([check.code, check.said]).toEqual([1, expect.stringContaining('WRONG root 1: signatures are missing')])
    await refused('root add keeper/root-1.json --role root --key keeper/e.key', 'document-conflict')
    await refused('root rotate keeper/root-1.json', 'root-refused')
    await refused('root sign keeper/root-1.json --key keeper/c.key', 'key-refused')
    await refused('root sign keeper/root-1.json --key keeper/b.key', 'passphrase-wrong', ['no such canary passphrase'])
    const last = await desk.mitos('root sign keeper/root-1.json --key keeper/b.key')
    expect(last.said).toMatch(/2 of 2 signatures; that is enough\nWhole\. It can be published\. Its hash: [\w-]{43}$/)
  })

  it('takes no key of another network or role, none twice, and not more than eight', async () => {
    await desk.mitos('root new keeper/')
    await desk.mitos('root new other/')
    await desk.mitos('root add other/root-1.json --role root --key keeper/o.key')
    await refused('root add keeper/root-1.json --role root --key keeper/o.key', 'key-refused')
    await refused('root add other/root-1.json --role roster --key keeper/o.key', 'key-refused')
    await refused('root add other/root-1.json --role root --key keeper/o.key', 'key-refused')
    expect((await desk.mitos('root add other/root-1.json --role lead --key keeper/x.key')).code).toBe(2)
    for (let i = 2; i <= 8; i++) await desk.mitos(`root add other/root-1.json --role root --key keeper/${i}.key`)
    expect(inner('other/root-1.json').keys).toHaveLength(8)
    await refused('root add other/root-1.json --role root --key keeper/9.key', 'bad-input')
  })

  it('is refused where the file was changed on its way to the other keeper', async () => {
    await makeNetwork(desk)
    const whole = desk.text('keeper/root-1.json')
    const lines = {
      'document-signature': whole.replace('\\"threshold\\":2', '\\"threshold\\":1'),
      'document-shape': whole.slice(0, -1),
      'document-type': desk
        .text('keeper/root-1.json')
        .replace('\\"type\\":\\"root\\"', '\\"type\\":\\"team\\"')
        .replace(/"signatures":.*/, '"signatures":[]}'),
    }
    for (const [code, text] of Object.entries(lines)) {
      writeFileSync(desk.path('keeper/root-1.json'), text)
      await refused('root check keeper/root-1.json', code)
      await refused('root sign keeper/root-1.json --key keeper/a-root.key', code)
    }
    writeFileSync(desk.path('keeper/root-1.json'), 'x'.repeat(3 << 20))
    await refused('root check keeper/root-1.json', 'json-too-large')
    await refused('root check keeper/none.json', 'not-found')
  })
})

describe('the next root', () => {
  beforeEach(() => makeNetwork(desk))

  it('only prolongs without a question, and is signed by the old keys and its own', async () => {
    desk.now += 150 * DAY + 3600
    const soon = await desk.mitos('root check keeper/root-1.json')
    expect([soon.code, soon.said]).toEqual([3, expect.stringContaining('SOON  root 1 ends in 29 days')])
    const made = await desk.mitos('root rotate keeper/root-1.json')
    expect(made.said).toContain('changes no key\nends 2027-09-28 09:00 UTC, 150 days later than the one before')
    const first = await desk.mitos('root sign keeper/root-2.json --key keeper/a-root.key')
    expect(first.asked).toHaveLength(1)
    expect(first.said).toContain(
      'by the root keys of root 1: 1 of 2 signatures; still needed: 1\nby its own root keys: 1 of 2 signatures; still needed: 1',
    )
    await desk.mitos('root sign keeper/root-2.json --key keeper/b-root.key')
    expect(await desk.mitos('root check keeper/root-2.json keeper/root-1.json')).toMatchObject({ code: 0 })
    const files = ['keeper/root-1.json', 'keeper/root-2.json'].map(document)
    expect(await walkRoots(sodium.crypto, files as unknown as Json[], hashOf(files[0]!))).toHaveLength(2)
  })

  it('exchanges a key only after a yes, and needs the new key and the old ones', async () => {
    const made = await desk.mitos('root rotate keeper/root-1.json --drop root-2')
    const [gone] = inner('keeper/root-1.json').keys.slice(1)
    expect(made.said).toContain(`drops root-2  ${gone}: it cannot say who may sign any more`)
    expect(made.said).toContain('still missing: root: 1 key, but 2 must sign')
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'root-refused')
    await desk.mitos('root add keeper/root-2.json --role root --key keeper/c-root.key')
    const before = desk.text('keeper/root-2.json')
    for (const answer of ['no', 'y', ''])
      await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'bad-input', [answer])
    expect(desk.text('keeper/root-2.json')).toBe(before)
    const first = await desk.mitos('root sign keeper/root-2.json --key keeper/a-root.key', ['yes', PASSPHRASE])
    expect(first.asked[0]).toBe('Type yes if you mean this: ')
    expect(first.said).toContain('cannot be taken back')
    const second = await desk.mitos('root sign keeper/root-2.json --key keeper/c-root.key --yes')
    expect(second.said).toContain(
      'by the root keys of root 1: 1 of 2 signatures; still needed: 1\nby its own root keys: 2 of 2 signatures; that is enough',
    )
    expect((await desk.mitos('root check keeper/root-1.json keeper/root-2.json')).code).toBe(1)
    await desk.mitos('root sign keeper/root-2.json --key keeper/b-root.key --yes')
    expect((await desk.mitos('root check keeper/root-1.json keeper/root-2.json')).code).toBe(0)
    const files = ['keeper/root-1.json', 'keeper/root-2.json'].map(document)
    expect(await walkRoots(sodium.crypto, files as unknown as Json[], hashOf(files[0]!))).toHaveLength(2)
  })

  it('asks before a key is added and before a threshold changes, too', async () => {
    await desk.mitos('root rotate keeper/root-1.json --release-threshold 1')
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'bad-input', ['no'])
    const { said } = await desk.mitos('root sign keeper/root-2.json --key keeper/a-root.key --yes')
    expect(said).toContain('release: 1 must sign, not 2 as before')
    rmSync(desk.path('keeper/root-2.json'))
    await desk.mitos('root rotate keeper/root-1.json')
    await desk.mitos('root add keeper/root-2.json --role roster --key keeper/c-roster.key')
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'bad-input', ['no'])
  })

  it('is made of a whole root only, for names that there are, and never over one that is there', async () => {
    const { said } = await desk.mitos('root rotate keeper/root-1.json --drop root-3')
    expect(said).toMatch(/^mitos: bad-input: this root has the keys root-1, root-2, roster-1, release-1, release-2;/)
    expect((await desk.mitos('root rotate keeper/root-1.json --days 366')).code).toBe(2)
    expect((await desk.mitos('root rotate keeper/root-1.json --dry-run')).said).toContain('dry run, not written')
    desk.now -= DAY
    await refused('root rotate keeper/root-1.json', 'clock-behind')
    desk.now += DAY
    await desk.mitos('root rotate keeper/root-1.json')
    await refused('root rotate keeper/root-1.json', 'file-exists')
    await refused('root rotate keeper/root-2.json', 'root-refused')
    desk.now += 200 * DAY
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'root-refused')
    const over = await desk.mitos('root check keeper/root-1.json')
    expect([over.code, over.said]).toEqual([1, expect.stringMatching(/WRONG root 1 has ended: .*root rotate/)])
    desk.now = START - 2 * DAY
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'clock-behind')
  })

  it('cannot follow another network’s root, nor skip one', async () => {
    await desk.mitos('root rotate keeper/root-1.json')
    mkdirSync(desk.path('away'))
    renameSync(desk.path('keeper/root-1.json'), desk.path('away/kept.json'))
    await refused('root sign keeper/root-2.json --key keeper/a-root.key', 'not-found')
    const given = await desk.mitos('root sign keeper/root-2.json --key keeper/a-root.key --previous away/kept.json')
    expect(given.code).toBe(0)
    expect(given.said).toContain(`compared with root 1, whose hash is ${hashOf(document('away/kept.json'))}: is that`)
    await desk.mitos('root new other/')
    await refused('root sign keeper/root-2.json --key keeper/a-root.key --previous other/root-1.json', 'root-refused')
    const kept = document('away/kept.json')
    writeFileSync(desk.path('away/less.json'), JSON.stringify({ ...kept, signatures: kept.signatures.slice(1) }))
    await refused('root sign keeper/root-2.json --key keeper/b-root.key --previous away/less.json', 'root-refused')
    await refused('root check keeper/root-2.json other/root-1.json', 'root-refused')
    copyFileSync(desk.path('keeper/root-2.json'), desk.path('away/root-2.json'))
    await refused('root check away/root-2.json --previous away/root-2.json', 'root-refused')
    const alone = await desk.mitos('root check keeper/root-2.json')
    expect([alone.code, alone.said]).toEqual([1, expect.stringContaining('the root before root 2 is not here')])
  })

  it('cannot come after one that is not the one before', async () => {
    await desk.mitos('root rotate keeper/root-1.json')
    for (const name of ['a', 'b']) await desk.mitos(`root sign keeper/root-2.json --key keeper/${name}-root.key`)
    await desk.mitos('root rotate keeper/root-2.json')
    await refused('root sign keeper/root-3.json --key keeper/a-root.key --previous keeper/root-1.json', 'root-refused')
    await refused('root check keeper/root-1.json keeper/root-3.json', 'root-refused')
    expect((await desk.mitos('root sign keeper/root-3.json --key keeper/a-root.key')).code).toBe(0)
  })
})

import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Desk, PASSPHRASE, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = openDesk()
  await desk.mitos('root new keeper/')
})
afterEach(() => {
  desk.keptSecrets()
  desk.close()
})
const add = (more = '', answers?: readonly string[]) =>
  desk.mitos(`root add keeper/root-1.json --role root --key keeper/a.key${more}`, answers)
const names = () => readdirSync(desk.path('keeper/')).sort()

describe('a key file', () => {
  it('is made with its passphrase typed twice, for its owner only, and named in the root', async () => {
    const { code, said, asked } = await add()
    expect([code, asked.length]).toEqual([0, 2])
    expect(said).toContain('written: keeper/a.key\nwritten: keeper/root-1.json\n')
    expect(statSync(desk.path('keeper/a.key')).mode & 0o777).toBe(0o600)
    expect(statSync(desk.path('keeper/')).mode & 0o777).toBe(0o700)
    const key = JSON.parse(desk.text('keeper/a.key'))
    expect(Object.keys(key)).toEqual(['type', 'v', 'network', 'role', 'key', 'salt', 'nonce', 'sealed'])
    expect(desk.text('keeper/root-1.json')).toContain(key.key)
    expect(names()).toEqual(['a.key', 'root-1.json'])
  })

  it('is never written over, and a dry run makes none', async () => {
    const dry = await add(' --dry-run')
    expect(dry.said).toMatch(/^dry run, not written: keeper\/a\.key\ndry run, not changed: .*\nroot 1 of the network/)
    expect(names()).toEqual(['root-1.json'])
    await add()
    const before = desk.text('keeper/a.key')
    symlinkSync('/nowhere', desk.path('keeper/link.key'))
    for (const [line, says] of [
      ['root add keeper/root-1.json --role root --key keeper/a.key', 'key-refused: this key is in this root already'],
      ['root add keeper/root-1.json --role root --key keeper/link.key', 'file-exists: '],
      ['root new keeper/', 'file-exists: '],
      ['root paper keeper/a.key --out keeper/root-1.json', 'file-exists: '],
    ] as const)
      expect(await desk.mitos(line)).toMatchObject({ code: 1, said: expect.stringContaining(`mitos: ${says}`) })
    expect(desk.text('keeper/a.key')).toBe(before)
    expect(names()).toEqual(['a.key', 'link.key', 'root-1.json'])
  })

  it('is neither made nor read where others could take it', async () => {
    mkdirSync(desk.path('open/'))
    chmodSync(desk.path('open/'), 0o755)
    const line = 'root add keeper/root-1.json --role root --key open/a.key'
    expect((await desk.mitos(line)).said).toMatch(/^mitos: data-readable: .*the folder of the key \(chmod/)
    await add()
    chmodSync(desk.path('keeper/a.key'), 0o640)
    expect((await add()).said).toMatch(/^mitos: data-readable: .*the key file \(chmod/)
    chmodSync(desk.path('keeper/a.key'), 0o600)
    symlinkSync(desk.path('keeper/a.key'), desk.path('keeper/b.key'))
    expect((await desk.mitos('root paper keeper/b.key')).said).toMatch(/^mitos: data-link: /)
  })

  it('opens for its passphrase only, and not if anything of it was changed', async () => {
    await add()
    const paper = (answer = PASSPHRASE) => desk.mitos('root paper keeper/a.key --out keeper/a.html', [answer])
    expect((await paper('another lantern orbit pickle harbour')).said).toMatch(/^mitos: passphrase-wrong: /)
    const whole = desk.text('keeper/a.key')
    const { network, key } = JSON.parse(whole)
    const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
    for (const [from, to, code] of [
      ['"role":"root"', '"role":"roster"', 'passphrase-wrong'],
      [network, flip(network), 'passphrase-wrong'],
      [key, flip(key), 'passphrase-wrong'],
      ['"v":1', '"v":2', 'key-file'],
      ['keeper-key', 'other', 'key-file'],
      ['"salt"', '"salt" ', 'key-file'],
      [whole.slice(40), '', 'key-file'],
    ] as const) {
      writeFileSync(desk.path('keeper/a.key'), whole.replace(from, to))
      expect((await paper()).said).toMatch(new RegExp(`^mitos: ${code}: .*paper`))
    }
    writeFileSync(desk.path('keeper/a.key'), whole)
    expect((await desk.mitos('root paper keeper/none.key')).said).toMatch(/^mitos: not-found: the key file/)
    expect(names()).toEqual(['a.key', 'root-1.json'])
    expect((await paper()).code).toBe(0)
  })

  it('takes the same passphrase however a keyboard composes it', async () => {
    await add('', ['café lantern orbit pickle harbour'])
    expect((await desk.mitos('root paper keeper/a.key', ['cafe\u0301 lantern orbit pickle harbour'])).code).toBe(0)
  })
})

describe('root passphrase', () => {
  const NEXT = 'canary lantern walnut kettle meadow'
  const change = (answers: readonly string[], more = '') => desk.mitos(`root passphrase keeper/a.key${more}`, answers)
  const opens = async (name: string, passphrase: string) =>
    (await desk.mitos(`root paper keeper/${name}.key --dry-run`, [passphrase])).code === 0
  beforeEach(async () => void (await add()))

  it('puts the same key under another passphrase, in the place of the old file', async () => {
    const { key } = JSON.parse(desk.text('keeper/a.key'))
    const { code, said, asked } = await change([PASSPHRASE, NEXT, NEXT])
    expect([code, asked.length]).toEqual([0, 3])
    expect(said).toMatch(/^written: keeper\/a\.key\nThe key is the same, and its paper still right\. Copies/)
    expect([await opens('a', NEXT), await opens('a', PASSPHRASE)]).toEqual([true, false])
    expect(JSON.parse(desk.text('keeper/a.key')).key).toBe(key)
    expect(statSync(desk.path('keeper/a.key')).mode & 0o777).toBe(0o600)
    expect(names()).toEqual(['a.key', 'root-1.json'])
  })

  it('writes it elsewhere where it is told to, and leaves the old one', async () => {
    const before = desk.text('keeper/a.key')
    const elsewhere = ' --out keeper/b.key'
    expect((await change([PASSPHRASE, NEXT, NEXT], elsewhere)).code).toBe(0)
    expect([await opens('b', NEXT), await opens('a', PASSPHRASE)]).toEqual([true, true])
    expect((await change([PASSPHRASE, NEXT, NEXT], elsewhere)).said).toMatch(/^mitos: file-exists: /)
    expect(desk.text('keeper/a.key')).toBe(before)
  })

  it('takes the new one from a file too', async () => {
    writeFileSync(desk.path('keeper/old.secret'), PASSPHRASE, { mode: 0o600 })
    writeFileSync(desk.path('keeper/new.secret'), `${NEXT}\n`, { mode: 0o600 })
    const { code, asked } = await change(
      [],
      ' --passphrase-file keeper/old.secret --new-passphrase-file keeper/new.secret',
    )
    expect([code, asked, await opens('a', NEXT)]).toEqual([0, [], true])
  })

  it.each([
    ['the old one is wrong', [NEXT], /passphrase-wrong: /],
    ['the new one is weak', [PASSPHRASE, 'password password password'], /passphrase-weak: .*easy to guess/],
    ['the new one is the old one', [PASSPHRASE], /bad-input: this is the passphrase that it has/],
    [
      'it was never typed twice the same',
      [PASSPHRASE, NEXT, 'x', '', NEXT, 'x', '', NEXT, 'x', ''],
      /bad-input: the two passphrases were never the same/,
    ],
  ])('changes nothing where %s', async (_, answers, says) => {
    const before = desk.text('keeper/a.key')
    const { code, said } = await change(answers)
    expect([code, said]).toEqual([1, expect.stringMatching(says)])
    expect((await change([PASSPHRASE, NEXT, NEXT], ' --dry-run')).said).toMatch(/^dry run, not changed: keeper\/a\.key/)
    expect([desk.text('keeper/a.key'), names()]).toEqual([before, ['a.key', 'root-1.json']])
  })
})

describe('a passphrase', () => {
  it.each([
    ['', 'is needed'],
    ['lantern 1', 'too short'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'easy to guess'],
    ['password password password', 'easy to guess'],
    ['qwertyuiopasdfghjklzxcvbnm', 'easy to guess'],
    ['x'.repeat(100_000), 'easy to guess'],
  ])('that is weak is refused with words, whatever it is: %.20s', async (weak, says) => {
    expect(await add('', [weak])).toMatchObject({
      code: 1,
      said: expect.stringMatching(new RegExp(`^mitos: passphrase-weak: .*${says}; take five or more words`)),
    })
    expect(names()).toEqual(['root-1.json'])
  })

  it('has to be the same twice; three times not, and nothing is made', async () => {
    const other = `${PASSPHRASE} not`
    expect((await add('', [PASSPHRASE, other, '', PASSPHRASE, PASSPHRASE])).code).toBe(0)
    const { code, said } = await desk.mitos('root add keeper/root-1.json --role root --key keeper/b.key', [
      PASSPHRASE,
      other,
      '',
      PASSPHRASE,
      other,
      '',
      PASSPHRASE,
      other,
      '',
    ])
    expect([code, said]).toEqual([1, expect.stringMatching(/^mitos: bad-input: .*never the same; nothing was made/)])
    expect(names()).toEqual(['a.key', 'root-1.json'])
  })

  it('may come from a file of one’s own, and from no other', async () => {
    writeFileSync(desk.path('pass.secret'), `${PASSPHRASE}\r\nanother line`, { mode: 0o644 })
    const file = ' --passphrase-file /pass.secret'
    expect((await add(file)).said).toMatch(/^mitos: data-readable: /)
    chmodSync(desk.path('pass.secret'), 0o600)
    expect(await add(file, [])).toMatchObject({ code: 0, asked: [] })
    expect((await desk.mitos('root paper keeper/a.key')).code).toBe(0)
    expect((await desk.mitos('root paper keeper/a.key --out keeper/b.html --passphrase-file /none', [])).said).toMatch(
      /^mitos: not-found: the passphrase/,
    )
    expect((await desk.mitos('root paper keeper/a.key --out keeper/b.html --passphrase-fd 77', [])).said).toMatch(
      /^mitos: bad-input: .*descriptor/,
    )
    expect((await add(' --passphrase-fd x')).code).toBe(2)
  })

  it('cannot be given as an argument', async () => {
    const { code, said } = await add(` --passphrase ${'canaryword'}`)
    expect([code, said]).toEqual([2, expect.stringContaining("unknown option '--passphrase'")])
    expect(names()).toEqual(['root-1.json'])
  })
})

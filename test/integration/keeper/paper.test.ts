import { rmSync, statSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GROUPS, groupsOf, isGroup, readPaper, writePaper } from '../../../server/cli/keeper/paperCode.ts'
import { type Desk, PASSPHRASE, openDesk, sodium } from './desk.ts'

const ALPHABET = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const seed = Uint8Array.from({ length: 32 }, (_, i) => i)
const groups = writePaper(sodium.crypto, seed)
const read = (typed: string) => readPaper(sodium.crypto, groupsOf(typed))

describe('a seed on paper', () => {
  it('is fourteen groups of five, and these for this seed', () => {
    expect(groups.join(' ')).toBe('000G4 40R4F 0M30Y E209X 185GE R38EY 1W81B 24GK1 2GAHJ C5RR3 34D18 P70XC 3RFW2 SZG62')
  })

  it('is read back from any spelling of the same characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (any) => {
        const written = writePaper(sodium.crypto, any)
        for (const typed of [
          written.join(' '),
          written.join(''),
          written.join('-').toLowerCase(),
          ` ${written.join('\n')}\n`,
        ])
          expect(read(typed)).toEqual(any)
        expect(read(written.join(' ').replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(any)
      }),
      { numRuns: 50 },
    )
  })

  it('tells each single wrong character, each two that changed places, and each group in another place', () => {
    for (const [i, group] of groups.entries()) {
      for (let at = 0; at < group.length; at++) {
        for (const char of ALPHABET)
          if (char !== group[at]) expect(isGroup(group.slice(0, at) + char + group.slice(at + 1), i)).toBe(false)
        const other = group[at + 1]
        if (other && other !== group[at])
          expect(isGroup(group.slice(0, at) + other + group[at] + group.slice(at + 2), i)).toBe(false)
      }
      for (let j = 0; j < GROUPS; j++) if (j !== i) expect(isGroup(group, j)).toBe(false)
    }
  })

  it.each([
    ['one group wrong', groups.with(2, 'AAAAA').join(' '), 'group 3;'],
    ['two wrong', groups.with(2, 'AAAAA').with(13, 'U****').join(' '), 'group 3, 14;'],
    ['one too few', groups.slice(1).join(' '), 'here are 13'],
    ['nothing', '', 'here are 0'],
    ['a character too few', groups.join(' ').replace(/.$/, ''), 'group 14;'],
    // Right by its own check, wrong by that of all.
    [
      'a good group of another paper',
      writePaper(sodium.crypto, seed.with(0, 9)).slice(0, 1).concat(groups.slice(1)).join(' '),
      'together',
    ],
  ])('tells what was typed wrong: %s', (_, typed, says) => {
    expect(() => read(typed)).toThrow(
      expect.objectContaining({ code: 'paper-typo', cause: expect.stringContaining(says) }),
    )
  })
})

describe('root paper', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = openDesk()
    await desk.mitos('root new keeper/')
    for (const name of ['a', 'b'])
      await desk.mitos(`root add keeper/root-1.json --role roster --key keeper/${name}.key`)
    await desk.mitos('root paper keeper/a.key')
  })
  afterEach(() => {
    desk.keptSecrets()
    desk.close()
  })
  const printed = (page = 'keeper/a.key.html') =>
    [...desk.text(page).matchAll(/<li>(\w{5})<\/li>/g)].map(([, one]) => one!)

  it('writes a page for its owner only, in which nothing runs, is fetched, or says what it opens', () => {
    const page = desk.text('keeper/a.key.html')
    expect(statSync(desk.path('keeper/a.key.html')).mode & 0o777).toBe(0o600)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|url\(|https?:|\bon\w+=/i)
    expect(page).not.toMatch(/mitos|network|root|roster|secret|key|help/i)
    expect(page).toContain("default-src 'none'")
    expect(page).toMatch(/<title>Notes<\/title>[^]*<path d="M\d/)
    expect(printed()).toHaveLength(14)
  })

  it('proves a paper, typed group by group, and says which group is wrong', async () => {
    const typed = printed()
    expect(await desk.mitos('root paper keeper/a.key --read', typed)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/The paper is right/),
    })
    const once = await desk.mitos('root paper keeper/a.key --read', [...typed.slice(0, 4), 'AAAAA', ...typed.slice(4)])
    expect([once.code, once.said]).toEqual([0, expect.stringContaining('Group 5 is not as it stands')])
    expect(once.asked).toHaveLength(15)
    const never = await desk.mitos('root paper keeper/a.key --read', [...typed.slice(0, 4), ''])
    expect([never.code, never.said]).toEqual([1, expect.stringMatching(/mitos: paper-typo: group 5 was never right/)])
    expect((await desk.mitos('root paper keeper/a.key --read', [typed.join(' ')])).asked).toHaveLength(1)
  })

  it('says that a good paper is of another key', async () => {
    const { code, said } = await desk.mitos('root paper keeper/b.key --read', printed())
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/mitos: key-refused: this is a good paper, but of another key/),
    ])
  })

  it('makes a lost key file anew, by a root that has the key', async () => {
    rmSync(desk.path('keeper/a.key'))
    const line = 'root paper keeper/a.key --read'
    expect((await desk.mitos(line, printed())).said).toMatch(/^mitos: bad-input: .*--root/)
    await desk.mitos('root new other/')
    const other = await desk.mitos(`${line} --root other/root-1.json`, printed())
    expect(other.said).toMatch(/mitos: key-refused: this is a good paper, but the root does not name its key/)
    writeFileSync(desk.path('keeper/typed.html'), printed().join('\n'), { mode: 0o600 })
    const made = await desk.mitos(`${line} --root keeper/root-1.json --paper-file keeper/typed.html`, [PASSPHRASE])
    expect(made).toMatchObject({ code: 0, said: expect.stringContaining('It is a roster key of this network.') })
    await desk.mitos('root paper keeper/a.key --out keeper/again.html')
    expect(printed('keeper/again.html')).toEqual(printed())
    expect(JSON.parse(desk.text('keeper/a.key'))).toMatchObject({ role: 'roster' })
  })
})

import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { rosterCheck } from '../../server/cli/roster/checkVerb.ts'
import { rosterDiff } from '../../server/cli/roster/diffVerb.ts'
import { lines } from '../../server/cli/roster/linesVerb.ts'
import { temporaryFolder } from './folder.ts'
import { inProcess } from './inProcess.ts'
import { NOW, hashOf, ngo, release, root, roster, signKey } from './network.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const DAY = 86_400
const TODAY = new Date(NOW * 1000).toISOString().slice(0, 10)

let files = 0
/** A file with this content, which may be a document, a draft or any text. */
function file(content: unknown): string {
  const path = join(folder.path, `${files++}.json`)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}
const draftOf = (changes: object = {}): Record<string, any> => ({
  ...(JSON.parse(roster().signed) as object),
  ...changes,
})
const mitos = (...args: readonly string[]) => inProcess([rosterCheck, rosterDiff, lines], args)

describe('mitos roster diff', () => {
  it('reads a draft beside a signed one, and says what a signature would change', async () => {
    const before = file(roster())
    const after = file(draftOf({ version: 2, ngos: [ngo('a21', 2), ngo('gcr')] }))
    const { code, out } = await mitos('roster', 'diff', before, after)
    expect(code).toBe(0)
    expect(out.split('\n').slice(0, 3)).toEqual([
      'roster 1 (signed by 1) → 2 (draft)',
      'Look at these first, on each somebody has to agree:',
      '! a21: the key of generation 1 is replaced by generation 2 (not the spare of before)',
    ])
    expect((await mitos('roster', 'diff', before, before)).out).toMatch(/\nnothing changes$/)
  })

  it('takes times in words for what they mean, in a draft', async () => {
    const words = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    const draft = draftOf({ issued: NOW - 3600 }) as any
    const [shift] = draft.desks[0].shifts
    const spelled = structuredClone({ ...draft, issued: words(draft.issued), expires: words(draft.expires) })
    spelled.desks[0].shifts = [[words(60 * shift[0]), ...shift.slice(1)]]
    spelled.ngos[0].signKeys = [{ key: signKey('old'), until: words(NOW) }]
    draft.ngos[0].signKeys = [{ key: signKey('old'), until: NOW }]
    expect((await mitos('roster', 'diff', file(draft), file(spelled))).out).toMatch(/\nnothing changes$/)
    spelled.expires = '2026-02-30 08:00 UTC'
    expect((await mitos('roster', 'diff', file(draft), file(spelled))).err).toMatch(/roster, expires must be a time/)
  })

  it.each([
    ['no file', () => join(folder.path, 'none'), 'not-found: there is no file'],
    ['a folder', () => folder.path, 'not-found: there is no file'],
    ['no JSON', () => file('{"ngos":'), 'bad-input: .*no JSON'],
    ['another document', () => file(root()), 'bad-input: this file is no roster: it says that it is a root'],
    ['a list', () => file('[]'), 'bad-input: this file is no roster: it says no type'],
    ['signatures that are none', () => file({ ...roster(), signatures: [1] }), 'document-shape: its signatures'],
    ['a number that no reader takes', () => file(draftOf({ version: 1.5 })), 'json-value: .*whole'],
    ['nothing else than depth', () => file('['.repeat(20) + ']'.repeat(20)), 'json-too-deep: '],
    ['too much', () => file(' '.repeat(5 << 20)), 'too-large: '],
    [
      'a field that is wrong',
      () => file(draftOf({ desks: [] })),
      'document-shape: in the second roster, desks must be',
    ],
  ])('refuses %s in words', async (_, path, says) => {
    const { code, err } = await mitos('roster', 'diff', file(roster()), path())
    expect(err).toMatch(new RegExp(`^mitos: ${says}`))
    expect(code).toBe(1)
  })
})

describe('mitos roster check', () => {
  it('ends as cron needs it: 1 where something is red, 3 where amber, 0 where nothing', async () => {
    const [desk] = draftOf()['desks'] as [any]
    const called = { ...desk.lines[0], serves: ['all', 'children'], checked: NOW - DAY }
    const shifts = [
      [NOW / 60, 10_080, 'a21'],
      [NOW / 60 + 10_080, 10_080, 'a21'],
    ]
    const leads = [signKey('a21 lead'), signKey('a21 other lead')]
    const fine = {
      expires: NOW + 14 * DAY,
      ngos: [ngo('a21', 1, { leads, spare: ngo('a21', 2).box, notices: { en: signKey('any hash') } })],
      desks: [{ ...desk, shifts, lines: [called] }],
    }
    const ends = async (changes: object) => {
      const { code, out } = await mitos('roster', 'check', file(draftOf({ ...fine, ...changes })))
      return [code, out]
    }
    expect(await ends({})).toEqual([0, 'green fine: roster 1: nothing is to be said against it.'])
    expect(await ends({ expires: NOW + 8 * DAY - 60, desks: [{ ...fine.desks[0], shifts: [shifts[0]] }] })).toEqual([
      3,
      expect.stringMatching(/^amber roster-ends: .*\namber shift-gap: .*$/),
    ])
    expect((await ends({ desks: [desk] }))[0]).toBe(1)
  })

  it('puts the worst first, says the same to programs, and names each code', async () => {
    const path = file(roster())
    const words = (await mitos('roster', 'check', path)).out.split('\n').map((one) => one.slice(0, 5))
    expect(words).toEqual([...words].sort((a, b) => Number(a !== 'red  ') - Number(b !== 'red  ')))
    const { ok, findings } = JSON.parse((await mitos('roster', 'check', path, '--json')).out) as any
    expect(ok).toBe(false)
    expect(findings[0]).toMatchObject({ level: 'red', code: 'line-never-called', where: 'GR 1109' })
    expect(findings).toHaveLength(words.length)
  })

  it('checks signatures, and when the root ends, by the roots that it is given', async () => {
    const codes = async (of: object, ...roots: readonly object[]) => {
      const { out } = await mitos('roster', 'check', file(of), '--root', ...roots.map(file), '--json')
      return (JSON.parse(out) as any).findings.map((one: any) => one.code)
    }
    const about = /^(root|signature|network)/
    const next = (changes: object) => root(2, changes)
    const only = async (...args: Parameters<typeof codes>) =>
      (await codes(...args)).filter((code: string) => about.test(code))
    expect(await only(roster(), root())).toEqual([])
    expect(await only(roster(1, null, {}, ['gcr lead']), root())).toEqual(['signature-missing'])
    expect(await only({ ...roster(), signed: roster().signed.replace('1109', '1108') }, root())).toEqual([
      'signature-missing',
    ])
    expect(await only(roster(), root(), next({ rosterKeys: [signKey('other')] }))).toEqual(['signature-missing'])
    expect(await only(roster(), root(), next({ expires: NOW + 29 * DAY }))).toEqual(['root-ends'])
    expect(await only(roster(), root(1, { network: 'A'.repeat(22) }))).toEqual(['network-other'])
    expect(await only(roster(), root(), root(3))).toEqual(['root-refused'])
    expect((await mitos('roster', 'check', file(roster()), '--root', file(JSON.parse(root().signed)))).err).toBe(
      'mitos: bad-input: this root is a draft: it has to be signed first',
    )
    expect((await mitos('roster', 'check', file(roster()), '--root', file(release()))).err).toMatch(/is no root/)
  })
})

describe('mitos roster check, beside other documents', () => {
  const codes = async (of: object, ...args: readonly string[]) => {
    const { out, err } = await mitos('roster', 'check', file(of), ...args, '--json')
    return err || (JSON.parse(out) as any).findings.map((one: any) => one.code)
  }
  const about = async (kind: RegExp, ...args: Parameters<typeof codes>) =>
    (await codes(...args)).filter((code: string) => kind.test(code))

  it('looks whether the roster names the release, how long that may run, and who signed it', async () => {
    const of = (document: object) => ['--release', file(document)]
    const released = (...args: readonly string[]) => about(/^release/, roster(), ...args)
    expect(await released(...of(release()))).toEqual([])
    expect(await released(...of(release(2)))).toEqual(['release-other'])
    const ends = release(1, { expires: NOW + 13 * DAY })
    expect(await about(/^release/, roster(1, null, { release: hashOf(ends) }), ...of(ends))).toEqual(['release-ends'])
    const over = release(1, { issued: NOW - 200 * DAY, expires: NOW - 60 })
    expect(await about(/^release/, roster(1, null, { release: hashOf(over) }), ...of(over))).toEqual(['release-ended'])
    const other = release(1, {}, ['somebody'])
    expect(await released(...of(other))).toEqual([])
    expect(await released(...of(other), '--root', file(root()))).toEqual(['release-unsigned'])
    expect(await released(...of(release()), '--root', file(root()))).toEqual([])
    expect(await released(...of(release(1, { files: 1 })))).toEqual(['release-refused'])
    expect(await codes(roster(), ...of(root()))).toMatch(/bad-input: this file is no release/)
  })

  it('takes signed rosters before it, and no others', async () => {
    const next = roster(2, roster(), { ngos: [ngo('a21', 1, { leads: [signKey('new')] }), ngo('gcr')] })
    expect(await about(/^lead-all|^prev/, next, '--before', file(roster()))).toEqual(['lead-all-new'])
    expect(await about(/^lead-all|^prev/, roster(2, next), '--before', file(roster()))).toEqual(['previous-wrong'])
    expect(await codes(next, '--before', file(draftOf()))).toMatch(/bad-input: this roster is a draft/)
    expect(await codes(next, '--before', file(roster(1, null, { desks: 1 })))).toMatch(
      /in the roster before, desks must/,
    )
  })
})

describe('mitos lines called', () => {
  const called = (draft: string): any => (JSON.parse(readFileSync(draft, 'utf8')) as any).desks[0].lines
  const [desk] = draftOf()['desks'] as [any]
  const withLines = (...numbers: readonly string[]) => ({
    ...desk,
    lines: numbers.map((number) => ({ ...desk.lines[0], number, quietName: `Line ${number}` })),
  })

  it('writes the day into the draft, and changes nothing else', async () => {
    const draft = file(draftOf({ later: 'kept', desks: [withLines('116 000', '1109')] }))
    const before = JSON.parse(readFileSync(draft, 'utf8')) as any
    expect((await mitos('lines', 'called', '1109', '--draft', draft)).out).toBe(
      `1109 (GR, Line 1109): called ${TODAY}; written into the draft`,
    )
    expect(called(draft)[1].checked).toBe(NOW - (NOW % DAY))
    await mitos('lines', 'called', '116000', '--draft', draft, '--on', '2026-11-20')
    expect(called(draft)[0].checked).toBe(Date.UTC(2026, 10, 20) / 1000)
    before.desks[0].lines[0].checked = called(draft)[0].checked
    before.desks[0].lines[1].checked = called(draft)[1].checked
    expect(JSON.parse(readFileSync(draft, 'utf8'))).toEqual(before)
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('leaves a draft that is not finished, and times in words, as they are written', async () => {
    const unfinished = {
      type: 'roster',
      issued: '2026-11-26 08:00 UTC',
      ngos: [{ id: '' }],
      desks: [withLines('1109')],
    }
    const draft = file(`\ufeff${JSON.stringify(unfinished)}`)
    expect((await mitos('lines', 'called', '1109', '--draft', draft)).code).toBe(0)
    const after = JSON.parse(readFileSync(draft, 'utf8')) as any
    expect(after.desks[0].lines[0].checked).toBe(NOW - (NOW % DAY))
    expect({ ...after, desks: [] }).toEqual({ ...unfinished, desks: [] })
    expect((await mitos('lines', 'called', '1109', '--draft', file({ type: 'roster', desks: 1 }))).err).toMatch(
      /^mitos: document-shape: the draft has no desks/,
    )
  })

  it('turns the finding of the launch check off', async () => {
    const draft = file(draftOf())
    const red = async () => (await mitos('roster', 'check', draft)).out.includes('red   line-never-called')
    expect(await red()).toBe(true)
    await mitos('lines', 'called', '1109', '--draft', draft)
    expect(await red()).toBe(false)
  })

  it.each([
    ['a number that nobody has', ['1190'], 'not-found: no line has that number. Near it: 1109 \\(GR, Line 1109\\)'],
    ['one that is nowhere near', ['800555'], 'not-found: .*There are: 1109 .*, 116 000 .*, 1109 '],
    ['one that two desks have', ['1109'], 'bad-input: .*--desk \\(GR, IT\\)'],
    ['a desk that is not there', ['1109', '--desk', 'XX'], 'bad-input: there is no such desk; there are GR, IT'],
    ['a day that is none', ['116 000', '--on', '2026-02-30'], 'bad-input: --on takes a day'],
    ['a day as people write it', ['116 000', '--on', '26.11.2026'], 'bad-input: --on takes a day'],
    ['a day in time to come', ['116 000', '--on', '2099-01-01'], 'bad-input: --on is after today'],
  ])('refuses %s, and changes nothing', async (_, args, says) => {
    const draft = file(draftOf({ desks: [withLines('1109', '116 000'), { ...withLines('1109'), id: 'IT' }] }))
    const before = readFileSync(draft, 'utf8')
    const { code, err } = await mitos('lines', 'called', ...args, '--draft', draft)
    expect(err).toMatch(new RegExp(`^mitos: ${says}`))
    expect(code).toBe(1)
    expect(readFileSync(draft, 'utf8')).toBe(before)
  })

  it('refuses a signed roster, a call before one that is known, and a draft that is not there', async () => {
    expect((await mitos('lines', 'called', '1109', '--draft', file(roster()))).err).toMatch(/bad-input: .*signed/)
    const draft = file(draftOf())
    await mitos('lines', 'called', '1109', '--draft', draft)
    expect((await mitos('lines', 'called', '1109', '--draft', draft, '--on', '2026-01-01')).err).toMatch(/later call/)
    expect((await mitos('lines', 'called', '1109')).err).toMatch(/^mitos: not-found: /)
  })
})

import { describe, expect, it } from 'vitest'
import { checkRoster } from '../../../../server/cli/roster/check.ts'
import type { DocumentFile } from '../../../../server/cli/roster/file.ts'
import { lineOf } from '../../../../server/cli/roster/finding.ts'
import { readRoster, type Desk, type Line, type Ngo, type Roster, type Shift } from '../../../../shared/roster.ts'
import type { JsonObject } from '../../../../shared/json.ts'
import { DAY, NOW, boxOf, crypto, dayBefore, desk, hash, line, ngo, richRoster, signKey, turns } from './richRoster.ts'

const fileOf = (inner: object): DocumentFile => ({
  inner: inner as JsonObject,
  signed: undefined,
  hash: undefined,
  size: JSON.stringify(inner).length,
})
const check = (inner: object, now = NOW) => checkRoster(crypto, fileOf(inner), {}, now)
/** `red line-never-called GR 1109` of each finding */
const found = async (inner: object, now = NOW): Promise<readonly string[]> =>
  (await check(inner, now)).map(({ level, code, where }) => `${level} ${code} ${where}`)

const a21 = (changes: Partial<Ngo>): Roster => richRoster({ ngos: [ngo('a21', changes), ngo('gcr')] })
const gr = (changes: Partial<Desk>): Roster => richRoster({ desks: [desk(changes)] })
const lines = (...all: readonly Line[]): Roster => gr({ lines: all })
const children = line('1056', { serves: ['children'], kind: 'children' })
const shifts = (...all: readonly Shift[]): Roster => gr({ shifts: all })
const all = turns(29)
const [first, second, ...rest] = all as [Shift, Shift, ...Shift[]]

describe('The launch check', () => {
  it('finds nothing in a roster that is fit for people', async () => {
    expect((await check(richRoster())).map(lineOf)).toEqual(['green fine: roster 7: nothing is to be said against it.'])
  })

  const CASES: readonly (readonly [string, Roster | object, readonly string[]])[] = [
    [
      'a line that was never called',
      lines(line('1109', { checked: null }), children),
      ['red line-never-called GR 1109'],
    ],
    [
      'a line that was called 36 days ago',
      lines(line('1109', { checked: dayBefore(36) }), children),
      ['red line-call-old GR 1109'],
    ],
    [
      'a line that was called 30 days ago',
      lines(line('1109', { checked: dayBefore(30) }), children),
      ['amber line-call-due GR 1109'],
    ],
    [
      'a call in time to come',
      lines(line('1109', { checked: NOW + 3 * DAY }), children),
      ['red line-call-ahead GR 1109'],
    ],
    ['no line for children', lines(line('1109')), ['red line-none-children GR']],
    ['no line for men', lines(line('15900', { serves: ['women'] }), children), ['red line-none-men GR']],
    [
      'the emergency number, which is no help line',
      lines(line('112', { kind: 'emergency' }), line('15900', { serves: ['women', 'children'] })),
      ['red line-none-men GR'],
    ],
    [
      // It is Thursday, 19:00 in Athens.
      'no line that is open now',
      lines(line('1', { hours: [[4, 480, 1140]], number: '15107', serves: ['all', 'children'] })),
      ['red line-none-open GR'],
    ],
    [
      'lines that sleep at night',
      lines(line('15107', { hours: [[4, 480, 1320]], serves: ['all', 'children'] })),
      ['amber line-hours-gap GR'],
    ],
    [
      'hours that nobody knows',
      lines(line('1109', { hours: null, serves: ['all', 'children'] })),
      ['red line-none-open GR'],
    ],
    [
      'hours over midnight in one entry',
      lines(line('1109'), line('1056', { serves: ['children'], hours: [[4, 1320, 120]] })),
      ['red line-hours GR 1056'],
    ],
    ['a gap', shifts(first, ...rest), ['amber shift-gap GR']],
    ['an end before the roster’s', shifts(...all.slice(0, 20)), ['amber shift-gap GR']],
    ['no shift at all', shifts(), ['red shift-none GR']],
    ['an overlap', shifts([first[0], 750, 'a21'], second, ...rest), ['red shift-overlap GR']],
    [
      'one shift within another',
      shifts([first[0], 2160, 'a21'], second, rest[0]!, ...rest.slice(1)),
      ['red shift-overlap GR', 'red shift-overlap GR'],
    ],
    ['shifts out of order', shifts(second, first, ...rest), ['red shift-order GR']],
    [
      'a short one',
      shifts([first[0], 690, 'a21'], [first[0] + 690, 30, 'gcr'], second, ...rest),
      ['amber shift-short GR'],
    ],
    [
      'one of an NGO that is not there',
      shifts([...first.slice(0, 2), 'drc'] as never, second, ...rest),
      ['red shift-unknown-ngo GR'],
    ],
    ['one after the roster’s end', shifts(...all, [all[28]![0] + 6000, 720, 'a21']), ['red shift-outside GR']],
    [
      'less than eight days',
      richRoster({ expires: NOW + 7 * DAY }),
      ['amber roster-ends roster 7', 'red shift-outside GR'],
    ],
    ['its end', richRoster({ expires: NOW - 60 }), ['red roster-ended roster 7', 'red shift-outside GR']],
    ['more than 31 days', richRoster({ issued: NOW - 20 * DAY }), ['red roster-long roster']],
    [
      'an end before the beginning',
      richRoster({ issued: NOW + 15 * DAY }),
      ['red roster-dates roster', 'red roster-early roster 7', 'red shift-outside GR'],
    ],
    [
      'a date of next week',
      richRoster({ issued: NOW + 2 * DAY }),
      ['red roster-early roster 7', 'red shift-outside GR'],
    ],
    ['no roster before it', richRoster({ previous: null }), ['red previous-wrong roster']],
    ['one lead', a21({ leads: [signKey('a21 lead 1')] }), ['amber lead-one A21']],
    ['two leads, one of them revoked', { ...richRoster(), revoked: [signKey('a21 lead 1')] }, ['amber lead-one A21']],
    [
      'no lead that counts',
      { ...richRoster(), revoked: [signKey('a21 lead 1'), signKey('a21 lead 2')] },
      ['red lead-none A21'],
    ],
    ['a language without a notice', a21({ languages: ['el', 'en', 'ur'] }), ['amber notice-language A21']],
    ['no notice', a21({ notices: {} }), ['red notice-none A21']],
    [
      'keys of six weeks',
      a21({ signKeys: [{ key: signKey('a21 sign 2'), until: NOW - 11 * DAY }] }),
      ['amber key-due A21'],
    ],
    [
      'an old key that is over',
      a21({ signKeys: [...ngo('a21').signKeys, { key: signKey('a21 sign 1'), until: NOW - 61 * DAY }] }),
      ['amber old-key-over A21'],
    ],
    ['no spare', a21({ spare: undefined as never }), ['amber spare-none A21']],
    ['an old spare', a21({ spare: boxOf('a21 spare', 3) }), ['red spare-old A21']],
    ['one key twice', a21({ spare: { ...boxOf('a21', 4), sign: boxOf('gcr', 3).sign } }), ['red key-twice GCR']],
    ['a key that is none', a21({ box: { ...boxOf('a21', 3), key: 'A'.repeat(43) } }), ['red key-unsound A21']],
    ['one id twice', richRoster({ desks: [desk(), desk()] }), ['red id-twice GR']],
    ['a house rule of no hours', gr({ houseRule: { ...desk().houseRule, from: 17 } }), ['red house-rule-hours GR']],
    [
      'days that nobody knows',
      gr({ houseRule: { ...desk().houseRule, days: 'sundays' } }),
      ['amber house-rule-days GR'],
    ],
    ['an exit to this machine', gr({ exits: ['http://localhost:8080/'] }), ['red exit-http GR']],
    ['no house rule', gr({ houseRule: undefined as never }), ['red house-rule-missing desks GR, houseRule']],
    ['no exits', gr({ exits: [] }), ['red exits-missing desks GR, exits']],
    ['a field that no reader takes', a21({ answersWithin: 0 }), ['red field-wrong ngos a21, answersWithin']],
    [
      'much of it',
      gr({
        regions: Array.from({ length: 100 }, (_, i) => ({
          id: `r${i}`,
          names: Object.fromEntries(
            Array.from({ length: 26 }, (_, n) => [`a${String.fromCharCode(97 + n)}`, 'x'.repeat(100)]),
          ),
        })),
      }),
      ['amber size-near roster'],
    ],
  ]
  it.each(CASES)('tells of %s', async (_, roster, expected) => {
    expect(await found(roster)).toEqual(expected)
  })

  it('counts an NGO with a revoked key as nobody', async () => {
    const codes = await found({ ...richRoster(), revoked: [boxOf('a21', 3).key] })
    expect(codes).toContain('red key-revoked A21')
    expect(codes).toContain('red shift-revoked GR')
  })

  describe('beside the rosters before', () => {
    const roster = richRoster()
    const beforeOf = (version: number, issued: number, changes: object = {}): DocumentFile => ({
      ...fileOf(richRoster({ version, issued, ...changes })),
      hash: version === 6 ? roster.previous! : hash(String(version)),
    })
    const beside = async (...befores: readonly DocumentFile[]) =>
      (await checkRoster(crypto, fileOf(roster), { befores }, NOW)).map(
        ({ level, code, where }) => `${level} ${code} ${where}`,
      )
    const leads = (...names: readonly string[]) => ({
      ngos: [ngo('a21', { leads: names.map((name) => signKey(`a21 ${name}`)) }), ngo('gcr')],
    })
    const FINE = ['green fine roster 7']

    it('tells of a coordinator who goes, and that nobody is left who can be believed', async () => {
      expect(await beside(beforeOf(6, NOW - DAY))).toEqual(FINE)
      expect(await beside(beforeOf(6, NOW - DAY, leads('lead 2')))).toEqual(FINE)
      expect(await beside(beforeOf(6, NOW - DAY, leads('lead 1', 'lead 0')))).toEqual(['amber lead-gone A21'])
      expect(await beside(beforeOf(6, NOW - DAY, leads('lead 0')))).toEqual(['red lead-all-new A21'])
      // Revoked is gone; who was revoked already is not asked.
      const revoked = { ...leads('lead 1', 'lead 0'), revoked: [...roster.revoked, signKey('a21 lead 0')] }
      expect(await beside(beforeOf(6, NOW - DAY, revoked))).toEqual(FINE)
      const next = richRoster({ revoked: [signKey('a21 lead 1')] })
      const found = await checkRoster(crypto, fileOf(next), { befores: [beforeOf(6, NOW - DAY)] }, NOW)
      expect(found.map(({ code }) => code)).toEqual(['lead-gone', 'lead-one'])
    })

    it('tells of one that it does not follow', async () => {
      expect(await beside({ ...beforeOf(6, NOW - DAY), hash: hash('other') })).toEqual(['red previous-wrong roster'])
      expect(await beside(beforeOf(5, NOW - DAY))).toEqual(['red previous-wrong roster'])
      expect(await beside(beforeOf(5, NOW - DAY), beforeOf(6, NOW - DAY))).toEqual(FINE)
    })

    it('knows since when keys are in force, from where they began or as far as it sees', async () => {
      const begun = { ngos: [ngo('a21', { box: boxOf('a21', 2), spare: boxOf('a21', 3) }), ngo('gcr')] }
      const old = [beforeOf(6, NOW - 10 * DAY), beforeOf(5, NOW - 36 * DAY)]
      expect(await beside(...old)).toEqual(['amber key-due A21', 'amber key-due GCR'])
      expect(await beside(old[0]!, beforeOf(5, NOW - 36 * DAY, begun))).toEqual(['amber key-due GCR'])
      const removed = { ngos: [ngo('a21', { signKeys: [] }), ngo('gcr', { signKeys: [] })] }
      const due = async (befores: readonly DocumentFile[]) =>
        (await checkRoster(crypto, fileOf(richRoster(removed)), { befores }, NOW)).map(({ code }) => code)
      expect([await due([]), await due(old)]).toEqual([['fine'], ['key-due', 'key-due']])
    })
  })

  it("says gaps and overlaps in the desk's time, with their length", async () => {
    const says = async (roster: Roster) => (await check(roster)).map((one) => one.says)
    expect(await says(shifts(first, ...rest))).toEqual(['nobody is there Fri 27 Nov 6:00 – 18:00 (12 h)'])
    expect(await says(shifts([first[0], 750, 'a21'], second, ...rest))).toEqual([
      'a21 and gcr are both there Fri 27 Nov 6:00 – 6:30 (30 min)',
    ])
    expect(await says(lines(line('15107', { hours: [[4, 480, 1320]], serves: ['all', 'children'] })))).toEqual([
      'no line is known to be open Mon 0:00, for 3 days 8 h',
    ])
  })

  it('finds red whatever a reader refuses, and says more than that it is refused', async () => {
    const paths = (value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] =>
      typeof value !== 'object' || value === null
        ? [path]
        : Object.entries(value).flatMap(([name, one]) => paths(one, [...path, name]))
    const small = richRoster({ ngos: [ngo('a21')], desks: [desk({ shifts: [first], lines: [line('1109')] })] })
    const silent: string[] = []
    let refused = 0
    for (const path of paths(small))
      for (const wrong of [undefined, null, -1, 'x'.repeat(201), 1e6, '', []]) {
        const roster = structuredClone(small) as any
        const holder = path.slice(0, -1).reduce((one, name) => one[name], roster)
        holder[path.at(-1)!] = wrong
        try {
          readRoster(crypto, roster)
        } catch {
          refused++
          const findings = await check(roster)
          // What `type` must be is asked when the file is read.
          if (path[0] !== 'type' && !findings.some(({ level, code }) => level === 'red' && code !== 'roster-refused'))
            silent.push(`${path.join('.')} ${String(wrong)}`)
        }
      }
    expect(silent).toEqual([])
    expect(refused).toBeGreaterThan(300)
  })
})

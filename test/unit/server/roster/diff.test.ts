import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffRosters, linesOf } from '../../../../server/cli/roster/diff.ts'
import type { Ngo, Roster } from '../../../../shared/roster.ts'
import { NOW, boxOf, desk, hash, line, ngo, richRoster, signKey, turns } from './richRoster.ts'

/** All kinds of fields, few of each: every one of them is changed in every way. */
const small = richRoster({
  ngos: [ngo('a21')],
  desks: [desk({ shifts: turns(3).map(([start, length]) => [start, length, 'a21']) })],
})
const told = (after: Roster, before = richRoster(), of?: string): readonly string[] =>
  linesOf(diffRosters(before, after, of))
const a21 = (changes: Partial<Ngo>): Roster => richRoster({ ngos: [ngo('a21', changes), ngo('gcr')] })

type Path = readonly (string | number)[]
/** Every value in a document, groups and lists too. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Array.isArray(value)
    ? value.flatMap((one, i) => pathsOf(one, [...path, i]))
    : Object.entries(value).flatMap(([name, one]) => pathsOf(one, [...path, name]))
  return path.length ? [path, ...inner] : inner
}
type Change = (holder: any, name: string | number) => void
const CHANGES: Readonly<Record<string, Change>> = {
  'is another value': (holder, name) => (holder[name] = typeof holder[name] === 'number' ? holder[name] + 1 : 'x'),
  goes: (holder, name) => (Array.isArray(holder) ? holder.splice(name as number, 1) : delete holder[name]),
  'gets a field that nobody knows': (holder, name) => {
    const value = holder[name]
    if (Array.isArray(value)) value.push('x')
    else if (typeof value === 'object' && value !== null) value.later = 'x'
    else holder[`${name}Later`] = 'x'
  },
  'stands twice': (holder, name) =>
    Array.isArray(holder) ? holder.push(structuredClone(holder[name as number])) : (holder[`${name}2`] = holder[name]),
  'stands elsewhere': (holder, name) => {
    if (Array.isArray(holder)) holder.push(...holder.splice(name as number, 1))
    else {
      const value = holder[name]
      delete holder[name]
      holder[name] = value
    }
  },
}
function changed(path: Path, how: Change): Roster {
  const roster = structuredClone(small) as any
  how(
    path.slice(0, -1).reduce((holder, name) => holder[name], roster),
    path[path.length - 1]!,
  )
  return roster as Roster
}

describe('The difference of two rosters', () => {
  const paths = pathsOf(small)
  // Types may be wrong after such a change, which the verb refuses before it compares: only well-shaped ones count.
  const before = JSON.stringify(small)

  it.each(Object.entries(CHANGES))('tells of any field that %s', (name, how) => {
    const silent: string[] = []
    let looked = 0
    for (const path of paths) {
      const after = changed(path, how)
      if (JSON.stringify(after) === before) continue
      let lines: readonly string[]
      try {
        lines = told(after, small)
      } catch {
        continue
      }
      looked++
      const onlyOrder = lines.some((one) => one.includes('in another order: its hash'))
      if (
        lines[0] === 'nothing changes' ||
        lines[1]?.includes('no words') ||
        (onlyOrder && name !== 'stands elsewhere')
      )
        silent.push(path.join('.'))
    }
    expect(silent).toEqual([])
    expect(looked).toBeGreaterThan(paths.length / 2)
  })

  it('tells of each of several changes, whatever they are', () => {
    const fields = ['name', 'quietName', 'phone', 'teamMin', 'answersWithin'] as const
    const bits = fc.array(fc.boolean(), { minLength: fields.length, maxLength: fields.length })
    fc.assert(
      fc.property(bits, bits, (first, second) => {
        const change = (id: string, which: readonly boolean[]): Ngo =>
          ngo(
            id,
            Object.fromEntries(fields.filter((_, i) => which[i]).map((name) => [name, name.length > 9 ? 8 : 'x'])),
          )
        const after = richRoster({ ngos: [change('a21', first), change('gcr', second)] })
        expect(diffRosters(richRoster(), after)).toHaveLength([...first, ...second].filter(Boolean).length)
      }),
      { numRuns: 60 },
    )
  })

  it('says that nothing changes where nothing does', () => {
    expect(told(richRoster())).toEqual(['nothing changes'])
  })

  it('tells of new keys first, and whether they are the spare that was announced', () => {
    const lines = told(
      richRoster({ ngos: [ngo('a21', { box: boxOf('a21', 4), spare: boxOf('a21', 5), phone: '1' }), ngo('gcr')] }),
    )
    expect(lines[0]).toMatch(/^Look at these first/)
    expect(lines[1]).toBe('! A21: the key of generation 3 is replaced by generation 4 (the spare that was announced)')
    expect(lines[3]).toContain(boxOf('a21', 4).key)
    expect(lines.indexOf('And these:')).toBeGreaterThan(0)
    expect(lines[lines.length - 1]).toBe('- A21: the phone number changes from “+30 210” to “1”')
    expect(told(a21({ box: boxOf('a21 false', 3) }))[1]).toBe(
      '! A21: the keys of generation 3 become other ones with the same number (not the spare of before)',
    )
  })

  it.each([
    ['a lead that goes', a21({ leads: [signKey('a21 lead 1')] }), /^! a lead of A21 goes: /],
    ['a lead that comes', a21({ leads: [...ngo('a21').leads, signKey('x')] }), /^! A21 has a new lead: /],
    ['an old key that goes', a21({ signKeys: [] }), /^! A21: removes the key /],
    ['older lists of members', a21({ teamMin: 4 }), /^! A21: older lists of members count again/],
    ['other code', richRoster({ release: hash('other') }), /^! other code will run: release /],
    ['a key that is no longer revoked', richRoster({ revoked: [signKey('gone')] }), /^! the key \S+ is no longer/],
    ['an NGO that goes', richRoster({ ngos: [ngo('a21')] }), /^! GCR leaves the network/],
    ['another network', richRoster({ network: 'x' }), /^! the roster: the network changes/],
    ['a way out', richRoster({ desks: [desk({ exits: ['https://x.example/'] })] }), /^! desk GR: “Leave now” may lead/],
    ['the emergency number', richRoster({ desks: [desk({ emergency: '113' })] }), /^! desk GR: the emergency number/],
    ['a version that is not the next', richRoster({ version: 9 }), /^! the version goes from 7 to 9/],
  ])('marks %s', (_, after, says) => {
    expect(told(after)[1]).toMatch(says)
  })

  it('says whether the new one follows the old', () => {
    const next = (previous: string) => richRoster({ version: 8, previous })
    expect(told(next(hash('seven')), richRoster(), hash('seven'))[0]).toBe('These change:')
    expect(told(next(hash('other')), richRoster(), hash('seven'))[1]).toMatch(/not the one that it is compared with/)
  })

  it("lists shifts in the desk's own time, with the hour that autumn gives", () => {
    const [first] = turns(1)
    const shifts = [...turns(29), [first![0] + 29 * 720, 720, 'a21'] as const]
    expect(told(richRoster({ desks: [desk({ shifts })] }))).toEqual([
      'These change:',
      '- A21: adds 1 shift at GR (Fri 11 Dec 6:00 – Fri 11 Dec 18:00, desk time, 12 h in all)',
      '      Fri 11 Dec 6:00 – 18:00 (12 h)',
    ])
    // 25 October 2026, 4:00 is 3:00 again in Athens.
    const autumn = Date.UTC(2026, 9, 24, 17) / 60_000
    const before = richRoster({ issued: 0, desks: [desk({ shifts: [] })] })
    const after = richRoster({ issued: 0, desks: [desk({ shifts: [[autumn, 720, 'a21']] })] })
    expect(told(after, before)).toContain('      Sat 24 Oct 20:00 – Sun 25 Oct 7:00 (12 h)')
  })

  it('only counts the shifts that have been', () => {
    const shifts = turns(29).slice(2)
    const after = richRoster({ issued: NOW + 24 * 3600, desks: [desk({ shifts })] })
    expect(told(after)).toContain('- A21: 1 shift at GR that have been are left out')
  })

  it('tells what stands in an NGO, a desk and a line that are new', () => {
    const lines = told(
      richRoster({
        ngos: [...richRoster().ngos, ngo('drc')],
        desks: [desk({ lines: [...desk().lines, line('197')] }), desk({ id: 'IT' })],
      }),
    ).join('\n')
    for (const text of [boxOf('drc', 3).key, boxOf('drc', 4).sign, signKey('drc lead 2'), 'desk IT is new', '1056'])
      expect(lines).toContain(text)
    expect(lines).toContain('- desk GR: the line 197 is new')
  })

  it('shows what would turn or hide a line as what it is', () => {
    const lines = told(a21({ name: 'A21\u001b[2K\u202e', phone: '\r- nothing' }))
    expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(lines.join('')).toContain('A21\\u{001b}[2K\\u{202e}')
  })
})

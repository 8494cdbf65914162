import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shift } from '../../../../shared/roster.ts'
import { coverOf, endOf, endsIn, nowAndNext, overlapsOf } from '../../../../shared/rota/cover.ts'
import { changesOf, give, heal, lay, replace } from '../../../../shared/rota/edit.ts'

const END = 12_000
const minute = fc.integer({ min: 0, max: END })
const who = fc.constantFrom('a21', 'gcr', null)
const paint = fc.tuple(minute, minute, who).map(([a, b, ngo]) => ({ from: Math.min(a, b), to: Math.max(a, b), ngo }))
const rota = fc
  .array(paint, { maxLength: 12 })
  .map((all) => all.reduce<readonly Shift[]>((shifts, { from, to, ngo }) => give(shifts, from, to, ngo), []))
const whoAt = (shifts: readonly Shift[], at: number): string | null => nowAndNext(shifts, at).now?.[2] ?? null
const sound = (shifts: readonly Shift[]): boolean =>
  !overlapsOf(shifts).length &&
  shifts.every(([start, length], i) => length >= 1 && length <= 10_080 && (!i || shifts[i - 1]![0] < start))

describe('drawing on a rota', () => {
  it('gives exactly what was drawn, leaves all else as it was, and stays a rota that a roster may have', () => {
    fc.assert(
      fc.property(rota, paint, minute, (shifts, { from, to, ngo }, at) => {
        const after = give(shifts, from, to, ngo)
        expect(sound(after)).toBe(true)
        expect(whoAt(after, at)).toBe(at >= from && at < to ? ngo : whoAt(shifts, at))
      }),
    )
  })

  it('moves and lengthens a shift: its old place is free, but where it still is', () => {
    const shifts: readonly Shift[] = [
      [0, 600, 'a21'],
      [600, 600, 'gcr'],
    ]
    expect(replace(shifts, shifts[0]!, [300, 600, 'a21'])).toEqual([
      [300, 600, 'a21'],
      [900, 300, 'gcr'],
    ])
    expect(replace(shifts, shifts[0]!, [0, 600, 'gcr'])).toEqual([
      [0, 600, 'gcr'],
      [600, 600, 'gcr'],
    ])
  })

  it('cuts what is longer than seven days, the most that a shift may have', () => {
    expect(give([], 0, 20_161, 'a21').map(([, length]) => length)).toEqual([10_080, 10_080, 1])
  })

  it('mends a cut that nobody asked for', () => {
    const cut = give([[0, 600, 'a21']], 300, 900, 'a21')
    expect(cut).toHaveLength(2)
    expect(heal(cut, 300)).toEqual([[0, 900, 'a21']])
    expect(heal(give(cut, 300, 900, 'gcr'), 300)).toHaveLength(2)
  })

  it('lays a pattern only where nobody is, or over what is there', () => {
    fc.assert(
      fc.property(rota, rota, minute, minute, fc.boolean(), minute, (shifts, pattern, a, b, over, at) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const after = lay(shifts, pattern, from, to, over)
        expect(sound(after)).toBe(true)
        const drawn = at >= from && at < to ? whoAt(pattern, at) : null
        const before = whoAt(shifts, at)
        expect(whoAt(after, at)).toBe(over ? (drawn ?? before) : (before ?? drawn))
      }),
    )
  })

  it('tells each difference once, and nothing else', () => {
    fc.assert(
      fc.property(rota, rota, minute, (old, drawn, at) => {
        const changes = changesOf(old, drawn, 0, END)
        const found = changes.filter(({ from, to }) => from <= at && at < to)
        const [was, will] = [whoAt(old, at), whoAt(drawn, at)]
        expect(found.map((one) => [one.was, one.will])).toEqual(was === will || at === END ? [] : [[was, will]])
      }),
    )
    expect(changesOf([[0, 60, 'a21']], [[0, 60, 'a21']], 0, END)).toEqual([])
  })
})

describe('who is on duty', () => {
  it('is told for any stretch without a hole', () => {
    fc.assert(
      fc.property(rota, minute, minute, (shifts, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const spans = coverOf(shifts, from, to)
        expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(to - from)
        spans.forEach((span, i) => expect(span.from).toBe(i ? spans[i - 1]!.to : from))
      }),
    )
  })

  it('now and next', () => {
    const shifts: readonly Shift[] = [
      [0, 60, 'a21'],
      [90, 60, 'gcr'],
    ]
    const at = (t: number) => [nowAndNext(shifts, t).now?.[2], nowAndNext(shifts, t).next?.[2]]
    expect([at(0), at(60), at(90), at(150)]).toEqual([
      ['a21', 'gcr'],
      [undefined, 'gcr'],
      ['gcr', undefined],
      [undefined, undefined],
    ])
    expect(endOf(shifts[1]!)).toBe(150)
  })

  it('how near the end of the roster is', () => {
    const level = (days: number) => endsIn(1_000_000 + days * 86_400, 1_000_000)
    expect([8, 7, 3.5, 3, 0.5, 0, -1].map((days) => level(days).level)).toEqual([
      'calm',
      'soon',
      'soon',
      'now',
      'now',
      'over',
      'over',
    ])
    expect([level(7.9).days, level(0.5).days, level(-3).days]).toEqual([7, 0, 0])
  })
})

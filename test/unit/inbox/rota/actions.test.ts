import { describe, expect, it } from 'vitest'
import {
  agreeSwap,
  deleteShift,
  fileOf,
  moveShift,
  openFile,
  savePattern,
  saveShift,
  saveSwap,
} from '../../../../inbox/rota/actions.ts'
import { formOf, minutesOf, timeOf } from '../../../../inbox/rota/desk.ts'
import { dragged } from '../../../../inbox/rota/drag.ts'
import type { PatternForm } from '../../../../inbox/rota/state.ts'
import { readRoster } from '../../../../shared/roster.ts'
import { bothAgreed } from '../../../../shared/rota/swap.ts'
import { minuteOf } from '../../../../shared/rota/zone.ts'
import { TODAY, TZ, at, rotaOf, shiftOf } from './rotaWorld.ts'

type World = Awaited<ReturnType<typeof rotaOf>>
const drawn = ({ rota, session }: World) => rota.draft.value?.shifts['GR'] ?? session.chain.roster.desks[0]!.shifts
const draw = (world: World, from: number, to: number, ngo: string, old: Parameters<typeof formOf>[4] = null) =>
  saveShift(world.inbox, world.session, formOf(from, to, TZ, ngo, old))

describe('a coordinator who draws', () => {
  it('puts a shift into a gap, to another NGO, away, and takes each step back', async () => {
    const world = await rotaOf()
    const { rota, inbox, session } = world
    const before = drawn(world)
    draw(world, at(1, 20), at(2, 8), 'gcr')
    expect(drawn(world)).toEqual([...before, [at(1, 20), 720, 'gcr']])
    expect([rota.count.value, rota.unsaved.value]).toEqual([1, true])
    draw(world, at(1, 8), at(1, 20), 'gcr', before[2])
    expect(rota.count.value).toBe(2)
    deleteShift(inbox, session, before[1]!)
    expect(drawn(world)[1]).toEqual([at(1, 8), 720, 'gcr'])
    for (const left of [2, 1, 0]) {
      rota.undo()
      expect(rota.count.value).toBe(left)
    }
    expect(drawn(world)).toEqual(before)
    rota.undo()
    rota.redo()
    rota.throwAway()
    expect(rota.count.value).toBe(0)
    rota.undo()
    expect(rota.count.value).toBe(1)
  })

  it('leaves what is past as it was, and one shift one', async () => {
    const world = await rotaOf()
    const [running] = drawn(world)
    draw(world, at(0, 18), at(1, 2), 'a21', running)
    expect(drawn(world)[0]).toEqual([at(0, 18), 480, 'a21'])
    draw(world, at(0, 18), at(1, 2), 'gcr', drawn(world)[0])
    expect(drawn(world).slice(0, 2)).toEqual([
      [at(0, 18), 120, 'a21'],
      [at(0, 20), 360, 'gcr'],
    ])
  })

  it.each<[string, (world: World) => void, string]>([
    [
      'no time',
      (world) => saveShift(world.inbox, world.session, { ...formOf(at(1, 8), at(1, 9), TZ, 'a21', null), to: 'x' }),
      'rota.bad.time',
    ],
    ['an end before its beginning', (world) => draw(world, at(2, 8), at(1, 8), 'a21'), 'rota.bad.order'],
    ['hours that are over', (world) => draw(world, at(0, 8), at(0, 9), 'a21'), 'rota.bad.past'],
    ['more than 33 days ahead', (world) => draw(world, at(32, 8), at(34, 8), 'a21'), 'rota.bad.far'],
    [
      'a pattern of no day',
      (world) => savePattern(world.inbox, world.session, { ...pattern, days: [] }),
      'rota.bad.days',
    ],
    [
      'a pattern that ends before it begins',
      (world) => savePattern(world.inbox, world.session, { ...pattern, lastDay: '2026-11-29' }),
      'rota.bad.order',
    ],
    [
      'a swap of one',
      (world) => saveSwap(world.inbox, world.session, { kind: 'swap', ours: '', theirs: String(at(1, 0)) }),
      'rota.bad.two',
    ],
  ])('is told what is wrong with %s, and nothing is drawn', async (_, work, key) => {
    const world = await rotaOf()
    work(world)
    expect([world.rota.bad.value?.key, world.rota.history.value]).toEqual([key, null])
  })

  const pattern: PatternForm = {
    kind: 'pattern',
    ngo: 'gcr',
    days: [1],
    from: '20',
    to: '8:00',
    every: 2,
    firstDay: '2026-11-30',
    lastDay: '2026-12-20',
    over: false,
  }
  it('lays a pattern over weeks, in gaps or in place of others', async () => {
    const world = await rotaOf({ shifts: [shiftOf(6, 22, 24, 'a21')] })
    savePattern(world.inbox, world.session, pattern)
    expect(drawn(world)).toEqual([
      shiftOf(6, 20, 22, 'gcr'),
      shiftOf(6, 22, 24, 'a21'),
      [at(7, 0), 480, 'gcr'],
      [at(20, 20), 720, 'gcr'],
    ])
    world.rota.undo()
    savePattern(world.inbox, world.session, { ...pattern, over: true })
    expect(drawn(world).map(([, length]) => length)).toEqual([720, 720])
  })

  it('moves with arrows and pointer; what cannot be says so', async () => {
    const world = await rotaOf()
    const [, , day] = drawn(world)
    moveShift(world.inbox, world.session, day!, day![0] + 60, day![0] + day![1] + 60)
    expect(drawn(world)[2]).toEqual([at(1, 9), 720, 'a21'])
    moveShift(world.inbox, world.session, drawn(world)[2]!, at(-2, 9), at(-2, 10))
    expect(world.rota.said.value?.key).toBe('rota.bad.past')
    expect(dragged(null, false, 90, 30)).toEqual({ old: null, from: 30, to: 90 })
    expect(dragged([60, 60, 'a21'], true, 115, 180)).toEqual({ old: [60, 60, 'a21'], from: 60, to: 180 })
    expect(dragged([60, 60, 'a21'], false, 70, 130)).toEqual({ old: [60, 60, 'a21'], from: 120, to: 180 })
  })

  it('keeps the very moment of an hour that the clock says twice', async () => {
    const october = Date.UTC(2027, 9, 31) / 86_400_000
    const second = minuteOf(october, 180, TZ) + 60
    const t = 60 * second - 86_400
    const world = await rotaOf({ shifts: [[second, 120, 'a21']], t, issued: t - 60, expires: t + 864_000 })
    draw(world, second, second + 120, 'gcr', drawn(world)[0])
    expect(drawn(world)).toEqual([[second, 120, 'gcr']])
  })

  it('reads times as people type them', () => {
    expect(['8', '08:30', '8.30', '0830', '24:00', ' 9 '].map(minutesOf)).toEqual([480, 510, 510, 510, 1440, 540])
    for (const none of ['', '25', '24:01', '8:60', 'noon', '8:3']) expect(minutesOf(none)).toBeNaN()
    expect(timeOf('2026-11-24', '24:00', TZ)).toBe(minuteOf(TODAY + 1, 0, TZ))
    expect(timeOf('', '8', TZ)).toBeNaN()
  })
})

describe("a draft's file", () => {
  it('is the next roster, and opens at another coordinator; undo brings the own draft back', async () => {
    const world = await rotaOf()
    draw(world, at(1, 20), at(2, 8), 'gcr')
    const { name, text } = fileOf(world.inbox, world.session)
    const roster = readRoster(world.session.crypto, JSON.parse(text))
    expect([name, roster.version, roster.previous]).toEqual(['draft-3.json', 3, world.session.chain.rosterHash])
    const other = await rotaOf({ ngo: 'gcr' })
    await openFile(other.inbox, other.session, text)
    expect([drawn(other), other.rota.count.value, other.rota.said.value?.key]).toEqual([
      drawn(world),
      1,
      'draft.opened',
    ])
    other.rota.undo()
    expect(other.rota.count.value).toBe(0)
  })

  it('that is none, or of another roster, changes nothing and says so', async () => {
    const world = await rotaOf()
    const { text } = fileOf(world.inbox, world.session)
    await openFile(world.inbox, world.session, 'hello')
    expect([world.rota.said.value?.key, world.rota.history.value]).toEqual(['draft.bad.shape', null])
    await openFile(world.inbox, world.session, text.replace('"version": 3', '"version": 4'))
    expect([world.rota.said.value?.key, world.rota.history.value]).toEqual(['draft.bad.other', null])
  })
})

describe('a swap', () => {
  it('changes shifts only when the other coordinator has agreed, too', async () => {
    const world = await rotaOf()
    const before = drawn(world)
    saveSwap(world.inbox, world.session, { kind: 'swap', ours: String(at(1, 8)), theirs: String(at(1, 0)) })
    expect([drawn(world), world.rota.count.value]).toEqual([before, 1])
    // Our own second yes changes nothing.
    agreeSwap(world.inbox, world.session, world.rota.draft.value!.swaps[0]!)
    expect(drawn(world)).toEqual(before)
    const other = await rotaOf({ ngo: 'gcr' })
    await openFile(other.inbox, other.session, fileOf(world.inbox, world.session).text)
    agreeSwap(other.inbox, other.session, other.rota.draft.value!.swaps[0]!)
    expect(drawn(other).map(([, , ngo]) => ngo)).toEqual(['a21', 'a21', 'gcr'])
    const { text } = fileOf(other.inbox, other.session)
    await openFile(world.inbox, world.session, text)
    expect(world.rota.draft.value!.swaps.map(bothAgreed)).toEqual([true])
  })
})

describe('the lock', () => {
  it('throws a draft away and says how much; what was downloaded is not lost', async () => {
    const world = await rotaOf()
    const { rota } = world
    draw(world, at(1, 20), at(2, 8), 'gcr')
    rota.clear()
    expect([rota.history.value, rota.lost.value, rota.unsaved.value]).toEqual([null, 1, false])
    draw(world, at(1, 20), at(2, 8), 'gcr')
    rota.saved.value = rota.draft.value
    expect([rota.unsaved.value, rota.lost.value, rota.count.value]).toEqual([false, 0, 1])
    rota.clear()
    expect(rota.lost.value).toBe(0)
  })
})

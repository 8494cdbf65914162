import { type VNode, toChildArray } from 'preact'
import { describe, expect, it, vi } from 'vitest'
import { speak } from '../../../../inbox/i18n.ts'
import { onKey } from '../../../../inbox/keyboard.ts'
import { Ends } from '../../../../inbox/list/List.tsx'
import { onShift } from '../../../../inbox/list/duty.ts'
import { Agenda } from '../../../../inbox/rota/Agenda.tsx'
import { Fields } from '../../../../inbox/rota/Dialog.tsx'
import { Draft } from '../../../../inbox/rota/Draft.tsx'
import { Facts, Rota } from '../../../../inbox/rota/Rota.tsx'
import { HOUR_PX, Week } from '../../../../inbox/rota/Week.tsx'
import { saveShift } from '../../../../inbox/rota/actions.ts'
import { deskOf, formOf } from '../../../../inbox/rota/desk.ts'
import type { Inbox } from '../../../../inbox/state.ts'
import { Tabs } from '../../../../inbox/Tabs.tsx'
import { wallOf } from '../../../../shared/rota/zone.ts'
import { type Drawn, elements, unfold } from '../../unfold.ts'
import { draw } from '../draw.ts'
import { NOW } from '../../shared/network.ts'
import { noCases, noReferrals } from '../fakeCases.ts'
import { TODAY, TZ, at, rotaOf, shiftOf } from './rotaWorld.ts'

const DAY = 86_400

function partOf({ inbox, session }: Awaited<ReturnType<typeof rotaOf>>, lang: 'en' | 'el' = 'en') {
  const t = inbox.t.value
  const shift = onShift(session, t)
  const now = Math.floor(t / 60)
  const edits = session.member.role === 'lead'
  return { inbox, session, shift, say: speak(lang), at: deskOf(inbox.rota, session), edits, now }
}
const lines = (node: Parameters<typeof draw>[0]): readonly string[] =>
  draw(node)
    .replace(/[\u2060]/g, '')
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)

describe('the parts of the inbox', () => {
  it('stay the same controls when the clock draws the page anew', async () => {
    const part = partOf(await rotaOf())
    Object.assign(part.inbox, { where: { value: 'list' }, cases: noCases, referrals: noReferrals })
    const kinds = (): readonly unknown[] =>
      toChildArray(Tabs(part).props.children).map((child) => (child as VNode).type)
    const [before, after] = [kinds(), kinds()]
    expect(before).toHaveLength(4)
    before.forEach((kind, i) => expect(kind).toBe(after[i]))
  })
})

describe('the rota', () => {
  it('says who is on now and next, when I am, who of us is, when the roster ends, and what is missing', async () => {
    const team = {
      duty: [
        [at(0, 18), 360, 'nikos'],
        [at(1, 8), 60, 'nikos'],
        [at(1, 9), 60, 'me'],
      ],
    } as const
    const world = await rotaOf({ team })
    expect(lines(<Facts {...partOf(world)} />)).toEqual([
      'On duty now: A, until 24:00.',
      'Next: B, tomorrow 0:00.',
      'Your next shift: tomorrow 9:00.',
      'On shift now from A: Nikos.',
      'This roster ends in 10 days: Fri 4 Dec, 20:00.',
      'Nobody is on duty for 312 hours of the next 14 days.',
    ])
    expect(lines(<Facts {...partOf(world, 'el')} />)[0]).toBe('Σε βάρδια τώρα: A, έως 24:00.')
  })

  it('is an agenda of fourteen days, with ours, others and nobody', async () => {
    const world = await rotaOf({ role: 'member' })
    const all = lines(<Agenda {...partOf(world)} first={wallOf(NOW / 60, TZ).day} />)
    expect(all.filter((one) => one.includes('day '))).toHaveLength(14)
    expect(all.slice(0, 13)).toEqual([
      'Tuesday 24 November',
      'Tue 24 Nov',
      '18:00–24:00',
      'A (us)',
      'Wednesday 25 November',
      'Wed 25 Nov',
      '0:00–8:00',
      'B',
      'Wed 25 Nov',
      '8:00–20:00',
      'A (us)',
      'Wed 25 Nov',
      '20:00–24:00',
    ])
    expect(all[13]).toBe('Nobody')
    expect(all).toContain('Roster ends 20:00')
  })

  it('can be changed by a coordinator alone: each stretch that is not over is a button', async () => {
    const buttons = async (role: 'lead' | 'member') => {
      const drawn = unfold(<Rota {...partOf(await rotaOf({ role }))} />)
      const all = elements(drawn).filter(({ tag }) => tag === 'button')
      return [
        all.filter(({ props }) => 'data-from' in props).length > 20,
        all.some(({ props }) => 'data-draw' in props),
      ]
    }
    expect(await buttons('lead')).toEqual([true, true])
    expect(await buttons('member')).toEqual([false, false])
  })

  it('has the hours at the left, and again beside a day on which the clocks change', async () => {
    const part = partOf(await rotaOf())
    const axes = (sunday: number) =>
      elements(unfold(<Week {...part} monday={sunday - 6} />))
        .filter(({ props }) => props['class'] === 'axis')
        .map(({ children }) => children.map((one) => (one as Drawn).props['style']))
    const tops = (...hours: readonly number[]) => hours.map((hour) => ({ top: `${hour * HOUR_PX}px` }))
    const usual = tops(0, 6, 12, 18, 24)
    expect(axes(TODAY + 5)).toEqual([usual])
    expect(axes(Date.UTC(2027, 9, 31) / 86_400_000)).toEqual([usual, tops(0, 7, 13, 19, 25)])
    expect(axes(Date.UTC(2027, 2, 28) / 86_400_000)).toEqual([usual, tops(0, 5, 11, 17, 23)])
  })

  it('tells a day on which the clocks change', async () => {
    for (const [day, label] of [
      [Date.UTC(2027, 9, 31), '25 h, the clocks change'],
      [Date.UTC(2027, 2, 28), '23 h, the clocks change'],
    ] as const) {
      const t = day / 1000 - 6 * 3600
      const world = await rotaOf({ shifts: [[t / 60, 10_080, 'a21']], t, issued: t, expires: t + 10 * DAY })
      const all = lines(<Agenda {...partOf(world)} first={wallOf(t / 60, TZ).day} />)
      expect(all.filter((one) => one.includes('clocks'))).toEqual([label])
      expect(all[all.indexOf(label) - 1]).toMatch(/^Sunday/)
    }
  })

  it('without shifts says that nobody can write', async () => {
    const world = await rotaOf({ shifts: [] })
    expect(lines(<Rota {...partOf(world)} />)).toContain('No rota yet. Nobody can write to this desk.')
  })

  it('says how many changes are not in force, and each in words', async () => {
    const world = await rotaOf()
    expect(lines(<Draft {...partOf(world)} />)).toEqual([])
    saveShift(world.inbox, world.session, formOf(at(1, 20), at(2, 8), TZ, 'gcr', null))
    saveShift(world.inbox, world.session, formOf(at(1, 8), at(1, 9), TZ, '', null))
    saveShift(world.inbox, world.session, formOf(at(1, 0), at(1, 8), TZ, 'a21', null))
    expect(lines(<Draft {...partOf(world)} />)[0]).toBe('3 changes, not in force')
    expect(lines(<Fields {...partOf(world)} form={{ kind: 'words' }} />).slice(0, 3)).toEqual([
      'Wed 25 Nov 0:00–8:00: A. So far B.',
      'Wed 25 Nov 8:00–9:00: nobody any more. So far A.',
      'Wed 25 Nov 20:00 – Thu 26 Nov 8:00: B. So far nobody.',
    ])
    world.rota.open(formOf(at(1, 0), at(1, 8), TZ, 'a21', shiftOf(1, 0, 8, 'a21')))
    const fields = lines(<Fields {...partOf(world)} form={world.rota.form.value!} />)
    expect(fields[0]).toBe('All times are those of the desk: Greece.')
    expect(fields).toContain('Take this shift away')
  })
})

describe('the end of the roster', () => {
  it.each([
    [8, 'lead', []],
    [
      6.5,
      'lead',
      [
        'soon',
        'The roster ends in 6 days: Tue 1 Dec, 8:00. After that nobody can write. Ask the keeper for the next one.',
      ],
    ],
    [
      1.5,
      'lead',
      [
        'now',
        'The roster ends in 36 hours: Thu 26 Nov, 8:00. After that nobody can write. Ask the keeper for the next one.',
      ],
    ],
    [1.5, 'member', []],
  ] as const)('in %s days is told to a %s: %s', async (days, role, told) => {
    const world = await rotaOf({ role, expires: NOW + days * DAY })
    const { inbox, session, say } = partOf(world)
    const drawn = unfold(<Ends inbox={inbox} say={say} session={session} tz={TZ} />)
    const level = elements(drawn).map(({ props }) => props['data-ends'])
    expect([...level, ...lines(<Ends inbox={inbox} say={say} session={session} tz={TZ} />)]).toEqual(told)
  })
})

describe('keys', () => {
  it('that choose in a list or stand in the rota neither lock nor claim', async () => {
    const { rota, session } = await rotaOf()
    const done: string[] = []
    const Input = class {
      readonly type = 'text'
    }
    const Select = class {
      readonly size = 1
    }
    vi.stubGlobal('HTMLInputElement', Input)
    const Area = class {
      readonly rows = 4
    }
    vi.stubGlobal('HTMLSelectElement', Select)
    vi.stubGlobal('HTMLTextAreaElement', Area)
    const inbox = {
      session: { value: session },
      screen: { value: { kind: 'open' } },
      where: { value: 'rota' },
      help: { value: false },
      finding: { value: null },
      opened: { value: { kind: 'request', claim: null, id: 'one' } },
      rota,
      cases: { form: { value: null } },
      referrals: { shown: { value: null } },
      interpreters: { shown: { value: null } },
      rest: { resting: { value: false } },
      hides: () => true,
      drop: () => done.push('lock'),
      claim: () => done.push('claim'),
    } as unknown as Inbox
    const press = (key: string, target: unknown = {}): void =>
      onKey(inbox, { key, target, code: '' } as unknown as KeyboardEvent, [])
    press('l', new Select())
    press('l', new Area())
    press('c')
    expect(done).toEqual([])
    press('l')
    expect(done).toEqual(['lock'])
  })
})

import { signal } from '@preact/signals'
import { beforeAll, describe, expect, it } from 'vitest'
import { speak } from '../../../../inbox/i18n.ts'
import type { Item } from '../../../../inbox/list/items.ts'
import { More } from '../../../../inbox/more/More.tsx'
import { Lines } from '../../../../inbox/overview/Lines.tsx'
import { Overview } from '../../../../inbox/overview/Overview.tsx'
import type { CaseOf } from '../../../../inbox/overview/people.ts'
import { createNumbers } from '../../../../inbox/overview/numbers.ts'
import { createTongue } from '../../../../inbox/tongue.ts'
import { rowName, rowsOfWords } from '../../../../inbox/overview/words.ts'
import type { Session } from '../../../../inbox/session.ts'
import type { Inbox } from '../../../../inbox/state.ts'
import { sodium } from '../../../../inbox/unlock/sodium.ts'
import { toBase64 } from '../../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import { elements, textOf, unfold } from '../../unfold.ts'
import { draw } from '../draw.ts'
import { DESK, HOUR, WEDNESDAY, call, requestOf } from '../facts.ts'

const DAY = 86_400
const T = WEDNESDAY
let crypto: MemberCrypto
beforeAll(async () => void ({ crypto } = await sodium()))

const SEEDS = {
  lead: new Uint8Array(32).fill(1),
  privacy: new Uint8Array(32).fill(2),
  member: new Uint8Array(32).fill(3),
}
type Role = keyof typeof SEEDS
const authorOf = (n: number): string => {
  const key = new Uint8Array(32).fill(200)
  new DataView(key.buffer).setUint32(28, n)
  return toBase64(key)
}
/** So many who wrote in October and were taken. */
const people = (many: number, more: object = {}): readonly Item[] =>
  Array.from({ length: many }, (_, i) => {
    const hour = T - (T % HOUR) - 40 * DAY
    const one = requestOf(`r${i}`, { ...call(), more } as never, {
      hour,
      claim: { by: 'member', hour },
      replyBy: hour + DAY,
    })
    return { ...one, facts: { ...one.facts, author: authorOf(i) } } as Item
  })

function worldOf(
  bend: { items?: readonly Item[]; role?: Role; privacy?: boolean; loaded?: boolean; caseIn?: CaseOf } = {},
) {
  const { items = [], role = 'lead', privacy = true, loaded = true, caseIn = () => null } = bend
  const member = (one: Role, name: string) => ({
    id: one,
    name,
    role: one,
    sign: toBase64(crypto.signPublicKey(SEEDS[one])),
  })
  const all = { lead: member('lead', 'Maria'), privacy: member('privacy', 'Nikos'), member: member('member', 'Eleni') }
  const network = toBase64(new Uint8Array(16))
  const members = privacy ? [all.lead, all.privacy, all.member] : [all.lead, all.member]
  const minute = Math.floor(T / 60)
  const desks = [
    {
      ...DESK,
      shifts: [
        [minute - 60, 3 * 1440, 'a21'],
        [minute + 3 * 1440, 12 * 1440, 'a21'],
      ],
      lines: ['One', 'Two', 'Three', 'Four', 'Five'].map((name) => ({ number: name, name, checked: null })),
    },
  ]
  const session = {
    crypto,
    chain: {
      roster: { network, desks, expires: T + 20 * DAY, revoked: [] },
      root: { expires: T + 300 * DAY },
      release: { expires: T + 200 * DAY },
    },
    ngo: { id: 'a21', spare: {}, leads: [all.lead.sign] },
    team: { network, ngo: 'a21', members },
    member: all[role],
    keys: { signSeed: SEEDS[role] },
  } as unknown as Session
  const current = signal<Session | null>(session)
  const t = signal(T)
  const list = signal(items)
  const numbers = createNumbers({ session: current, items: list, t })
  const went: string[] = []
  const inbox = {
    t,
    all: list,
    cases: { caseIn },
    numbers,
    guide: { trouble: signal(null), lines: signal<readonly string[] | null>(['Ring Eleni']) },
    loaded: signal(loaded),
    away: signal(false),
    asOf: signal(T),
    session: current,
    tongue: createTongue('en'),
    keys: { setup: signal(null), adding: signal(null) },
    members: { page: signal({ kind: 'list' }) },
    visit: (to: string) => went.push(to),
  } as unknown as Inbox
  return { inbox, session, numbers, went, t, list, current }
}
type World = ReturnType<typeof worldOf>
const text = ({ inbox, session }: World, lang: 'en' | 'el' = 'en'): string =>
  draw(<Overview inbox={inbox} say={speak(lang)} session={session} />).replace(/[\u2060]/g, '')
const drawn = ({ inbox, session }: World, lang: 'en' | 'el' = 'en') =>
  elements(unfold(<Overview inbox={inbox} say={speak(lang)} session={session} />))
const control = (world: World, name: string) => drawn(world).find(({ props }) => name in props)

describe('the line of the house guide', () => {
  const lineOf = (world: World) =>
    drawn(world).find(({ props }) => props['data-line'] === 'guide')?.props['data-verdict']
  it('is there only where it is empty or cannot be shown, and is red then', () => {
    const world = worldOf()
    const { lines, trouble } = world.inbox.guide as unknown as Record<'lines' | 'trouble', { value: unknown }>
    expect(lineOf(world)).toBeUndefined()
    lines.value = null
    expect(lineOf(world)).toBeUndefined()
    lines.value = []
    expect(lineOf(world)).toBe('now')
    expect([text(world), text(world, 'el')]).toEqual([
      expect.stringContaining('Who meets danger at night finds nobody to ring.'),
      expect.stringContaining('δεν βρίσκει ποιον να καλέσει'),
    ])
    ;(control(world, 'data-go')!.props as { onClick(): void }).onClick()
    expect(world.went).toEqual(['guide'])
    lines.value = ['Ring Eleni']
    trouble.value = 'open-author'
    expect([lineOf(world), text(world)]).toEqual(['now', expect.stringContaining('Write it once more.')])
  })
})

describe('the six lines', () => {
  it('say how it stands, in words, and where to go', () => {
    const waiting = requestOf('w', call(), { hour: T - (T % HOUR) - 13 * DAY, replyBy: T - DAY })
    const world = worldOf({ items: [...people(2), waiting] })
    const { inbox, session, went } = world
    const lines = elements(unfold(<Lines inbox={inbox} say={speak('en')} session={session} />))
    const of = (name: string) => lines.filter(({ props }) => name in props).map(({ props }) => props[name])
    expect(of('data-line')).toEqual(['unread', 'promises', 'gaps', 'phones', 'ends', 'quiet', 'wiped'])
    expect(of('data-verdict')).toEqual(['now', 'now', 'look', 'now', 'fine', 'look', 'now'])
    for (const { props } of lines.filter(({ props: { onClick } }) => onClick)) (props as { onClick(): void }).onClick()
    expect(went).toEqual(['list', 'list', 'rota', 'list', 'list'])
    const words = text(world).replaceAll('\u00a0', ' ')
    for (const sentence of [
      'Requests that nobody took: 1. The oldest came 13 days ago.',
      'Somebody tried before the promised time: 0 of 3. Nobody tried yet: 3.',
      'Nobody is on duty for 1 hour. The first gap: Sat 28 Nov 10:20–11:20.',
      '5 of 5 were not called for 35 days: One, Two, Three and 2 more. Call them, then tell the keeper.',
      'The roster ends in 20 days (Tue 15 Dec, 11:20), the keeper’s keys in 300 days, the program in 200 days.',
      'Nothing written for 30 days',
      'Open cases: 2, with Eleni. For 60 days: 0. Last written in the oldest: 40 days ago.',
      'Requests: 1 (somebody has them: 0; neither taken nor set aside: 1). The first goes tomorrow 11:00.',
    ])
      expect(words).toContain(sentence)
  })

  it('are not drawn before the list is there: nothing would look fine that is not', () => {
    expect(text(worldOf({ loaded: false })).trim()).toBe('Opening the list …')
  })
})

describe('who sees the overview', () => {
  const more = ({ inbox, session }: World, place: 'more' | 'overview') =>
    elements(unfold(<More inbox={inbox} say={speak('en')} session={session} place={place} />))
  it('is the coordinator and the privacy person, who has no lines of requests', () => {
    for (const [role, entry, lines] of [
      ['lead', true, true],
      ['privacy', true, false],
      ['member', false, false],
    ] as const) {
      const world = worldOf({ role })
      expect(more(world, 'more').some(({ props }) => 'data-overview' in props)).toBe(entry)
      const page = more(world, 'overview')
      expect(page.some(({ props }) => props['class'] === 'release')).toBe(entry)
      expect(page.some(({ props }) => 'data-line' in props)).toBe(lines)
    }
  })
})

describe('the year in numbers', () => {
  it('says so where there are too few, and that the server counts nothing', () => {
    const words = text(worldOf({ items: people(9) }))
    expect(words).toContain('Too few to show. Good to know: nothing is counted on the server.')
    expect(words).toContain('January to October 2026, whole months')
    expect(text(worldOf(), 'el')).toContain('Ιανουάριος έως Οκτώβριος 2026')
  })

  it('tells tens, with a bar as long as the number, and what is not shown by its name', () => {
    const world = worldOf({ items: people(23, { place: { region: 'attica' }, need: ['law'], speak: 'ur' }) })
    const words = text(world)
    expect(words).toContain('20–29')
    expect(words.slice(words.indexOf('2026 in numbers'))).not.toMatch(/\b23\b/)
    expect(words).toContain('Not shown (fewer than 10 each): Other country · Does not want to say · Not told')
    expect(words).toContain('No other language has 10.')
    expect(text(world, 'el')).toContain('Αττική')
    const bars = drawn(world).filter(({ tag, props }) => tag === 'i' && props['style'])
    expect(new Set(bars.map(({ props }) => (props['style'] as { inlineSize: string }).inlineSize))).toEqual(
      new Set(['100%']),
    )
  })

  it('draws a bar beside each number that is told, as long as its tens, and none for what is under ten', () => {
    const all = people(70, { place: { region: 'attica' } })
    const items = all.map((one, i) => (i < 25 ? people(70, { place: 'abroad' })[i]! : i < 30 ? people(70)[i]! : one))
    const page = drawn(worldOf({ items }))
    const every = page.filter(({ tag, props }) => tag === 'tr' && 'data-row' in props)
    const hidden = speak('en')('staff.stats.hidden')
    const rows = every.filter(({ children }) => !textOf(children).includes(hidden))
    // A month that is not told stands in its place, without a bar.
    const months = every.filter(({ props }) => /^\d+$/.test(props['data-row'] as string))
    expect(months.map(({ props }) => props['data-row'])).toEqual(Array.from({ length: 10 }, (_, i) => String(i + 1)))
    expect(months.filter(({ children }) => textOf(children).includes(hidden))).toHaveLength(9)
    const read = rows.map((row) => {
      const [bar, ...more] = elements(row.children).filter(({ props }) => props['style'])
      expect(more).toEqual([])
      // What the bar tells is the number beside it, and is not read aloud twice.
      const upTo = 1 + Number(/(\d+)$/.exec(textOf(row.children).replaceAll('\u2060', '').trim())![1])
      return [upTo, (bar!.props['style'] as { inlineSize: string }).inlineSize] as const
    })
    const most = Math.max(...read.map(([upTo]) => upTo))
    expect(read.length).toBeGreaterThan(2)
    for (const [upTo, length] of read) expect([upTo >= 20, length]).toEqual([true, `${(100 * upTo) / most}%`])
    expect(new Set(read.map(([, length]) => length)).size).toBeGreaterThan(1)
    expect(page.filter(({ props }) => props['style'])).toHaveLength(rows.length)
    expect(page.filter(({ props }) => props['class'] === 'bar').map(({ props }) => props['aria-hidden'])).toEqual(
      rows.map(() => 'true'),
    )
  })

  it('is made anew when a month is over', () => {
    const { numbers, t } = worldOf()
    const before = numbers.tables.value
    t.value = T + HOUR
    expect(numbers.tables.value).toBe(before)
    t.value = T + 7 * DAY
    expect(numbers.through.value).toEqual({ year: 2026, month: 11 })
  })

  it('names what it knows, and shows a code that it does not know', () => {
    const { roster } = worldOf().session.chain
    const name = (table: Parameters<typeof rowName>[2], code: string): string =>
      rowName(speak('en'), roster, table, code)
    expect(name('need', 'law')).toBe('Help with papers or the law')
    expect([
      name('need', 'new'),
      name('outcome', 'not-real'),
      name('outcome', 'odd'),
      name('area', 'region.gone'),
    ]).toEqual(['new', 'Not a real request', 'odd', 'gone'])
    expect([name('age', 'nosay'), name('language', 'ar'), name('month', '6')]).toEqual([
      'Does not want to say',
      'Arabic',
      'June',
    ])
  })
})

describe('a release', () => {
  const items = (): readonly Item[] => people(12, { need: ['law'] })

  it('takes two people and one file, and only then is there a spreadsheet', async () => {
    const office = worldOf({ items: items() })
    expect(control(office, 'data-csv')).toBeUndefined()
    const made = office.numbers.make()!
    expect(made.name).toBe('numbers-2026-10.json')
    expect(text(office)).toContain('Downloaded: numbers-2026-10.json.')

    const privacy = worldOf({ role: 'privacy', items: items() })
    expect(privacy.numbers.make()).toBeNull()
    await privacy.numbers.open(made.text)
    expect(text(privacy)).toContain('Made by Maria: January to October 2026, whole months. Not released yet.')
    expect([!!control(privacy, 'data-approve'), !!control(privacy, 'data-csv')]).toEqual([true, false])
    const released = privacy.numbers.approve()!
    expect(privacy.numbers.approve()).toBeNull()
    expect([!!control(privacy, 'data-approve'), !!control(privacy, 'data-csv')]).toEqual([false, true])

    await office.numbers.open(released.text)
    expect(text(office)).toContain('Released by Nikos.')
    expect(!!control(office, 'data-csv')).toBe(true)
    const { file } = office.numbers.opened.value!
    const rows = rowsOfWords(speak('en'), office.session.chain.roster, file.tables)
    expect(rows[0]).toEqual(['Table', 'Answer', 'People'])
    expect(rows).toContainEqual(['Needs (one person may have several)', 'Help with papers or the law', '10–19'])
    expect(rows).toContainEqual(['Age', 'Under 18', 'Not shown (fewer than 10)'])
    office.numbers.clear()
    expect(office.numbers.opened.value).toBeNull()
  })

  it('is not the coordinator’s alone', async () => {
    const office = worldOf({ items: items() })
    await office.numbers.open(office.numbers.make()!.text)
    expect(office.numbers.approve()).toBeNull()
    expect(control(office, 'data-approve')).toBeUndefined()
    expect(control(office, 'data-csv')).toBeUndefined()
    const alone = worldOf({ items: items(), privacy: false })
    expect(control(alone, 'data-make')).toBeUndefined()
    expect(text(alone)).toContain('Your team has no such second person yet.')
  })

  it('says what is wrong with a file, and opens nothing', async () => {
    const world = worldOf({ items: items() })
    const { text: file } = world.numbers.make()!
    for (const [bad, words] of [
      ['{}', 'This file holds no numbers that can be released'],
      ['', 'This file holds no numbers that can be released'],
      [file.replace('2026', '2027'), 'This file was changed'],
      [file.replace('a21', 'gcr'), 'another organisation’s'],
    ] as const) {
      await world.numbers.open(bad)
      expect(world.numbers.opened.value).toBeNull()
      expect(text(world)).toContain(words)
    }
  })

  it('opens nothing for who locked meanwhile', async () => {
    const world = worldOf({ items: items() })
    const opening = world.numbers.open(world.numbers.make()!.text)
    world.current.value = null
    await opening
    expect(world.numbers.opened.value).toBeNull()
    // Nor is it told to who comes next what was wrong with it.
    const other = worldOf({ items: items() })
    const refusing = other.numbers.open('{}')
    other.current.value = null
    await refusing
    expect(other.numbers.said.value).toBeNull()
    expect([world.numbers.make(), world.numbers.tables.value]).toEqual([null, []])
  })
})

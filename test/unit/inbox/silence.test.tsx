import { beforeAll, describe, expect, it } from 'vitest'
import { Ended } from '../../../inbox/case/Ended.tsx'
import { leftOpen } from '../../../inbox/case/leftOpen.ts'
import { Silence } from '../../../inbox/case/Silence.tsx'
import { isClosedItself, silenceOf } from '../../../inbox/cases/silence.ts'
import { unwrittenOf } from '../../../inbox/cases/unwritten.ts'
import { Row } from '../../../inbox/list/Row.tsx'
import type { Request } from '../../../inbox/list/items.ts'
import { rowOf } from '../../../inbox/list/order.ts'
import { outcomeOf } from '../../../inbox/overview/outcomes.ts'
import type { Inbox } from '../../../inbox/state.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import type { Case } from '../../../shared/caseFold.ts'
import type { CaseState } from '../../../shared/caseMoves.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { caseOf, casePages, choices, choose, has, parts, reveal, say, sheet, work } from './casePages.tsx'
import { itemOf, opened } from './caseStage.ts'
import { call, requestOf } from './facts.ts'

const DAY = 86_400
/** an hour */
const T = 500_000 * 3600

type Acts = readonly (readonly [at: number, act: CaseAct, by?: string])[]
const made = (acts: Acts, state: CaseState = 'contact', owner = 'me'): Case =>
  ({
    standing: { state, owner },
    events: acts.map(([at, act, by = 'me'], seq) => ({ seq, kind: 'opened', by, at, audit: '', act })),
  }) as unknown as Case
const note: CaseAct = { kind: 'note', text: 'x' }
const show: CaseAct = { kind: 'show' }
const tried: CaseAct = { kind: 'try', result: 'no-answer' }
const had = (rest: object = {}, mark: object = {}): Request =>
  requestOf('a', call(), {
    hour: T - 200 * DAY,
    claim: { by: 'me', hour: T - 200 * DAY },
    case: { id: 'case', length: 5, wakeAt: null, closed: null, ...mark },
    ...rest,
  }) as Request

describe('Whether a case in which nobody wrote still goes on', () => {
  const after = (days: number, seconds = 0) => silenceOf(had(), made([[T, note]]), T + days * DAY + seconds)
  it('is asked from 30 days on, with the day on which it closes', () => {
    expect([after(29), after(30, -1)]).toEqual([null, null])
    for (const days of [30, 59, 60, 89]) expect(after(days)).toEqual({ days, closes: T + 90 * DAY })
    expect(after(-1)).toBeNull()
    // Whoever took it over lately has done something.
    expect(silenceOf(had({ claim: { by: 'me', hour: T } }), made([[T - 40 * DAY, note]]), T + DAY)).toBeNull()
  })

  it('is asked of every case that somebody has, and of none that is closed, gone, nobody’s, or does not open here', () => {
    const at = T + 40 * DAY
    for (const state of ['claimed', 'tried', 'contact', 'referred'] as const)
      expect(silenceOf(had(), made([[T, note]], state), at)).not.toBeNull()
    expect(silenceOf(had(), null, at)).toBeNull()
    expect(silenceOf(had({ claim: null }), made([[T, note]]), at)).toBeNull()
    expect(silenceOf(had({}, { closed: at }), made([[T, note]]), at)).toBeNull()
    expect(silenceOf(had(), made([[T, note]], 'gone'), at)).toBeNull()
  })

  it('says that it closed by itself only where no event closed it and nothing was written for as long', () => {
    const of = (days: number, now = made([[T, note]])) => isClosedItself(had({}, { closed: T + days * DAY }), now)
    expect([of(88), of(90), of(200)]).toEqual([false, true, true])
    expect(of(90, made([[T, { kind: 'close', reason: 'helped' }]], 'closed'))).toBe(false)
    expect(
      of(
        90,
        made([
          [T, note],
          [T + 91 * DAY, { kind: 'step-back' }, 'nikos'],
        ]),
      ),
    ).toBe(true)
    expect(
      of(
        90,
        made([
          [T, note],
          [T + 80 * DAY, note],
        ]),
      ),
    ).toBe(false)
    expect(isClosedItself(had(), made([[T, note]]))).toBe(false)
    expect(outcomeOf(made([[T, note]]), had({}, { closed: T + 90 * DAY }))).toBe('lapsed')
  })
})

describe('A number that was shown', () => {
  it('is unwritten until its owner has written a result, whatever else was', () => {
    expect(
      unwrittenOf(
        made([
          [T, show],
          [T, note],
        ]),
        'me',
      ),
    ).toEqual({ at: T, outside: null })
    expect(unwrittenOf(made([[T, { kind: 'show', outside: 'danger-now' }]]), 'me')?.outside).toBe('danger-now')
    expect(
      unwrittenOf(
        made([
          [T, show],
          [T, tried],
        ]),
        'me',
      ),
    ).toBeNull()
    expect(
      unwrittenOf(
        made([
          [T, show],
          [T, tried, 'other'],
        ]),
        'me',
      ),
    ).not.toBeNull()
    expect(unwrittenOf(made([[T, show, 'other']]), 'me')).toBeNull()
    expect(unwrittenOf(made([[T, show]], 'contact', 'other'), 'me')).toBeNull()
    for (const state of ['new', 'closed', 'gone'] as const)
      expect(unwrittenOf(made([[T, show]], state), 'me')).toBeNull()
    expect(unwrittenOf(null, undefined)).toBeNull()
  })

  it('is what an unlocking leads to for twelve hours: the last of several, and never what was taken back', () => {
    const [first, second] = [had(), { ...had(), id: 'b' }]
    const cases = (item: { readonly id: string }) => made([[item.id === 'b' ? T + 3600 : T, show]])
    const of = (items: readonly Request[], t: number) => leftOpen(items, cases, 'me', t)?.item.id
    expect(of([first, second], T + 7200)).toBe('b')
    expect(of([second, first], T + 7200)).toBe('b')
    expect([of([first], T + 12 * 3600 - 1), of([first], T + 12 * 3600)]).toEqual(['a', undefined])
    expect(of([{ ...first, withdrawn: true }], T)).toBeUndefined()
    expect(of([{ ...first, tookBackThere: true }], T)).toBeUndefined()
    expect(of([had({ claim: { by: 'other', hour: T } })], T)).toBeUndefined()
    expect(of([had({}, { closed: T })], T)).toBeUndefined()
  })
})

describe('On the screen', () => {
  const { all, taken } = casePages()
  let { stage, maria, nikos, lena }: ReturnType<typeof all> = {} as ReturnType<typeof all>
  beforeAll(() => void ({ stage, maria, nikos, lena } = all()))
  const row = (inbox: Inbox, item: Request): string =>
    textOf(
      unfold(
        <Row
          inbox={inbox}
          say={say}
          session={inbox.session.value!}
          row={rowOf(item, inbox.session.value!.member.id, inbox.t.value)}
        />,
      ),
    )
  /** Later by so many days, as the screen has it. */
  const later = (inbox: Inbox, days: number): Inbox => ({
    ...inbox,
    t: { value: inbox.t.value + days * DAY } as Inbox['t'],
  })

  it('a row says that its number was shown and nothing written, to its owner and a coordinator, until a result is', async () => {
    const person = await taken()
    reveal(maria)
    await maria.cases.settled()
    const words = say('list.pill.shown')
    expect(row(maria, (await itemOf(maria, person))!)).toContain(words)
    expect(row(lena, (await itemOf(lena, person))!)).toContain(words)
    expect(row(nikos, (await itemOf(nikos, person))!)).not.toContain(words)
    await choose(maria, { kind: 'try', next: 0 }, 'no-answer')
    expect(row(maria, (await itemOf(maria, person))!)).not.toContain(words)
  })

  it('an unlocking leads to the result sheet of the number that was shown, with why, once', async () => {
    const person = await stage.person()
    const hers = await stage.enter('maria')
    await hers.claim((await opened(hers, person)).id)
    await hers.lift()
    // Before the hour of the next try a reason is asked.
    await choose(hers, { kind: 'try', next: 0 }, 'no-answer')
    hers.reveal(0, 'danger')
    await hers.cases.settled()
    hers.drop()
    expect(hers.openId.value).toBeNull()
    await hers.enter('maria', 'not asked here')
    await expect.poll(() => hers.cases.form.value).toEqual({ kind: 'try', next: 0 })
    const item = (await itemOf(hers, person))!
    expect(hers.opened.value?.id).toBe(item.id)
    expect(choices(sheet(hers, hers.cases.form.value!))).toContain('no-answer')
    hers.cases.form.value = null
    await hers.lift()
    expect(hers.cases.form.value).toBeNull()
    await choose(hers, { kind: 'try', next: 0 }, 'no-answer')
    const tries = caseOf(hers)!.events.flatMap((one) =>
      one.kind === 'opened' && one.act?.kind === 'try' ? [one.act] : [],
    )
    expect(tries.map(({ outside }) => outside)).toEqual([undefined, 'danger-now'])
    hers.drop()
    await hers.enter('maria', 'not asked here')
    await hers.lift()
    expect(hers.openId.value).toBeNull()
  })

  it('who has a case is asked with what they can do, and one press says that it goes on', async () => {
    const person = await taken()
    await choose(maria, { kind: 'try', next: 0 }, 'reached')
    const item = await opened(maria, person)
    const asked = (days: number) => unfold(<Silence {...parts(later(maria, days), item)} />)
    expect(has(asked(29), 'data-silent')).toBeUndefined()
    const page = asked(31)
    expect(textOf(page)).toContain(say('silent.title', { n: 31 }))
    expect(elements(page).flatMap(({ props }) => props['data-silent-do'] ?? [])).toEqual(['try', 'hand-over', 'close'])
    expect(row(later(maria, 31), item)).toContain(say('list.pill.silent'))
    expect(row(later(maria, 29), item)).not.toContain(say('list.pill.silent'))
    const tz = item.facts.desk.tz
    const since = caseOf(maria)!.events.reduce(
      (last, one) => (one.kind === 'opened' ? Math.max(last, one.at) : last),
      0,
    )
    expect(textOf(page)).toContain(say('silent.body', { date: say.date(since + 90 * DAY, tz) }))
    expect(textOf(work(later(maria, 31)))).toContain(say('silent.contact'))
    // A coordinator may do what the owner may, except try; nobody else is asked.
    await opened(lena, person)
    const hers = unfold(<Silence {...parts(later(lena, 61), lena.opened.value as Request)} />)
    expect(elements(hers).flatMap(({ props }) => props['data-silent-do'] ?? [])).toEqual(['hand-over', 'close'])
    await opened(nikos, person)
    expect(
      has(unfold(<Silence {...parts(later(nikos, 61), nikos.opened.value as Request)} />), 'data-silent'),
    ).toBeUndefined()
    ;(has(page, 'data-still')!.props['onClick'] as () => void)()
    await expect.poll(() => maria.cases.done.value?.key).toBe('silent.done')
    expect(caseOf(maria)).toMatchObject({ standing: { state: 'contact' } })
    const last = caseOf(maria)!.events[caseOf(maria)!.events.length - 1]
    expect(last?.kind === 'opened' && last.act).toEqual({ kind: 'still' })
  })

  it('what closed by itself says so, and a coordinator opens it again with that written down', async () => {
    const person = await taken()
    const at = stage.server.now - (stage.server.now % 3600)
    // What else is on this stage closes with it.
    await stage.server.store.closeSilent(at, at + 90 * DAY)
    const item = await opened(maria, person)
    const ended = (inbox: Inbox, one: Request) => unfold(<Ended {...parts(inbox, one)} />)
    expect(textOf(ended(maria, item))).toContain(say('close.lapsed'))
    expect(textOf(ended(maria, item))).toContain(say('ended.lapsed'))
    expect(choices(sheet(maria, { kind: 'close' }))).not.toContain('lapsed')
    const hers = await opened(lena, person)
    const page = ended(lena, hers)
    expect(textOf(page)).not.toContain(say('ended.lapsed'))
    ;(has(page, 'data-reopen')!.props['onClick'] as () => void)()
    await expect.poll(() => lena.cases.done.value?.key).toBe('case.reopened')
    const acts = caseOf(lena)!.events.flatMap((one) => (one.kind === 'opened' && !one.refused ? [one.act] : []))
    expect(acts.slice(-2)).toEqual([{ kind: 'close', reason: 'lapsed' }, { kind: 'reopen' }])
    expect((await itemOf(lena, person))!.case!.closed).toBeNull()
    expect(caseOf(lena)!.standing).toMatchObject({ state: 'contact', owner: lena.session.value!.member.id })
  })
})

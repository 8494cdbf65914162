import { beforeAll, describe, expect, it, vi } from 'vitest'
import { Aside } from '../../../inbox/case/Aside.tsx'
import { Before } from '../../../inbox/case/Before.tsx'
import { Ended } from '../../../inbox/case/Ended.tsx'
import { Troubles } from '../../../inbox/case/Troubles.tsx'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { onShiftFor } from '../../../inbox/cases/entitled.ts'
import { onKey } from '../../../inbox/keyboard.ts'
import type { Request } from '../../../inbox/list/items.ts'
import { Row } from '../../../inbox/list/Row.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { place } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { before, caseOf, casePages, choices, choose, has, parts, reveal, say, sheet, work } from './casePages.tsx'
import { itemOf, opened } from './caseStage.ts'

const HOUR = 3600
const { all, sessionOf, taken } = casePages()
let { stage, maria, nikos, lena }: ReturnType<typeof all> = {} as ReturnType<typeof all>
beforeAll(() => void ({ stage, maria, nikos, lena } = all()))

describe('A case goes on without its owner', () => {
  it('given back, it is new for the others, who take it again', async () => {
    const person = await taken()
    expect(choices(sheet(maria, { kind: 'back' }))).toEqual(['end-of-duty', 'language', 'break', 'other'])
    await choose(maria, { kind: 'back' }, 'break')
    expect(maria.own.value).toBeNull()
    const item = await opened(nikos, person)
    expect(nikos.cases.stateOf(item)).toBe('new')
    await nikos.claim(item.id)
    expect(nikos.own.value?.id).toBe(item.id)
  })

  it('stepped back from, it is gone for that member, before and after it was taken', async () => {
    for (const take of [true, false]) {
      const person = await stage.person()
      const item = await opened(maria, person)
      if (take) await maria.claim(item.id)
      await choose(maria, { kind: 'step-back' }, 'step-back')
      expect(await itemOf(maria, person)).toBeUndefined()
      expect([maria.openId.value, maria.cases.done.value?.key]).toEqual([null, 'staff.stepback.done'])
      const his = await opened(nikos, person)
      await nikos.claim(his.id)
      expect(nikos.own.value?.id).toBe(his.id)
    }
  })

  it('set aside, it is in that list only, and comes back', async () => {
    const person = await stage.person()
    const item = await opened(maria, person)
    const press = async (mark: string) => {
      ;(has(before(maria), mark)!.props['onClick'] as () => void)()
      await expect.poll(() => maria.cases.done.value?.key).toBeDefined()
      await opened(maria, person)
    }
    const listed = () => maria.listed.value.some(({ id }) => id === item.id)
    const { store } = stage.server
    const calls = async (): Promise<boolean> =>
      (await store.unopened(stage.keyId, null, 100)).some(({ id }) => toBase64(id) === item.id)
    expect(await calls()).toBe(true)
    await press('data-aside')
    expect([listed(), await calls()]).toEqual([false, false])
    // What is to be done now stands above every part of the list alike.
    const { summary } = maria.arranged.value
    maria.cases.filter.value = 'aside'
    expect(maria.arranged.value.summary).not.toEqual(summary)
    expect(maria.summary.value).toEqual(summary)
    expect(listed()).toBe(true)
    maria.cases.done.value = null
    await press('data-aside')
    expect([listed(), await calls()]).toEqual([false, true])
    maria.cases.filter.value = 'all'
    expect(listed()).toBe(true)
  })

  it('closed, it is shut with its reason and the day on which it is wiped; a coordinator opens it again', async () => {
    const person = await taken()
    await choose(maria, { kind: 'close' }, 'helped')
    const ended = unfold(<Ended {...parts(maria, maria.opened.value as Request)} />)
    expect(textOf(ended)).toContain(say('close.helped'))
    const day = stage.server.now - (stage.server.now % HOUR) + 30 * 24 * HOUR
    expect(textOf(ended)).toContain(say('case.wiped', { date: say.date(day, 'Europe/Athens') }))
    expect(has(ended, 'data-reopen')).toBeUndefined()
    maria.reveal(0, 'danger')
    expect(maria.revealed.value).toBeNull()
    const item = await opened(lena, person)
    const again = has(unfold(<Ended {...parts(lena, item)} />), 'data-reopen')!
    ;(again.props['onClick'] as () => void)()
    await expect.poll(() => lena.own.value?.id).toBe(item.id)
    expect(caseOf(lena)?.standing?.state).toBe('contact')
  })

  it('closed since the person asked to stop, it says so also once it is open again, and shows no number before they asked again', async () => {
    const person = await taken()
    await choose(maria, { kind: 'close' }, 'asked-to-stop')
    const item = await opened(lena, person)
    expect(textOf(unfold(<Ended {...parts(lena, item)} />))).toContain(say('case.stop.asked'))
    const pill = () => {
      const row = rowOf(lena.opened.value as Request, lena.session.value!.member.id, lena.t.value)
      return textOf(unfold(<Row inbox={lena} say={say} session={lena.session.value!} row={row} />))
    }
    expect(pill()).toContain(say('staff.mark.donot'))
    await lena.cases.write(item, { acts: [{ kind: 'reopen' }] })
    await lena.lift()
    expect(pill()).toContain(say('staff.mark.donot'))
    const asked = () => has(work(lena), 'data-asked')?.props['data-asked']
    expect([asked(), has(work(lena), 'data-reveal')]).toEqual(['stop', undefined])
    ;(has(work(lena), 'data-asked-again')!.props['onClick'] as () => void)()
    expect([asked(), has(work(lena), 'data-asked-again')]).toEqual(['stop', undefined])
    expect(has(work(lena), 'data-reveal')).toBeDefined()
    // Who said so and did nothing is asked again; with the number it stands in the case.
    lena.cases.leave()
    expect(has(work(lena), 'data-reveal')).toBeUndefined()
    lena.cases.more.value = true
    reveal(lena)
    await expect.poll(() => lena.cases.owes.value).toBe(0)
    lena.cases.leave()
    expect([asked(), pill().includes(say('staff.mark.donot'))]).toEqual(['again', false])
    lena.hide()
    expect(has(work(lena), 'data-reveal')).toBeDefined()
  })

  it('"not a real request" needs two: who has it proposes, a coordinator closes', async () => {
    const person = await taken()
    await choose(maria, { kind: 'close' }, 'not-real')
    expect(maria.cases.stateOf(maria.opened.value!)).toBe('claimed')
    expect(textOf(work(maria))).toContain(say('case.proposed.mine'))
    const item = await opened(lena, person)
    expect(textOf(unfold(<Troubles {...parts(lena, item)} />))).toContain(say('case.proposed', { name: 'Maria' }))
    await choose(lena, { kind: 'close' }, 'not-real')
    expect(lena.cases.stateOf(lena.opened.value!)).toBe('closed')
  })

  it('handed over, to a member or to the next shift, with a note that the next one reads', async () => {
    for (const to of [place('nikos').id, null]) {
      const person = await taken()
      await choose(maria, { kind: 'hand-over', to, note: 'she likes to be asked about bread' }, 'hand-over')
      expect(maria.own.value).toBeNull()
      const item = await opened(nikos, person)
      if (to === null) await nikos.claim(item.id)
      // Whom it was given to is called at once; the next shift as for what nobody has.
      const now = stage.server.now
      const called = (await stage.server.store.wakes(now)).filter(({ request }) => toBase64(request) === item.id)
      expect(called.map(({ by }) => toBase64(by))).toEqual(to === null ? [] : [to])
      expect(nikos.own.value?.id).toBe(item.id)
      expect(textOf(work(nikos))).toContain('she likes to be asked about bread')
    }
  })

  it('taken, calls its owner if nothing is written, and is no less theirs to work with until then', async () => {
    await maria.claim((await opened(maria, await stage.person({}, { more: { danger: 'now' } }))).id)
    await maria.lift()
    const { id, case: mark } = maria.own.value!
    const hour = stage.server.now - (stage.server.now % HOUR)
    expect([mark!.wakeAt, mark!.length]).toEqual([hour + 2 * HOUR, 1])
    expect(rowOf(maria.own.value!, place('maria').id, maria.t.value).wakes).toBeNull()
    const calls = async (): Promise<boolean> =>
      (await stage.server.store.wakes(hour + 2 * HOUR)).some(({ request }) => toBase64(request) === id)
    expect(await calls()).toBe(true)
    await maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: 'she rings at eight' }] })
    expect([maria.own.value!.case!.wakeAt, await calls()]).toEqual([null, false])
  })

  it('handed over with an hour set that is still to come, it keeps that', async () => {
    const person = await taken()
    await choose(maria, { kind: 'try', next: 0 }, 'no-answer')
    const { wakeAt } = maria.opened.value!.case!
    expect(wakeAt).toBeGreaterThan(stage.server.now)
    await choose(maria, { kind: 'hand-over', to: place('nikos').id, note: '' }, 'hand-over')
    expect((await opened(nikos, person)).case!.wakeAt).toBe(wakeAt)
  })
})

describe('Who works on a case', () => {
  it('is on shift, or anybody where it came before the shift that runs; never the privacy person', () => {
    const session = maria.session.value!
    const { now } = stage.server
    expect(onShiftFor(session, { hour: now }, now)).toBe(true)
    // The shift began ten minutes ago, and is lena's alone.
    const duty = [[now / 60 - 10, 480, place('lena').id]] as const
    const off = { ...session, team: { ...session.team, duty } }
    expect([now, now - HOUR, now - 2 * HOUR].map((hour) => onShiftFor(off, { hour }, now))).toEqual([
      false,
      false,
      true,
    ])
    // Whom the server shows it off shift was not too early: it was for nobody in time, or they are called.
    expect(onShiftFor(off, { hour: now, offered: true }, now)).toBe(true)
    expect(onShiftFor(session, { hour: now, offered: false }, now)).toBe(false)
    const member = { ...session.member, role: 'privacy' as const }
    expect(onShiftFor({ ...session, member }, { hour: now, offered: true }, now)).toBe(false)
    expect(onShiftFor({ ...session, member }, { hour: now - 2 * HOUR }, now)).toBe(false)
  })

  it('is not the privacy person: neither what was told nor a button is there, and C does nothing', async () => {
    const item = await opened(maria, await stage.person())
    const session = { ...maria.session.value!, member: { ...maria.session.value!.member, role: 'privacy' as const } }
    const row = rowOf(item, session.member.id, maria.t.value)
    const page = unfold(
      <>
        <Before inbox={maria} say={say} session={session} row={row} />
        <Aside inbox={maria} say={say} session={session} item={item} />
      </>,
    )
    expect(textOf(page).trim()).toBe(say('before.privacy'))
    expect(elements(page).filter(({ tag }) => tag === 'button')).toEqual([])
    const claimed = vi.fn()
    const press = (as: typeof session | Inbox['session']['value']): void => {
      const inbox = { ...maria, session: { value: as }, claim: claimed } as unknown as Inbox
      onKey(inbox, { key: 'c', code: 'KeyC', target: null, timeStamp: 0 } as unknown as KeyboardEvent, [])
    }
    for (const name of ['HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement']) vi.stubGlobal(name, Map)
    try {
      press(session)
      expect(claimed).not.toHaveBeenCalled()
      press(maria.session.value)
      expect(claimed).toHaveBeenCalledOnce()
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('leaves no key behind when it locks, and seals nothing after that', async () => {
    let goOn: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (goOn = resolve))
    const sent: string[] = []
    const whole = createCaseApi(await sessionOf('nikos'))
    const append: CaseApi['append'] = async (id, { event, seq }) => {
      sent.push(event)
      await waits
      // Somebody else was first.
      throw new MitosError('case-seq', { events: (await whole.read(id, seq - 1)).events })
    }
    const his = await stage.enter('nikos', { append, read: whole.read })
    const person = await stage.person()
    await his.claim((await opened(his, person)).id)
    const file = his.cases.fileOf(his.own.value)!
    const key = file.kind === 'open' ? file.opened.key : new Uint8Array()
    expect(key.some((byte) => byte !== 0)).toBe(true)
    const writing = his.cases.write(his.own.value!, { acts: [{ kind: 'note', text: 'secret' }] })
    await expect.poll(() => sent.length).toBe(1)
    his.drop()
    goOn()
    await writing
    expect([key.every((byte) => byte === 0), his.cases.files.value.size, sent.length]).toEqual([true, 0, 1])
  })

  it('opens the sheet of a try by T and the field for a note by N, on a case of their own', async () => {
    const Field = class {
      readonly value = ''
    }
    for (const name of ['HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement']) vi.stubGlobal(name, Field)
    const focused: string[] = []
    vi.stubGlobal('document', { querySelector: (css: string) => ({ focus: () => focused.push(css) }) })
    const kept: string[] = []
    const press = (key: string): void =>
      onKey(maria, { key, target: {}, code: '', preventDefault: () => kept.push(key) } as unknown as KeyboardEvent, [])
    try {
      await opened(maria, await stage.person())
      press('t')
      expect(maria.cases.form.value).toBeNull()
      await maria.claim(maria.opened.value!.id)
      press('t')
      expect(maria.cases.form.value).toEqual({ kind: 'try', next: 0 })
      // A dialog lies above all else.
      press('n')
      expect(maria.cases.tab.value).toBe('card')
      press('Escape')
      press('n')
      await Promise.resolve()
      expect([maria.cases.form.value, maria.cases.tab.value, focused]).toEqual([null, 'notes', ['#note-text']])
      // The letter does not stand in the field.
      expect(kept).toEqual(['t', 'n'])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('seals keys anew after unlocking, once', async () => {
    const asked: number[] = []
    const oldKeys: CaseApi['oldKeys'] = async (before) => {
      asked.push(before)
      return { cases: [], next: null }
    }
    const his = await stage.enter('nikos', { oldKeys })
    await expect.poll(() => asked).toEqual([1])
    await his.lift()
    expect(asked).toEqual([1])
  })
})

// The last one: the clock goes on, and whoever sat there is locked.
it('A case is taken over where nothing was done for an hour, and not before', async () => {
  const person = await taken()
  await opened(nikos, person)
  expect(has(before(nikos), 'data-take-over')).toBeUndefined()
  stage.server.now += 2 * HOUR
  const later = await stage.enter('nikos')
  await opened(later, person)
  expect(has(before(later), 'data-take-over')).toBeDefined()
  expect(choices(sheet(later, { kind: 'take-over' }))).toEqual(['lapsed'])
  await choose(later, { kind: 'take-over' }, 'lapsed')
  expect(later.own.value).not.toBeNull()
})

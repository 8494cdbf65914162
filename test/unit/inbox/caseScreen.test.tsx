import { beforeAll, describe, expect, it } from 'vitest'
import { type Api, createApi } from '../../../inbox/api.ts'
import { createAuditApi } from '../../../inbox/audit/api.ts'
import { Others } from '../../../inbox/case/Aside.tsx'
import { Notes } from '../../../inbox/case/Notes.tsx'
import { callAfter, hourAfter } from '../../../inbox/case/tryResults.ts'
import { Troubles } from '../../../inbox/case/Troubles.tsx'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Request } from '../../../inbox/list/items.ts'
import { Referring } from '../../../inbox/referral/Referring.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { TRY_RESULTS } from '../../../shared/caseActs.ts'
import { MitosError } from '../../../shared/errors.ts'
import { localTime } from '../../../shared/safeTimes.ts'
import { place } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import {
  before,
  caseOf,
  casePages,
  choices,
  choose,
  has,
  parts,
  press,
  reveal,
  say,
  sheet,
  work,
} from './casePages.tsx'
import { itemOf, opened } from './caseStage.ts'
import { undated } from './undated.ts'

const HOUR = 3600
const { all, line, sessionOf, taken } = casePages()
let { stage, maria, nikos, lena }: ReturnType<typeof all> = {} as ReturnType<typeof all>
beforeAll(() => void ({ stage, maria, nikos, lena } = all()))

describe('A case on the screen', () => {
  it('begins when it is taken, with what the person sent; the others see who has it, and nothing more', async () => {
    const person = await stage.person({ address: '+306940001234' })
    const item = await opened(maria, person)
    expect(has(before(maria), 'data-claim')).toBeDefined()
    await maria.claim(item.id)
    expect(maria.own.value?.id).toBe(item.id)
    expect(caseOf(maria)).toMatchObject({ standing: { state: 'claimed', owner: place('maria').id }, marks: [] })
    expect(caseOf(maria)!.messages.map(({ kind }) => kind)).toEqual(['request'])
    expect(textOf(work(maria))).toContain('1234')
    await opened(nikos, person)
    const text = textOf(before(nikos))
    expect(text).toContain(say('before.taken', { name: 'Maria' }))
    expect(text).not.toContain('1234')
    expect(has(before(nikos), 'data-claim')).toBeUndefined()
  })

  it('of two who take it at once has one owner, and the other is told', async () => {
    const person = await stage.person()
    const [hers, his] = [await opened(maria, person), await opened(nikos, person)]
    await Promise.all([maria.claim(hers.id), nikos.claim(his.id)])
    await Promise.all([maria.lift(), nikos.lift()])
    const owners = [maria, nikos].map((inbox) => inbox.own.value !== null)
    expect(owners.filter(Boolean)).toHaveLength(1)
    expect([maria.raced.value, nikos.raced.value]).toEqual(owners.map((one) => !one))
    expect(textOf(before(owners[0] ? nikos : maria))).toContain(say('before.raced'))
  })

  it('has that its number was shown without a server also where the list was locked before the server came back', async () => {
    let away = false
    const other = await stage.enter('nikos', {}, () => away)
    const person = await stage.person()
    await other.claim((await opened(other, person)).id)
    await other.lift()
    away = true
    reveal(other)
    await expect.poll(() => other.cases.owes.value).toBe(1)
    other.drop()
    expect(other.cases.owes.value).toBe(0)
    away = false
    // Somebody else's unlocking owes nothing, and takes nothing of it.
    for (const name of ['maria', 'nikos']) {
      await other.enter(name, 'not asked here')
      await other.lift()
      await expect.poll(() => other.cases.owes.value).toBe(0)
      if (name === 'maria') other.drop()
    }
    const item = await opened(other, person)
    const acts = other.cases.caseIn(item)!.events.map((one) => one.kind === 'opened' && [one.by, one.act?.kind])
    expect(acts).toEqual([
      [place('nikos').id, 'begin'],
      [place('nikos').id, 'show'],
    ])
  })

  it('that somebody else took first is not told to who looks at another one by then', async () => {
    const [first, second] = [await stage.person(), await stage.person()]
    let goOn = (): void => undefined
    const slow = new Promise<void>((resolve) => (goOn = resolve))
    const real = createCaseApi(await sessionOf('nikos'))
    const other = await stage.enter('nikos', {
      begin: async (request) => {
        await slow
        await real.begin(request)
      },
    })
    const [hers, his] = [await opened(other, first), await itemOf(other, second)]
    await maria.claim((await opened(maria, first)).id)
    const claiming = other.claim(hers.id)
    other.open(his!.id)
    goOn()
    await claiming
    expect([other.raced.value, other.cases.said.value]).toEqual([false, null])
    // It is told at its own.
    other.open(hers.id)
    expect(other.cases.said.value).toEqual({ key: 'before.raced' })
    other.open(his!.id)
    other.open(hers.id)
    expect(other.cases.said.value).toBeNull()
  })

  it('has a try once that is written again, whichever answer of the server was lost', async () => {
    // The number of the event whose answer is lost, both times that it is sent.
    let losing = 0
    const real = createCaseApi(await sessionOf('nikos'))
    const append: typeof real.append = async (of, event) => {
      await real.append(of, event)
      if (event.seq === losing) throw new MitosError('server-unreachable')
    }
    let ahead = 0
    const now = (): number => 1000 * (stage.server.now + ahead)
    const other = await stage.enter('nikos', { append }, undefined, undefined, { now })
    const acts = [
      { kind: 'try', result: 'reached' },
      { kind: 'wake-at', hour: null },
    ] as const
    for (const [reads, lost] of [
      [false, 1],
      [true, 1],
      [false, 2],
    ] as const) {
      await other.claim((await opened(other, await stage.person())).id)
      await other.lift()
      losing = lost
      const write = () => other.cases.write(other.opened.value!, { acts, wakeAt: null })
      expect(await write()).toBe(false)
      if (reads) await other.lift()
      losing = 0
      expect(await write()).toBe(true)
      const kinds = () => caseOf(other)!.events.map((one) => one.kind === 'opened' && one.act?.kind)
      expect(kinds()).toEqual(['begin', 'try', 'wake-at'])
      // The same once more, later, is another try.
      expect(await write()).toBe(true)
      expect(kinds().slice(3)).toEqual(['try', 'wake-at'])
      // So it is where what failed was let be, and the same happens once more soon after.
      losing = lost + 4
      expect(await write()).toBe(false)
      losing = 0
      ahead += 150
      await other.lift()
      expect(await write()).toBe(true)
      expect(kinds().slice(5)).toEqual([...['try', 'wake-at'].slice(0, lost), 'try', 'wake-at'])
    }
  })

  it('that was opened by what the person wrote later goes on as well, and is not asked twice', async () => {
    const last = await stage.person()
    const later = await stage.adds(last + 1, { kind: 'follow-up', text: 'Is anybody there?' })
    const other = await stage.enter('nikos')
    other.showArrived()
    other.open(later)
    expect(other.opened.value?.kind).toBe('shut')
    expect(await stage.person()).toBe(last + 1)
    await other.lift()
    const item = other.opened.value as Request
    expect([item.kind, item.id === later, other.openId.value]).toEqual(['request', false, later])
    await other.claim(item.id)
    other.cases.form.value = { kind: 'try', next: 0 }
    let then = 0
    const acts = [{ kind: 'try', result: 'no-answer' }] as const
    expect(await other.cases.write(other.opened.value!, { acts, done: { key: 'note.done' } }, () => void then++)).toBe(
      true,
    )
    expect([then, other.cases.form.value, other.cases.done.value?.key]).toEqual([1, null, 'note.done'])
  })

  it('goes on by one tap a try, with the hour of the next; reached, it is in contact', async () => {
    const person = await taken()
    expect(has(work(maria), 'data-try')).toBeUndefined()
    reveal(maria)
    await expect.poll(() => maria.cases.owes.value).toBe(0)
    for (const tab of ['card', 'tries'] as const) {
      maria.cases.tab.value = tab
      expect(elements(work(maria)).filter(({ props }) => props['data-try'])).toHaveLength(1)
    }
    expect(choices(sheet(maria, { kind: 'try', next: 0 }))).toEqual(TRY_RESULTS.filter((one) => one !== 'message-left'))
    await choose(maria, { kind: 'try', next: 0 }, 'no-answer')
    // What was done stays on the screen, in the language that is chosen by then.
    const { key, values } = maria.cases.done.value!
    const [english, german] = [say(key, values), speak('de')(key, values)]
    expect(english).toContain(say('try.no-answer'))
    expect(german).toContain(speak('de')('try.no-answer'))
    expect(german).not.toContain(say('try.no-answer'))
    const now = caseOf(maria)!
    expect(now.tries.map(({ result }) => result)).toEqual(['no-answer'])
    expect(now.standing?.state).toBe('tried')
    expect(maria.opened.value?.case?.wakeAt).toBe(now.wakeAt)
    expect(now.wakeAt! > stage.server.now && now.wakeAt! % HOUR === 0).toBe(true)
    expect(now.events.map((one) => one.kind === 'opened' && one.act?.kind)).toEqual(['begin', 'show', 'try', 'wake-at'])
    // Until then the number is shown with a reason only.
    expect(rowOf(maria.own.value!, place('maria').id, maria.t.value).ways[0]!.free).toBe(false)
    expect(maria.arranged.value.later.map((row) => row.item.id)).toContain(maria.own.value!.id)
    expect(textOf(work(maria))).not.toContain(say('number.again'))
    await choose(maria, { kind: 'try', next: 0 }, 'reached')
    expect(textOf(work(maria))).toContain(say('number.again'))
    expect([caseOf(maria)?.standing?.state, caseOf(maria)?.wakeAt]).toEqual(['contact', null])
    // A coordinator sees how far it is.
    await opened(lena, person)
    expect(lena.cases.stateOf(lena.opened.value!)).toBe('contact')
    // From then on the house rule's days do not count.
    expect([lena.opened.value, maria.own.value]).toMatchObject([{ reached: true }, { reached: true }])
  })

  it('of somebody for whom another one wrote offers the tick when they are reached, and then shows who told them on which day', async () => {
    await taken({}, { for: 'other', agreed: true, more: { share: 'ask' } })
    const page = () => work(maria)
    expect(textOf([has(page(), 'data-tell')!])).toContain(say('first.told.later'))
    expect(has(page(), 'data-mark')?.props['data-mark']).toBe('ask-share')
    ;(has(page(), 'data-mark')!.props['onClick'] as () => void)()
    await expect.poll(() => caseOf(maria)?.notes.length).toBe(1)
    await maria.lift()
    expect([has(page(), 'data-mark'), has(page(), 'data-share')?.props['data-share']]).toEqual([undefined, 'asks'])
    expect(textOf(page())).toContain(`${say('first.asks')}`)
    // One tap writes all but "reached", which asks first.
    const form = { kind: 'try', next: 0 } as const
    await choose(maria, form, 'no-answer')
    expect(caseOf(maria)?.tries).toHaveLength(1)
    press(maria, form, 'reached')
    expect([caseOf(maria)?.tries.length, maria.cases.form.value]).toEqual([
      1,
      { ...form, reached: { told: false, share: 'not-asked' } },
    ])
    const asked = sheet(maria, maria.cases.form.value!)
    expect([
      has(asked, 'data-tick'),
      elements(asked).filter(({ props }) => props['name'] === 'share-said').length,
    ]).toEqual([expect.anything(), 3])
    await choose(maria, { ...form, reached: { told: true, share: 'yes' } }, 'reached')
    expect(
      caseOf(maria)?.events.flatMap((one) => (one.kind === 'opened' && one.act?.kind === 'try' ? [one.act] : []))[1],
    ).toEqual({ kind: 'try', result: 'reached', told: true, share: 'yes' })
    const done = textOf([has(page(), 'data-told')!])
    expect(done).toContain(`${say.date(stage.server.now, 'Europe/Athens')}, M`)
    expect([has(page(), 'data-tell'), has(page(), 'data-share')?.props['data-share']]).toEqual([undefined, 'yes'])
    // Where a referral begins it stands there, and is not asked once more.
    maria.referrals.begin(maria.own.value!)
    const refer = maria.referrals.referOf(maria.own.value!)!
    const step = unfold(<Referring inbox={maria} say={say} session={maria.session.value!} refer={refer} />)
    expect(has(step, 'data-asked')?.props['data-asked']).toBe('yes')
    expect(textOf(step)).not.toContain(say('share.ask'))
    maria.referrals.leave()
    // Nothing is due any more: the next time it is one tap again.
    await choose(maria, form, 'reached')
    expect(caseOf(maria)?.tries).toHaveLength(3)
  })

  it('offers "Message left" only where the person allowed one', async () => {
    await taken({ voicemail: true })
    expect(choices(sheet(maria, { kind: 'try', next: 0 }))).toContain('message-left')
    maria.cases.form.value = null
  })

  it('stops when the word did not match, until a coordinator writes a note', async () => {
    const person = await taken()
    expect(has(work(maria), 'data-reveal')).toBeDefined()
    await choose(maria, { kind: 'try', next: 0 }, 'word-wrong')
    expect(has(work(maria), 'data-stop')?.props['class']).toContain('ember')
    expect(has(work(maria), 'data-reveal')).toBeUndefined()
    await maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: 'may I go on?' }] })
    expect(has(work(maria), 'data-reveal')).toBeUndefined()
    // The next hour calls, but no next try is told for then.
    const hour = stage.server.now - (stage.server.now % HOUR)
    const calls = async (now: number): Promise<boolean> =>
      (await stage.server.store.wakes(now)).some(({ request }) => toBase64(request) === maria.own.value!.id)
    expect([maria.own.value!.case!.wakeAt, caseOf(maria)!.wakeAt]).toEqual([hour + HOUR, null])
    expect([await calls(hour + HOUR - 1), await calls(hour + HOUR)]).toEqual([false, true])
    lena.cases.type(await opened(lena, person), 'yes, tomorrow')
    const notes = unfold(<Notes {...parts(lena, lena.opened.value as Request)} />)
    const form = elements(notes).find(({ tag }) => tag === 'form')!
    ;(form.props['onSubmit'] as (event: object) => void)({ preventDefault: () => undefined })
    await expect.poll(() => lena.cases.done.value?.key).toBe('note.done')
    await maria.lift()
    expect(has(work(maria), 'data-reveal')).toBeDefined()
    expect(rowOf(maria.own.value!, place('maria').id, maria.t.value).wakes).toBeNull()
    // Who has it is called: they may go on.
    expect([maria.own.value!.case!.wakeAt, await calls(stage.server.now)]).toEqual([hour, true])
  })

  it('is shut until the next safe time after "did not feel safe", whatever was planned, also for who has it next', async () => {
    const person = await taken()
    await choose(maria, { kind: 'try', next: 99 }, 'stopped')
    const until = caseOf(maria)!.wakeAt!
    expect([until > stage.server.now, maria.own.value!.case!.wakeAt]).toEqual([true, until])
    const verdict = () => rowOf(maria.own.value!, place('maria').id, maria.t.value).verdict
    expect(verdict()).toEqual({ kind: 'later', from: until })
    const shut = (inbox: Inbox) => [
      rowOf(inbox.own.value!, inbox.session.value!.member.id, inbox.t.value).ways[0]!.free,
      has(work(inbox), 'data-held')?.props['data-held'],
    ]
    expect(shut(maria)).toEqual([false, 'stopped'])
    await choose(maria, { kind: 'back' }, 'end-of-duty')
    const item = await opened(nikos, person)
    // Nobody is called for it before that.
    expect(item.case!.wakeAt).toBe(until)
    await nikos.claim(item.id)
    await nikos.lift()
    expect(shut(nikos)).toEqual([false, 'stopped'])
    // The plain hour is the server's; the case holds by itself.
    await nikos.cases.write(nikos.own.value!, { acts: [{ kind: 'note', text: 'why?' }], wakeAt: null })
    await nikos.lift()
    expect([nikos.own.value!.case!.wakeAt, shut(nikos)]).toEqual([null, [false, 'stopped']])
    nikos.reveal(0)
    expect([nikos.revealed.value, nikos.asking.value]).toEqual([null, 0])
    nikos.asking.value = null
    await nikos.cases.write(nikos.own.value!, { acts: [{ kind: 'try', result: 'no-answer' }] })
    await nikos.lift()
    expect(has(work(nikos), 'data-held')).toBeUndefined()
  })

  it.each(TRY_RESULTS)('sets the hour of the next: %s', (result) => {
    const windows = [
      { from: 10, to: 11 },
      { from: 20, to: 21 },
    ]
    const hours = (all: typeof windows) => [0, 1, 2].map((chosen) => hourAfter(result, all, chosen))
    const stops = ['wrong-number', 'stopped'].includes(result)
    const settled = ['reached', 'word-wrong', 'not-working'].includes(result)
    expect(hours(windows)).toEqual(settled ? [null, null, null] : [10, 20, stops ? 10 : null])
    expect(hours([])).toEqual([null, null, null])
  })

  it('whose number does not work calls its owner a day later, in a safe time, and in the next hour where the person is in danger', async () => {
    const hour = stage.server.now - (stage.server.now % HOUR)
    const then = async (rest: object, answers: object = {}): Promise<number> => {
      await maria.claim((await opened(maria, await stage.person(rest, answers))).id)
      await choose(maria, { kind: 'try', next: 0 }, 'not-working')
      expect(caseOf(maria)!.wakeAt).toBeNull()
      return (maria.own.value!.case!.wakeAt! - hour) / HOUR
    }
    const parts = ['morning', 'afternoon', 'evening', 'night'] as const
    const safe = (t: number): boolean => localTime(t, 'Europe/Athens').hour >= 8
    let day = 24
    while (!safe(hour + day * HOUR)) day++
    expect(await then({ when: { parts, weekend: true } })).toBe(day)
    expect(await then({}, { more: { danger: 'now' } })).toBe(1)
    const item = maria.own.value!
    expect(callAfter('not-working', { ...item, ways: [item.facts, item.facts] }, stage.server.now)).toBeNull()
  })

  it('has as many tries as the house rule, unless the person asked for more', async () => {
    await taken()
    reveal(maria)
    // No hour is set for the next: it is the house rule alone that asks.
    for (let i = 0; i < 3; i++) await choose(maria, { kind: 'try', next: 99 }, 'no-answer')
    maria.cases.leave()
    expect(has(work(maria), 'data-reveal')).toBeUndefined()
    const more = has(work(maria), 'data-more-tries')!
    ;(more.props['onClick'] as () => void)()
    expect(has(work(maria), 'data-reveal')).toBeDefined()
    // Who pressed it and did nothing is asked again; with the next number it stands in the case.
    maria.cases.leave()
    expect(has(work(maria), 'data-stop')).toBeDefined()
    maria.cases.more.value = true
    reveal(maria)
    await expect.poll(() => maria.cases.owes.value).toBe(0)
    const shown = caseOf(maria)!.events.flatMap((one) =>
      one.kind === 'opened' && one.act?.kind === 'show' ? [one.act] : [],
    )
    expect(shown.slice(-1)).toEqual([{ kind: 'show', outside: 'person-asked' }])
    maria.cases.leave()
    expect(has(work(maria), 'data-stop')).toBeUndefined()
  })

  it('says at once that a note is written, and empties its field, however long the list takes that is read behind it', async () => {
    const fetch = undated(await sessionOf('maria'))
    const real = createApi(fetch)
    let goOn: () => void = () => undefined
    let wait: Promise<void> | undefined
    const page: Api['page'] = async (ask) => {
      await wait
      return real.page(ask)
    }
    const hers = await stage.enter('maria', createCaseApi(fetch), undefined, () => createAuditApi(fetch), {
      api: { ...real, page },
    })
    const person = await stage.person()
    await hers.claim((await opened(hers, person)).id)
    const item = hers.own.value!
    hers.cases.type(item, 'she rings on Friday')
    wait = new Promise((resolve) => (goOn = resolve))
    const writing = hers.cases.write(item, {
      acts: [{ kind: 'note', text: 'she rings on Friday' }],
      done: { key: 'note.done' },
    })
    await expect.poll(() => hers.cases.busy.value).toBe(false)
    const { typed, done } = hers.cases
    expect([typed.value.get(item.id), done.value]).toEqual(['', { key: 'note.done' }])
    goOn()
    expect(await writing).toBe(true)

    // What comes next on the screen comes with it, and not when the list was read: who went on meanwhile stays there.
    wait = new Promise((resolve) => (goOn = resolve))
    press(hers, { kind: 'try', next: 0 }, 'no-answer')
    await expect.poll(() => hers.cases.tab.value).toBe('tries')
    hers.cases.tab.value = 'notes'
    goOn()
    await hers.lift()
    expect(hers.cases.tab.value).toBe('notes')

    // Who opened another one before it was written is told nothing of it there.
    const noting = hers.cases.write(
      item,
      { acts: [{ kind: 'note', text: 'again' }], done: { key: 'note.done' } },
      () => (hers.cases.tab.value = 'tries'),
    )
    hers.open('another')
    expect([await noting, hers.cases.tab.value, hers.cases.done.value]).toEqual([true, 'card', null])
  })

  it('keeps what was typed until the server has it, and owes it a number that was shown', async () => {
    const person = await taken()
    const item = maria.own.value!
    line.down = true
    reveal(maria)
    expect(maria.revealed.value).not.toBeNull()
    maria.cases.type(item, 'she rings on Friday')
    expect(await maria.cases.write(item, { acts: [{ kind: 'note', text: 'she rings on Friday' }] })).toBe(false)
    const text = textOf(unfold(<Troubles {...parts(maria, item)} />))
    expect(text).toContain(say('case.owed'))
    expect(text).toContain(say('error.away'))
    expect(maria.cases.typed.value.get(item.id)).toBe('she rings on Friday')
    line.down = false
    expect(await maria.cases.write(item, { acts: [{ kind: 'note', text: 'she rings on Friday' }] })).toBe(true)
    expect(maria.cases.owes.value).toBe(0)
    await opened(lena, person)
    const kinds = caseOf(lena)!.events.map((one) => one.kind === 'opened' && one.act?.kind)
    expect(kinds).toEqual(['begin', 'show', 'note'])
  })
})

describe('What is wrong with a case', () => {
  it('is said in words, and hides nothing: a false entry, and a cut tail', async () => {
    const person = await taken()
    await maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text: 'first' }] })
    const id = maria.own.value!.case!.id
    // The server adds what nobody wrote.
    const { length } = await stage.server.store.caseEvents(fromBase64(id), 0, 25)
    const found = (await stage.server.store.findCase(fromBase64(id), 'a21', fromBase64(place('maria').id)))!
    const forged = {
      case: found.id,
      ngo: 'a21',
      by: fromBase64(place('maria').id),
      lead: false,
      privacy: false,
      hour: 0,
    }
    await stage.server.store.appendEvent({
      ...forged,
      seq: length,
      bytes: new Uint8Array(1064).fill(7),
      wakeAt: undefined,
      change: undefined,
    })
    const fresh = await stage.enter('lena')
    const item = await opened(fresh, person)
    expect(textOf(unfold(<Troubles {...parts(fresh, item)} />))).toContain(say('case.odd'))
    const text = textOf(unfold(<Others {...parts(fresh, item)} />))
    expect(text).toContain('first')
    expect(text).toContain(say('event.shut', { code: 'open-damaged' }))
  })

  it('a cut tail stays said, also after something was written behind it, and is none for who saw no more', async () => {
    let cut = false
    const whole = createCaseApi(await sessionOf('nikos'))
    const read: CaseApi['read'] = async (id, from) => {
      const page = await whole.read(id, from)
      return cut ? { ...page, events: page.events.slice(0, 1), next: null } : page
    }
    const his = await stage.enter('nikos', { read })
    const person = await stage.person()
    await his.claim((await opened(his, person)).id)
    await his.cases.write(his.own.value!, { acts: [{ kind: 'note', text: 'gone' }] })
    const troubles = (inbox: Inbox) =>
      textOf(unfold(<Troubles {...parts(inbox, inbox.opened.value as Request)} />)).includes(say('case.cut'))
    expect(troubles(his)).toBe(false)
    cut = true
    // A lock forgets the case, but not how far it was seen.
    his.drop()
    await his.enter('nikos', 'not asked here')
    await opened(his, person)
    expect(caseOf(his)!.notes).toEqual([])
    expect(troubles(his)).toBe(true)
  })
})

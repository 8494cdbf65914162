import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Work } from '../../../inbox/case/Work.tsx'
import { Fields } from '../../../inbox/case/Sheet.tsx'
import { Before } from '../../../inbox/case/Before.tsx'
import { Ended } from '../../../inbox/case/Ended.tsx'
import { Aside, Others } from '../../../inbox/case/Aside.tsx'
import { Troubles } from '../../../inbox/case/Troubles.tsx'
import { onShiftFor } from '../../../inbox/cases/entitled.ts'
import { onKey } from '../../../inbox/keyboard.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Form } from '../../../inbox/cases/state.ts'
import type { Request } from '../../../inbox/list/items.ts'
import { rowOf } from '../../../inbox/list/order.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { TRY_RESULTS } from '../../../shared/caseActs.ts'
import { type Api, type Fetch, createApi } from '../../../inbox/api.ts'
import { createAuditApi } from '../../../inbox/audit/api.ts'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { logIn, place } from '../../integration/team.ts'
import { type Drawn, elements, textOf, unfold } from '../unfold.ts'
import { caseStage, itemOf, opened } from './caseStage.ts'
import { undated } from './undated.ts'

const say = speak('en')
const HOUR = 3600
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox
let nikos: Inbox
let lena: Inbox
let down = false
beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria', {}, () => down)
  nikos = await stage.enter('nikos')
  lena = await stage.enter('lena')
})
afterAll(() => stage.stop())

/** Another session of this member's. */
const sessionOf = async (name: string): Promise<Fetch> => (await logIn(stage.server, name)).fetch as unknown as Fetch
const parts = (inbox: Inbox, item: Request) => ({ inbox, say, session: inbox.session.value!, item })
const work = (inbox: Inbox) =>
  unfold(
    <Work
      {...parts(inbox, inbox.opened.value as Request)}
      trouble={<Troubles {...parts(inbox, inbox.opened.value as Request)} />}
    />,
  )
const before = (inbox: Inbox) => {
  const item = inbox.opened.value as Request
  const row = rowOf(item, inbox.session.value!.member.id, inbox.t.value)
  return unfold(
    <>
      <Before inbox={inbox} say={say} session={inbox.session.value!} row={row} />
      <Others {...parts(inbox, item)} />
      <Aside {...parts(inbox, item)} />
    </>,
  )
}
const has = (page: ReturnType<typeof unfold>, mark: string): Drawn | undefined =>
  elements(page).find(({ props }) => props[mark] !== undefined && props[mark] !== false)
const sheet = (inbox: Inbox, form: Form) => {
  inbox.cases.form.value = form
  return unfold(<Fields {...parts(inbox, inbox.opened.value as Request)} form={form} />)
}
const choices = (page: ReturnType<typeof unfold>) => elements(page).flatMap(({ props }) => props['data-choice'] ?? [])
/** Presses a choice of the sheet, and waits until it is written. */
function press(inbox: Inbox, form: Form, choice: string): void {
  const button = elements(sheet(inbox, form)).find(({ props }) => props['data-choice'] === choice)!
  ;(button.props['onClick'] as () => void)()
}
async function choose(inbox: Inbox, form: Form, choice: string): Promise<void> {
  press(inbox, form, choice)
  await expect.poll(() => inbox.cases.busy.value).toBe(false)
  // The list is read behind it.
  await expect.poll(() => inbox.cases.form.value === null || inbox.cases.said.value !== null).toBe(true)
  await inbox.lift()
  inbox.cases.tab.value = 'card'
}
const caseOf = (inbox: Inbox) => inbox.cases.caseIn(inbox.opened.value)
/** Shows the number, whatever hour it is. */
function reveal(inbox: Inbox): void {
  inbox.reveal(0)
  if (!inbox.revealed.value) inbox.reveal(0, 'asked')
}
/** Maria takes somebody new. */
async function taken(rest: object = {}): Promise<number> {
  const person = await stage.person(rest)
  const item = await opened(maria, person)
  await maria.claim(item.id)
  return person
}

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
    const now = caseOf(maria)!
    expect(now.tries.map(({ result }) => result)).toEqual(['no-answer'])
    expect(now.standing?.state).toBe('tried')
    expect(maria.opened.value?.case?.wakeAt).toBe(now.wakeAt)
    expect(now.wakeAt! > stage.server.now && now.wakeAt! % HOUR === 0).toBe(true)
    expect(now.events.map((one) => one.kind === 'opened' && one.act?.kind)).toEqual(['begin', 'show', 'try', 'wake-at'])
    // Until then the number is shown with a reason only.
    expect(rowOf(maria.own.value!, place('maria').id, maria.t.value).ways[0]!.free).toBe(false)
    expect(maria.arranged.value.later.map((row) => row.item.id)).toContain(maria.own.value!.id)
    await choose(maria, { kind: 'try', next: 0 }, 'reached')
    expect([caseOf(maria)?.standing?.state, caseOf(maria)?.wakeAt]).toEqual(['contact', null])
    // A coordinator sees how far it is.
    await opened(lena, person)
    expect(lena.cases.stateOf(lena.opened.value!)).toBe('contact')
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
    await lena.cases.write(await opened(lena, person), { acts: [{ kind: 'note', text: 'yes, tomorrow' }] })
    await maria.lift()
    expect(has(work(maria), 'data-reveal')).toBeDefined()
  })

  it('has as many tries as the house rule, unless the person asked for more', async () => {
    await taken()
    for (let i = 0; i < 3; i++) await choose(maria, { kind: 'try', next: 0 }, 'no-answer')
    expect(has(work(maria), 'data-reveal')).toBeUndefined()
    const more = has(work(maria), 'data-more-tries')!
    ;(more.props['onClick'] as () => void)()
    expect(has(work(maria), 'data-reveal')).toBeDefined()
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
    down = true
    reveal(maria)
    expect(maria.revealed.value).not.toBeNull()
    maria.cases.type(item, 'she rings on Friday')
    expect(await maria.cases.write(item, { acts: [{ kind: 'note', text: 'she rings on Friday' }] })).toBe(false)
    const text = textOf(unfold(<Troubles {...parts(maria, item)} />))
    expect(text).toContain(say('case.owed'))
    expect(text).toContain(say('error.away'))
    expect(maria.cases.typed.value.get(item.id)).toBe('she rings on Friday')
    down = false
    expect(await maria.cases.write(item, { acts: [{ kind: 'note', text: 'she rings on Friday' }] })).toBe(true)
    expect(maria.cases.owes.value).toBe(0)
    await opened(lena, person)
    const kinds = caseOf(lena)!.events.map((one) => one.kind === 'opened' && one.act?.kind)
    expect(kinds).toEqual(['begin', 'show', 'note'])
  })
})

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
      expect(nikos.own.value?.id).toBe(item.id)
      expect(textOf(work(nikos))).toContain('she likes to be asked about bread')
    }
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

describe('Who works on a case', () => {
  it('is on shift, or anybody where it came before the shift that runs; never the privacy person', () => {
    const session = maria.session.value!
    const { now } = stage.server
    expect(onShiftFor(session, now, now)).toBe(true)
    // The shift began ten minutes ago, and is lena's alone.
    const duty = [[now / 60 - 10, 480, place('lena').id]] as const
    const off = { ...session, team: { ...session.team, duty } }
    expect([now, now - HOUR, now - 2 * HOUR].map((hour) => onShiftFor(off, hour, now))).toEqual([false, false, true])
    const member = { ...session.member, role: 'privacy' as const }
    expect(onShiftFor({ ...session, member }, now - 2 * HOUR, now)).toBe(false)
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

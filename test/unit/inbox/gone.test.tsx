import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Arrivals } from '../../../server/alerts/arrivals.ts'
import { alertRequests } from '../../../server/alerts/requests.ts'
import { Body } from '../../../inbox/case/Case.tsx'
import { Fields } from '../../../inbox/case/Sheet.tsx'
import { createAuditApi } from '../../../inbox/audit/api.ts'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { speak } from '../../../inbox/i18n.ts'
import { Row } from '../../../inbox/list/Row.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import { Replies } from '../../../inbox/replies/Replies.tsx'
import { type Item, type Request, idsOf } from '../../../inbox/list/items.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { logIn, place, team, visitor } from '../../integration/team.ts'
import { type Fetch, createApi } from '../../../inbox/api.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { authorOf, caseStage, itemOf, opened } from './caseStage.ts'
import { undated } from './undated.ts'

const say = speak('en')
const HOUR = 3600
const NUMBER = '+306940001234'
/** as the screen groups it */
const LOCAL = /694\s+000\s+1234/
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox
let nikos: Inbox
let lena: Inbox
/** the server shreds nothing that it is told to */
let keeps = false
/** what browsers asked to be removed because of a withdrawal */
let carried: string[] = []

beforeAll(async () => {
  stage = await caseStage()
  ;[maria, nikos, lena] = (await Promise.all(
    ['maria', 'nikos', 'lena'].map((name) => stage.enter(name, { remove: (...asked) => carry(name, ...asked) })),
  )) as [Inbox, Inbox, Inbox]
})
beforeEach(() => void (keeps = false))
afterAll(() => stage.stop())
async function carry(name: string, ...asked: Parameters<CaseApi['remove']>): Promise<void> {
  carried.push(asked[0])
  if (keeps) throw new MitosError('case-refused')
  await stage.remove(name, ...asked)
}

/** Something of the server that waits until it is told to go on. */
function opensLater() {
  let [open, arrive] = [(): void => undefined, (): void => undefined]
  const opened = new Promise<void>((resolve) => (open = resolve))
  const waits = new Promise<void>((resolve) => (arrive = resolve))
  return { waits, open: () => open(), reached: () => (arrive(), opened) }
}

const parts = (inbox: Inbox) => ({ inbox, say, session: inbox.session.value! })
const screen = (inbox: Inbox) => unfold(<Body {...parts(inbox)} item={inbox.opened.value} />)
const row = (inbox: Inbox, item: Request): string =>
  textOf(unfold(<Row {...parts(inbox)} row={rowOf(item, inbox.session.value!.member.id, inbox.t.value)} />))
const marked = (inbox: Inbox, mark: string): boolean => elements(screen(inbox)).some(({ props }) => mark in props)
const isThere = async (id: string): Promise<boolean> =>
  (await stage.server.store.findRequest(fromBase64(id) as RequestId, await stage.keyIds())) !== undefined
const isOf =
  (author: number) =>
  (one: Item): boolean =>
    one.kind === 'request' && one.facts.author === authorOf(author)
const hour = (): number => stage.server.now - (stage.server.now % HOUR)

/** Maria has it, and its number is on her screen. */
async function taken(): Promise<{ author: number; item: Request }> {
  const author = await stage.person({ address: NUMBER })
  await maria.claim((await opened(maria, author)).id)
  await maria.lift()
  maria.reveal(0)
  if (!maria.revealed.value) maria.reveal(0, 'asked')
  await expect.poll(() => maria.cases.owes.value).toBe(0)
  expect(textOf(screen(maria))).toMatch(LOCAL)
  return { author, item: maria.own.value! }
}

describe('What a person adds', () => {
  const turns = (inbox: Inbox): readonly string[] => {
    const item = inbox.opened.value as Request
    return elements(unfold(<Replies {...parts(inbox)} item={item} />))
      .filter(({ props }) => 'data-turn' in props)
      .map((turn) => `${turn.props['data-turn']} ${textOf([turn]).split('\n')[0]}`)
  }

  it('is marked on the row until who has it sees it, and then stands in the case between the answers', async () => {
    const { author, item } = await taken()
    await maria.cases.answer(item, { lang: 'en', text: 'Come on Friday.' })
    maria.close()
    const id = await stage.adds(author, { kind: 'follow-up', text: 'Can I bring my child?', hour: hour() })
    const seen = (await itemOf(maria, author))!
    expect(row(maria, seen)).toContain(say('list.pill.reply'))
    // Whose list it is not sees nothing of it, nor does the look of a coordinator count.
    await opened(lena, author)
    expect(row(lena, lena.opened.value as Request)).toContain(say('list.pill.reply'))
    await opened(maria, author)
    await expect.poll(() => row(maria, maria.opened.value as Request)).not.toContain(say('list.pill.reply'))
    await maria.cases.answer(maria.own.value!, { lang: 'en', text: 'Yes, of course.' })
    expect(turns(maria)).toEqual(['us Come on Friday.', 'person Can I bring my child?', 'us Yes, of course.'])
    const now = maria.cases.caseIn(maria.opened.value)!
    expect([now.messages.map(({ kind }) => kind), now.marks]).toEqual([['request', 'follow-up'], []])
    await lena.lift()
    expect(row(lena, lena.opened.value as Request)).not.toContain(say('list.pill.reply'))
    // Nobody is called for it any more.
    const open = await stage.server.store.unopened((await stage.keyIds())[0]!, null, 100)
    expect(open.some((one) => Buffer.from(one.id).toString('base64url') === id)).toBe(false)
  })

  it('calls nobody any more, also where that did not arrive at first', async () => {
    let [fails, lost, told] = [true, 0, 0]
    const fetch = undated(visitor(stage.server).fetch)
    const api = createApi(fetch)
    const more = { cases: createCaseApi(fetch), audit: createAuditApi(fetch) }
    const callNobody = async (id: string): Promise<void> => {
      if (fails) throw new MitosError((lost++, 'server-unreachable'))
      await api.callNobody(id)
      told++
    }
    const other = await stage.enter('nikos', {}, undefined, undefined, { ...more, api: { ...api, callNobody } })
    const author = await stage.person()
    await other.claim((await opened(other, author)).id)
    const id = await stage.adds(author, { kind: 'follow-up', text: 'And then?', hour: hour() })
    const calls = async () =>
      (await stage.server.store.unopened((await stage.keyIds())[0]!, null, 100)).some(
        (one) => Buffer.from(one.id).toString('base64url') === id,
      )
    await opened(other, author)
    await expect.poll(() => lost).toBeGreaterThan(0)
    expect([other.cases.caseIn(other.opened.value)?.messages.length, await calls()]).toEqual([2, true])
    fails = false
    await other.lift()
    await expect.poll(calls).toBe(false)
    // Once is enough.
    await other.lift()
    await other.lift()
    expect(told).toBe(1)
  })

  it('outlives its own row: the words, and above all the way to be reached', async () => {
    const { author } = await taken()
    const contact = { to: 'person', how: 'sms', address: '+306990000000', word: 4 }
    const later = { kind: 'follow-up', text: 'This is my new number', contact, hour: hour() } as const
    const id = await stage.adds(author, later)
    await opened(maria, author)
    await expect.poll(() => maria.cases.caseIn(maria.opened.value)?.messages.length).toBe(2)
    await stage.server.store.removeRequest(fromBase64(id) as RequestId)
    const fresh = await stage.enter('maria')
    await opened(fresh, author)
    expect(await isThere(id)).toBe(false)
    expect(turns(fresh)).toEqual(['person This is my new number'])
    // Of one hour with the first: which of them holds nobody knows, so both are there, as before the row went.
    const ways = (fresh.opened.value as Request).ways.map(({ told }) => told.contact?.address)
    expect(ways.toSorted()).toEqual([NUMBER, contact.address])
  })

  it('is out of the page’s reach once it is locked, also where nobody looks any more', async () => {
    const author = await stage.person()
    const other = await stage.enter('nikos')
    await other.claim((await opened(other, author)).id)
    await stage.adds(author, { kind: 'follow-up', text: 'CANARY of a person', hour: hour() })
    await opened(other, author)
    await expect.poll(() => other.cases.caseIn(other.opened.value)?.messages.length).toBe(2)
    await other.lift()
    // What is computed holds its last value until it is asked again; so it is not asked here, but looked into.
    const held = (): string => JSON.stringify((other.cases.kept as unknown as { v: unknown }).v)
    expect(held()).toContain('CANARY')
    other.drop()
    expect(held()).not.toContain('CANARY')
  })

  it('is read only where its case is before the member, not behind the rota or the cover', async () => {
    const { author } = await taken()
    const messages = () => maria.cases.caseIn(maria.opened.value)!.messages.length
    /** It stands behind whatever reading was begun before. */
    const noted = (text: string) => maria.cases.write(maria.own.value!, { acts: [{ kind: 'note', text }] })
    maria.visit('rota')
    await stage.adds(author, { kind: 'follow-up', text: 'I am outside', hour: hour() })
    await maria.lift()
    expect([await noted('on the rota'), messages()]).toEqual([true, 1])
    maria.visit('list')
    maria.goAway()
    expect(maria.screen.value.kind).toBe('cover')
    await maria.cases.follow(maria.session.value!)
    expect([await noted('under the cover'), messages()]).toEqual([true, 1])
    await maria.lift()
    expect([await noted('before her'), messages()]).toEqual([true, 2])
  })

  it('after the end brings the closed case before who had it, with the words and nothing else', async () => {
    const { author } = await taken()
    await maria.cases.write(maria.own.value!, { acts: [{ kind: 'close', reason: 'helped' }] })
    maria.close()
    const listed = async () => (await itemOf(maria, author), maria.listed.value.some(isOf(author)))
    expect(await listed()).toBe(false)
    await stage.adds(author, { kind: 'follow-up', text: 'It begins again', hour: hour() })
    expect(await listed()).toBe(true)
    await opened(maria, author)
    const text = textOf(screen(maria))
    expect(text).toContain('It begins again')
    expect(text).toContain(say('ended.wrote'))
    expect(text).not.toContain('1234')
    // Read it is, and waits: she cannot open it again.
    await expect.poll(() => maria.cases.caseIn(maria.opened.value)?.messages.length).toBe(2)
    expect(await listed()).toBe(true)
    expect(row(maria, (await itemOf(maria, author))!)).toContain(say('list.pill.reply'))
    expect([marked(maria, 'data-reopen'), marked(maria, 'data-settle')]).toEqual([false, false])
  })

  it('after the end is in the list of whoever is called for it, until a coordinator says that nothing is to be done', async () => {
    const { author, item } = await taken()
    await maria.cases.write(item, { acts: [{ kind: 'close', reason: 'helped' }] })
    const id = await stage.adds(author, { kind: 'follow-up', text: 'It begins again', hour: hour() })
    const calls = async () => {
      const keys = new Map([['a21', await stage.keyIds()]])
      const all = await alertRequests(stage.server.store, new Arrivals(() => stage.server.now, Math.random), keys, 0)
      return all.filter(({ address }) => address === Buffer.alloc(8, author).toString('hex')).map(({ added }) => added)
    }
    for (const inbox of [maria, nikos]) {
      await opened(inbox, author)
      expect(textOf(screen(inbox))).toContain('It begins again')
      expect([marked(inbox, 'data-reopen'), await calls()]).toEqual([false, ['ended']])
    }
    await expect.poll(() => maria.cases.caseIn(maria.opened.value)?.messages.length).toBe(2)
    // Her reading ends no call: she cannot open it again.
    await maria.lift()
    expect(await calls()).toEqual(['ended'])
    await opened(lena, author)
    await expect.poll(calls).toEqual([])
    const isThere = async () =>
      Promise.all(
        [maria, nikos, lena].map(async (inbox) => (await itemOf(inbox, author), inbox.listed.value.some(isOf(author)))),
      )
    nikos.close()
    expect(await isThere()).toEqual([true, true, true])
    const settle = elements(screen(lena)).find(({ props }) => 'data-settle' in props)!
    ;(settle.props['onClick'] as () => void)()
    await expect.poll(() => lena.cases.done.value?.key).toBe('ended.settled')
    expect(await isThere()).toEqual([false, false, false])
    expect(textOf(screen(lena))).not.toContain('It begins again')
    const acts = lena.cases.caseIn(lena.opened.value)!.events.map((one) => one.kind === 'opened' && one.act?.kind)
    expect(acts.slice(-4)).toEqual(['close', 'message', 'reopen', 'close'])
    // Whoever writes once more is heard once more, and is worked with when she opens it.
    lena.close()
    await stage.adds(author, { kind: 'follow-up', text: 'And again', hour: hour() })
    expect(await isThere()).toEqual([true, true, true])
    expect([await calls(), id]).toEqual([['ended'], id])
    await lena.cases.write((await itemOf(lena, author))!, { acts: [{ kind: 'reopen' }] })
    expect(row(lena, (await itemOf(lena, author))!)).not.toContain(say('list.pill.reply'))
  })

  it('by somebody else is not the person’s, whatever the server makes of it', async () => {
    const { author, item } = await taken()
    const stranger = await stage.adds(200, { kind: 'follow-up', text: 'Give me the number', hour: hour() })
    const signed = await stage.adds(author, { kind: 'follow-up', text: 'Give it to me', hour: hour(), signs: 201 })
    await opened(maria, author)
    expect((maria.opened.value as Request).wrote).toEqual([])
    expect(maria.cases.caseIn(item)?.messages).toHaveLength(1)
    const codes = [stranger, signed].map((id) => maria.all.value.find((one) => one.id === id))
    expect(codes.map((one) => one?.kind === 'shut' && one.code)).toEqual(['open-author', 'open-signature'])
  })
})

describe('What a person takes back', () => {
  it('is gone from every screen, with its number and all that was written; what stays says so', async () => {
    const { author, item } = await taken()
    maria.cases.type(item, 'CANARY note')
    await opened(lena, author)
    const bye = await stage.adds(author, { kind: 'withdraw', hour: hour() })
    carried = []
    await maria.lift()
    await maria.lift()
    expect(carried).toEqual([item.id])
    expect([await isThere(item.id), await isThere(bye)]).toEqual([false, true])
    for (const inbox of [maria, lena]) {
      await inbox.lift()
      const text = textOf(screen(inbox))
      expect(text).toContain(say('staff.deleted.note'))
      for (const none of ['1234', 'CANARY', say('case.show')]) expect(text).not.toContain(none)
      expect(marked(inbox, 'data-try') || marked(inbox, 'data-case-tab')).toBe(false)
      expect(inbox.cases.files.value.has(item.case!.id)).toBe(false)
    }
    expect([maria.revealed.value, maria.contact.value, maria.cases.typed.value.get(item.id)]).toEqual([
      null,
      null,
      undefined,
    ])
    await expect.poll(() => maria.audit.owes.value).toBe(0)
    await lena.audit.look()
    const did = lena.audit.read.value!.lines.map((line) => line.did)
    expect(did).toContainEqual({ what: 'withdrawn', case: item.case!.id })
    const left = (await itemOf(lena, author))!
    expect([left.id, left.withdrawn]).toEqual([bye, true])
    expect(row(lena, left)).toContain(say('staff.deleted.note'))
    // Also for who begins with nothing but this row.
    await opened(nikos, author)
    expect(textOf(screen(nikos))).toContain(say('staff.deleted.note'))
    expect(marked(nikos, 'data-claim') || marked(nikos, 'data-aside')).toBe(false)
  })

  it('is shut on the screen also where the server keeps it, and nothing can be written', async () => {
    const { author, item } = await taken()
    await maria.cases.write(item, { acts: [{ kind: 'try', result: 'reached' }] })
    maria.referrals.begin(maria.own.value!)
    keeps = true
    await stage.adds(author, { kind: 'withdraw', hour: hour() })
    await maria.lift()
    const now = (await itemOf(maria, author))!
    expect([await isThere(item.id), now.withdrawn]).toEqual([true, true])
    expect(textOf(screen(maria))).not.toContain('1234')
    expect(textOf(screen(maria))).toContain(say('staff.deleted.note'))
    maria.beat()
    maria.reveal(0, 'danger')
    expect(maria.revealed.value).toBeNull()
    const tried = { kind: 'try', result: 'no-answer' } as const
    expect(await maria.cases.write(now, { acts: [tried] })).toBe(false)
    expect(await maria.cases.answer(now, { lang: 'en', text: 'Hello' })).toBe(false)
    expect(maria.cases.said.value?.key).toBe('case.bad.move')
  })

  it('goes whole, however much it was', async () => {
    const author = await stage.person({ address: NUMBER })
    await maria.claim((await opened(maria, author)).id)
    const sent: string[] = []
    for (let n = 0; n < 55; n++)
      sent.push(await stage.adds(author, { kind: 'follow-up', text: `${n}`, hour: hour() - HOUR }))
    await stage.adds(author, { kind: 'withdraw', hour: hour() })
    await maria.lift()
    await maria.lift()
    expect((await Promise.all(sent.map(isThere))).filter(Boolean)).toEqual([])
  })

  it('by somebody else takes nothing back', async () => {
    const { author, item } = await taken()
    carried = []
    const stranger = await stage.adds(202, { kind: 'withdraw', hour: hour() })
    const signed = await stage.adds(author, { kind: 'withdraw', hour: hour(), signs: 203 })
    await maria.lift()
    await maria.lift()
    expect([carried, await isThere(item.id), (maria.opened.value as Request).withdrawn]).toEqual([[], true, false])
    expect(textOf(screen(maria))).toMatch(LOCAL)
    expect(maria.all.value.find(({ id }) => id === signed)).toMatchObject({ kind: 'shut', code: 'open-signature' })
    expect(maria.all.value.find(({ id }) => id === stranger)).toMatchObject({ withdrawn: true, ids: [stranger] })
  })

  it('and who writes again after that is heard, without the number of before', async () => {
    const { author } = await taken()
    await stage.adds(author, { kind: 'withdraw', hour: hour() - HOUR })
    await stage.adds(author, { kind: 'follow-up', text: 'too early', hour: hour() - 2 * HOUR })
    await stage.adds(author, { kind: 'follow-up', text: 'I was afraid. Please help.', hour: hour() })
    await maria.lift()
    await maria.lift()
    const left = (await itemOf(maria, author))!
    expect(row(maria, left)).toContain(say('list.pill.again'))
    const text = textOf(screen(maria))
    expect(text).toContain('I was afraid. Please help.')
    expect(text).toContain(say('gone.wrote.body'))
    for (const none of ['1234', 'too early']) expect(text).not.toContain(none)
  })
})

describe('R46 Who stepped back', () => {
  it('finds nothing that the same person sends after that, and silences none of it', async () => {
    const author = await stage.person({ address: NUMBER })
    await maria.claim((await opened(maria, author)).id)
    const his = await stage.enter('nikos')
    const item = await opened(his, author)
    const { fetch, send } = await logIn(stage.server, 'nikos')
    const api = createApi(fetch as unknown as Fetch)
    await api.callNobody(item.id)
    expect(await his.cases.write(item, { acts: [{ kind: 'step-back' }] })).toBe(true)
    const more = [
      await stage.adds(author, { kind: 'follow-up', text: 'It is me again', hour: hour() }),
      await stage.adds(author, { kind: 'request' }),
    ]
    await his.lift()
    expect(his.all.value.filter(({ id }) => [item.id, ...more].includes(id))).toEqual([])
    for (const id of [item.id, ...more]) {
      await expect(api.callNobody(id)).rejects.toMatchObject({ code: 'not-found' })
      expect((await send('POST', `requests/${id}/claim`, {})).status).toBe(404)
    }
    expect((await itemOf(maria, author))!.ids.toSorted()).toEqual([item.id, ...more].toSorted())
    const away = (await stage.server.store.steppedBack()).map(({ request }) =>
      Buffer.from(request).toString('base64url'),
    )
    for (const id of more) expect(away).toContain(id)
  })

  it('finds not even that the person took it back, nor what they write after that', async () => {
    const author = await stage.person({ address: NUMBER })
    const his = await stage.enter('nikos')
    const item = await opened(his, author)
    expect(await his.cases.write(item, { acts: [{ kind: 'step-back' }] })).toBe(true)
    const bye = await stage.adds(author, { kind: 'withdraw', hour: hour() })
    await maria.lift()
    await maria.lift()
    const again = await stage.adds(author, { kind: 'follow-up', text: 'It is me again', hour: hour() })
    expect([await isThere(item.id), await isThere(bye)]).toEqual([false, true])
    await his.lift()
    const fresh = await stage.enter('nikos')
    for (const inbox of [his, fresh])
      expect(inbox.all.value.filter((one) => idsOf(one).some((id) => [item.id, bye, again].includes(id)))).toEqual([])
    expect((await itemOf(maria, author))!.ids.toSorted()).toEqual([again, bye].toSorted())
    const called = (await stage.server.store.steppedBack()).map(({ request }) => toBase64(request))
    expect(called).toContain(again)
    // Nor where the server deletes it itself, by the person's number.
    const { store } = stage.server
    const held = (await store.findRequest(fromBase64(again) as RequestId, await stage.keyIds()))!
    const last = { ...held, id: new Uint8Array(16).fill(77) as RequestId }
    expect((await store.wipeMailbox(held.address, last)).kind).toBe('stored')
    const is = toBase64(last.id)
    const newcomers = [await stage.enter('nikos'), await stage.enter('maria')]
    expect(newcomers.map((inbox) => inbox.all.value.some(({ id }) => id === is))).toEqual([false, true])
    // Once nothing of the person is left, nobody is away from anything.
    await store.removeRequest(last.id)
    await stage.adds(author, { kind: 'request' })
    expect(await itemOf(await stage.enter('nikos'), author)).toBeDefined()
  })
})

describe('Deleting without a code', () => {
  const sheet = (inbox: Inbox) =>
    unfold(<Fields {...parts(inbox)} item={inbox.opened.value!} form={inbox.cases.form.value!} />)
  const press = (inbox: Inbox, choice: string): void => {
    const button = elements(sheet(inbox)).find(({ props }) => props['data-choice'] === choice)!
    ;(button.props['onClick'] as () => void)()
  }

  it('is asked twice, says what goes, and leaves calm words and no number on other screens', async () => {
    const { author, item } = await taken()
    await opened(lena, author)
    expect(marked(lena, 'data-do')).toBe(true)
    lena.cases.form.value = { kind: 'erase', reason: null }
    expect(textOf(sheet(lena))).not.toContain(say('staff.act.delete'))
    press(lena, 'person-asked')
    expect(await isThere(item.id)).toBe(true)
    expect(textOf(sheet(lena))).toContain(say('erase.sure'))
    press(lena, 'erase')
    await expect.poll(() => lena.openId.value).toBeNull()
    expect([lena.cases.done.value?.key, await isThere(item.id)]).toEqual(['erase.done', false])
    await maria.lift()
    const text = textOf(screen(maria))
    expect(text).toContain(say('card.gone'))
    expect(text).not.toContain('1234')
    expect([maria.revealed.value, maria.contact.value]).toEqual([null, null])
    expect(maria.cases.files.value.has(item.case!.id)).toBe(false)
    expect(await itemOf(maria, author)).toBeUndefined()
  })

  it('is in the audit also where the answer was lost, and of one without a case', async () => {
    const author = await stage.person()
    let lost = 0
    const remove = async (...asked: Parameters<CaseApi['remove']>): Promise<void> => {
      await stage.remove('lena', ...asked)
      if (!lost++) throw new MitosError('server-unreachable')
    }
    const other = await stage.enter('lena', { remove })
    const item = await opened(other, author)
    expect([await other.cases.erase(item, 'law'), await isThere(item.id), lost]).toEqual([true, false, 1])
    await expect.poll(() => other.audit.owes.value).toBe(0)
    await lena.audit.look()
    expect(lena.audit.read.value!.lines.findLast(({ did }) => did?.what === 'erase')?.did?.reason).toBe('law')
  })

  it('that was under way at the lock tells nothing to whoever unlocks next', async () => {
    const author = await stage.person()
    const gate = opensLater()
    const remove = async (...asked: Parameters<CaseApi['remove']>): Promise<void> => {
      await gate.reached()
      await stage.remove('lena', ...asked)
    }
    const other = await stage.enter('lena', { remove })
    const item = await opened(other, author)
    const erasing = other.cases.erase(item, 'law')
    await gate.waits
    other.drop()
    gate.open()
    expect([await erasing, other.cases.done.value]).toEqual([false, null])
  })

  it('takes the case out of a browser that reads it just then, which sets back nothing either, and the number owed of another one stays owed', async () => {
    const [late, reading, showing] = [opensLater(), opensLater(), opensLater()]
    let slowRead: ReturnType<typeof opensLater> | null = null
    let slowAppend = false
    const real = createCaseApi((await logIn(stage.server, 'nikos')).fetch as unknown as Fetch)
    const other = await stage.enter('nikos', {
      read: async (...asked) => {
        const page = await real.read(...asked)
        await slowRead?.reached()
        return page
      },
      append: async (...asked) => {
        if (slowAppend) await showing.reached()
        await real.append(...asked)
      },
    })
    const shows = (): void => {
      other.reveal(0)
      if (!other.revealed.value) other.reveal(0, 'asked')
    }
    const authors = [await stage.person(), await stage.person(), await stage.person()]
    for (const author of authors) await other.claim((await opened(other, author)).id)
    await other.lift()
    const [stays, gone, read] = await Promise.all(authors.map(async (author) => (await itemOf(other, author))!))
    const erase = async (author: number): Promise<void> =>
      void expect(await lena.cases.erase(await opened(lena, author), 'mistake')).toBe(true)
    const left = (item = gone!) => other.all.value.some(({ id }) => id === item.id)
    // What was asked for before something was written here does not take its place.
    await lena.cases.write(await opened(lena, authors[0]!), { acts: [{ kind: 'note', text: 'one' }] })
    slowRead = late
    const before = other.lift()
    await late.waits
    slowRead = null
    await other.cases.write(stays!, { acts: [{ kind: 'note', text: 'two' }] })
    late.open()
    await before
    expect(other.cases.caseIn(stays!)?.notes.map(({ text }) => text)).toEqual(['one', 'two'])
    // Lena writes, so that it is read anew; and then she deletes it.
    await lena.cases.write(await opened(lena, authors[2]!), { acts: [{ kind: 'note', text: 'CANARY' }] })
    slowRead = reading
    const lifting = other.lift()
    await reading.waits
    slowRead = null
    await erase(authors[2]!)
    await other.lift()
    expect(left(read)).toBe(false)
    reading.open()
    await lifting
    expect(other.cases.files.value.has(read!.case!.id)).toBe(false)

    other.open(gone!.id)
    slowAppend = true
    shows()
    await showing.waits
    other.open(stays!.id)
    shows()
    expect(other.cases.owes.value).toBe(2)
    await erase(authors[1]!)
    slowAppend = false
    const again = other.lift()
    await expect.poll(() => left()).toBe(false)
    showing.open()
    await again
    await expect.poll(() => other.cases.owes.value).toBe(0)
    await other.lift()
    const acts = other.cases.caseIn(stays!)?.events.map((one) => one.kind === 'opened' && one.act?.kind)
    expect(acts).toContain('show')
  })

  it('is not a member’s, on the screen and on the server; who is in between sees who does it', async () => {
    const { item } = await taken()
    maria.cases.tab.value = 'more'
    const doors = elements(screen(maria)).filter(({ props }) => props['data-do'] === 'erase')
    expect(doors).toEqual([])
    expect(textOf(screen(maria))).toContain(say('erase.ask'))
    expect(await maria.cases.erase(item, 'law')).toBe(false)
    expect([maria.cases.said.value?.key, await isThere(item.id)]).toEqual(['erase.refused', true])
    await expect(stage.remove('maria', item.id, { also: [], withdrawal: null })).rejects.toMatchObject({
      code: 'case-refused',
    })
  })

  it('shuts the case where the server shreds it not, with who and why', async () => {
    const { author, item } = await taken()
    const kept = await stage.enter('lena', { remove: () => Promise.reject(new MitosError('server-unreachable')) })
    await opened(kept, author)
    expect(await kept.cases.erase(kept.opened.value!, 'mistake')).toBe(false)
    await maria.lift()
    expect(textOf(screen(maria))).toContain(say('gone.erased'))
    expect(textOf(screen(maria))).not.toContain('1234')
    maria.beat()
    maria.reveal(0, 'danger')
    expect(maria.revealed.value).toBeNull()
    expect(maria.cases.caseIn((await itemOf(maria, author))!)?.events.at(-1)).toMatchObject({
      by: place('lena').id,
      act: { kind: 'erase', reason: 'mistake' },
    })
    // Once more: the case says it already.
    await opened(lena, author)
    expect(await lena.cases.erase(lena.opened.value!, 'mistake')).toBe(true)
    expect(await isThere(item.id)).toBe(false)
  })

  it('is the privacy person’s too, who finds it by its word and takes nothing', async () => {
    const next = team(2, [place('lena', 'lead'), place('maria'), place('nikos', 'privacy')])
    expect(await stage.putTeam(next)).toBe(204)
    const his = await stage.enter('nikos')
    const { author, item } = await taken()
    const found = await opened(his, author)
    expect(marked(his, 'data-do')).toBe(true)
    expect(marked(his, 'data-claim')).toBe(false)
    expect(textOf(screen(his))).not.toContain('1234')
    expect(await his.cases.erase(found, 'person-asked')).toBe(true)
    const fresh = await stage.person()
    // What is new is not for who is off shift (R41).
    expect(await itemOf(his, fresh)).toBeUndefined()
    const { id } = (await itemOf(maria, fresh))!
    await (await logIn(stage.server, 'maria')).send('POST', `requests/${id}/claim`, {})
    expect(await his.cases.erase(await opened(his, fresh), 'law')).toBe(true)
    expect([await isThere(item.id), await isThere(id)]).toEqual([false, false])
    // Who and why is in the audit, also of what had no case.
    await expect.poll(() => his.audit.owes.value).toBe(0)
    await lena.audit.look()
    const erased = lena.audit.read.value!.lines.filter(({ did }) => did?.what === 'erase').slice(-2)
    expect(erased.map(({ by, did }) => [by, did?.reason, did?.case])).toEqual([
      [place('nikos').id, 'person-asked', item.case!.id],
      [place('nikos').id, 'law', undefined],
    ])
  })
})

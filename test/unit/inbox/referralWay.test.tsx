import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Fetch } from '../../../inbox/api.ts'
import { rowsIn } from '../../../inbox/cases/added.ts'
import { createCaseApi } from '../../../inbox/cases/api.ts'
import { Body } from '../../../inbox/case/Case.tsx'
import { Fields } from '../../../inbox/case/Sheet.tsx'
import { speak } from '../../../inbox/i18n.ts'
import type { Request } from '../../../inbox/list/items.ts'
import { Row } from '../../../inbox/list/Row.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import { createAnswering } from '../../../inbox/referral/answering.ts'
import { CameNotes } from '../../../inbox/referral/Came.tsx'
import { ASK_AFTER } from '../../../inbox/referral/sent.ts'
import { onKey } from '../../../inbox/keyboard.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { openCopy } from '../../../inbox/export/offline/open.ts'
import { fromBase64, join, toBase64, toHex } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import type { SharedPart } from '../../../shared/referralParts.ts'
import { openReply } from '../../../shared/reply.ts'
import { boxKey, crypto, ngo, roster, seed, signKey } from '../../integration/network.ts'
import { firstRoster, logIn, ngos } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { answerOf, caseStage, opened } from './caseStage.ts'
import { undated } from './undated.ts'

const say = speak('en')
let stage: Awaited<ReturnType<typeof caseStage>>
let lena: Inbox
let maria: Inbox
let nikos: Inbox
let gina: Inbox
beforeAll(async () => {
  stage = await caseStage()
  lena = await stage.enter('lena')
  maria = await stage.enter('maria')
  nikos = await stage.enter('nikos')
  gina = await stage.enter('gina')
})
afterAll(() => stage.stop())

const screen = (inbox: Inbox): string =>
  textOf(unfold(<Body inbox={inbox} say={say} session={inbox.session.value!} item={inbox.opened.value} />))
const pressed = (inbox: Inbox, name: string): void => {
  const found = elements(
    unfold(<Body inbox={inbox} say={say} session={inbox.session.value!} item={inbox.opened.value} />),
  )
  const button = found.find(({ props }) => props[`data-${name.split('=')[0]}`] !== undefined && fits(props, name))
  if (!button) throw new Error(`no ${name} in: ${screen(inbox)}`)
  ;(button.props['onClick'] as () => void)()
}
const fits = (props: Readonly<Record<string, unknown>>, name: string): boolean => {
  const [key, value] = name.split('=')
  return value === undefined || String(props[`data-${key}`]) === value
}
const own = (inbox: Inbox): Request => inbox.opened.value as Request
const row = (inbox: Inbox, item: Request): string => {
  const session = inbox.session.value!
  return textOf(
    unfold(<Row inbox={inbox} say={say} session={session} row={rowOf(item, session.member.id, inbox.t.value)} />),
  )
}
const notes = (inbox: Inbox): string =>
  textOf(unfold(<CameNotes inbox={inbox} say={say} session={inbox.session.value!} />))

/** Maria has reached somebody. */
async function reached(rest: object = {}): Promise<{ author: number; item: Request }> {
  const author = await stage.person(rest)
  const item = await opened(maria, author)
  await maria.claim(item.id)
  await maria.lift()
  expect(await maria.cases.write(own(maria), { acts: [{ kind: 'try', result: 'reached' }] })).toBe(true)
  return { author, item: own(maria) }
}

/** Through the five steps, to B unless told otherwise. @returns the id of the referral */
async function refers(inbox: Inbox, what: readonly SharedPart[], note = '', to = 'gcr'): Promise<string> {
  inbox.cases.tab.value = 'more'
  pressed(inbox, 'do=refer')
  const refer = inbox.referrals.referOf(own(inbox))!
  refer.put({ how: 'phone' })
  refer.next()
  refer.put({ whom: { kind: 'ngo', id: to } })
  refer.next()
  what.forEach(refer.tick)
  refer.put({ note })
  refer.next()
  await refer.finish()
  expect([refer.step.value, refer.said.value]).toEqual(['done', null])
  inbox.referrals.leave()
  return inbox.referrals.away(own(inbox))!.id!
}

/** What came to gina, open on her screen. */
async function comes(id: string): Promise<Request> {
  await gina.lift()
  gina.showArrived()
  gina.open(id)
  await gina.lift()
  return own(gina)
}

describe('From one NGO to the other and back', () => {
  it('somebody is referred with their yes; B sees from whom, takes them over, and A sees that', async () => {
    await reached()
    maria.cases.tab.value = 'more'
    expect(screen(maria)).toContain('Refer')
    const id = await refers(maria, ['contact', 'mailbox', 'note'], 'Ring twice.')
    expect(screen(maria)).toContain('Referred to')
    expect(screen(maria)).toContain('They have not answered yet.')
    expect(own(maria).case?.wakeAt).toBe(maria.t.value - (maria.t.value % 3600) + ASK_AFTER)

    const came = await comes(id)
    expect(row(gina, came)).toMatch(/From /)
    expect(screen(gina)).toMatch(/Referred by /)
    expect(screen(gina)).not.toContain('Ring twice.')
    await gina.claim(id)
    await gina.lift()
    expect(screen(gina)).toContain('Ring twice.')
    expect(gina.cases.caseIn(own(gina))?.standing?.state).toBe('claimed')
    // It is a case like any other.
    expect(await gina.cases.write(own(gina), { acts: [{ kind: 'try', result: 'no-answer' }] })).toBe(true)
    expect(await gina.cases.write(own(gina), { acts: [{ kind: 'note', text: 'rings at ten' }] })).toBe(true)
    pressed(gina, 'accept')
    await expect.poll(() => screen(gina)).toContain('was told that you take this over.')

    // Read by who never saw it before, it stands in the case.
    const again = await stage.enter('gina')
    again.open(id)
    await again.lift()
    const now = again.cases.caseIn(own(again))!
    expect([now.standing?.state, now.marks, now.notes.map(({ text }) => text)]).toEqual(['tried', [], ['rings at ten']])
    expect(screen(again)).toContain('was told that you take this over.')
    // What the case keeps is another NGO's, and no message of the person.
    expect(rowsIn(now, again.session.value!.chain.roster)).toEqual([])

    await maria.lift()
    expect(screen(maria)).toContain('has taken this over.')
    expect(row(maria, own(maria))).toContain('Taken over there')
    expect(maria.cases.caseIn(own(maria))?.standing?.state).toBe('referred')
    for (const inbox of [maria, gina, again]) {
      inbox.cases.filter.value = 'referred'
      expect(inbox.listed.value.map((one) => one.id)).toEqual([own(inbox).id])
      inbox.cases.filter.value = 'all'
    }
  })

  it('a sealed copy says by whom somebody was referred, with which yes, and the note', async () => {
    await reached()
    const id = await refers(maria, ['contact', 'note'], 'Ring twice.')
    const parts: Uint8Array[] = []
    const file = () => ({ add: (bytes: Uint8Array) => void parts.push(bytes), size: () => 0, save: () => undefined })
    const copies = { file, told: async () => undefined }
    const { copy } = await stage.enter('gina', {}, () => false, undefined, { copies })
    copy.choose('backup')
    copy.type('not asked here')
    await copy.next()
    expect(copy.state.value.saved).not.toBeNull()
    const bytes = join(...parts)
    let at = 0
    const take = (length: number): Uint8Array => bytes.slice(at, (at += length))
    const argon2id = async () => join(seed('gina wrap'), seed('gina login'))
    const secret = { name: 'gina', passphrase: 'any' }
    const read = await openCopy({ crypto, argon2id } as Parameters<typeof openCopy>[0], take, secret, stage.server.now)
    const lines = read.show(toHex(fromBase64(id))).join('\n')
    expect(lines).toMatch(/Referred by .*\n.*yes.*\n.*Note from .*\n {4}Ring twice\./i)
    expect(read.json(toHex(fromBase64(id)))).toMatchObject({ handed: { from: 'a21', note: 'Ring twice.' } })
    read.close()
  })

  it('never by a way that the person has changed since it was begun, nor once they took it back', async () => {
    const { author, item } = await reached()
    maria.cases.tab.value = 'more'
    pressed(maria, 'do=refer')
    const before = maria.referrals.referOf(own(maria))!
    before.put({ how: 'phone' })
    before.next()
    before.put({ whom: { kind: 'ngo', id: 'gcr' } })
    before.next()
    before.tick('contact')
    before.put({ note: 'Ring twice.' })
    before.next()
    const hour = stage.server.now - (stage.server.now % 3600)
    const contact = { to: 'person', how: 'sms', address: '+306990000000', word: 4 }
    await stage.adds(author, { kind: 'follow-up', text: 'He has my phone', contact, hour })
    await maria.lift()
    await before.finish()
    expect([before.said.value?.key, before.isSent()]).toEqual(['refer.changed', false])
    maria.referrals.leave()
    maria.referrals.begin(own(maria))
    const again = maria.referrals.referOf(own(maria))!
    expect(again.form.value).toMatchObject({
      whom: { kind: 'ngo', id: 'gcr' },
      note: 'Ring twice.',
      how: null,
      what: [],
    })
    // Of one hour with the first: neither way is handed on.
    expect(again.parts).not.toContain('contact')
    await stage.adds(author, { kind: 'withdraw', hour })
    await maria.lift()
    await maria.lift()
    expect([maria.referrals.shown.value, screen(maria)]).toEqual([
      null,
      expect.stringContaining(say('staff.deleted.note')),
    ])
    expect(maria.referrals.unsaved()).toBe(false)
    expect(item.id).not.toBe(maria.opened.value?.id)
  })

  it('B answers to the person’s number, where that was handed on, and not otherwise', async () => {
    const { author } = await reached()
    const id = await refers(maria, ['mailbox'])
    const item = await comes(id)
    await gina.claim(item.id)
    await gina.lift()
    expect(await gina.cases.answer(own(gina), { lang: 'ur', text: 'We are here now.' })).toBe(true)
    const { keys } = answerOf(author)
    const { chain } = maria.session.value!
    const { replies } = await stage.server.store.mailbox(keys.address)
    const read = await openReply(crypto, replies[0]!, keys, chain.roster, stage.server.now)
    expect([read.ngo, read.text]).toEqual(['gcr', 'We are here now.'])
    await reached()
    const other = await comes(await refers(maria, ['contact']))
    await gina.claim(other.id)
    await gina.lift()
    gina.cases.tab.value = 'replies'
    expect(screen(gina)).toContain('were not passed on to you')
    expect(await gina.cases.answer(own(gina), { lang: 'ur', text: 'x' })).toBe(false)
  })

  it('B sends somebody back: closed there, awake again at A, who takes them back; nobody is called for the answer', async () => {
    await reached()
    const item = own(maria)
    const id = await refers(maria, ['contact'])
    await comes(id)
    await gina.claim(id)
    await gina.lift()
    const answering = gina.referrals.answeringOf(own(gina))!
    answering.ask()
    answering.choose('language')
    await answering.sendBack()
    expect(answering.said.value).toBeNull()
    await gina.lift()
    expect(screen(gina)).toContain('Do not contact the person.')
    expect(gina.cases.stateOf(own(gina))).toBe('closed')

    await maria.lift()
    expect(screen(maria)).toContain('sent this back: Nobody here speaks the language')
    const listed = maria.listed.value.find((one) => one.id === item.id)!
    expect([listed.case?.wakeAt, own(maria).case?.wakeAt]).toEqual([null, expect.any(Number)])
    expect(row(maria, listed as Request)).toContain('Sent back')
    pressed(maria, 'came-back')
    await expect.poll(() => maria.cases.done.value?.key).toBe('referred.back.done')
    expect(maria.cases.caseIn(own(maria))?.standing?.state).toBe('contact')
    expect(screen(maria)).not.toContain('Nobody here speaks the language')
    // An answer is no row of anybody's list.
    const answer = maria.referrals.came.value.find(({ answer: one }) => one.re === id)!
    for (const inbox of [maria, nikos, lena]) {
      await inbox.lift()
      inbox.showArrived()
      expect(inbox.all.value.some((one) => one.id === answer.id)).toBe(false)
    }
    const keyId = keyIdOf(crypto, crypto.boxPublicKey(seed('a21 1')))
    const called = await stage.server.store.unopened(keyId, null, 1000)
    expect(called.map((one) => toBase64(one.id))).not.toContain(answer.id)
    // Who was called for it, and has not the case, sees why.
    expect(notes(nikos)).toContain('sent a referral back: Nobody here speaks the language.')
    expect(notes(maria)).not.toContain('sent a referral back')
    expect(notes(lena)).not.toContain('not here')
  })

  it('B sends back whom A gave away meanwhile: somebody is called until it is taken', async () => {
    await reached()
    const { id: row } = own(maria)
    const id = await refers(maria, ['contact'])
    await maria.rest.begin()
    maria.rest.end()
    await comes(id)
    await gina.claim(id)
    await gina.lift()
    const answering = gina.referrals.answeringOf(own(gina))!
    answering.ask()
    answering.choose('full')
    await answering.sendBack()
    for (const inbox of [maria, nikos, lena]) await inbox.lift()
    const answer = maria.referrals.came.value.find(({ answer: one }) => one.re === id)!.id
    const calls = async (): Promise<boolean> => {
      const keyId = keyIdOf(crypto, crypto.boxPublicKey(seed('a21 1')))
      return (await stage.server.store.unopened(keyId, null, 1000)).some((one) => toBase64(one.id) === answer)
    }
    expect(await calls()).toBe(true)
    nikos.open(row)
    await nikos.lift()
    expect(await nikos.cases.take(own(nikos))).toBeNull()
    await nikos.lift()
    expect(await calls()).toBe(false)
    nikos.close()
  })

  it('for a body outside a form is printed, which the audit tells, and of which the other NGO sees nothing', async () => {
    let prints = 0
    // As a browser does it: it tells of its own printing before and after.
    const browserPrints = (): void => {
      maria.printing()
      prints++
      maria.referrals.wasPrinting()
    }
    vi.stubGlobal('print', browserPrints)
    await reached()
    const item = own(maria)
    maria.referrals.begin(item)
    const refer = maria.referrals.referOf(item)!
    refer.put({ how: 'in-person' })
    refer.next()
    refer.put({ whom: { kind: 'outside', name: 'The hospital' } })
    refer.next()
    refer.tick('contact')
    // No form is there yet: whatever is printed, it is nothing of the person.
    browserPrints()
    refer.next()
    // By a key of the browser's own, also where it covers the screen then, and by our button.
    browserPrints()
    maria.visit('rota')
    browserPrints()
    maria.visit('list')
    pressed(maria, 'print')
    await refer.finish()
    expect([prints, refer.step.value]).toEqual([4, 'done'])
    browserPrints()
    maria.referrals.leave()
    expect(screen(maria)).toContain('Referred by paper on')
    // The name stands on paper only.
    expect(JSON.stringify(maria.cases.caseIn(own(maria)))).not.toContain('hospital')
    await expect.poll(() => maria.audit.owes.value).toBe(0)
    await lena.audit.look()
    const told = lena.audit.read.value!.lines.flatMap(({ did }) => (did?.case === item.case!.id ? [did.what] : []))
    expect(told).toContain('refer')
    expect(told.filter((what) => what === 'print')).toHaveLength(2)
    vi.unstubAllGlobals()
  })

  describe('and a lock in between', () => {
    /** Stops what is sent to another NGO on its way. */
    async function sending(name: string) {
      const real = createCaseApi(undated((await logIn(stage.server, name)).fetch as unknown as Fetch))
      let [comes, goOn] = [(): void => undefined, (): void => undefined]
      const waits = new Promise<void>((resolve) => (comes = resolve))
      const goes = new Promise<void>((resolve) => (goOn = resolve))
      const refer = async (sealed: Parameters<typeof real.refer>[0]): Promise<void> => {
        await real.refer(sealed)
        comes()
        await goes
      }
      return { inbox: await stage.enter(name, { refer }), waits, goOn: () => goOn() }
    }
    const by = (inbox: Inbox, kinds: readonly string[]) =>
      (inbox.cases.caseIn(own(inbox))?.events ?? []).flatMap((one) =>
        one.kind === 'opened' && one.act && kinds.includes(one.act.kind) ? [[one.act.kind, one.by, !one.refused]] : [],
      )

    it('what went is written by who sent it once they are back, by nobody else, and once', async () => {
      const { author, item } = await reached()
      const { inbox, waits, goOn } = await sending('maria')
      await opened(inbox, author)
      inbox.referrals.begin(own(inbox))
      const refer = inbox.referrals.referOf(own(inbox))!
      for (const part of [{ how: 'phone' }, { whom: { kind: 'ngo', id: 'gcr' } }, { what: ['contact'] }] as const) {
        refer.put(part)
        refer.next()
      }
      const sent = refer.finish()
      await waits
      inbox.drop()
      await inbox.enter('lena', 'not asked here')
      await inbox.lift()
      goOn()
      await sent
      await inbox.lift()
      inbox.open(item.id)
      await inbox.lift()
      expect([inbox.session.value?.member.role, refer.step.value]).toEqual(['lead', 'look'])
      expect(by(inbox, ['consent', 'refer'])).toEqual([])
      inbox.drop()
      await inbox.enter('maria', 'not asked here')
      inbox.open(item.id)
      for (let n = 0; n < 2; n++) await inbox.lift()
      const her = inbox.session.value!.member.id
      expect(by(inbox, ['consent', 'refer'])).toEqual([
        ['consent', her, true],
        ['refer', her, true],
      ])
      expect(screen(inbox)).toContain('Referred to')
      expect(own(inbox).case?.wakeAt).toBe(inbox.t.value - (inbox.t.value % 3600) + ASK_AFTER)
    })

    it('an answer that was told and could not be written is owed as well', async () => {
      await reached()
      const id = await refers(maria, ['contact'])
      const real = createCaseApi(undated((await logIn(stage.server, 'gina')).fetch as unknown as Fetch))
      let away = false
      const append: typeof real.append = (...asked) =>
        away ? Promise.reject(new MitosError('server-unreachable')) : real.append(...asked)
      const inbox = await stage.enter('gina', { append })
      const come = async (): Promise<void> => {
        await inbox.lift()
        inbox.showArrived()
        inbox.open(id)
        for (let n = 0; n < 2; n++) await inbox.lift()
      }
      await come()
      await inbox.claim(id)
      await inbox.lift()
      away = true
      const answering = inbox.referrals.answeringOf(own(inbox))!
      await answering.accept()
      expect(answering.said.value?.key).toBe('refer.refused.written')
      inbox.drop()
      away = false
      await inbox.enter('gina', 'not asked here')
      await come()
      expect(by(inbox, ['answered'])).toEqual([['answered', inbox.session.value!.member.id, true]])
      expect(screen(inbox)).toContain('was told that you take this over.')
    })
  })

  it('an answer to a referral that is not here is said to a coordinator alone, and nobody takes it for theirs', async () => {
    await reached()
    await refers(maria, ['contact'])
    const { refer } = createCaseApi((await logIn(stage.server, 'gina')).fetch as unknown as Fetch)
    const handed = { id: toBase64(crypto.random(16)), from: 'a21' }
    const write = async (): Promise<void> => undefined
    const owe = (): void => undefined
    await createAnswering({ session: gina.session, t: gina.t, send: refer, write, owe }, handed).accept()
    for (const inbox of [maria, lena, nikos]) await inbox.lift()
    expect(notes(lena)).toContain('An answer came to a referral that is not here.')
    expect(notes(nikos)).toContain('has taken over somebody whom one of you referred.')
    expect(screen(maria)).toContain('They have not answered yet.')
  })

  describe('and once the person takes it back by their number', () => {
    const NUMBER = { address: '+306940001234' }
    const takesBack = (author: number) =>
      stage.server.store.wipeMailbox(new Uint8Array(8).fill(author), null).then(({ gone }) => gone.length)
    const listed = (inbox: Inbox, id: string): Request => inbox.all.value.find((one) => one.id === id) as Request
    const SAID = /took it back at .*\. Do not contact them any more\./

    it('B is told within a minute: no number, first of the list, a note and a close, and no call', async () => {
      const { author } = await reached(NUMBER)
      const id = await refers(maria, ['contact', 'mailbox', 'note'], 'Ring twice.')
      await comes(id)
      await gina.claim(id)
      await gina.lift()
      expect(await gina.cases.write(own(gina), { acts: [{ kind: 'try', result: 'reached' }] })).toBe(true)
      gina.reveal(0, 'asked')
      await expect.poll(() => gina.cases.owes.value).toBe(0)
      expect(screen(gina)).toMatch(/694\s+000\s+1234/)
      gina.referrals.begin(own(gina))
      const on = gina.referrals.referOf(own(gina))!
      for (const part of [{ how: 'phone' }, { whom: { kind: 'ngo', id: 'a21' } }, { what: ['contact'] }] as const) {
        on.put(part)
        on.next()
      }
      expect(await takesBack(author)).toBe(1)
      await gina.lift()
      expect(own(gina).tookBackThere).toBeUndefined()
      stage.server.now += 60
      await gina.lift()
      expect(screen(gina)).toMatch(SAID)
      expect(screen(gina)).toContain('may know more')
      await on.finish()
      expect([gina.referrals.referOf(own(gina)), on.said.value?.key]).toEqual([null, 'refer.changed'])
      for (const none of ['1234', 'Ring twice.', say('case.show'), say('staff.act.tried'), say('received.accept')])
        expect(screen(gina)).not.toContain(none)
      gina.beat()
      expect(gina.contact.value).toBeNull()
      gina.reveal(0, 'danger')
      expect(gina.revealed.value).toBeNull()
      expect(await gina.cases.answer(own(gina), { lang: 'ur', text: 'Hello' })).toBe(false)
      expect(gina.cases.said.value?.key).toBe('case.bad.move')
      expect(row(gina, own(gina))).toContain(say('taken.row'))
      expect(gina.arranged.value.off.map(({ item }) => item.id)).toEqual([id])
      expect(gina.order.value[0]).toBe(id)
      for (const [tab, none] of [
        ['more', say('staff.act.refer')],
        ['replies', say('reply.send')],
        ['tries', say('staff.act.tried')],
        ['notes', say('staff.act.tried')],
      ] as const) {
        gina.cases.tab.value = tab
        expect(screen(gina)).toMatch(SAID)
        expect(screen(gina)).not.toContain(none)
      }
      for (const name of ['HTMLInputElement', 'HTMLSelectElement', 'HTMLTextAreaElement']) vi.stubGlobal(name, Map)
      onKey(gina, { key: 't', target: null, preventDefault: () => undefined } as unknown as KeyboardEvent, [])
      vi.unstubAllGlobals()
      expect([gina.cases.form.value, gina.referrals.shown.value]).toEqual([null, null])
      expect(await gina.cases.write(own(gina), { acts: [{ kind: 'note', text: 'asked there' }] })).toBe(true)
      gina.cases.tab.value = 'card'
      pressed(gina, 'do=close')
      expect(gina.cases.form.value).toEqual({ kind: 'close' })
      expect(await gina.cases.write(own(gina), { acts: [{ kind: 'close', reason: 'asked-to-stop' }] })).toBe(true)
      expect(screen(gina)).toContain(say('close.asked-to-stop'))
    })

    it('whoever opens what nobody has is told at once; a member’s own word brings the card back', async () => {
      const { author } = await reached(NUMBER)
      const id = await refers(maria, ['contact', 'area'])
      await comes(id)
      gina.close()
      await takesBack(author)
      gina.open(id)
      await expect.poll(() => own(gina).tookBackThere).toBe(true)
      expect(screen(gina)).toMatch(SAID)
      for (const none of ['before.body', 'before.for.self'] as const) expect(screen(gina)).not.toContain(say(none))
      await gina.claim(id)
      await gina.lift()
      gina.cases.tab.value = 'tries'
      expect(screen(gina)).not.toContain(say('staff.act.tried'))
      gina.cases.tab.value = 'card'
      pressed(gina, 'goes-on')
      await expect.poll(() => gina.cases.done.value?.key).toBe('taken.goeson.done')
      expect(screen(gina)).not.toMatch(SAID)
      expect(screen(gina)).toContain('1234')
      expect(gina.cases.caseIn(own(gina))?.notes.at(-1)?.text).toMatch(/^They want to go on: .* asked them$/)
      // Who comes later decides anew.
      const again = await stage.enter('gina')
      expect(listed(again, id).tookBackThere).toBe(true)
    })

    it('it is told to whom B referred on, too', async () => {
      const { author } = await reached(NUMBER)
      const id = await refers(maria, ['contact'])
      await comes(id)
      await gina.claim(id)
      await gina.lift()
      expect(await gina.cases.write(own(gina), { acts: [{ kind: 'try', result: 'reached' }] })).toBe(true)
      const on = await refers(gina, ['contact'], '', 'a21')
      await nikos.lift()
      const origin = own(gina).handed?.origin
      expect([origin?.length, listed(nikos, on).handed?.origin]).toEqual([54, origin])
      await takesBack(author)
      stage.server.now += 60
      await nikos.lift()
      expect(listed(nikos, on).tookBackThere).toBe(true)
    })

    it('but not of what A deletes itself, whose sheet says to tell them', async () => {
      await reached(NUMBER)
      const item = own(maria)
      const sheet = (inbox: Inbox): string => {
        const parts = { inbox, say, session: inbox.session.value!, item: inbox.opened.value! }
        return textOf(unfold(<Fields {...parts} form={{ kind: 'erase', reason: 'law' }} />))
      }
      const shown = async (): Promise<string> => {
        await lena.lift()
        lena.showArrived()
        lena.open(item.id)
        await lena.lift()
        return sheet(lena)
      }
      expect(await shown()).not.toContain(say('erase.referred'))
      const id = await refers(maria, ['contact'])
      expect(await shown()).toContain(say('erase.referred'))
      expect(await lena.cases.erase(lena.opened.value!, 'law')).toBe(true)
      stage.server.now += 60
      const came = await comes(id)
      expect([came.tookBackThere, came.handed?.origin?.length]).toEqual([undefined, 54])
    })

    it('an older server, which does not know the question, changes nothing', async () => {
      const { author } = await reached(NUMBER)
      const id = await refers(maria, ['contact'])
      let asked = 0
      const takenBack = async () => (asked++, Promise.reject(new MitosError('not-found')))
      const old = await stage.enter('gina', { takenBack })
      await takesBack(author)
      old.open(id)
      stage.server.now += 60
      await old.lift()
      expect([asked > 2, old.away.value, listed(old, id).tookBackThere]).toEqual([true, false, undefined])
      for (const there of ['before.body', 'before.for.self'] as const) expect(screen(old)).toContain(say(there))
    })
  })

  it('whoever takes the yes back is marked at A, which is told to ring B; nobody is referred without a new one', async () => {
    await reached()
    await refers(maria, ['contact'])
    expect(screen(maria)).not.toContain(say('yesback.how'))
    pressed(maria, 'take-yes-back')
    const form = maria.cases.form.value!
    expect(form).toEqual({ kind: 'yes-back' })
    const fields = unfold(
      <Fields inbox={maria} say={say} session={maria.session.value!} item={own(maria)} form={form} />,
    )
    expect(textOf(fields)).toContain(say('yesback.how'))
    const phone = elements(fields).find(({ props }) => props['data-choice'] === 'phone')!
    ;(phone.props['onClick'] as () => void)()
    await expect.poll(() => maria.cases.done.value?.key).toBe('yesback.done')
    await maria.lift()
    expect(maria.cases.caseIn(own(maria))?.standing?.consent).toBeNull()
    for (const inbox of [maria, lena]) {
      inbox.open(own(maria).id)
      await inbox.lift()
      expect(screen(inbox)).toContain('Mitos tells nobody there. Ring')
    }
    expect(() => pressed(maria, 'take-yes-back')).toThrow('no take-yes-back')
    await expect.poll(() => maria.audit.owes.value).toBe(0)
    await lena.audit.look()
    const of = own(maria).case!.id
    const lines = lena.audit.read.value!.lines.filter(({ did }) => did?.what === 'consent-back')
    expect(lines.map(({ did }) => did?.case)).toEqual([of])
    expect(row(lena, own(lena))).toContain(say('list.pill.yesback'))
    await maria.referrals.cameBack(own(maria))
    const refer = { kind: 'refer', to: 'gcr', what: ['contact'] } as const
    expect(await maria.cases.put(own(maria), { acts: [refer] })).toBe('case-consent')
    await refers(maria, ['contact'])
    expect(maria.referrals.away(own(maria))?.yes).toBe('holds')
  })

  it('after a week it is asked whether the person arrived, once', async () => {
    await reached()
    await refers(maria, ['contact'])
    expect(screen(maria)).not.toContain('Did the person arrive there?')
    // By then nobody of today is logged in.
    const { id } = own(maria)
    stage.server.now += ASK_AFTER
    const again = await stage.enter('maria')
    again.open(id)
    await again.lift()
    expect(screen(again)).toContain('Did the person arrive there?')
    pressed(again, 'arrived=true')
    await expect.poll(() => again.cases.done.value?.key).toBe('referred.arrived.done')
    expect(screen(again)).not.toContain('Did the person arrive there?')
    // It is written before the list says so.
    await expect.poll(() => own(again).case?.wakeAt).toBeNull()
    stage.server.now -= ASK_AFTER
    maria = await stage.enter('maria')
    gina = await stage.enter('gina')
  })

  it('and stays with B when A has other keys and the old ones count no more', async () => {
    await reached()
    const id = await refers(maria, ['contact'])
    await comes(id)
    await gina.claim(id)
    await gina.lift()
    const [before, spare] = [ngo('a21', 1), { generation: 4, key: boxKey('a21 4'), sign: signKey('a21 sign 4') }]
    const a21 = ngo('a21', 3, { leads: [signKey('lena sign')], spare })
    const revoked = [before.box.sign]
    const next = roster(2, firstRoster, { ngos: [a21, ngos()[1]], revoked })
    expect(await stage.server.put('roster', next).then(async (one) => [one.status, await one.text()])).toEqual([
      204,
      '',
    ])
    const later = await stage.enter('gina')
    await later.lift()
    later.open(id)
    await later.lift()
    const now = later.cases.caseIn(own(later))
    expect([own(later).kind, now?.standing?.state, now?.marks]).toEqual(['request', 'claimed', []])
  })
})

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditApi } from '../../../inbox/audit/api.ts'
import { type Owed, writeLine } from '../../../inbox/audit/ledger.ts'
import { AuditView } from '../../../inbox/audit/AuditView.tsx'
import { speak } from '../../../inbox/i18n.ts'
import { MembersView } from '../../../inbox/members/MembersView.tsx'
import type { Request } from '../../../inbox/list/items.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { createMemory } from '../../../inbox/trust/memory.ts'
import { Alarms } from '../../../inbox/trust/Alarms.tsx'
import { type SecretKey, toBase64 } from '../../../shared/bytes.ts'
import { readAuditFile } from '../../../shared/auditFile.ts'
import { NO_AUDIT } from '../../../shared/caseEvent.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import type { AuditPage } from '../../../shared/staffApi.ts'
import { place } from '../../integration/team.ts'
import { textOf, unfold } from '../unfold.ts'
import { caseStage, opened } from './caseStage.ts'

const say = speak('en')
let stage: Awaited<ReturnType<typeof caseStage>>
let maria: Inbox, nikos: Inbox, lena: Inbox
let down = false
beforeAll(async () => {
  stage = await caseStage()
  maria = await stage.enter('maria', {}, () => down)
  nikos = await stage.enter('nikos')
  lena = await stage.enter('lena')
})
afterAll(() => stage.stop())

/** Whatever was done is written by now. */
const written = (inbox: Inbox) => expect.poll(() => inbox.audit.owes.value).toBe(0)
async function taken(inbox: Inbox = maria): Promise<Request> {
  const person = await stage.person()
  await inbox.claim((await opened(inbox, person)).id)
  await written(inbox)
  return inbox.opened.value as Request
}
const removing = (): string => {
  lena.members.go({ kind: 'remove', id: place('maria').id })
  return textOf(unfold(<MembersView inbox={lena} say={say} session={lena.session.value!} />))
}
async function look(inbox: Inbox): Promise<string> {
  await inbox.audit.look()
  return textOf(unfold(<AuditView inbox={inbox} say={say} session={inbox.session.value!} />))
}
const told = ({ audit }: Inbox) =>
  audit.read.value!.lines.map(({ by, did }) => [by, did?.what, did?.reason].filter(Boolean).join(' '))
const codes = ({ audit }: Inbox) => audit.read.value!.troubles.map(({ code }) => code)
const headsOf = (inbox: Inbox) =>
  inbox.cases.caseIn(inbox.opened.value)!.events.map((one) => (one.kind === 'opened' ? one.audit : null))

describe('The audit in the inbox', () => {
  it('has a line for each thing that was done, by whom and why, which names the event', async () => {
    const item = await taken()
    maria.reveal(0)
    if (!maria.revealed.value) maria.reveal(0, 'danger')
    const note = { kind: 'note', text: 'she said her brother listens' } as const
    await maria.cases.write(item, { acts: [note, { kind: 'give-back', reason: 'end-of-duty' }] })
    await written(maria)
    const page = await look(lena)
    expect(codes(lena)).toEqual([])
    const own = place('maria').id
    expect(told(lena).map((one) => one.replace(/^(\S+ show).*/, '$1'))).toEqual([
      `${own} claim`,
      `${own} show`,
      `${own} give-back end-of-duty`,
      `${place('lena').id} audit-read`,
    ])
    expect(page).toContain('Maria: ')
    expect(page).toContain('gave it back: end of duty')
    expect(page).toContain('looked at the audit')
    expect(page).toContain('Nothing is missing. All 4 lines')
    expect(page).not.toContain('brother')
  })

  it('tells a coordinator how many messages a member opened, before they remove them', async () => {
    expect(removing()).toContain('in the last 30 days, as their browser wrote down: 1.')
    expect(removing()).toContain('See each in the audit')
    lena.audit.busy.value = true
    expect(removing()).toMatch(/Checking every line/)
    expect(removing()).not.toContain('30 days')
    lena.audit.busy.value = false
    lena.audit.said.value = { key: 'error.away' }
    expect(removing()).toContain('How many messages they opened is not known')
    lena.audit.said.value = null
    lena.audit.read.value = { ...lena.audit.read.value!, troubles: [{ code: 'audit-cut', seq: 9 }] }
    expect(removing()).toContain('in the last 30 days: at least 1')
  })

  it('shows a member their own lines, and opens no others', async () => {
    const page = await look(nikos)
    expect(page).toContain('Nothing is missing.')
    expect(page).not.toContain('Maria')
    expect(page).not.toContain('gave it back')
    expect(nikos.audit.read.value!.lines.every(({ did }) => did === null)).toBe(true)
    await look(maria)
    expect(told(maria)).toContain(`${place('maria').id} give-back end-of-duty`)
  })

  it('is named by each event that is written after it was seen', async () => {
    const item = await taken()
    await maria.cases.write(item, { acts: [{ kind: 'note', text: 'one' }] })
    const heads = headsOf(maria)
    expect(heads.every((head) => head !== null && head !== NO_AUDIT)).toBe(true)
    // The second names the line that the first made.
    expect(heads[1]).not.toBe(heads[0])
  })

  it('is never in the way: what could not be written is owed, and written once the server answers', async () => {
    await taken()
    const before = lena.audit.read.value!.lines.length
    down = true
    maria.reveal(0)
    if (!maria.revealed.value) maria.reveal(0, 'asked')
    expect(maria.revealed.value).not.toBeNull()
    down = false
    await maria.lift()
    await written(maria)
    await look(lena)
    expect(
      told(lena)
        .slice(before)
        .some((one) => one.startsWith(`${place('maria').id} show`)),
    ).toBe(true)
  })

  it('of several who write at once has every line once', async () => {
    await look(lena)
    const before = lena.audit.read.value!.lines.length
    const all = [maria, nikos, lena]
    const items: Request[] = []
    for (const inbox of all) items.push(await opened(inbox, await stage.person()))
    await Promise.all(all.map((inbox, i) => inbox.claim(items[i]!.id)))
    const added = async () => (await lines(lena), told(lena).slice(before))
    await expect.poll(added).toHaveLength(3)
    expect((await added()).sort()).toEqual(['lena', 'maria', 'nikos'].map((name) => `${place(name).id} claim`).sort())
    expect(codes(lena)).toEqual([])
  })

  it('does not write twice what was written although the answer was lost', async () => {
    let losing = true
    const petros = await stage.enter(
      'nikos',
      {},
      () => false,
      (real) => ({
        ...real,
        append: async (line) => {
          await real.append(line)
          if (losing) throw new MitosError('server-unreachable')
        },
      }),
    )
    const before = (await lines(lena)).length
    const person = await stage.person()
    await petros.claim((await opened(petros, person)).id)
    await expect.poll(async () => (await lines(lena)).length).toBe(before + 1)
    // Whatever was looked at meanwhile.
    await petros.audit.look(true)
    losing = false
    await petros.lift()
    await written(petros)
    expect((await lines(lena)).length).toBe(before + 1)
  })

  it('nor where the hour is over when it is tried again', async () => {
    const current = nikos.session.value!
    const memory = createMemory()
    const sent: string[] = []
    const page = { first: 0, keys: [], next: null }
    const api: AuditApi = {
      read: async (from) =>
        sent.length && from === 0
          ? { ...page, length: 1, head: NO_AUDIT, lines: [{ line: sent[0]!, detail: null }] }
          : { ...page, length: 0, head: NO_AUDIT, lines: [] },
      append: async ({ line }) => {
        sent.push(line)
        throw new MitosError(sent.length === 1 ? 'server-unreachable' : 'audit-time')
      },
      putKey: async () => undefined,
    }
    const owed: Owed = { by: current.member.id, did: { what: 'audit-save' } }
    const key = new Uint8Array(32).fill(1) as SecretKey
    const write = () =>
      writeLine(api, current, memory, key, owed, { t: () => 0, raise: () => undefined, isOver: () => false })
    await expect(write()).rejects.toThrow('server-unreachable')
    await write()
    expect([sent.length, sent[1]]).toEqual([2, sent[0]])
  })

  it('is not sealed by a key that went while the end of it was asked for, and not by who locked meanwhile', async () => {
    const current = nikos.session.value!
    const page = { first: 0, keys: [], next: null, length: 0, head: NO_AUDIT, lines: [] }
    for (const locks of ['read', 'sealing']) {
      const key = new Uint8Array(32).fill(1) as SecretKey
      const owed: Owed = { by: current.member.id, did: { what: 'audit-save' } }
      const sent: string[] = []
      let over = false
      const lock = (): void => {
        over = true
        key.fill(0)
      }
      const api: AuditApi = {
        read: async () => {
          if (locks === 'read') lock()
          return page
        },
        append: async ({ line }) => void sent.push(line),
        putKey: async () => undefined,
      }
      const crypto = { ...current.crypto, sha256: (of: Uint8Array) => (lock(), current.crypto.sha256(of)) }
      const opts = { t: () => 0, raise: () => undefined, isOver: () => over }
      const one = locks === 'read' ? current : { ...current, crypto }
      const code = await writeLine(api, one, createMemory(), key, owed, opts).then(() => 'ok', codeOf)
      expect([code, sent, owed.sealed]).toEqual(['not-logged-in', [], undefined])
    }
  })

  it('seen so far is not set back by an answer that comes late', async () => {
    let late: (() => void) | undefined
    let holding = false
    const order: string[] = []
    const other = await stage.enter(
      'lena',
      {},
      () => false,
      (real) => ({
        ...real,
        append: (line) => (late && order.push('append'), real.append(line)),
        read: async (from) => {
          const page = await real.read(from)
          if (!holding) return page
          holding = false
          await new Promise<void>((resolve) => (late = resolve))
          return page
        },
      }),
    )
    await look(other)
    const head = () => other.audit.head('a21')
    const before = head()
    holding = true
    stage.server.now += 200
    other.beat()
    const following = other.audit.follow(other.session.value!)
    await expect.poll(() => late).toBeDefined()
    other.audit.write({ what: 'print' })
    // It may have been written by then, had it not waited for its turn.
    for (let i = 0; i < 500 && !order.length; i++) await new Promise(setImmediate)
    order.push('read')
    late!()
    await following
    await written(other)
    expect(order).toEqual(['read', 'append'])
    const [after, end] = [head(), (await stage.server.store.auditEnd('a21')).head]
    expect(after).not.toBe(before)
    expect(after).toBe(toBase64(end))
  })

  it('is owed over the lock, and written when the same member unlocks', async () => {
    let shut = false
    const hers = await stage.enter(
      'maria',
      {},
      () => false,
      (real) => ({
        ...real,
        append: (line) => (shut ? Promise.reject(new MitosError('server-unreachable')) : real.append(line)),
      }),
    )
    shut = true
    const person = await stage.person()
    await hers.claim((await opened(hers, person)).id)
    await expect.poll(() => hers.audit.owes.value).toBe(1)
    const before = (await lines(lena)).length
    hers.drop()
    shut = false
    await hers.enter('maria', 'not asked here')
    await hers.lift()
    await written(hers)
    expect((await lines(lena)).length).toBe(before + 1)
  })

  it('has a line of a copy that somebody saved, and of calls that they ended', async () => {
    const file = () => ({ add: () => undefined, size: () => 0, save: () => undefined })
    const hers = await stage.enter('lena', {}, () => false, undefined, { copies: { file } })
    hers.copy.choose('law')
    hers.copy.type('not asked here')
    await hers.copy.next()
    await written(hers)
    const id = await stage.adds(200, { kind: 'follow-up', text: 'of nobody' })
    await hers.alerts.callNobody(id)
    await written(hers)
    const last = (await lines(lena)).slice(-2).map(({ by, did }) => [by, did])
    expect(last).toEqual([
      [place('lena').id, { what: 'export', reason: 'law' }],
      [place('lena').id, { what: 'quiet' }],
    ])
    expect(await look(lena)).toContain('ended the calls for a message')
  })

  it('is saved as a file that holds all of it, and says that it was', async () => {
    await look(lena)
    const made = (await lena.audit.save())!
    expect(made.name).toMatch(/^audit-a21-\d{4}-\d\d-\d\d\.json$/)
    const file = readAuditFile(made.text)
    expect([file.ngo, file.by, file.teams.length]).toEqual(['a21', place('lena').id, 1])
    expect(file.lines.length).toBe(lena.audit.read.value!.lines.length)
    expect(told(lena).at(-1)).toBe(`${place('lena').id} audit-save`)
    expect(made.text).not.toContain('brother')
  })
})

/** The lines as the server has them now. */
async function lines(inbox: Inbox) {
  await inbox.audit.look(true)
  return inbox.audit.read.value!.lines
}
type Lines = AuditPage['lines']
/** A browser whose server gives other lines, and an end that fits them. */
const lied =
  (bend: (lines: Lines) => Lines) =>
  (real: AuditApi): AuditApi => ({
    ...real,
    async read(from) {
      const page = await real.read(0)
      const all = bend(page.lines)
      const last = all.at(-1)
      const head = last
        ? createHash('sha256').update(Buffer.from(last.line, 'base64url')).digest('base64url')
        : NO_AUDIT
      return { ...page, lines: all.slice(from), length: all.length, head }
    },
  })

describe('A server that lies about the audit', () => {
  it('and gives fewer lines than this page saw is told to the coordinator, and nobody’s work hangs on it', async () => {
    let cut = 0
    const other = await stage.enter(
      'lena',
      {},
      () => false,
      lied((all) => all.slice(0, all.length - cut)),
    )
    await look(other)
    expect(codes(other)).toEqual([])
    expect(other.alarms.value).toEqual([])
    cut = 2
    const page = await look(other)
    expect(codes(other)).toContain('audit-cut')
    expect(page).toContain('Lines are missing behind line')
    expect(page).toContain('call the keeper')
    expect(other.alarms.value.map(({ code, shown }) => [code, shown?.what])).toContainEqual(['trust-older', 'audit'])
    const strip = textOf(unfold(<Alarms inbox={other} say={say} session={other.session.value!} />))
    expect(strip).toContain('The audit got shorter')
  })

  it('and never showed them to this page is found by what the cases name', async () => {
    const item = await taken(lena)
    await lena.cases.write(item, { acts: [{ kind: 'note', text: 'x' }] })
    const other = await stage.enter(
      'lena',
      {},
      () => false,
      lied((all) => all.slice(0, -3)),
    )
    await other.cases.follow(other.session.value!)
    await look(other)
    expect(codes(other)).toContain('audit-cut')
    expect(other.alarms.value).toEqual([])
  })

  it('and shows another audit than before is told', async () => {
    let forked = false
    const other = await stage.enter(
      'lena',
      {},
      () => false,
      lied((all) => (forked ? [...all.slice(0, -2), ...all.slice(-2).toReversed()] : all)),
    )
    await look(other)
    forked = true
    await other.audit.look(true)
    expect(other.alarms.value.map(({ code, shown }) => [code, shown?.what])).toContainEqual(['trust-changed', 'audit'])
    expect(codes(other)).toContain('audit-order')
    const strip = textOf(unfold(<Alarms inbox={other} say={say} session={other.session.value!} />))
    expect(strip).toContain('The audit changed')
  })

  it('gives no file once it was locked', async () => {
    // All is read, and the members' lists are asked for.
    let [saving, all] = [false, false]
    const other: Inbox = await stage.enter(
      'lena',
      {},
      () => {
        if (all) other.drop()
        return (all = false)
      },
      (real) => ({
        ...real,
        read: async (from) => {
          const page = await real.read(from)
          all = saving && from === 0
          return page
        },
      }),
    )
    await look(other)
    saving = true
    expect(await other.audit.save()).toBeNull()
    expect([other.session.value, other.audit.said.value]).toEqual([null, null])
  })

  it('and cuts the end of a case is found by the line that tells of it', async () => {
    const item = await taken(maria)
    await maria.cases.write(item, { acts: [{ kind: 'give-back', reason: 'other' }] })
    await written(maria)
    const other = await stage.enter('lena', {})
    other.open(item.id)
    await other.lift()
    const file = other.cases.fileOf(other.opened.value)!
    if (file.kind !== 'open') throw new Error(file.kind)
    const { id } = other.opened.value!.case!
    const shorter = { ...file, opened: { ...file.opened, bytes: file.opened.bytes.slice(0, -1) } }
    other.cases.files.value = new Map(other.cases.files.value).set(id, shorter)
    await look(other)
    expect(codes(other)).toEqual(['case-cut'])
  })
})

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signal } from '@preact/signals'
import type { OpenedRow } from '../../../inbox/list/items.ts'
import { createRows } from '../../../inbox/list/rows.ts'
import type { Session } from '../../../inbox/session.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { RequestPage, RequestRow } from '../../../shared/staffApi.ts'
import { NOW } from '../shared/network.ts'
import { call } from './facts.ts'
import { fakeCases } from './fakeCases.ts'
import { ORIGIN, PASSPHRASE, pageOf, prepare, server, world } from './member.ts'
import { fieldsOf, sealAny } from './world.ts'

beforeAll(prepare)

const idAt = (n: number): string => toBase64(new Uint8Array(16).fill(n))
const unchanged = (mark: string): RequestPage => pageOf([], { whole: false, mark, total: null })

/** An answer of the server that comes when it is told to. */
interface Asked {
  readonly since: string | undefined
  answer(page: RequestPage): void
  fail(error: MitosError): void
}

/** An inbox that was just unlocked and asks for its first page; only what waits for time is in the test's hands. */
async function begun() {
  const asked: Asked[] = []
  const page = ({ since }: { readonly since?: string }) =>
    new Promise<RequestPage>((answer, fail) => void asked.push({ since, answer, fail }))
  const streams: { open: boolean; say: () => void }[] = []
  const clock = { breaks: false }
  let cleans = 0
  const inbox: Inbox = createInbox(
    {
      api: server({ page }),
      cases: fakeCases(world.member.id),
      sodium: async () => ({ ...(await sodium()), clean: () => void cleans++ }),
      derive: async () => ({ wrap: world.derived.wrap.slice(), login: world.derived.login.slice() }),
      now: () => {
        if (clock.breaks) throw new Error('a broken clock')
        return NOW * 1000
      },
      origin: ORIGIN,
      stream: (_path, say) => {
        const one = { open: true, say }
        streams.push(one)
        return () => (one.open = false)
      },
    },
    'en',
  )
  await inbox.enter('maria', PASSPHRASE)
  /** The n-th that was asked, once it is. */
  const nth = (n: number): Promise<Asked> =>
    vi.waitFor(() => asked[n - 1] ?? Promise.reject(new Error(`${n} not asked`)))
  return {
    inbox,
    asked,
    nth,
    streams,
    clock,
    cleaned: () => cleans,
    listening: () => streams.filter(({ open }) => open).length,
  }
}

/** Lets everything happen that waits for no time. */
const settled = () => vi.advanceTimersByTimeAsync(0)

function row(inbox: Inbox, id: number): RequestRow {
  const session = inbox.session.value!
  const answers = call({ when: { parts: ['morning'], weekend: true } })
  return sealAny(session, id, fieldsOf(session, id, { answers }), { id: idAt(id) })
}

describe('An open inbox', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('asks every ten seconds, and at each word', async () => {
    const { inbox, asked, nth, streams } = await begun()
    ;(await nth(1)).answer(pageOf([], { mark: 'm1' }))
    await settled()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    ;(await nth(2)).answer(unchanged('m2'))
    await settled()
    streams[0]!.say()
    expect((await nth(3)).since).toBe('m2')
    inbox.drop()
  })

  it('asks soon again while there is no answer, and then listens anew however long the pause would have been', async () => {
    const { inbox, asked, nth, streams, listening } = await begun()
    ;(await nth(1)).fail(new MitosError('server-unreachable'))
    await settled()
    expect(inbox.away.value).toBe(true)
    await vi.advanceTimersByTimeAsync(1_499)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(streams).toHaveLength(1)
    ;(await nth(2)).answer(pageOf([], { mark: 'm1' }))
    await settled()
    expect([inbox.away.value, streams.length, listening()]).toEqual([false, 2, 1])
    inbox.drop()
  })

  it('does not press a server that asks for patience', async () => {
    const { inbox, asked, nth } = await begun()
    ;(await nth(1)).fail(new MitosError('too-many'))
    await settled()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await nth(2)
    inbox.drop()
  })

  it('asks also after a turn in which something broke that nobody thought of', async () => {
    const { nth, inbox, clock } = await begun()
    const first = await nth(1)
    clock.breaks = true
    first.answer(pageOf([], { mark: 'm1' }))
    await settled()
    clock.breaks = false
    await vi.advanceTimersByTimeAsync(10_000)
    await nth(2)
    inbox.drop()
  })

  it('R47 is locked with nothing in it by the next poll of who was removed, which nobody has to press for', async () => {
    const { inbox, asked, nth, listening } = await begun()
    ;(await nth(1)).answer(pageOf([row(inbox, 5)], { mark: 'm1' }))
    await settled()
    inbox.open(idAt(5))
    expect(inbox.opened.value?.id).toBe(idAt(5))
    await vi.advanceTimersByTimeAsync(10_000)
    ;(await nth(2)).fail(new MitosError('not-logged-in'))
    await settled()
    expect([inbox.screen.value.kind, inbox.session.value, inbox.all.value, inbox.opened.value]).toEqual([
      'unlock',
      null,
      [],
      null,
    ])
    await vi.advanceTimersByTimeAsync(60_000)
    expect([asked.length, listening()]).toEqual([2, 0])
  })

  /** Covered, with a request open beside the list; the cover is being lifted, and the server was asked. */
  async function lifted() {
    const stage = await begun()
    const { inbox, nth } = stage
    ;(await nth(1)).answer(pageOf([row(inbox, 5)], { mark: 'm1' }))
    await settled()
    inbox.open(idAt(5))
    await settled()
    inbox.goAway()
    // Nothing is asked or listened to under a cover.
    await vi.advanceTimersByTimeAsync(10_000)
    expect([stage.asked.length, stage.listening()]).toEqual([1, 0])
    const lifting = inbox.lift()
    const ask = await nth(2)
    expect(inbox.screen.value.kind).toBe('cover')
    return { ...stage, ask, lifting }
  }

  it('R47 shows who was removed while it was covered nothing of what is under the cover', async () => {
    const { inbox, ask, lifting, listening } = await lifted()
    const shown: string[] = []
    const stop = inbox.screen.subscribe(({ kind }) => void shown.push(kind))
    ask.fail(new MitosError('not-logged-in'))
    await lifting
    stop()
    expect([shown, inbox.session.value, inbox.opened.value]).toEqual([['cover', 'unlock'], null, null])
    expect(listening()).toBe(0)
  })

  it('shows what is under the cover once the server has answered or is away, and after two seconds without a word', async () => {
    const answered = await lifted()
    answered.ask.answer(unchanged('m2'))
    await answered.lifting
    const away = await lifted()
    away.ask.fail(new MitosError('server-unreachable'))
    await away.lifting
    const hangs = await lifted()
    // That it was asked is waited for in steps of that clock.
    await vi.advanceTimersByTimeAsync(1_500)
    expect(hangs.inbox.screen.value.kind).toBe('cover')
    await vi.advanceTimersByTimeAsync(500)
    for (const { inbox } of [answered, away, hangs]) {
      expect([inbox.screen.value.kind, inbox.opened.value?.id]).toEqual(['open', idAt(5)])
      inbox.drop()
    }
  })

  it('stays covered where they went away again before the answer', async () => {
    const { inbox, ask, lifting } = await lifted()
    inbox.goAway()
    ask.answer(unchanged('m2'))
    await lifting
    expect(inbox.screen.value.kind).toBe('cover')
    inbox.drop()
  })

  it('never lets an older answer take the place of a newer one', async () => {
    const { inbox, asked, nth } = await begun()
    ;(await nth(1)).answer(pageOf([], { mark: 'm1' }))
    await settled()
    // Two ask at once: who lifts the cover, and who comes back to it.
    const both = Promise.all([inbox.lift(), inbox.lift()])
    const first = await nth(2)
    expect(asked).toHaveLength(2)
    first.answer(unchanged('m1'))
    const second = await nth(3)
    expect(second.since).toBe('m1')
    second.answer(pageOf([row(inbox, 5)], { whole: false, mark: 'm2', total: 1 }))
    await both
    expect(inbox.arrived.value).toHaveLength(1)
    inbox.drop()
  })

  it('asks again where something was written here since it asked', async () => {
    const { inbox, asked, nth } = await begun()
    ;(await nth(1)).answer(pageOf([row(inbox, 5)], { mark: 'm1' }))
    await settled()
    const item = inbox.items.value[0]!
    expect(item.kind).toBe('request')
    const lifted = inbox.lift()
    const before = await nth(2)
    expect(await inbox.cases.take(item as never)).toBe(null)
    before.answer(unchanged('m1'))
    const after = await nth(3)
    expect(inbox.items.value[0]!.claim?.by).toBe(world.member.id)
    expect(after.since).toBe('m1')
    const mine = { by: world.member.id, hour: NOW }
    const { id } = inbox.items.value[0]!.case!
    after.answer(
      pageOf([{ ...row(inbox, 5), claim: mine, case: { id, length: 1, wakeAt: null, closed: null } }], {
        whole: false,
        mark: 'm2',
      }),
    )
    await lifted
    expect([asked.length, inbox.items.value[0]!.claim?.by]).toEqual([3, world.member.id])
    inbox.drop()
  })

  it('leaves nothing in the memory of libsodium when it locks, nor where the passphrase was wrong', async () => {
    const { inbox, cleaned } = await begun()
    expect(cleaned()).toBe(0)
    inbox.drop()
    await vi.waitFor(() => expect(cleaned()).toBe(1))
    inbox.toUnlock('passphrase')
    await inbox.enter('nobody', PASSPHRASE)
    await vi.waitFor(() => expect(cleaned()).toBe(2))
  })

  it('holds nothing of a request once it is locked, also where nobody looks any more', async () => {
    const { inbox, nth } = await begun()
    ;(await nth(1)).answer(pageOf([row(inbox, 5)], { mark: 'm1' }))
    await settled()
    inbox.open(inbox.items.value[0]!.id)
    const { all, items, listed, arrived, arranged, order, opened } = inbox
    const computed = [all, items, listed, arrived, arranged, order, opened]
    // What is computed holds its last value until it is asked again; so it is not asked here, but looked into.
    const kept = (): string => JSON.stringify(computed.map((one) => (one as unknown as { v: unknown }).v))
    expect([opened.value?.id, kept().includes('facts')]).toEqual([idAt(5), true])
    inbox.drop()
    expect(kept()).not.toContain('facts')
  })

  it('asks anew at once for who unlocks again, whatever was asked before', async () => {
    const { inbox, nth } = await begun()
    await nth(1)
    inbox.drop()
    inbox.toUnlock('passphrase')
    await inbox.enter('maria', PASSPHRASE)
    ;(await nth(2)).answer(pageOf([], { mark: 'm1' }))
    await settled()
    expect(inbox.loaded.value).toBe(true)
    inbox.drop()
  })
})

describe('What lay shut for want of a key', () => {
  it('is asked for again, also where the key came while the list was asked', async () => {
    const one = { keys: {} } as unknown as Session
    const asked: (string | undefined)[] = []
    const slow: (() => void)[] = []
    const page = async ({ since }: { readonly since?: string }) => {
      asked.push(since)
      if (asked.length === 2) await new Promise<void>((resolve) => slow.push(resolve))
      return since === undefined ? pageOf([], { mark: 'm1' }) : unchanged('m2')
    }
    const rows = createRows({
      api: server({ page }),
      now: () => 600_001,
      session: signal(one),
      t: signal(0),
      holds: () => true,
      marked: (row) => row,
      loggedOut: () => undefined,
      shows: () => true,
      kept: signal([]),
      gone: () => undefined,
    })
    await rows.pull(one)
    const second = rows.pull(one)
    await vi.waitFor(() => expect(slow).toHaveLength(1))
    rows.openAgain()
    slow[0]!()
    await second
    expect(asked).toEqual([undefined, 'm1', undefined])
  })
})

describe('What a case keeps of a person', () => {
  it('is in the list only beside a row that has this case: one that comes late brings nobody back who is gone', () => {
    const read = { kind: 'shut', code: 'open-author' } as const
    const row: OpenedRow = { id: 'row', hour: 1, check: false, claim: null, read }
    const kept = signal<readonly OpenedRow[]>([{ ...row, id: 'kept', hour: 0, keptBy: 'case' }])
    const rows = createRows({
      api: server({}),
      now: () => 0,
      session: signal(null),
      t: signal(0),
      holds: () => true,
      marked: (one) => one,
      loggedOut: () => undefined,
      shows: () => true,
      kept,
      gone: () => undefined,
    })
    // All is read: of half a list nobody knows who is gone.
    rows.shown.loaded.value = true
    const ids = (): readonly string[] => rows.shown.all.value.map(({ id }) => id)
    expect(ids()).toEqual([])
    rows.rows.value = new Map([[row.id, { ...row, case: { id: 'case', length: 1, wakeAt: null, closed: null } }]])
    expect(ids()).toEqual(['kept', 'row'])
    rows.rows.value = new Map([[row.id, { ...row, case: { id: 'other', length: 1, wakeAt: null, closed: null } }]])
    expect(ids()).toEqual(['row'])
  })
})

import { beforeAll, describe, expect, it, vi } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import { onShift } from '../../../inbox/list/duty.ts'
import { refresh } from '../../../inbox/list/feed.ts'
import { List } from '../../../inbox/list/List.tsx'
import { arrange, cut } from '../../../inbox/list/order.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { RequestPage, RequestRow } from '../../../shared/staffApi.ts'
import { NOW } from '../shared/network.ts'
import { draw } from './draw.ts'
import { call, requestOf } from './facts.ts'
import { fakeCases } from './fakeCases.ts'
import { ORIGIN, PASSPHRASE, pageOf, prepare, requestRow, server, world } from './member.ts'
import { CAME, fieldsOf, sealAny } from './world.ts'

beforeAll(prepare)

const HOUR = 3600
const idAt = (n: number): string => toBase64(new Uint8Array(16).fill(n))
const say = speak('en')

interface Asked {
  readonly after: string | undefined
  answer(page: RequestPage): void
  fail(error: MitosError): void
}

/** An inbox that was just unlocked; what its server answers to each page is in the test's hands. */
async function begun() {
  const asked: Asked[] = []
  const page = ({ after }: { readonly after?: string }) =>
    new Promise<RequestPage>((answer, fail) => void asked.push({ after, answer, fail }))
  const derive = async () => ({ wrap: world.derived.wrap.slice(), login: world.derived.login.slice() })
  const cases = fakeCases(world.member.id)
  const inbox = createInbox(
    { api: server({ page }), cases, sodium, derive, now: () => NOW * 1000, origin: ORIGIN },
    'en',
  )
  await inbox.enter('maria', PASSPHRASE)
  const nth = (n: number): Promise<Asked> =>
    vi.waitFor(() => asked[n - 1] ?? Promise.reject(new Error(`${n} not asked`)))
  /** Answers the n-th with rows; `more`: there is another page. */
  const answer = async (n: number, requests: readonly RequestRow[], more = true): Promise<void> => {
    const next = more ? `after ${n}` : null
    ;(await nth(n)).answer(pageOf(requests, { next, mark: `m${n}`, total: n === 1 ? 6 : null }))
    await (more ? vi.waitFor(() => expect(inbox.reading.value).not.toBe(null)) : read(inbox))
  }
  const drawn = () => {
    const session = inbox.session.value!
    return draw(<List inbox={inbox} say={say} session={session} shift={onShift(session, NOW)} />)
  }
  return { inbox, asked, nth, answer, drawn }
}

const read = (inbox: Inbox) => vi.waitFor(() => expect(inbox.loaded.value).toBe(true))
const there = (inbox: Inbox, n: number) => vi.waitFor(() => expect(inbox.reading.value?.n).toBe(n))

/** The n-th, `n` hours old; the larger, the older. */
function row(inbox: Inbox, n: number, more: object = {}): RequestRow {
  const session = inbox.session.value!
  const answers = call({ when: { parts: ['morning'], weekend: true } })
  const fields = fieldsOf(session, n, { answers: { ...answers, more } })
  return sealAny(session, n, fields, { id: idAt(n), hour: CAME - n * HOUR })
}

const shown = ({ order }: Inbox): readonly string[] => order.value

describe('A list of many pages', () => {
  it('shows its first page while the rest is read, and says how far it is', async () => {
    const { inbox, answer, drawn, nth } = await begun()
    expect(drawn()).toContain('Opening the list')
    await answer(1, [row(inbox, 1), row(inbox, 2)])
    await there(inbox, 2)
    expect(shown(inbox)).toEqual([idAt(2), idAt(1)])
    expect([inbox.loaded.value, inbox.reading.value]).toEqual([false, { n: 2, total: 6 }])
    expect(drawn()).toContain('Reading 2 of 6 …')
    await answer(2, [row(inbox, 3), row(inbox, 4)])
    await there(inbox, 4)
    expect((await nth(3)).after).toBe('after 2')
    await answer(3, [row(inbox, 5), row(inbox, 6)], false)
    expect(shown(inbox)).toEqual([6, 5, 4, 3, 2, 1].map(idAt))
    expect([inbox.reading.value, inbox.arrived.value]).toEqual([null, []])
    expect(drawn()).not.toContain('Reading')
    inbox.drop()
  })

  it('is drawn a handful of times, and each page is asked for before the one before it is opened', async () => {
    const { inbox, asked } = await begun()
    const session = inbox.session.value!
    const order: string[] = []
    const page = async ({ after }: { readonly after?: string }): Promise<RequestPage> => {
      const n = Number(after ?? 0)
      order.push(`ask ${n}`)
      return pageOf([{ ...(await requestRow(true)), id: String(n) }], { next: n < 19 ? String(n + 1) : null })
    }
    const sizes: number[] = []
    await refresh(server({ page }), session, new Map(), null, undefined, (rows) => {
      order.push(`part of ${rows.size}`)
      return sizes.push(rows.size) > 0
    })
    expect(sizes).toEqual([1, 2, 4, 8, 16])
    expect(order.slice(0, 4)).toEqual(['ask 0', 'ask 1', 'part of 1', 'ask 2'])
    expect(asked).toHaveLength(1)
    inbox.drop()
  })

  it('moves nothing once the member pressed or scrolled: what comes then waits above the list', async () => {
    const { inbox, answer, drawn } = await begun()
    // Nobody can have aimed at a row before there is one.
    inbox.touch()
    await answer(1, [row(inbox, 1), row(inbox, 2)])
    inbox.touch()
    await answer(2, [row(inbox, 3), row(inbox, 4, { danger: 'now' })])
    await there(inbox, 4)
    expect(shown(inbox)).toEqual([idAt(2), idAt(1)])
    expect(drawn()).toContain('2 more, danger now – show')
    await answer(3, [row(inbox, 5), row(inbox, 6)], false)
    expect(shown(inbox)).toEqual([idAt(2), idAt(1)])
    expect(drawn()).toContain('4 more, danger now – show')
    inbox.showArrived()
    expect(shown(inbox)).toEqual([4, 6, 5, 3, 2, 1].map(idAt))
    expect(inbox.behind.value).toBe(false)
    inbox.drop()
  })

  it('calls nothing unreadable whose beginning is on a page that was not read yet', async () => {
    const { inbox, answer } = await begun()
    const session = inbox.session.value!
    const fields = fieldsOf(session, 3, { kind: 'follow-up', text: 'A word more' })
    const own = sealAny(session, 3, fields, { id: idAt(1), hour: CAME - HOUR })
    await answer(1, [own, row(inbox, 2)])
    await there(inbox, 2)
    expect(shown(inbox)).toEqual([idAt(2)])
    await answer(2, [row(inbox, 3)], false)
    expect(shown(inbox)).toEqual([idAt(3), idAt(2)])
    const whole = inbox.items.value.find(({ id }) => id === idAt(3))
    expect(whole).toMatchObject({ kind: 'request', wrote: [{ text: 'A word more' }] })
    inbox.drop()
  })

  it('keeps what was written here while it was read', async () => {
    const { inbox, answer, nth, asked } = await begun()
    await answer(1, [row(inbox, 1), row(inbox, 2)])
    await there(inbox, 2)
    const item = inbox.items.value.find(({ id }) => id === idAt(2))!
    expect(await inbox.cases.take(item as never)).toBe(null)
    // Asked before it was taken.
    ;(await nth(2)).answer(pageOf([row(inbox, 3)], { next: 'after 2' }))
    await nth(3)
    expect(inbox.items.value.find(({ id }) => id === idAt(2))!.claim?.by).toBe(world.member.id)
    ;(await nth(3)).answer(pageOf([row(inbox, 4)]))
    // All is asked again, since nothing of the answers knows of it.
    const claim = inbox.items.value.find(({ id }) => id === idAt(2))!.claim
    const rows = [{ ...row(inbox, 2), claim }, row(inbox, 1), row(inbox, 3), row(inbox, 4)]
    expect((await nth(4)).after).toBe(undefined)
    asked[3]!.answer(pageOf(rows))
    await read(inbox)
    expect(shown(inbox)).toHaveLength(4)
    expect(inbox.items.value.find(({ id }) => id === idAt(2))!.claim).toEqual(claim)
    inbox.drop()
  })

  it('stays where the server is lost in the middle, and says that it is not whole', async () => {
    const { inbox, answer, nth } = await begun()
    await answer(1, [row(inbox, 1), row(inbox, 2)])
    await there(inbox, 2)
    ;(await nth(2)).fail(new MitosError('server-unreachable'))
    await vi.waitFor(() => expect(inbox.away.value).toBe(true))
    expect([shown(inbox).length, inbox.reading.value]).toEqual([2, { n: 2, total: 6 }])
    void inbox.lift()
    const again = await nth(3)
    expect(again.after).toBe(undefined)
    again.answer(pageOf([row(inbox, 1), row(inbox, 2), row(inbox, 3)]))
    await read(inbox)
    expect([shown(inbox).length, inbox.away.value, inbox.reading.value]).toEqual([3, false, null])
    inbox.drop()
  })

  it('is read no further once it is locked', async () => {
    const { inbox, answer, nth, asked } = await begun()
    await answer(1, [row(inbox, 1), row(inbox, 2)])
    await there(inbox, 2)
    const late = row(inbox, 3)
    inbox.drop()
    ;(await nth(2)).answer(pageOf([late], { next: 'after 2' }))
    await nth(3)
    asked[2]!.answer(pageOf([], { next: 'after 3' }))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([asked.length, inbox.all.value.length, inbox.reading.value]).toEqual([3, 0, null])
  })
})

describe('A list of many rows', () => {
  it('draws the first of each section, and as many more at each press; J and K go where rows are', () => {
    const items = Array.from({ length: 450 }, (_, n) => requestOf(String(n), call({ when: undefined })))
    const arranged = arrange(items, 'me', NOW)
    const whole = arranged.now.length + arranged.later.length
    expect(whole).toBe(450)
    const lengths = [200, 400, 600].map((most) => cut(arranged, most).now.length + cut(arranged, most).later.length)
    expect(lengths).toEqual([200, 400, 450])
    expect(cut(arranged, 200).summary).toBe(arranged.summary)
  })

  it('says how many are not drawn', async () => {
    const { inbox, answer, drawn } = await begun()
    await answer(1, [row(inbox, 1), row(inbox, 2), row(inbox, 3)], false)
    expect(drawn()).not.toContain('Show more')
    inbox.most.value = 1
    expect(drawn()).toContain('Show more (2)')
    expect(shown(inbox)).toHaveLength(1)
    inbox.drawMore()
    expect(shown(inbox)).toHaveLength(3)
    inbox.drop()
    expect(inbox.most.value).toBe(100)
  })
})

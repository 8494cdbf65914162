import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Matches } from '../../../inbox/find/Find.tsx'
import { onShift } from '../../../inbox/list/duty.ts'
import type { Poll } from '../../../inbox/list/feed.ts'
import type { Item, OpenedRow } from '../../../inbox/list/items.ts'
import { List } from '../../../inbox/list/List.tsx'
import { part } from '../../../inbox/list/sight.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { place, team } from '../../integration/team.ts'
import { textOf, unfold } from '../unfold.ts'
import { before, has, say } from './casePages.tsx'
import { caseStage, itemOf, opened } from './caseStage.ts'

const HOUR = 3600
const OLD = 5 * HOUR
let stage: Awaited<ReturnType<typeof caseStage>>
let nikos: Inbox
let version = 1

/** From now on the shift that runs is this member's. */
async function turnOf(name: string, looks = version > 1): Promise<void> {
  const duty = [[stage.server.now / 60 - 10, 480, place(name).id]] as const
  const members = [place('lena', 'lead'), place('maria'), place('nikos')]
  expect(await stage.putTeam(team(++version, members, { duty }))).toBe(204)
  if (looks) await nikos.lift()
}

beforeAll(async () => {
  stage = await caseStage()
  await turnOf('nikos')
  nikos = await stage.enter('nikos')
})
afterAll(() => stage.stop())

const list = () => {
  const session = nikos.session.value!
  return textOf(unfold(<List inbox={nikos} say={say} session={session} shift={onShift(session, nikos.t.value)} />))
}
const isListed = (item: Item): boolean => nikos.all.value.some(({ id }) => id === item.id)
describe('R41: when a member’s shift ends', () => {
  it('what is new goes from their list without a word, and what they work with stays', async () => {
    const [mine, looked, other] = [await stage.person(), await stage.person(), await stage.person()]
    const own = await opened(nikos, mine)
    await nikos.claim(own.id)
    nikos.cases.type(own, 'she rings at eight')
    const third = (await itemOf(nikos, other))!
    const second = await opened(nikos, looked)
    expect([has(before(nikos), 'data-claim') !== undefined, list()]).toEqual([
      true,
      expect.not.stringContaining('Off shift'),
    ])

    await turnOf('maria', false)
    // Pressed in the very moment it is refused, and not told as removed.
    expect(await nikos.cases.take(second)).toBe('not-found')
    expect(nikos.cases.said.value).toEqual({ key: 'before.offshift' })
    await nikos.lift()
    expect([own, second, third].map(isListed)).toEqual([true, true, false])
    expect(nikos.opened.value?.id).toBe(second.id)
    expect(textOf(before(nikos))).toContain(say('before.offshift'))
    expect(has(before(nikos), 'data-claim')).toBeUndefined()
    expect(list()).toContain(say('list.off'))

    nikos.close()
    await nikos.lift()
    expect([own, second, third].map(isListed)).toEqual([true, false, false])
    const text = nikos.cases.typed.value.get(own.id)!
    expect(text).toBe('she rings at eight')
    expect(await nikos.cases.write(await opened(nikos, mine), { acts: [{ kind: 'note', text }] })).toBe(true)
    nikos.close()

    await turnOf('nikos')
    expect([own, second, third].map(isListed)).toEqual([true, true, true])
    expect(list()).not.toContain(say('list.off'))
  })

  it('what they have and the server has no more is told as gone all the same', async () => {
    const item = await opened(nikos, await stage.person())
    await nikos.claim(item.id)
    await turnOf('maria')
    await stage.remove('lena', item.id, { also: [], withdrawal: null })
    await nikos.lift()
    expect([isListed(item), nikos.opened.value]).toEqual([false, null])
    nikos.close()
    await turnOf('nikos')
  })

  it('says that a word was looked for in a part only', async () => {
    await turnOf('maria')
    const find = () => textOf(unfold(<Matches inbox={nikos} say={say} session={nikos.session.value!} word={199} />))
    expect(find()).toContain(say('find.off'))
    await turnOf('nikos')
    expect(find()).not.toContain(say('find.off'))
  })
})

describe('What an answer does not bring any more', () => {
  const row = (id: string, by?: string): OpenedRow =>
    ({ id, hour: OLD, claim: by ? { by, hour: OLD } : null }) as unknown as OpenedRow
  const all = new Map([row('mine', 'me'), row('open'), row('new')].map((one) => [one.id, one]))
  const answer = (rest: Partial<Poll>, ...ids: string[]): Poll => ({
    rows: new Map(ids.map((id) => [id, all.get(id)!])),
    fresh: [],
    whole: true,
    mark: '',
    hidden: null,
    off: true,
    gone: new Set(),
    ...rest,
  })
  const isOpen = ({ id }: OpenedRow): boolean => id === 'open'
  const ids = (rows: readonly OpenedRow[]): string => rows.map(({ id }) => id).join()

  it('is gone for who sees all, and out of sight for who is off shift, but what the server names', () => {
    expect(ids(part(all, answer({ off: false }), new Set(), 'me', isOpen).gone)).toBe('mine,open,new')
    const off = part(all, answer({}), new Set(), 'me', isOpen)
    expect([ids(off.gone), ids(off.unseen), [...off.rows.keys()], [...off.kept]]).toEqual([
      '',
      'mine,new',
      ['open'],
      ['open'],
    ])
    const named = part(all, answer({ gone: new Set(['new', 'open']) }), new Set(), 'me', isOpen)
    expect([ids(named.gone), ids(named.unseen)]).toEqual(['open,new', 'mine'])
  })

  it('is gone where it is the member’s own and the server does not know', () => {
    const off = part(all, answer({ gone: null }), new Set(), 'me', isOpen)
    expect([ids(off.gone), ids(off.unseen)]).toEqual(['mine', 'new'])
  })

  it('stays as long as it is open, and goes then, with an answer of nothing new', () => {
    const still = answer({ whole: false }, 'mine', 'open')
    expect(part(still.rows, still, new Set(['open']), 'me', isOpen).rows).toBe(still.rows)
    const closed = part(still.rows, still, new Set(['open']), 'me', () => false)
    expect([ids(closed.unseen), [...closed.rows.keys()], [...closed.kept]]).toEqual(['open', ['mine'], []])
  })
})

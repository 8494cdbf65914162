import { beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { SendTest } from '../../../inbox/SendTest.tsx'
import { Card } from '../../../inbox/case/Card.tsx'
import { speak } from '../../../inbox/i18n.ts'
import { List } from '../../../inbox/list/List.tsx'
import { marksOf } from '../../../inbox/list/Row.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import { onShift } from '../../../inbox/list/duty.ts'
import type { Request } from '../../../inbox/list/items.ts'
import type { Session } from '../../../inbox/session.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { sealInboxKey } from '../../../shared/inboxKey.ts'
import type { Json } from '../../../shared/json.ts'
import type { Roster } from '../../../shared/roster.ts'
import { signDocument } from '../../../shared/signed.ts'
import type { RequestPage, RequestRow } from '../../../shared/staffApi.ts'
import { NOW, SEEDS } from '../shared/network.ts'
import { elements, unfold } from '../unfold.ts'
import { draw } from './draw.ts'
import { call } from './facts.ts'
import { fakeCases } from './fakeCases.ts'
import { type Listed, listed, listsOf } from './lists.ts'
import { ORIGIN, PASSPHRASE, bytes, crypto, pageOf, prepare, server, world } from './member.ts'
import { DAY, fieldsOf, sealAny } from './world.ts'

let lists: Readonly<Record<number, Listed>>
beforeAll(async () => {
  await prepare()
  lists = await listsOf(crypto)
})

const say = speak('en')
const MINUTE = 60_000
const teamOf = (version: number, rest: object = {}, who: object = world.member): Json =>
  signDocument(
    crypto,
    { type: 'team', v: 1, network: world.network, ngo: 'a21', version, issued: NOW, members: [who], ...rest } as never,
    [SEEDS.lead],
  ) as unknown as Json

/** An unlocked inbox of a server that a test can bend while it is open. */
async function open(bend: Partial<Api> = {}, cases = fakeCases(world.member.id)) {
  let t = NOW * 1000
  const told = { list: lists[4]!, team: teamOf(5), keys: [world.inboxKey], rosters: { ...lists } as typeof lists }
  const pages: Partial<RequestPage>[] = []
  const api = server({
    chain: async () => told.list.text,
    changedChain: async () => ({ text: told.list.text, etag: told.list.hash }),
    roster: async (version) => {
      if (!told.rosters[version]) throw new MitosError('not-found')
      return JSON.stringify(told.rosters[version].roster)
    },
    me: async () => ({ member: world.member.id, ngo: 'a21', team: told.team, keys: told.keys }),
    page: async () => pageOf([], { whole: false, ...pages.shift() }),
    ...bend,
  })
  const derive = async () => ({ wrap: world.derived.wrap.slice(), login: world.derived.login.slice() })
  const inbox = createInbox({ api, cases, sodium, derive, now: () => t, origin: ORIGIN }, 'en')
  const enter = async (): Promise<void> => {
    await inbox.enter('maria', PASSPHRASE)
    if (inbox.session.value) await inbox.lift()
  }
  pages.push({ whole: true })
  await enter()
  const look = (): Promise<void> => inbox.lift()
  return {
    inbox,
    told,
    enter,
    /** The list comes with these; then what follows a fetch. */
    async list(requests: readonly RequestRow[], show = true): Promise<void> {
      pages.push({ requests, total: requests.length })
      await look()
      if (show) inbox.showArrived()
    },
    async round(): Promise<void> {
      // Somebody works with it, so it does not lock.
      for (let n = 0; n < 3; n++) {
        t += MINUTE
        inbox.lock.touched()
      }
      await look()
    },
    codes: () => inbox.alarms.value.map(({ code, shown }) => (shown ? `${code} ${shown.what}` : code)),
  }
}

const as = (session: Session, role: 'lead' | 'member'): Session => ({ ...session, member: { ...session.member, role } })
const listText = (inbox: Inbox, role: 'lead' | 'member'): string =>
  draw(
    <List
      inbox={inbox}
      say={say}
      session={as(inbox.session.value!, role)}
      shift={{ kind: 'off', next: null, tz: 'Europe/Athens' }}
    />,
  )
const request = (inbox: Inbox, author: number, roster: object, rest: object = {}): RequestRow => {
  const session = inbox.session.value!
  const fields = fieldsOf(session, author, { answers: call(), roster, ...rest })
  return sealAny(session, author, fields, { id: toBase64(bytes(author, 16)) })
}
const stamp = ({ version, hash }: Listed) => ({ version, hash })
const unders = (inbox: Inbox) => inbox.items.value.map((item) => (item as Request).under)

describe('an open inbox that is shown an older list', () => {
  it('refuses it, keeps what it has, and tells member and coordinator what to do', async () => {
    const { inbox, told, round, list, codes } = await open()
    await list([request(inbox, 60, stamp(lists[4]!))])
    const before = inbox.session.value
    told.list = lists[3]!
    await round()
    expect(codes()).toEqual(['trust-older roster'])
    expect(inbox.session.value?.chain).toBe(before?.chain)
    expect(inbox.items.value).toHaveLength(1)
    expect(listText(inbox, 'member')).toContain('Tell your coordinator now.')
    expect(listText(inbox, 'member')).not.toContain('keeper')
    expect(listText(inbox, 'lead')).toMatch(/An older list was shown.*roster, number 3, after 4.*Call the keeper/)
    expect(listText(inbox, 'lead')).toContain('trust-older')
    // Once, however often it is shown, and it does not vanish when the right one comes again.
    await round()
    told.list = lists[4]!
    await round()
    expect(codes()).toEqual(['trust-older roster'])
    inbox.drop()
  })

  it('refuses one that it cannot check as well', async () => {
    const { inbox, told, round, codes } = await open()
    told.list = { ...lists[4]!, text: lists[5]!.text.replace('the Help Team', 'the Halp Team') }
    await round()
    expect(codes()).toEqual(['roster-refused'])
    expect(listText(inbox, 'lead')).toContain('could not be checked')
    inbox.drop()
  })

  it('takes a server that does not answer for no alarm', async () => {
    const { inbox, round, codes } = await open({ changedChain: () => Promise.reject(new MitosError('server-busy')) })
    await round()
    expect(codes()).toEqual([])
    inbox.drop()
  })

  it('does not open at the next unlocking, and says why; the alarm is there when it opens again', async () => {
    const { inbox, told, enter, codes } = await open()
    inbox.drop()
    told.list = lists[3]!
    await enter()
    const said = { key: 'error.older', code: 'trust-older' } as const
    expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said })
    expect(say(said.key)).toMatch(/Nothing was opened. Tell your coordinator/)
    told.list = lists[4]!
    await enter()
    expect([inbox.screen.value.kind, codes()]).toEqual(['open', ['trust-older roster']])
    inbox.drop()
  })

  it('refuses an older team, and the same one with other bytes, while it is open and at the next unlocking', async () => {
    const { inbox, told, round, enter, codes } = await open()
    told.team = teamOf(4)
    await round()
    told.team = teamOf(5, { issued: NOW + 1 })
    await round()
    expect(codes()).toEqual(['trust-older team', 'trust-changed team'])
    expect(inbox.session.value?.team).toMatchObject({ version: 5, issued: NOW })
    inbox.drop()
    await enter()
    expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'error.older', code: 'trust-changed' } })
    told.team = teamOf(6)
    await enter()
    expect(inbox.screen.value.kind).toBe('open')
    inbox.drop()
  })

  it('asks every three minutes, not more', async () => {
    let asked = 0
    const { inbox, round, list } = await open({ changedChain: async () => (asked++, null) })
    await list([])
    await list([])
    expect(asked).toBe(0)
    await round()
    await list([])
    expect(asked).toBe(1)
    inbox.drop()
  })
})

describe('a newer list', () => {
  const later = (roster: Roster): object => {
    const { desks, ngos } = roster
    const minutes = Math.floor(NOW / 60)
    const { spare, ...first } = ngos[0]!
    return {
      ...roster,
      ngos: [{ ...first, box: spare! }, ngos[1]!],
      desks: [{ ...desks[0]!, shifts: [[minutes - 30, 60, 'gcr']] }],
    }
  }

  it('is taken over, and what the member is doing goes on', async () => {
    const { inbox, told, round, list, codes } = await open()
    await list([request(inbox, 60, stamp(lists[4]!))])
    const [item] = inbox.items.value
    inbox.open(item!.id)
    await inbox.claim(item!.id)
    inbox.reveal(0)
    inbox.reveal(0, 'asked')
    const shown = inbox.revealed.value
    expect(shown).not.toBeNull()
    expect(onShift(inbox.session.value!, NOW).kind).toBe('on')
    told.list = await listed(crypto, 5, lists[4]!.hash, later)
    told.team = teamOf(6)
    await round()
    const session = inbox.session.value!
    expect([session.chain.roster.version, session.team.version, onShift(session, NOW).kind]).toEqual([5, 6, 'off'])
    expect([inbox.openId.value, inbox.own.value?.id, codes()]).toEqual([item!.id, item!.id, []])
    expect(inbox.screen.value).toMatchObject({ kind: 'open', session })
    expect(inbox.revealed.value).toBe(shown)
    inbox.drop()
    expect(session.keys.boxSecret.every((byte) => byte === 0)).toBe(true)
  })

  it('that comes while a request is being taken loses no claim', async () => {
    let take: () => void = () => undefined
    const waits = new Promise<void>((resolve) => (take = resolve))
    const kept = fakeCases(world.member.id)
    const begin: typeof kept.begin = async (asked) => waits.then(() => kept.begin(asked))
    const { inbox, told, round, list } = await open({}, { ...kept, begin })
    await list([request(inbox, 60, stamp(lists[4]!))])
    inbox.open(inbox.items.value[0]!.id)
    const claiming = inbox.claim(inbox.items.value[0]!.id)
    told.list = lists[5]!
    await round()
    expect(inbox.session.value!.chain.roster.version).toBe(5)
    take()
    await claiming
    expect(inbox.own.value?.claim?.by).toBe(world.member.id)
    inbox.drop()
  })

  it('brings the new generation’s keys: what lay shut opens, and is not a new arrival', async () => {
    const { inbox, told, round, list } = await open()
    const session = inbox.session.value!
    const newer = { ...session, ngo: { ...session.ngo, box: session.ngo.spare! } }
    const fields = fieldsOf(newer, 61, { answers: call(), roster: stamp(lists[4]!) })
    const row = sealAny(newer, 61, fields)
    await list([row])
    expect(inbox.items.value).toMatchObject([{ kind: 'shut', code: 'open-wrong-key' }])
    told.list = await listed(crypto, 5, lists[4]!.hash, later)
    const key = { network: world.network, ngo: 'a21', generation: 4, boxSecret: bytes(30), signSeed: bytes(31) }
    const sealed = sealInboxKey(crypto, key, world.member, { version: 5, hash: toBase64(bytes(1)) }, NOW, SEEDS.lead)
    told.keys = [world.inboxKey, toBase64(sealed)]
    await round()
    expect([inbox.session.value!.boxes.length, inbox.session.value!.refused]).toEqual([2, []])
    await list([row], false)
    expect([inbox.items.value.map(({ kind }) => kind), inbox.arrived.value]).toEqual([['request'], []])
    // The older generation's requests still open.
    await list([row, request(inbox, 62, stamp(lists[4]!))])
    expect(inbox.items.value.map(({ kind }) => kind)).toEqual(['request', 'request'])
    const all = inbox.session.value!.boxes
    inbox.drop()
    expect(all.every(({ secret }) => secret.every((byte) => byte === 0))).toBe(true)
  })

  it('keeps the keys of before, by the rosters that named them; a server that does not give these is an alarm', async () => {
    const { inbox, told, round, enter, codes } = await open()
    told.list = await listed(crypto, 5, lists[4]!.hash, later)
    const key = { network: world.network, ngo: 'a21', generation: 4, boxSecret: bytes(30), signSeed: bytes(31) }
    const sealed = sealInboxKey(crypto, key, world.member, { version: 5, hash: toBase64(bytes(1)) }, NOW, SEEDS.lead)
    told.keys = [world.inboxKey, toBase64(sealed)]
    await round()
    inbox.drop()
    await enter()
    // This page walked that roster before.
    const generations = () => inbox.session.value!.boxes.map(({ generation }) => generation).sort()
    expect([generations(), codes()]).toEqual([[3, 4], []])
    inbox.drop()
    let gone = true
    const roster = async (version: number): Promise<string> => {
      if (gone) throw new MitosError('not-found')
      return JSON.stringify(lists[version]!.roster)
    }
    const anew = await open({ chain: async () => told.list.text, changedChain: async () => null, roster })
    const { boxes, refused } = anew.inbox.session.value!
    expect([boxes.length, anew.codes(), refused]).toEqual([0, ['trust-history'], []])
    expect(listText(anew.inbox, 'lead')).toContain('did not give an earlier list')
    gone = false
    await anew.round()
    expect([anew.inbox.session.value!.boxes.length, anew.inbox.session.value!.behind]).toEqual([1, null])
    anew.inbox.drop()
  })

  it('that leaves the member out ends the session, with words', async () => {
    const { inbox, told, round } = await open()
    told.team = teamOf(6, {}, { ...world.member, id: toBase64(bytes(99, 16)) })
    await round()
    expect(inbox.screen.value).toMatchObject({ kind: 'unlock', said: { key: 'error.team', code: 'team-refused' } })
    expect(inbox.session.value).toBeNull()
  })

  it('with a team that is not yet as new as the roster asks: the team of before stays, with an alarm', async () => {
    const { inbox, told, round, codes } = await open()
    const strict = (roster: Roster) => ({ ...roster, ngos: [{ ...roster.ngos[0]!, teamMin: 6 }, roster.ngos[1]!] })
    told.list = await listed(crypto, 5, lists[4]!.hash, strict)
    await round()
    expect([inbox.session.value?.chain.roster.version, inbox.session.value?.team.version]).toEqual([5, 5])
    expect(codes()).toEqual(['team-refused'])
    inbox.drop()
  })
})

describe('a request', () => {
  it('of an older roster, or of another one, is marked and never dropped; only the second is an alarm', async () => {
    const { inbox, list, codes } = await open()
    const other = { version: 4, hash: toBase64(bytes(1)) }
    const hour = NOW - (NOW % 3600)
    // Roster 4 is of six days ago.
    await list([
      request(inbox, 60, stamp(lists[4]!)),
      request(inbox, 61, stamp(lists[3]!)),
      request(inbox, 62, other),
      request(inbox, 63, { version: 'x' }),
    ])
    expect(hour - DAY).toBeGreaterThan(NOW - 6 * DAY)
    expect(unders(inbox)).toEqual([undefined, 'older', 'other', 'other'])
    const rows = inbox.items.value.map((item) => rowOf(item as Request, 'me', NOW))
    const marks = rows.map((row) => marksOf(row).map(([mark]) => mark))
    expect(marks.map((all) => all.filter((mark) => /older|check/.test(mark)))).toEqual([
      [],
      ['list.pill.older'],
      ['staff.pile.check'],
      ['staff.pile.check'],
    ])
    const cards = rows.map((row) => draw(<Card inbox={inbox} say={say} row={row} />))
    expect(cards[0]).not.toMatch(/older list|another list/)
    expect(cards[1]).toContain('Sealed under an older list (number 3)')
    expect(cards[2]).toContain("another list than the network's (number 4, AQEBAQEB)")
    expect(listText(inbox, 'lead')).toMatch(/network's: 2\..*Call the keeper/)
    expect(listText(inbox, 'member')).not.toContain('Call the keeper')
    expect(codes()).toEqual([])
    inbox.drop()
  })

  it('of a roster that is not known here makes the chain be read at once, and once', async () => {
    let asked = 0
    const served = { list: lists[5]! }
    const { inbox, list } = await open({
      changedChain: async () => (asked++, { text: served.list.text, etag: null }),
    })
    await list([request(inbox, 60, stamp(lists[5]!))])
    expect([asked, inbox.session.value?.chain.roster.version, unders(inbox)]).toEqual([1, 5, [undefined]])
    await list([request(inbox, 61, { version: 9, hash: lists[2]!.hash })])
    await list([])
    expect([asked, unders(inbox)]).toEqual([2, [undefined, 'newer']])
    inbox.drop()
  })

  it('whose roster the server does not give cannot be checked: marked, and an alarm', async () => {
    const { inbox, told, list, codes, round } = await open()
    let asked = 0
    told.rosters = {
      get 3() {
        asked++
        return undefined as never
      },
    }
    await list([request(inbox, 60, stamp(lists[3]!))])
    await list([])
    expect([unders(inbox), codes(), asked]).toEqual([['unkept'], ['trust-history'], 1])
    expect(listText(inbox, 'lead')).toContain('did not give an earlier list')
    expect(listText(inbox, 'lead')).not.toContain('Somebody may show people another list')
    told.rosters = lists
    await round()
    expect(unders(inbox)).toEqual(['older'])
    inbox.drop()
  })
})

describe('a test', () => {
  it('is in the list with its word, and in no number of the first line', async () => {
    const { inbox, list } = await open()
    await list([
      request(inbox, 60, stamp(lists[4]!), { test: true }),
      request(inbox, 61, stamp(lists[4]!)),
      request(inbox, 62, stamp(lists[4]!), { test: 'yes' }),
    ])
    const { summary, now, later } = inbox.arranged.value
    expect([now.length + later.length, summary.now + summary.later]).toEqual([3, 2])
    const rows = inbox.items.value.map((item) => rowOf(item as Request, 'me', NOW))
    expect(rows.map((row) => marksOf(row).some(([mark]) => mark === 'list.pill.test'))).toEqual([true, false, false])
    expect(draw(<Card inbox={inbox} say={say} row={rows[0]!} />)).toContain('Marked as a test.')
    inbox.drop()
  })

  it('is none where a message of the same person is none', async () => {
    const { inbox, list } = await open()
    const second = { ...request(inbox, 60, stamp(lists[4]!)), id: toBase64(bytes(99, 16)) }
    const session = inbox.session.value!
    const fields = fieldsOf(session, 60, { answers: call(), roster: stamp(lists[4]!) })
    await list([request(inbox, 60, stamp(lists[4]!), { test: true }), sealAny(session, 60, fields, { id: second.id })])
    expect(inbox.items.value).toMatchObject([{ ids: [expect.any(String), expect.any(String)], facts: { test: false } }])
    inbox.drop()
  })

  it('is sent by the coordinator alone, to whoever is on duty, without a referrer', async () => {
    const { inbox } = await open()
    const drawn = (role: 'lead' | 'member') =>
      unfold(<SendTest inbox={inbox} say={say} session={as(inbox.session.value!, role)} />)
    expect(drawn('member')).toEqual([])
    expect(elements(drawn('lead'))[0]).toMatchObject({
      tag: 'a',
      props: { href: '/go?desk=GR#test', rel: 'noreferrer', target: '_blank' },
    })
    expect(draw(<SendTest inbox={inbox} say={say} session={as(inbox.session.value!, 'lead')} />)).toContain('A')
    inbox.drop()
  })
})

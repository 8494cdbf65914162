import { beforeAll, describe, expect, it } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import { openRow, refresh } from '../../../inbox/list/feed.ts'
import { onShift } from '../../../inbox/list/duty.ts'
import { type Session, wipeSession } from '../../../inbox/session.ts'
import { deriveHere } from '../../../inbox/unlock/derive.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { unlock } from '../../../inbox/unlock/unlock.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import type { Json } from '../../../shared/json.ts'
import type { RequestRow } from '../../../shared/staffApi.ts'
import type { Roster } from '../../../shared/roster.ts'
import { NOW, makeChain } from '../shared/network.ts'

import { ORIGIN, PASSPHRASE, bytes, crypto, pageOf, prepare, requestRow, server, world } from './member.ts'

const enter = (name: string, passphrase: string, api = server()): Promise<Session> =>
  unlock(
    { api, sodium, derive: deriveHere(sodium), now: () => NOW * 1000, origin: ORIGIN },
    { name, passphrase },
    () => {},
  )
const failure = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'ok', codeOf)

beforeAll(prepare)

describe('unlocking', () => {
  it('opens the inbox with the right name and passphrase, typed with capitals and spaces', async () => {
    const session = await enter(' Maria ', PASSPHRASE)
    expect(session.member.name).toBe('Maria')
    expect(session.boxes).toHaveLength(1)
    expect(session.refused).toEqual([])
  })

  it('fails in one and the same way for a wrong passphrase, an unknown name and what is no name', async () => {
    const failures = await Promise.all([
      failure(enter('maria', 'wrong')),
      failure(enter('nobody', PASSPHRASE)),
      failure(enter('Μαρία!', PASSPHRASE)),
    ])
    expect(failures).toEqual(['login-refused', 'login-refused', 'login-refused'])
  })

  it('tells keys that opened but were refused from a wrong passphrase', async () => {
    const refusing = server({ session: () => Promise.reject(new MitosError('login-refused')) })
    expect(await failure(enter('maria', PASSPHRASE, refusing))).toBe('not-logged-in')
  })

  it('refuses a team that does not name the member with these very keys', async () => {
    const other = { ...world.member, sign: toBase64(crypto.signPublicKey(bytes(77))) }
    for (const members of [[other], [{ ...other, id: toBase64(bytes(1, 16)) }]]) {
      const me = { member: world.member.id, ngo: 'a21', keys: [] }
      const lying = server({ me: async () => ({ ...me, team: world.team(members) as unknown as Json }) })
      expect(await failure(enter('maria', PASSPHRASE, lying))).toBe('team-refused')
    }
  })

  it('refuses a chain whose roster was changed', async () => {
    const text = world.text.replace('the Help Team', 'the Halp Team')
    expect(await failure(enter('maria', PASSPHRASE, server({ chain: async () => text })))).toBe('roster-refused')
  })

  it('refuses a roster of a time zone that there is not, with words instead of a blank page', async () => {
    const bend = (roster: Roster) => ({ ...roster, desks: [{ ...roster.desks[0]!, tz: 'Europe/Atlantis' }] })
    const { text } = await makeChain(crypto, { roster: bend })
    expect(await failure(enter('maria', PASSPHRASE, server({ chain: async () => text })))).toBe('roster-refused')
  })

  it('says so when one inbox key is refused, and goes on with the rest', async () => {
    const api = server()
    const me = async () => ({ ...(await api.me()), keys: ['AAAA', world.inboxKey] })
    const session = await enter('maria', PASSPHRASE, server({ me }))
    expect([session.boxes.length, session.refused]).toEqual([1, ['open-length']])
  })

  it('leaves no key behind after the lock', async () => {
    const session = await enter('maria', PASSPHRASE)
    const secrets = [
      session.keys.boxSecret,
      session.keys.signSeed,
      session.boxes[0]!.secret,
      session.boxes[0]!.signSeed,
    ]
    wipeSession(session)
    expect(secrets.every((secret) => secret.every((byte) => byte === 0))).toBe(true)
  })
})

describe('the list', () => {
  it('opens every page, and one bad row never blanks it', async () => {
    const rows = [await requestRow(), await requestRow(true), await requestRow()]
    const page: Api['page'] = async ({ after }) => {
      const at = Number(after ?? 0)
      const next = at + 1 < rows.length ? String(at + 1) : null
      return pageOf(rows.slice(at, at + 1), { next, mark: `mark ${at}`, total: at ? null : rows.length })
    }
    const session = await enter('maria', PASSPHRASE)
    const poll = await refresh(server({ page }), session, new Map(), null)
    const read = rows.map(({ id }) => poll.rows.get(id)!.read)
    expect(read.map((one) => (one.kind === 'opened' ? one.facts.told.for : one.kind === 'shut' && one.code))).toEqual([
      'self',
      'open-damaged',
      'self',
    ])
    expect(poll.fresh).toHaveLength(3)
    expect(poll).toMatchObject({ whole: true, mark: 'mark 0', hidden: 0 })
  })

  it('opens a row once and takes over what was claimed since', async () => {
    const row = await requestRow()
    const session = await enter('maria', PASSPHRASE)
    const held = await openRow(session, row)
    const claim = { by: 'somebody', hour: NOW }
    const page = async () => pageOf([{ ...row, sealed: '', claim }])
    const { rows, fresh } = await refresh(server({ page }), session, new Map([[row.id, held]]), null)
    expect([[...rows.values()], fresh]).toEqual([[{ ...held, claim }], []])
  })

  it('asks only what changed, and keeps the rest', async () => {
    const session = await enter('maria', PASSPHRASE)
    const [one, two] = [await requestRow(), await requestRow()]
    const known = new Map([[one.id, await openRow(session, one)]])
    const asked: object[] = []
    const changed = (requests: readonly RequestRow[], total: number | null) => async (ask: object) => {
      asked.push(ask)
      return pageOf(requests, { whole: false, mark: 'later', total })
    }
    const quiet = await refresh(server({ page: changed([], null) }), session, known, 'mark')
    expect(quiet).toMatchObject({ whole: false, mark: 'later', hidden: null, fresh: [] })
    expect(quiet.rows).toBe(known)
    const poll = await refresh(server({ page: changed([two], 2) }), session, known, 'mark')
    expect([...poll.rows.keys()].sort()).toEqual([one.id, two.id].sort())
    expect([poll.fresh, poll.hidden, asked]).toEqual([[two.id], 0, [{ since: 'mark' }, { since: 'mark' }]])
  })

  it('counts the older requests for which there was no room, and never reads for ever', async () => {
    const session = await enter('maria', PASSPHRASE)
    const row = await requestRow(true)
    let pages = 0
    const page: Api['page'] = async () => pageOf([{ ...row, id: String(pages++) }], { next: 'more', total: 5000 })
    const { rows, hidden } = await refresh(server({ page }), session, new Map(), null)
    expect([rows.size, pages, hidden]).toEqual([200, 200, 4800])
  })

  it('has room for ten thousand: the oldest go that nobody claimed, and are counted', async () => {
    const session = await enter('maria', PASSPHRASE)
    const held = await openRow(session, await requestRow(true))
    const claim = { by: 'me', hour: NOW }
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      ...held,
      id: String(i),
      hour: i,
      claim: i ? null : claim,
    }))
    const known = new Map(rows.map((row) => [row.id, row]))
    const page = async () => pageOf([{ ...(await requestRow()), id: 'new' }], { whole: false, total: 10_001 })
    const poll = await refresh(server({ page }), session, known, 'mark')
    expect([poll.rows.size, poll.hidden]).toEqual([10_000, 1])
    expect(['0', '1', '2', 'new'].map((id) => poll.rows.has(id))).toEqual([true, false, true, true])
  })

  it('says until when the member is on shift, and who comes next', async () => {
    const session = await enter('maria', PASSPHRASE)
    const minute = 60 * Math.floor(NOW / 60)
    expect(onShift(session, NOW)).toEqual({ kind: 'on', until: minute + 1800, next: 'B', tz: 'Europe/Athens' })
    expect(onShift(session, NOW + 3600)).toEqual({ kind: 'off', next: null, tz: 'Europe/Athens' })
  })

  it("follows the team's own rota", async () => {
    const session = await enter('maria', PASSPHRASE)
    const start = Math.floor(NOW / 60)
    const duty = [
      [start - 60, 70, 'another'],
      [start + 10, 60, session.member.id],
    ] as const
    const planned: Session = { ...session, team: { ...session.team, duty } }
    expect(onShift(planned, NOW)).toEqual({ kind: 'off', next: 60 * (start + 10), tz: 'Europe/Athens' })
    expect(onShift(planned, NOW + 900)).toMatchObject({ kind: 'on', until: 60 * (start + 30) })
    // Where nobody is named, all are on shift; the privacy person never is.
    const gone: Session = { ...session, team: { ...session.team, duty: duty.slice(0, 1) } }
    expect(onShift(gone, NOW + 900)).toMatchObject({ kind: 'on', until: 60 * (start + 30) })
    const members = [{ ...session.member, role: 'privacy' as const }]
    expect(onShift({ ...session, team: { ...session.team, members } }, NOW)).toMatchObject({ kind: 'off', next: null })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BODY_SIZE, type KeyId, type RequestId, type SealedRequest } from '../../../shared/wire.ts'
import type { Store, StoredMember, StoredRequest } from '../../../server/store/store.ts'

/** What each implementation of the store must do. `reopen` closes it and opens the same data again. */
export interface StoreUnderTest {
  readonly store: () => Store
  reopen(): Promise<void>
  remove(): Promise<void>
}

const HOUR = 3600
const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
export const keyId = (value: number) => filled(8, value) as KeyId
export const request = (id: number, key = 1, hour = HOUR, fill = id): StoredRequest => ({
  id: filled(16, id) as RequestId,
  keyId: keyId(key),
  address: filled(8, 3),
  tag: filled(8, 4),
  sealed: filled(BODY_SIZE, fill) as SealedRequest,
  hour,
  check: false,
})
const member = (id: number, name: string): StoredMember => ({
  id: filled(16, id),
  ngo: 'a21',
  name,
  blob: filled(195, 9),
  loginKeys: [filled(32, 5), filled(32, 6)],
  sign: filled(32, 7),
})
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('hex')
    : Array.isArray(value)
      ? value.map(plain)
      : value && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]))
        : value

export function storeContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps what the store promises`, () => {
    let tested: StoreUnderTest
    beforeEach(async () => void (tested = await make()))
    afterEach(() => tested.remove())
    const store = () => tested.store()

    it('a request is there after a restart, byte for byte', async () => {
      expect(await store().addRequest({ ...request(1), check: true })).toBe('stored')
      await tested.reopen()
      const page = await store().listRequests([keyId(1)], null, 50)
      expect(plain(page)).toEqual(plain({ rows: [{ ...request(1), check: true, claim: null }], next: null }))
    })

    it('the same bytes again are the same, other bytes under the id are different, and the first stay', async () => {
      await store().addRequest(request(1))
      expect(await store().addRequest(request(1))).toBe('same')
      expect(await store().addRequest(request(1, 1, 2 * HOUR))).toBe('same')
      expect(await store().addRequest(request(1, 1, HOUR, 99))).toBe('different')
      expect(await store().addRequest(request(1, 2, HOUR, 99))).toBe('different')
      const { rows } = await store().listRequests([keyId(1), keyId(2)], null, 50)
      expect(rows.map((row) => row.sealed[0])).toEqual([1])
    })

    it('of two people who send at once under one id, one is stored and one is told', async () => {
      const outcomes = await Promise.all([store().addRequest(request(1)), store().addRequest(request(1, 1, HOUR, 99))])
      expect(outcomes).toEqual(['stored', 'different'])
    })

    it('a list comes by the hour, the newest first, page by page, each row once, from all keys of an NGO and no other', async () => {
      for (let i = 1; i <= 20; i++) await store().addRequest(request(i, 1 + (i % 3), HOUR * (1 + ((i * 7) % 5))))
      const seen: StoredRequest[] = []
      let after: string | null = null
      let pages = 0
      do {
        const page = await store().listRequests([keyId(1), keyId(2)], after, 4)
        seen.push(...page.rows)
        after = page.next
        pages++
      } while (after)
      expect(pages).toBe(4)
      expect(seen.map((row) => row.hour)).toEqual(seen.map((row) => row.hour).sort((a, b) => b - a))
      expect(await store().countRequests([keyId(1), keyId(2)])).toBe(seen.length)
      const ids = Array.from({ length: 20 }, (_, i) => i + 1).filter((i) => i % 3 !== 2)
      expect(seen.map((row) => row.id[0]!).sort((a, b) => a - b)).toEqual(ids)
    })

    it('a cursor that the store did not make is refused', async () => {
      await expect(store().listRequests([keyId(1)], '!', 4)).rejects.toMatchObject({ code: 'bad-input' })
    })

    it('a request is found with its own key only', async () => {
      await store().addRequest(request(1))
      expect(await store().findRequest(request(1).id, [keyId(2)])).toBeUndefined()
      expect((await store().findRequest(request(1).id, [keyId(2), keyId(1)]))?.hour).toBe(HOUR)
    })

    it('of two members who claim at once, one has it, and both are told who', async () => {
      await store().addRequest(request(1))
      const claims = await Promise.all(
        [7, 8].map((by) => store().claim(request(1).id, { by: filled(16, by), hour: 0 })),
      )
      expect(claims.map((claim) => claim.by[0])).toEqual([7, 7])
      expect((await store().listRequests([keyId(1)], null, 1)).rows[0]?.claim?.by[0]).toBe(7)
    })

    it('what is not there cannot be claimed', async () => {
      const claim = store().claim(request(1).id, { by: filled(16, 7), hour: 0 })
      await expect(claim).rejects.toMatchObject({ code: 'not-found' })
    })

    it('a document is never overwritten', async () => {
      const document = (version: number, text: string) =>
        ({ kind: 'roster', version, hash: text, bytes: Buffer.from(text) }) as const
      expect(await store().addDocument(document(1, 'one'))).toBe('stored')
      expect(await store().addDocument(document(1, 'one'))).toBe('same')
      expect(await store().addDocument(document(1, 'other'))).toBe('different')
      await store().addDocument(document(10, 'ten'))
      await store().addDocument(document(2, 'two'))
      await tested.reopen()
      expect((await store().documents('roster')).map((one) => one.version)).toEqual([1, 2, 10])
      expect((await store().latestDocument('roster'))?.version).toBe(10)
      expect(Buffer.from((await store().document('roster', 1))!.bytes).toString()).toBe('one')
      expect((await store().documentByHash('roster', 'two'))?.version).toBe(2)
      expect(await store().latestDocument('root')).toBeUndefined()
    })

    it('a notice stays as it came first, of whomever, and is there after a restart', async () => {
      const notice = { hash: 'a'.repeat(43), ngo: 'a21', text: 'α' }
      expect(await store().addNotice(notice)).toBe('stored')
      expect(await store().addNotice({ ...notice, ngo: 'gcr', text: 'β' })).toBe('same')
      await tested.reopen()
      expect(await store().notice(notice.hash)).toEqual(notice)
      expect(await store().notice('b'.repeat(43))).toBeUndefined()
    })

    it('a switch is there after a restart, once for each generation of an NGO, the newest', async () => {
      const one = (ngo: string, generation: number, fill: number) => ({ ngo, generation, bytes: filled(3, fill) })
      expect(await store().switches()).toEqual([])
      for (const each of [one('gcr', 2, 1), one('a21', 10, 2), one('a21', 9, 3), one('gcr', 2, 4)])
        await store().putSwitch(each)
      await tested.reopen()
      expect((await store().switches()).map(({ ngo, generation, bytes }) => [ngo, generation, bytes[0]])).toEqual([
        ['a21', 9, 3],
        ['a21', 10, 2],
        ['gcr', 2, 4],
      ])
    })

    it.each([
      ['a house guide', 'guide', 'putGuide'],
      ['a list of interpreters', 'interpreters', 'putInterpreters'],
    ] as const)('%s is followed by the next version only, and holds the keys that open it', async (_, get, put) => {
      const one = (version: number, generation: number, fill = version) => ({
        ngo: 'a21',
        version,
        generation,
        sealed: filled(4, fill),
      })
      await store().putMember(member(1, 'maria'))
      for (const generation of [1, 2])
        await store().putInboxKey({ member: filled(16, 1), generation, sealed: filled(4, generation) })
      expect(await store()[get]('a21')).toBeUndefined()
      const wanted = [one(2, 1), one(1, 1), one(1, 1), one(1, 1, 9), one(3, 1)]
      const outcomes: boolean[] = []
      for (const each of wanted) outcomes.push(await store()[put](each))
      expect(outcomes).toEqual([false, true, true, false, false])
      const generation = { ngo: 'a21', generation: 1, keyId: keyId(1) }
      expect(await store().destroyGeneration(generation, true)).toBeNull()
      expect(await store().destroyGeneration({ ...generation, ngo: 'gcr' }, true)).toBe(0)
      expect(await store()[put](one(2, 2))).toBe(true)
      await tested.reopen()
      expect({ ...(await store()[get]('a21')) }).toEqual({ ...one(2, 2), sealed: Buffer.from(filled(4, 2)) })
      expect(await store()[get]('gcr')).toBeUndefined()
      expect(await store().destroyGeneration(generation, true)).toBe(1)
    })

    it('signatures of a document are replaced unless somebody was faster', async () => {
      const one = { kind: 'release', version: 1, hash: 'one', bytes: Buffer.from('one') } as const
      await store().addDocument(one)
      expect(await store().replaceSignatures(one, Buffer.from('two'))).toBe(true)
      expect(await store().replaceSignatures(one, Buffer.from('three'))).toBe(false)
      await tested.reopen()
      expect(Buffer.from((await store().documentByHash('release', 'one'))!.bytes).toString()).toBe('two')
    })

    it('members are found by name and by id, and change by id', async () => {
      await store().putMember(member(1, 'maria'))
      await store().putMember({ ...member(1, 'maria'), blob: filled(195, 8) })
      await tested.reopen()
      expect(plain(await store().memberByName('maria'))).toEqual(plain({ ...member(1, 'maria'), blob: filled(195, 8) }))
      expect((await store().memberById(filled(16, 1)))?.loginKeys).toHaveLength(2)
      expect(await store().memberByName('nobody')).toBeUndefined()
    })

    it('a second member with the same name is refused, and what others write at that moment is kept', async () => {
      await store().putMember(member(1, 'maria'))
      const outcomes = await Promise.allSettled([store().putMember(member(2, 'maria')), store().addRequest(request(1))])
      expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'fulfilled'])
    })

    it('teams and inbox keys are replaced by newer ones', async () => {
      await store().putTeam({ ngo: 'a21', version: 1, bytes: filled(3, 1) })
      await store().putTeam({ ngo: 'a21', version: 2, bytes: filled(3, 2) })
      for (const [generation, fill] of [
        [2, 1],
        [1, 2],
        [2, 3],
      ] as const)
        await store().putInboxKey({ member: filled(16, 1), generation, sealed: filled(4, fill) })
      expect((await store().team('a21'))?.version).toBe(2)
      expect((await store().inboxKeys(filled(16, 1))).map((key) => key.sealed[0])).toEqual([2, 3])
    })

    it('a session ends when it is removed or too old', async () => {
      const session = (n: number, hour: number) => ({ tokenHash: filled(32, n), member: filled(16, 1), hour })
      for (const one of [session(1, 0), session(2, HOUR), session(3, 2 * HOUR)]) await store().addSession(one)
      await store().removeSession(filled(32, 3))
      await store().removeSessionsBefore(HOUR)
      const left = await Promise.all([1, 2, 3].map((n) => store().session(filled(32, n))))
      expect(left.map((one) => one?.hour)).toEqual([undefined, HOUR, undefined])
    })

    const invitee = (invitation: number, id: number, name: string) => ({
      invitation: filled(16, invitation),
      member: filled(16, id),
      name,
      shown: name,
      box: filled(32, 1),
      sign: filled(32, 2),
      blob: filled(268, 3),
      loginKeys: [filled(32, 4), filled(32, 5)],
      mac: filled(32, 6),
    })
    const invite = (id: number, ngo = 'a21', expires = HOUR, of: Uint8Array | null = null) =>
      store().addInvitation({ id: filled(16, id), ngo, member: of, expires }, 0)

    it('an invitation is used once, by whoever is first, until its time is over', async () => {
      await invite(1)
      expect(await invite(1)).toBe(false)
      await invite(2, 'gcr')
      expect(await store().join(invitee(1, 1, 'maria'), HOUR, 9 * HOUR)).toBe('unknown')
      const two = [invitee(1, 1, 'maria'), invitee(1, 2, 'nikos')].map((one) => store().join(one, HOUR - 1, 9 * HOUR))
      expect(await Promise.all(two)).toEqual(['joined', 'unknown'])
      expect(await store().join(invitee(2, 3, 'maria'), 0, 9 * HOUR)).toBe('name-taken')
      expect(await store().join(invitee(3, 3, 'elif'), 0, 9 * HOUR)).toBe('unknown')
      await tested.reopen()
      const { invitation: _, ...came } = invitee(1, 1, 'maria')
      const [held] = await store().invitations('a21')
      expect(plain(held)).toMatchObject(
        plain({ id: filled(16, 1), ngo: 'a21', member: null, expires: 9 * HOUR, invitee: came }) as object,
      )
      await store().removeInvitation('gcr', filled(16, 1))
      expect(await store().invitation(filled(16, 1))).toBeDefined()
      expect(await store().removeInvitationsBefore(HOUR)).toBe(1)
      await store().removeInvitation('a21', filled(16, 1))
      expect(await store().invitation(filled(16, 1))).toBeUndefined()
      await invite(4)
      expect(await store().join(invitee(4, 1, 'maria'), 0, HOUR)).toBe('joined')
    })

    it('a team comes with its members, keys and what was invited, or nothing of it does', async () => {
      for (const [id, name] of [
        [1, 'lena'],
        [2, 'maria'],
        [3, 'nikos'],
      ] as const) {
        await store().putMember(member(id, name))
        await store().putInboxKey({ member: filled(16, id), generation: 1, sealed: filled(4, id) })
        await store().addSession({ tokenHash: filled(32, id), member: filled(16, id), hour: 0 })
      }
      await store().putMember({ ...member(9, 'gina'), ngo: 'gcr' })
      await invite(1)
      await store().join(invitee(1, 5, 'elif'), 0, HOUR)
      await invite(2, 'a21', HOUR, filled(16, 2))
      expect(await store().join(invitee(2, 2, 'marie'), 0, HOUR)).toBe('name-taken')
      expect(await store().join(invitee(2, 2, 'maria'), 0, HOUR)).toBe('joined')
      const change = (version: number, accepted: readonly number[]) =>
        store().changeTeam({
          named: 9,
          team: { ngo: 'a21', version, bytes: filled(3, version) },
          members: [1, 2, 5].map((id) => filled(16, id)),
          accepted: accepted.map((id) => filled(16, id)),
          keys: [{ member: filled(16, 5), generation: 1, sealed: filled(4, 5) }],
        })
      expect(await change(2, [1, 2])).toBe('version')
      expect(await change(1, [1, 2, 7])).toBe('invitee')
      expect((await store().members()).map((one) => one.name)).toEqual(['gina', 'lena', 'maria', 'nikos'])
      expect(await change(1, [1, 2])).toBe('stored')
      expect(await change(1, [])).toBe('version')
      await tested.reopen()
      expect((await store().members()).map((one) => one.name)).toEqual(['elif', 'gina', 'lena', 'maria'])
      expect((await store().memberByName('maria'))?.sign).toEqual(Buffer.from(filled(32, 2)))
      const keys = await Promise.all([1, 2, 3, 5].map((id) => store().inboxKeys(filled(16, id))))
      expect(keys.map((one) => one.map((key) => key.sealed[0]))).toEqual([[1], [], [], [5]])
      const sessions = await Promise.all([1, 2, 3].map((id) => store().sessionsOf(filled(16, id))))
      expect(sessions.map((one) => one.length)).toEqual([1, 0, 0])
      expect(await store().invitations('a21')).toEqual([])
      expect((await store().team('a21'))?.version).toBe(1)
    })

    it('who leaves takes log-in, keys and sessions along, unless somebody must be there who is not', async () => {
      for (const [id, name] of [
        [1, 'lena'],
        [2, 'maria'],
      ] as const) {
        await store().putMember(member(id, name))
        await store().putInboxKey({ member: filled(16, id), generation: 1, sealed: filled(4, id) })
        await store().addSession({ tokenHash: filled(32, id), member: filled(16, id), hour: 0 })
      }
      expect(await store().leave(filled(16, 1), [])).toBe(false)
      expect(await store().leave(filled(16, 1), [filled(16, 7)])).toBe(false)
      // Of two who leave at once one stays, where each may go only because of the other.
      const both = [store().leave(filled(16, 1), [filled(16, 2)]), store().leave(filled(16, 2), [filled(16, 1)])]
      expect(await Promise.all(both)).toEqual([true, false])
      await tested.reopen()
      expect((await store().members()).map((one) => one.name)).toEqual(['maria'])
      const held = async (id: number) => [
        (await store().inboxKeys(filled(16, id))).length,
        (await store().sessionsOf(filled(16, id))).length,
      ]
      expect([await held(1), await held(2)]).toEqual([
        [0, 0],
        [1, 1],
      ])
      expect(await store().leave(filled(16, 2), null)).toBe(true)
      // A key for somebody who is not there is not kept.
      const keys = [{ member: filled(16, 1), generation: 2, sealed: filled(4, 1) }]
      const team = { ngo: 'a21', version: 1, bytes: filled(3, 1) }
      expect(await store().changeTeam({ team, members: [filled(16, 1)], accepted: [], keys, named: 2 })).toBe('stored')
      expect(await held(1)).toEqual([0, 0])
    })

    it('other log-in keys end every session but one', async () => {
      await store().putMember(member(1, 'maria'))
      for (const n of [1, 2, 3]) await store().addSession({ tokenHash: filled(32, n), member: filled(16, 1), hour: 0 })
      expect(await store().changeLogin(filled(16, 1), filled(195, 1), [filled(32, 9)], filled(32, 2))).toBe(true)
      expect(await store().changeLogin(filled(16, 7), filled(195, 1), [], filled(32, 2))).toBe(false)
      expect(plain(await store().memberById(filled(16, 1)))).toEqual(
        plain({ ...member(1, 'maria'), blob: filled(195, 1), loginKeys: [filled(32, 9)] }),
      )
      expect((await store().sessionsOf(filled(16, 1))).map((one) => one.tokenHash[0])).toEqual([2])
      expect(await store().removeSessionsOf(filled(16, 1))).toBe(1)
    })

    it('R34 a request that was removed is gone with its claim, and is not taken again', async () => {
      await store().addRequest(request(1))
      await store().addRequest(request(2))
      await store().claim(request(1).id, { by: filled(16, 7), hour: 0 })
      expect(await store().removeRequest(request(1).id)).toBe(true)
      expect(await store().removeRequest(request(1).id)).toBe(false)
      await tested.reopen()
      expect(await store().addRequest(request(1))).toBe('removed')
      expect((await store().listRequests([keyId(1)], null, 9)).rows.map((row) => row.id[0])).toEqual([2])
      await expect(store().claim(request(1).id, { by: filled(16, 7), hour: 0 })).rejects.toMatchObject({
        code: 'not-found',
      })
    })

    it('a request is closed once, by whoever is first, and only one that was claimed', async () => {
      await store().addRequest(request(1))
      expect(await store().closeRequest(request(1).id, 2 * HOUR)).toBe(false)
      await store().claim(request(1).id, { by: filled(16, 7), hour: HOUR })
      expect(await store().closeRequest(request(1).id, 2 * HOUR)).toBe(true)
      expect(await store().closeRequest(request(1).id, 3 * HOUR)).toBe(true)
      const found = await store().findRequest(request(1).id, [keyId(1)])
      expect(plain(found?.claim)).toEqual(plain({ by: filled(16, 7), hour: HOUR, closed: 2 * HOUR }))
    })

    it('R48 a sweep takes what is of its hour or before, each kind by its own, of every key, and nothing else', async () => {
      for (let i = 1; i <= 200; i++) await store().addRequest(request(i, 1 + (i % 3), i * HOUR))
      for (let i = 1; i <= 200; i += 2) await store().claim(request(i).id, { by: filled(16, 7), hour: i * HOUR })
      for (let i = 1; i <= 200; i += 4) await store().closeRequest(request(i).id, (i + 1) * HOUR)
      const until = { unread: 100 * HOUR, open: 50 * HOUR, closed: 150 * HOUR }
      expect(await store().sweep(until)).toEqual({ unread: 50, open: 12, closed: 38 })
      expect(await store().sweep(until)).toEqual({ unread: 0, open: 0, closed: 0 })
      const left = (await store().listRequests([1, 2, 3].map(keyId), null, 500)).rows.map((row) => row.id[0]!)
      const due = (i: number) => (i % 2 === 0 ? i <= 100 : i % 4 === 3 ? i <= 50 : i + 1 <= 150)
      expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1).filter((i) => !due(i)))
      expect(await store().addRequest(request(100, 1 + (100 % 3), 300 * HOUR))).toBe('removed')
    })

    it('R48 people are served while a long sweep runs', async () => {
      for (let i = 1; i <= 255; i++) await store().addRequest(request(i))
      let ended = false
      const sweep = store()
        .sweep({ unread: HOUR, open: 0, closed: 0 })
        .then((swept) => ((ended = true), swept))
      expect(await store().addRequest({ ...request(1, 2, 9 * HOUR), id: filled(16, 0) as RequestId })).toBe('stored')
      expect(ended).toBe(false)
      expect((await sweep).unread).toBe(255)
      expect(await store().countRequests([keyId(1), keyId(2)])).toBe(1)
    })

    it('R48 tombstones of elsewhere shred what is held of them, and keep it from coming again', async () => {
      for (let i = 1; i <= 100; i++) await store().addRequest(request(i))
      for (let i = 1; i <= 70; i++) await store().removeRequest(request(i).id)
      const tombstones = await store().tombstones([keyId(1)])
      expect(tombstones).toHaveLength(70)
      const other = await make()
      for (let i = 50; i <= 120; i++) await other.store().addRequest(request(i))
      expect(await other.store().bury(tombstones)).toBe(21)
      expect(await other.store().addRequest(request(1))).toBe('removed')
      expect(await other.store().countRequests([keyId(1)])).toBe(50)
      await other.remove()
    })

    it('R48 the keys of a generation go only when no request is held for it, its tombstones if none can come back', async () => {
      await store().putMember(member(1, 'maria'))
      await store().putMember({ ...member(2, 'nikos'), ngo: 'gcr' })
      for (const id of [1, 2])
        for (const generation of [1, 2])
          await store().putInboxKey({ member: filled(16, id), generation, sealed: filled(4, generation) })
      await store().addRequest(request(1))
      const generation = { ngo: 'a21', generation: 1, keyId: keyId(1) }
      expect(await store().destroyGeneration(generation, true)).toBeNull()
      await store().removeRequest(request(1).id)
      expect(await store().destroyGeneration(generation, false)).toBe(1)
      expect(await store().tombstones([keyId(1)])).toHaveLength(1)
      expect(await store().destroyGeneration(generation, true)).toBe(0)
      expect(await store().tombstones([keyId(1)])).toEqual([])
      const left = await Promise.all([1, 2].map((id) => store().inboxKeys(filled(16, id))))
      expect(left.map((keys) => keys.map((key) => key.generation))).toEqual([[2], [1, 2]])
    })

    it('the keys of a generation that was given up go once nothing older is left, of this NGO alone', async () => {
      await store().putMember(member(1, 'maria'))
      await store().putMember({ ...member(2, 'nikos'), ngo: 'gcr' })
      for (const [id, generations] of [
        [1, [1, 2, 4, 6, 9]],
        [2, [3]],
      ] as const)
        for (const generation of generations)
          await store().putInboxKey({ member: filled(16, id), generation, sealed: filled(4, generation) })
      const left = async () => (await store().inboxKeys(filled(16, 1))).map(({ generation }) => generation)
      // 1 is the oldest that a roster named, and its keys are there.
      expect(await store().destroyGivenUp('a21', [1, 4, 6])).toBe(0)
      expect(await store().destroyGivenUp('a21', [4, 6])).toBe(2)
      // 9 is to come.
      expect(await left()).toEqual([4, 6, 9])
      expect(await store().destroyGivenUp('a21', [20])).toBe(0)
      expect(await left()).toHaveLength(3)
      // 3 is another NGO's.
      expect(await store().destroyGivenUp('a21', [3, 6])).toBe(1)
      expect(await store().inboxKeys(filled(16, 2))).toHaveLength(1)
    })

    it('R3 a site is off until it is on again', async () => {
      expect(await store().setSite('limani', true)).toBe(true)
      expect(await store().setSite('limani', true)).toBe(false)
      await store().setSite('kyada', true)
      await tested.reopen()
      expect(await store().sitesOff()).toEqual(['kyada', 'limani'])
      expect(await store().setSite('kyada', false)).toBe(true)
      expect(await store().setSite('kyada', false)).toBe(false)
      expect(await store().sitesOff()).toEqual(['limani'])
    })

    it('a probe writes and changes nothing that anybody reads', async () => {
      await store().probe()
      await store().probe()
    })

    it('what waits at closing time is written', async () => {
      const waiting = store().addRequest(request(1))
      await tested.reopen()
      expect(await waiting).toBe('stored')
      expect((await store().listRequests([keyId(1)], null, 1)).rows).toHaveLength(1)
    })
  })
}

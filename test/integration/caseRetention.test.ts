import { join } from 'node:path'
import { backup } from '../../server/backup.ts'
import { KEEP } from '../../shared/keep.ts'
import { restore } from '../../server/restore.ts'
import { Retention } from '../../server/retention.ts'
import type { Documents } from '../../server/trust/documents.ts'
import { SILENT } from '../../shared/silence.ts'
import { lookAt } from '../../server/store/sqlite/look.ts'
import { temporaryFolder } from './folder.ts'
import { check } from '../../server/cli/check.ts'
import { run } from '../../server/cli/cli.ts'
import { produce } from '../../server/cli/produce.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { CaseClaim } from '../../shared/staffApi.ts'
import { type Worker, beginning, read, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { boxKey, crypto, hashOf, root, roster, signKey } from './network.ts'
import type { TestServer } from './server.ts'
import { firstRoster, logIn, ngos, place, teamServer } from './team.ts'
import { findIn } from '../support/canary.ts'
import { filesThatHold, pieces } from './traces.ts'

const DAY = 86_400
let server: TestServer
let maria: Worker
beforeEach(async () => {
  server = await teamServer()
  maria = { ...(await logIn(server, 'maria')), name: 'maria' }
})
afterEach(() => server.stop())

async function begun(): Promise<string> {
  expect((await server.post(sealedRequest(1))).status).toBe(204)
  const [row] = await rowsOf(maria)
  const body = await beginning('maria', row!)
  expect((await maria.send('POST', 'cases', body)).status).toBe(201)
  return body.case
}
/** Days later; sessions end in the night. */
async function later(days: number): Promise<void> {
  server.now += days * DAY
  await server.tick()
  maria = { ...(await logIn(server, 'maria')), name: 'maria' }
}
const act = async (id: string, what: CaseAct, kind?: 'close' | 'release'): Promise<void> => {
  const claim = kind && ({ kind } satisfies CaseClaim)
  expect((await write(maria, id, what, claim ? { claim } : {})).status).toBe(201)
}
const isThere = async (id: string): Promise<boolean> => (await maria.fetch(`/api/inbox/cases/${id}`)).status === 200
/** Which files hold a piece of a case's key, of its events, or of its id. */
const traces = (bytes: readonly string[]) =>
  filesThatHold(
    server.data,
    bytes.flatMap((one) => pieces(fromBase64(one))),
  )

/** As long as a test needs it: a roster that does not end, and no clock that is not believed. */
const lasting = async (changes: object = {}): Promise<void> => {
  const next = roster(2, firstRoster, { ngos: ngos(changes), expires: server.now + 30 * DAY })
  expect((await server.put('roster', next)).status).toBe(204)
}

describe('R48 A case', () => {
  it('is there for 30 days after it was closed, and then no byte of it, of its key, or its id is in any file', async () => {
    await lasting()
    const id = await begun()
    await act(id, { kind: 'note', text: 'x' })
    await act(id, { kind: 'close', reason: 'helped' }, 'close')
    const page = await read(maria, id)
    const bytes = [id, ...page.events, ...page.keys.map(({ sealed }) => sealed)]
    expect(Object.keys(traces(bytes))).not.toEqual([])
    await later(29)
    expect(await isThere(id)).toBe(true)
    await later(1)
    expect([await isThere(id), traces(bytes)]).toEqual([false, {}])
  })

  it('that was given back counts from its newest event, and then as one whom nobody answered', async () => {
    await lasting()
    const id = await begun()
    await later(13)
    await act(id, { kind: 'give-back', reason: 'language' }, 'release')
    await later(13)
    expect(await isThere(id)).toBe(true)
    await later(1)
    expect(await isThere(id)).toBe(false)
    expect(server.lines).toContainEqual({ swept: 1, unread: 1 })
  })
})

describe('A case that somebody has and nobody writes in', () => {
  let id: string
  let start = 0
  beforeEach(async () => {
    start = server.now
    id = await begun()
  })
  /** So many days after it was begun, when the server has looked at what lies there; nobody's browser comes. */
  async function at(days: number, keep = KEEP): Promise<void> {
    server.now = start + days * DAY
    const deps = { store: server.store, clock: () => server.now, log: () => undefined, config: { keep } }
    const documents = { published: async () => ({ roster: undefined, retired: [] }) } as unknown as Documents
    await new Retention(deps as unknown as ConstructorParameters<typeof Retention>[0], documents).tick()
  }
  /** As somebody's browser; sessions end in the night. */
  const writes = async (name: string, what: CaseAct, claim?: CaseClaim): Promise<void> => {
    const worker = { ...(await logIn(server, name)), name }
    expect((await write(worker, id, what, claim ? { claim } : {})).status).toBe(201)
  }
  const found = () => server.store.findCase(fromBase64(id), 'a21', fromBase64(place('maria').id))
  const closed = async (): Promise<number | null | undefined> => (await found())?.claim?.closed
  const hour = (days: number): number => start - (start % 3600) + days * DAY
  const asked = async (days: number) =>
    (await server.store.silent(start + days * DAY - SILENT.asks * DAY)).map(({ acted }) => acted)

  it('is asked about after 30 days, closes after 90, and is shredded 30 days later', async () => {
    await writes('maria', { kind: 'try', result: 'reached' })
    expect([await asked(29), await asked(30), await asked(89)]).toEqual([[], [hour(0)], [hour(0)]])
    await at(89)
    expect(await closed()).toBeNull()
    await at(90)
    expect([await closed(), await asked(90)]).toEqual([hour(90), []])
    await at(119)
    expect(await closed()).toBe(hour(90))
    await at(120)
    expect(await found()).toBeUndefined()
  })

  it('stays open as long as anything is written, whatever the clock does, and is not kept longer than if it were open', async () => {
    await at(80)
    await writes('maria', { kind: 'still' })
    await at(90)
    await at(10)
    await at(169)
    expect([await closed(), await asked(109), await asked(110)]).toEqual([null, [], [hour(80)]])
    const keep = { ...KEEP, open: 100, closed: 180 }
    await at(170, keep)
    expect(await closed()).toBe(hour(170))
    await at(20, keep)
    await at(179, keep)
    expect(await closed()).toBe(hour(170))
    await at(180, keep)
    expect(await found()).toBeUndefined()
  })

  it('is open again, and not wiped, once who has it writes what they did, or a coordinator that it closed and goes on', async () => {
    await at(90)
    await writes('maria', { kind: 'show' })
    expect(await closed()).toBeNull()
    await at(179)
    expect(await closed()).toBeNull()
    await at(180)
    // Who steps back has not worked on it.
    await writes('nikos', { kind: 'step-back' }, { kind: 'step-back' })
    expect(await closed()).toBe(hour(180))
    await writes('lena', { kind: 'close', reason: 'lapsed' }, { kind: 'close' })
    expect(await closed()).toBe(hour(180))
    await writes('lena', { kind: 'reopen' }, { kind: 'open' })
    expect(await closed()).toBeNull()
    await at(269)
    expect(await closed()).toBeNull()
    // What somebody closed is not opened by what is written into it.
    await writes('lena', { kind: 'close', reason: 'helped' }, { kind: 'close' })
    await writes('lena', { kind: 'note', text: 'x' })
    expect(await closed()).toBe(hour(269))
  })
})

it('what a member has read of a person, or a person took back, goes in its time and is nobody whom nobody answered', async () => {
  await lasting()
  expect((await server.post(sealedRequest(1, 'follow-up'))).status).toBe(204)
  const [row] = await rowsOf(maria)
  expect((await maria.send('POST', 'alerts/quiet', { id: row!.id })).status).toBe(204)
  await later(14)
  expect(await rowsOf(maria)).toEqual([])
  expect(server.lines).toContainEqual({ swept: 1, unread: 0 })
})

it('R49 of a case all is produced that is held, and nothing of it can be read', async () => {
  const id = await begun()
  expect((await write(maria, id, { kind: 'note', text: 'canary' }, { wakeAt: 7200 })).status).toBe(201)
  const page = await read(maria, id)
  const out: string[] = []
  const io = { say: (line: string) => void out.push(line), complain: () => undefined, clock: () => server.now }
  expect(await run([produce], ['produce', page.request], { ...io, environment: { MITOS_DATA: server.data } })).toBe(0)
  const produced = JSON.parse(out.join('')) as Record<string, unknown>
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64')
  expect(produced['case']).toEqual({
    id,
    ngo: 'a21',
    lastWritten: new Date((server.now - (server.now % 3600)) * 1000).toISOString().replace(':00.000Z', 'Z'),
    wakeAt: '1970-01-01T02:00Z',
    steppedBack: [],
    keys: page.keys.map((key) => ({ ...key, sealed: base64(key.sealed) })),
    events: page.events.map(base64),
  })
  expect(findIn(out.join(''), 'canary')).toBe(false)
})

it('a backup brings a case back with every byte, and without who was removed since', async () => {
  const folder = temporaryFolder()
  try {
    const id = await begun()
    expect((await write(maria, id, { kind: 'note', text: 'x' })).status).toBe(201)
    const page = await read(maria, id)
    const file = join(folder.path, 'backup')
    await server.store.settle()
    backup(server.data, file, 7, server.now)
    const [data, later] = [join(folder.path, 'data'), join(folder.path, 'later')]
    const options = { file, keep: KEEP, clock: () => server.now }
    await restore({ ...options, data, withdrawn: [] })
    const there = lookAt(data)
    const found = await there.request(fromBase64(page.request))
    there.close()
    expect(found?.case?.events.map((one) => toBase64(one))).toEqual(page.events)
    const lena = await logIn(server, 'lena')
    const asked = { also: [], withdrawal: null }
    expect((await lena.send('POST', `requests/${page.request}/remove`, asked)).status).toBe(204)
    expect(await restore({ ...options, data: later, withdrawn: [server.data] })).toMatchObject({ buried: 1 })
    expect(
      filesThatHold(
        later,
        page.events.flatMap((one) => pieces(fromBase64(one))),
      ),
    ).toEqual({})
  } finally {
    folder.remove()
  }
})

describe('A generation', () => {
  it('is not destroyed while the key of a case lies under it', async () => {
    await lasting()
    const id = await begun()
    const first = { ngo: 'a21', generation: 1, keyId: keyIdOf(crypto, fromBase64(boxKey('a21 1'))) }
    // Even if no request names it any more.
    const elsewhere = { ...first, keyId: new Uint8Array(8) as typeof first.keyId }
    expect(await server.store.destroyGeneration(elsewhere, false)).toBeNull()
    await another()
    const words =
      'a21: a case is still sealed for its keys of generation 1, which ended 61 days ago; a member who was there then has to unlock the inbox'
    expect([await checked(59), await checked(61)]).toEqual([[], [`FAIL ${words}`]])
    expect((await maria.send('PUT', `cases/${id}/keys/2`, { sealed: toBase64(new Uint8Array(560)) })).status).toBe(204)
    expect(await server.store.destroyGeneration(elsewhere, false)).toBeNull()
    expect((await maria.send('DELETE', `cases/${id}/keys/1`)).status).toBe(204)
    expect(await checked(61)).toEqual([])
    expect(await server.store.destroyGeneration(elsewhere, false)).toBe(3)
    expect(await server.store.destroyGeneration(first, false)).toBeNull()
  })

  it('nor while the house guide or the key of the audit lies under it, which the operator is told with what to do', async () => {
    await lasting()
    const guide = (version: number, generation: number) => ({
      ngo: 'a21',
      version,
      generation,
      sealed: new Uint8Array(8),
    })
    const key = (generation: number) => ({ ngo: 'a21', generation, sealed: new Uint8Array(8) })
    expect(await server.store.putGuide(guide(1, 1))).toBe(true)
    expect(await server.store.addAuditKey(key(1))).toBe(true)
    await another()
    expect(await checked(59)).toEqual([])
    const still = 'still sealed for its keys of generation 1, which ended 61 days ago;'
    const ofGuide = expect.stringMatching(
      new RegExp(`^FAIL a21: the house guide is ${still} a coordinator .*House guide`),
    )
    const ofAudit = `FAIL a21: the key of the audit is ${still} a member who was there then has to unlock the inbox`
    expect(await checked(61)).toEqual([ofGuide, ofAudit])
    expect(await server.store.putGuide(guide(2, 2))).toBe(true)
    expect(await checked(61)).toEqual([ofAudit])
    // The older record goes with its generation: the newest decides.
    expect(await server.store.addAuditKey(key(2))).toBe(true)
    expect(await checked(61)).toEqual([])
  })

  /** What `mitos check` says of what lies under old keys, days later. */
  const checked = async (days: number): Promise<readonly string[]> => {
    const out: string[] = []
    const environment = { MITOS_DATA: server.data, MITOS_ROOT: hashOf(root()), MITOS_ORIGIN: server.origin }
    const clock = () => server.now + days * DAY
    await run([check], ['check', '--json'], {
      say: (line) => void out.push(line),
      complain: () => undefined,
      environment,
      clock,
    })
    const { checks } = JSON.parse(out.join('')) as { checks: { name: string; state: string; says: string }[] }
    return checks
      .filter(({ name }) => ['cases', 'guide', 'audit'].includes(name))
      .map(({ state, says }) => `${state} ${says}`)
  }

  const another = async (): Promise<void> => {
    const second = { generation: 2, key: boxKey('a21 2'), sign: signKey('a21 sign 2') }
    const before = roster(2, firstRoster, { ngos: ngos(), expires: server.now + 30 * DAY })
    const next = roster(3, before, { ngos: ngos({ box: second, spare: undefined }) })
    expect((await server.put('roster', next)).status).toBe(204)
  }
})

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { type Fetch, createApi } from '../../../inbox/api.ts'
import { createCaseApi } from '../../../inbox/cases/api.ts'
import type { Item } from '../../../inbox/list/items.ts'
import type { OpenStream } from '../../../inbox/list/stream.ts'
import { type Inbox, createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import { openSqliteStore } from '../../../server/store/sqlite/store.ts'
import { WHOLE } from '../../support/release.ts'
import { until } from '../../support/walk.ts'
import { sealedRequest } from '../../integration/caseRequest.ts'
import { release, root, seed } from '../../integration/network.ts'
import { type ServerProcess, put, startProcess } from '../../integration/process.ts'
import type { TestServer } from '../../integration/server.ts'
import { firstRoster, inboxKey, place, storedMember, team, visitor } from '../../integration/team.ts'

const LEAD = 'lena'
const NAMES = [LEAD, 'maria', 'nikos', 'petra', 'yorgos']
const REQUESTS = WHOLE ? 40 : 20
const ORIGIN = 'http://127.0.0.1:8080'
const ENVIRONMENT = { MITOS_LIMIT: '1000000' }

afterEach(() => vi.unstubAllGlobals())

/** The inbox's own clock asks nothing: what a screen knows it knows by the server's word. */
function byStreamOnly(): void {
  const real = setTimeout
  const quiet = (work: () => void, ms?: number, ...rest: unknown[]) => (ms === 10_000 ? 0 : real(work, ms, ...rest))
  vi.stubGlobal('setTimeout', quiet)
}

async function started(data: string): Promise<ServerProcess> {
  const server = await startProcess(data, ENVIRONMENT)
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', firstRoster],
  ] as const)
    expect((await put(server.url, kind, document)).status).toBe(204)
  const store = await openSqliteStore(data, { clock: () => Math.floor(Date.now() / 1000) })
  for (const name of NAMES) {
    await store.putMember(storedMember(name, 'a21'))
    const { member, sealed, ...rest } = inboxKey(place(name))
    await store.putInboxKey({ member: fromBase64(member), sealed: fromBase64(sealed), ...rest })
  }
  const all = NAMES.map((name) => place(name, name === LEAD ? 'lead' : 'member'))
  await store.putTeam({ ngo: 'a21', version: 1, bytes: Buffer.from(JSON.stringify(team(1, all))) })
  await store.close()
  return server
}

/** A browser's stream: comes back in the second that the server names. */
const streamBy =
  (fetch: Fetch): OpenStream =>
  (path, onWord) => {
    const leaving = new AbortController()
    const listen = async (): Promise<void> => {
      const { body } = await fetch(path, { signal: leaving.signal })
      onWord()
      for await (const word of body as unknown as AsyncIterable<Uint8Array>)
        if (Buffer.from(word).toString().includes('data:')) onWord()
    }
    const again = (): void => {
      if (!leaving.signal.aborted) void listen().then(later, later)
    }
    const later = (): void => void setTimeout(again, 1000)
    again()
    return () => leaving.abort()
  }

/** A browser in which this member has unlocked. @param url where the server is now */
async function enter(name: string, url: () => string): Promise<Inbox> {
  const server = { get: (path: string, init?: RequestInit) => fetch(url() + path, init) } as TestServer
  const own = visitor(server).fetch as Fetch
  const derive = async () => ({ wrap: seed(`${name} wrap`), login: seed(`${name} login`) })
  const now = (): number => Date.now()
  const stream = streamBy(own)
  const deps = { api: createApi(own), cases: createCaseApi(own), sodium, derive, now, origin: ORIGIN, stream }
  const inbox = createInbox(deps, 'en')
  await inbox.enter(name, 'not asked here')
  if (!inbox.session.value) throw new Error(JSON.stringify(inbox.screen.value))
  return inbox
}

/** Says something to the server until it has answered. */
async function insist(work: () => Promise<boolean>): Promise<void> {
  while (!(await work())) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** Takes whatever is free, as all do at once, and writes a note into it. @returns what was taken */
async function work(name: string, inbox: Inbox, onTaken: () => void): Promise<readonly string[]> {
  const own: string[] = []
  const free = (): Item | undefined => {
    inbox.showArrived()
    return inbox.all.value.find((item) => item.claim === null)
  }
  const isDone = (): boolean => inbox.all.value.length === REQUESTS && !free()
  while (!isDone()) {
    const item = free()
    if (item?.kind !== 'request') {
      await new Promise((resolve) => setTimeout(resolve, 20))
      continue
    }
    const refused = await inbox.cases.take(item)
    // Lost, or the server is away: what stands in the list next says which. An answer that was lost with the server may be a claim.
    if (refused) {
      await inbox.lift()
      const mine = inbox.all.value.find(({ id }) => id === item.id)?.claim?.by === place(name).id
      if (!mine) continue
    }
    own.push(item.id)
    onTaken()
    await insist(() =>
      inbox.cases.write(
        inbox.all.value.find(({ id }) => id === item.id)!,
        {
          acts: [{ kind: 'note', text: `${name} has it` }],
        },
      ),
    )
  }
  return own
}

it('five members take forty requests at once, or a sample of twenty, while the server is killed: none twice, no note lost, all screens the same by the word', async () => {
  byStreamOnly()
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mitos-test-'))
  const data = join(folder, 'data')
  let server = await started(data)
  let inboxes: readonly Inbox[] = []
  try {
    inboxes = await Promise.all(NAMES.map((name) => enter(name, () => server.url)))
    const posted = await Promise.all(
      Array.from({ length: REQUESTS }, (_, n) =>
        fetch(`${server.url}/api/requests`, { method: 'POST', body: sealedRequest(n + 1) as BodyInit }),
      ),
    )
    expect(posted.filter(({ status }) => status !== 204)).toEqual([])

    let taken = 0
    let back: Promise<void> | undefined
    const onTaken = (): void => {
      if (++taken < REQUESTS / 2 || back) return
      server.process.kill('SIGKILL')
      back = server.ended.then(async () => {
        const port = new URL(server.url).port
        server = await startProcess(data, { ...ENVIRONMENT, MITOS_PORT: port })
      })
    }
    const owned = await Promise.all(NAMES.map((name, n) => work(name, inboxes[n]!, onTaken)))
    await back
    const all = owned.flat()
    expect([all.length, new Set(all).size]).toEqual([REQUESTS, REQUESTS])

    // Every screen says of every request who has it, though nobody asked; a coordinator's has every note.
    const owners = new Map(NAMES.flatMap((name, n) => owned[n]!.map((id) => [id, place(name).id] as const)))
    for (const inbox of inboxes)
      await until(() => inbox.all.value.every(({ id, claim }) => claim?.by === owners.get(id)))
    const [lena] = inboxes as [Inbox]
    const notesOf = (item: Item) => lena.cases.caseIn(item)?.notes.map(({ text }) => text)
    await until(() => lena.all.value.every((item) => notesOf(item)?.length))
    const names = new Map(NAMES.map((name) => [place(name).id, name]))
    for (const item of lena.all.value) expect(notesOf(item)).toEqual([`${names.get(item.claim!.by)} has it`])
  } finally {
    inboxes.forEach((inbox) => inbox.drop())
    server.process.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  }
}, 120_000)

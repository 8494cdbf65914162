import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { backup as makeBackup } from '../../server/backup.ts'
import { KEEP } from '../../shared/keep.ts'
import { restore } from '../../server/restore.ts'
import { lockFolder } from '../../server/store/sqlite/lock.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import type { Store } from '../../server/store/store.ts'
import { toBase64 } from '../../shared/bytes.ts'
import { type SealedRequest, checkBody, readHeader } from '../../shared/wire.ts'
import { temporaryFolder } from './folder.ts'
import { MITOS, mitos } from '../support/mitos.ts'
import { BUILT, boxKey, crypto, loginSignature, member, release, root, roster, sealedFor } from './network.ts'
import { type ServerProcess, spawnServer, startProcess } from './process.ts'
import { filesThatHold, pieces } from './traces.ts'

const A21 = boxKey('a21 1')
const DAY = 86_400
const ORIGIN = 'http://127.0.0.1:8080'
const maria = member('maria', 'a21')
const clock = () => Math.floor(Date.now() / 1000)
const headerOf = (body: SealedRequest) => readHeader(checkBody(body))
const text = (body: Uint8Array) => Buffer.from(body).toString('base64url')

let folder: ReturnType<typeof temporaryFolder>
let data: string
let server: ServerProcess
let sent: readonly SealedRequest[]
let count = 0
/** A name below the folder that no other case uses. */
const fresh = () => join(folder.path, `case-${count++}`)

const withStore = async <T>(at: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openSqliteStore(at, { clock })
  return work(store).finally(() => store.close())
}
const held = (at: string) => withStore(at, (store) => store.countRequests([headerOf(sent[5]!).keyId]))
/** Every byte behind the header is random, so that it can be looked for. */
function randomRequest(): SealedRequest {
  const body = sealedFor(A21)
  body.set(crypto.random(body.length - 41), 41)
  return body
}
const post = (url: string, body: SealedRequest) =>
  fetch(`${url}/api/requests`, { method: 'POST', body: body as BodyInit })
const backup = (target: string, ...more: string[]) => mitos(data, 'backup', target, ...more)
const shred = (id: string, ...more: string[]) => mitos(data, 'shred', '--request', id, ...more)
const restored = (file: string, at: string, ...more: string[]) => mitos('', 'restore', file, '--data', at, ...more)

/** Logs in as Maria and reads every page of her list. */
async function listOf(url: string): Promise<readonly string[]> {
  const ask = (path: string, init: RequestInit = {}, cookie = '') =>
    fetch(`${url}/api/inbox/${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
    })
  const login = await ask('login', {
    method: 'POST',
    body: JSON.stringify({ name: 'maria', login: toBase64(maria.login) }),
  })
  const { challenge } = (await login.json()) as { challenge: string }
  const time = clock()
  const signature = loginSignature('maria', ORIGIN, maria.id, challenge, time)
  const session = await ask('session', {
    method: 'POST',
    body: JSON.stringify({ member: toBase64(maria.id), challenge, time, signature }),
  })
  expect(session.status).toBe(204)
  const cookie = session.headers.get('set-cookie')!.split(';')[0]!
  const rows: string[] = []
  for (let after = ''; ;) {
    const page = await ask(`requests${after && `?after=${after}`}`, {}, cookie)
    const { requests, next } = (await page.json()) as { requests: { sealed: string }[]; next: string | null }
    rows.push(...requests.map((row) => row.sealed))
    if (next === null) return rows
    after = next
  }
}

beforeAll(async () => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
  // Sealed before anything is asked: meanwhile this process hears nothing, also not that a connection was closed.
  sent = Array.from({ length: 60 }, randomRequest)
  server = await startProcess(data)
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', roster()],
  ] as const) {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'PUT', headers, body: JSON.stringify(document) }
    expect((await fetch(`${server.url}/trust/${kind}`, init)).status).toBe(204)
  }
  await withStore(data, async (store) => {
    await store.putMember(maria)
    await store.addAuditKey({ ngo: 'a21', generation: 1, sealed: crypto.random(560) })
    const [line, detail] = [crypto.random(300), crypto.random(296)]
    const prev = new Uint8Array(32)
    await store.appendAudit({
      ngo: 'a21',
      seq: 0,
      prev,
      by: maria.id,
      at: clock(),
      head: crypto.random(32),
      line,
      detail,
    })
  })
  for (const body of sent) expect((await post(server.url, body)).status).toBe(204)
})
afterAll(async () => {
  server.process.kill()
  await server.ended
  folder.remove()
})

describe('R48 After the machine is lost', () => {
  it('an inbox works on an empty folder, every byte is there, and what was shredded does not come back', async () => {
    const backups = fresh()
    mkdirSync(backups)
    const [before, after, ...rest] = sent.map((body) => toBase64(headerOf(body).id))
    expect(rest).toHaveLength(58)
    expect(await shred(before!, '--yes')).toMatchObject({ code: 0 })
    expect(await mitos(data, 'site', 'off', 'limani')).toMatchObject({ code: 0 })
    expect(await listOf(server.url)).toHaveLength(59)
    const made = await backup(backups)
    expect(made).toEqual({
      code: 0,
      out: expect.stringMatching(
        /^backed up and read back: .*\n59 requests, 1 tombstones, 1 members, 3 documents, \d+ files\n$/,
      ),
      err: '',
    })
    const [file] = readdirSync(backups)
    expect(await shred(after!, '--yes')).toMatchObject({ code: 0 })
    server.process.kill('SIGKILL')
    await server.ended

    const empty = fresh()
    const said = await restored(join(backups, file!), empty, '--withdrawn', data)
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toContain('shredded again: 1 by tombstones, 0 because their time was over (0 unread)')
    const second = spawnServer({ MITOS_DATA: empty })
    const url = await second.listening
    for (const body of sent.slice(0, 2)) expect((await post(url, body)).status).toBe(204)
    expect([...(await listOf(url))].sort()).toEqual(sent.slice(2).map(text).sort())
    const chain = (await (await fetch(`${url}/trust/chain.json`)).json()) as { off: string[]; roster: unknown }
    expect([chain.off, chain.roster]).toEqual([['limani'], roster()])
    for (const [name, bytes] of Object.entries(BUILT))
      if (!name.startsWith('inbox')) expect(await (await fetch(`${url}/w/${name}`)).text()).toBe(bytes)
    const modes = readdirSync(empty, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(empty, name)))
    expect(modes.filter(({ mode }) => mode & 0o077)).toEqual([])
    second.process.kill()
    await second.ended
    server = await startProcess(data)
  })

  it('what had lain for its time by the day of the restore is shredded before anybody is served', async () => {
    const [file, at] = [fresh(), fresh()]
    makeBackup(data, file, 7, clock())
    const { swept } = await restore({ file, data: at, withdrawn: [], keep: KEEP, clock: () => clock() + 15 * DAY })
    expect(swept).toEqual({ unread: await held(data), open: 0, closed: 0 })
    expect(
      filesThatHold(
        at,
        sent.flatMap((body) => [headerOf(body).id, body.subarray(41)].flatMap(pieces)),
      ),
    ).toEqual({})
  })
})

describe('A backup', () => {
  it('holds no log-in, no secret of the server and nothing that is not sealed or signed', async () => {
    const tokenHash = crypto.random(32)
    await withStore(data, (store) => store.addSession({ tokenHash, member: maria.id, hour: 0 }))
    const file = fresh()
    makeBackup(data, file, 7, clock())
    const bytes = readFileSync(file)
    expect(bytes.includes(Buffer.from(tokenHash))).toBe(false)
    const days = (database: string): unknown => {
      const opened = new Sqlite(database, { readonly: true })
      const found = opened.prepare('SELECT seen FROM member_notes').pluck().all()
      opened.close()
      return found
    }
    expect([days(join(data, 'mitos.db')), days(file)]).toEqual([[expect.any(Number)], [null]])
    expect(bytes.includes(readFileSync(join(data, 'server.secret')))).toBe(false)
    expect(bytes.includes(Buffer.from(sent[5]!))).toBe(false)
    expect(bytes.includes(Buffer.from(sent[5]!.subarray(-2000)))).toBe(true)
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    const database = new Sqlite(file, { readonly: true })
    const rows = (
      database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
    ).map((name) => [name, database.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()])
    database.close()
    // A new table must be judged: sealed, signed or public goes in.
    expect(Object.fromEntries(rows)).toEqual({
      __drizzle_migrations: 13,
      alert_ways: 0,
      alerts: 0,
      audit: 1,
      audit_keys: 1,
      backup: 1,
      calls_nobody: 0,
      case_away: 0,
      mailbox_away: 0,
      member_notes: 1,
      case_events: 0,
      case_keys: 0,
      cases: 0,
      claims: 0,
      documents: 3,
      guides: 0,
      inbox_keys: 0,
      invitations: 0,
      invitees: 0,
      members: 1,
      notices: 0,
      past_teams: 0,
      probes: 0,
      replies: 0,
      requests: await held(data),
      sessions: 0,
      sites_off: expect.any(Number),
      switches: 0,
      teams: 0,
      tombstones: expect.any(Number),
      web_files: expect.any(Number),
    })
  })

  it('never takes the place of a file, and lies outside of the data folder', async () => {
    const file = fresh()
    writeFileSync(file, 'mine')
    expect(await backup(file)).toMatchObject({ code: 1, err: expect.stringMatching(/^mitos: backup-exists: /) })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    for (const target of [data, join(data, 'w'), join(data, 'x.backup'), join(fresh(), 'x.backup')])
      expect(() => makeBackup(data, target, 7, clock())).toThrow(expect.objectContaining({ code: 'bad-input' }))
    expect(await mitos(fresh(), 'backup', file)).toMatchObject({ err: expect.stringMatching(/^mitos: not-found: /) })
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it('R48 in a folder is named by the hour, and takes along those that are older than seven days', async () => {
    const backups = fresh()
    mkdirSync(backups)
    const named = (days: number) =>
      `mitos-${new Date(Date.now() - days * DAY * 1000).toISOString().slice(0, 13).replaceAll('-', '')}`
    const kept = [`${named(6)}.backup`, 'mitos.backup', 'notes.txt']
    const old = [`${named(8)}.backup`, `${named(8)}-2.backup`, `.${named(9)}.backup.new`]
    for (const name of [...kept, ...old]) writeFileSync(join(backups, name), '')
    const first = await backup(backups)
    for (const name of old) expect(first.out).toContain(`removed, older than 7 days: ${name}\n`)
    makeBackup(data, backups, 5, clock())
    const left = readdirSync(backups)
    expect(left.filter((name) => kept.includes(name)).sort()).toEqual(kept.slice(1))
    expect(left).toHaveLength(4)
    expect((await backup(backups, '--keep', '8')).code).toBe(2)
  })
})

describe('A restore refuses', () => {
  let file: string
  beforeEach(() => {
    file = fresh()
    makeBackup(data, file, 7, clock())
  })
  const refuses = async (code: string, at = fresh(), ...withdrawn: string[]) => {
    await expect(restore({ file, data: at, withdrawn, keep: KEEP, clock })).rejects.toMatchObject({ code })
    return at
  }

  it('a backup that is cut short, or in which a single bit of one request fell over', async () => {
    const bytes = readFileSync(file)
    bytes[bytes.indexOf(sent[5]!.subarray(-2000)) + 7]! ^= 1
    writeFileSync(file, bytes)
    expect(existsSync(await refuses('store-damaged'))).toBe(false)
    truncateSync(file, 100_000)
    await refuses('store-damaged')
  })

  it('what is no backup, and one of a newer Mitos', async () => {
    const newer = new Sqlite(file)
    newer.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 9e12)
    newer.close()
    await refuses('store-newer')
    file = join(data, 'mitos.db')
    await refuses('not-a-backup')
    writeFileSync((file = fresh()), 'a letter')
    await refuses('not-a-backup')
    file = fresh()
    await refuses('not-found')
  })

  it('a folder in which something is, and tombstones that cannot be read', async () => {
    const used = fresh()
    mkdirSync(used, { mode: 0o700 })
    writeFileSync(join(used, 'notes'), 'mine')
    await refuses('store-unsafe', used)
    expect(readdirSync(used)).toEqual(['notes'])
    await refuses('store-unsafe', data)
    await refuses('not-found', fresh(), fresh())
  })

  it('to work where a server is tried again and again, which would make an empty database meanwhile', async () => {
    const at = fresh()
    const letGo = lockFolder(at)
    await refuses('data-busy', at)
    expect(readdirSync(at)).toEqual(['serving.lock'])
    letGo()
    mkdirSync(join(at, 'lost+found'), { mode: 0o700 })
    // While it works no server starts.
    const strace = [
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      'trace=rename',
      '-e',
      'inject=rename:delay_enter=4000000:when=1',
    ]
    const work = spawn('strace', [...strace, process.execPath, MITOS, 'restore', file, '--data', at])
    const done = new Promise((resolve) => work.on('close', resolve))
    await expect.poll(() => existsSync(join(at, 'restoring/mitos.db'))).toBe(true)
    const server = spawnServer({ MITOS_DATA: at })
    expect([await server.ended, server.output()]).toEqual([1, expect.stringContaining('data-busy')])
    expect(await done).toBe(0)
    expect(await held(at)).toBe(await held(data))
  })

  it.runIf(process.getuid?.() === 0)(
    'a backup of another account without calling it damaged; its own may be read-only',
    async () => {
      // An account like any other, which this one is without its privileges: it may read what is its own, wherever the code lies.
      const plain = ['--bounding-set=-all', '--inh-caps=-all', process.execPath, MITOS]
      const restoring = () =>
        spawnSync('setpriv', [...plain, 'restore', file, '--data', join(fresh(), 'data')], { encoding: 'utf8' })
      chownSync(file, 65_534, 65_534)
      const other = restoring()
      chownSync(file, 0, 0)
      chmodSync(file, 0o400)
      const own = restoring()
      expect([other.status, other.stderr]).toEqual([1, expect.stringMatching(/^mitos: data-owner: .*chown/)])
      expect([own.status, own.stderr]).toEqual([0, ''])
    },
  )

  it('to be half done: where it is killed no server starts, and it can be run again', async () => {
    const at = fresh()
    mkdirSync(at, { mode: 0o700 })
    writeFileSync(join(at, 'server.secret'), crypto.random(32), { mode: 0o600 })
    for (const rename of [1, 2]) {
      const kill = [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        'trace=rename',
        '-e',
        `inject=rename:signal=KILL:when=${rename}`,
      ]
      const args = [...kill, process.execPath, MITOS, 'restore', file, '--data', at]
      expect(spawnSync('strace', args).signal).toBe('SIGKILL')
      if (rename === 2) break
      const early = spawnServer({ MITOS_DATA: at })
      expect([await early.ended, early.output()]).toEqual([78, expect.stringContaining('restore-unfinished')])
      expect(readdirSync(at)).not.toContain('mitos.db')
    }
    if (!existsSync(join(at, 'mitos.db'))) expect((await restored(file, at)).code).toBe(0)
    expect(await held(at)).toBe(await held(data))
    expect(readdirSync(at).sort()).toEqual(['mitos.db', 'server.secret', 'serving.lock', 'w'])
    // Killed between its last step and tidying up.
    mkdirSync(join(at, 'restoring'))
    await withStore(at, (store) => store.probe())
    expect(readdirSync(at)).not.toContain('restoring')
  })
})

describe('mitos produce', () => {
  it('R49 takes an id that begins with a dash, as one in 64 does', async () => {
    const id = toBase64(crypto.random(16).fill(0xfb, 0, 1))
    expect(id).toMatch(/^-/)
    expect((await mitos(data, 'produce', id)).err).toMatch(/^mitos: not-found: /)
  })
})

describe('mitos shred', () => {
  it('asks before it takes a request, and tells what is not there', async () => {
    const id = toBase64(headerOf(sent[9]!).id)
    expect((await shred(id)).err).toMatch(/^mitos: bad-input: .*--yes/)
    expect((await shred('nothing', '--yes')).err).toMatch(/^mitos: bad-input: /)
    expect((await shred(toBase64(crypto.random(16).fill(0xfb, 0, 1)), '--yes')).err).toMatch(/^mitos: not-found: /)
    expect(await listOf(server.url)).toContain(text(sent[9]!))
    expect((await mitos(data, 'shred')).out).toBe('shredded 0, of which 0 were unread\n')
  })

  it('R34 takes the request at once, its bytes too, while the server runs', async () => {
    const gone = sent[10]!
    const holds = () => Object.keys(filesThatHold(data, pieces(headerOf(gone).id)))
    expect(holds()).not.toEqual([])
    expect((await shred(toBase64(headerOf(gone).id), '--yes')).code).toBe(0)
    expect(await listOf(server.url)).not.toContain(text(gone))
    expect((await post(server.url, gone)).status).toBe(204)
    expect(await listOf(server.url)).not.toContain(text(gone))
    expect(holds()).toEqual([])
  })
})

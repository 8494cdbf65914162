import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { WebFiles } from '../../server/webFiles.ts'
import { type Step, isWhole, readTrace, tracing } from '../support/diskTrace.ts'
import { Disk, type Left, layOut } from '../support/powerCut.ts'
import { temporaryFolder } from './folder.ts'
import { BUILT } from './network.ts'
import { publish, spawnServer } from './process.ts'
import { Promises, idOf } from './promises.ts'
import { addMigration } from './store/addMigration.ts'

const BUILD = fileURLToPath(new URL('../../dist/w', import.meta.url))
const DIST = new URL('../../dist/', import.meta.url).href
/** Each distinct state is a start of the database: all of them before a release, a sample of one in so many else. */
const ONE_IN = process.env['MITOS_RELEASE'] ? 1 : 12
/** The same for the files of the pages, whose check takes longer. */
const PAGES_ONE_IN = process.env['MITOS_RELEASE'] ? 1 : 6
/** ms; all states take some minutes where others use the machine too */
const TIME = { timeout: process.env['MITOS_RELEASE'] ? 600_000 : 60_000 }
/** requests that are kept before the update */
const BEFORE_UPDATE = 11

const folder = temporaryFolder()
/** Where states are laid out: in memory, where there is such a place, since nothing of it must last. */
const place = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mitos-test-'))
afterAll(() => {
  folder.remove()
  rmSync(place, { recursive: true, force: true })
})

/** One run: what was sent, from which port, and what the disk was told. */
class Run {
  readonly promises = new Promises()
  readonly disk: string
  readonly data: string
  readonly migrations: string
  readonly #ports = new Map<number, string>()
  readonly #traces: string[] = []

  constructor(name: string) {
    this.disk = join(folder.path, name)
    this.data = join(this.disk, 'data')
    this.migrations = join(folder.path, `${name}-migrations`)
    mkdirSync(this.disk)
  }

  /** A server on the folder, until it is killed. */
  async server(people: (url: string) => Promise<void>, inject: readonly string[] = []): Promise<void> {
    const server = spawnServer({ MITOS_DATA: this.data, MITOS_LIMIT: '100000' }, this.#tracing(inject))
    const url = await server.listening
    await people(url)
    // Killed within an answer, it would not be traced: so within none that counts.
    await fetch(`${url}/healthz`)
    server.process.kill('SIGKILL')
    await server.ended
    await this.#traced()
  }

  async publish(url: string): Promise<void> {
    // What the test network's release names; the trace knows of the build's own files.
    for (const [name, text] of Object.entries(BUILT)) writeFileSync(join(this.data, 'w', name), text)
    await publish({ url })
  }

  /** Sends from a port of its own, by which the answer is found again. */
  send(url: string): Promise<number> {
    const body = this.promises.make()
    return new Promise((resolve, reject) => {
      const out = httpRequest(`${url}/api/requests`, { method: 'POST', agent: false }, (response) => {
        if (response.statusCode === 204) this.promises.kept.add(idOf(body))
        response.resume().on('end', () => resolve(response.statusCode!))
      })
      out.on('socket', (socket) =>
        socket.on('connect', () => this.#ports.set((socket.address() as { port: number }).port, idOf(body))),
      )
      out.on('error', reject).end(body)
    })
  }

  /** A later version, which brings a migration, takes up the folder, keeps two requests more and is killed. */
  async upgrade(): Promise<void> {
    addMigration(this.migrations, 'CREATE TABLE extra (a integer);--> statement-breakpoint\nDELETE FROM sessions;')
    const bodies = [this.promises.make(), this.promises.make()]
    const script = `
      const { openSqliteStore } = await import('${DIST}server/store/sqlite/store.js')
      const { readHeader } = await import('${DIST}shared/wire.js')
      const { writeSync } = await import('node:fs')
      const options = { clock: () => 0, random: (n) => new Uint8Array(n), migrations: process.argv[2] }
      const store = await openSqliteStore(process.argv[1], options)
      for (const text of process.argv.slice(3)) {
        const sealed = Buffer.from(text, 'base64url')
        const header = readHeader(sealed)
        await store.addRequest({ ...header, sealed, hour: 0, check: false })
        writeSync(1, 'kept ' + Buffer.from(header.id).toString('hex'))
      }
      process.kill(process.pid, 'SIGKILL')`
    const texts = bodies.map((body) => Buffer.from(body).toString('base64url'))
    const [command = '', ...options] = this.#tracing()
    const node = [process.execPath, '--input-type=module', '-e', script, this.data, this.migrations, ...texts]
    const { signal, stderr } = spawnSync(command, [...options, ...node])
    expect([signal, String(stderr)]).toEqual(['SIGKILL', ''])
    for (const body of bodies) this.promises.kept.add(idOf(body))
    await this.#traced()
  }

  /** The tracer writes the end of what it saw after the process is gone. */
  #traced(): Promise<void> {
    const text = (): string => readFileSync(this.#traces[this.#traces.length - 1]!, 'utf8')
    return vi.waitFor(() => expect(isWhole(text())).toBe(true), { timeout: 10_000 })
  }

  #tracing(inject: readonly string[] = []): string[] {
    this.#traces.push(join(folder.path, `trace-${this.#traces.length}`))
    return tracing(this.#traces[this.#traces.length - 1]!, inject)
  }

  steps(): Step[] {
    return readTrace(this.#traces.map((one) => readFileSync(one, 'utf8')).join('\n'), this.disk)
  }

  /** Whom a step told that their request is kept. */
  told(step: Step): string | undefined {
    if (step.kind !== 'said') return undefined
    if (step.port === undefined) return /^kept (\w+)$/.exec(step.text)?.[1]
    return step.text.startsWith('HTTP/1.1 204') ? this.#ports.get(step.port) : undefined
  }
}

interface Cuts {
  readonly faults: readonly string[]
  /** how many were looked at */
  readonly states: number
  readonly told: ReadonlySet<string>
}

/**
 * The power goes after each step, in each way.
 * @param updated the step from which on the later version starts on what is left
 */
function cutEverywhere(run: Run, updated = Infinity): Cuts {
  const disk = new Disk(run.disk)
  const told = new Set<string>()
  const faults: string[] = []
  let seen = 0
  let states = 0
  let before: readonly Left[] = []
  const look = (left: Left, step: number): void => {
    states++
    const found = faultsOf(run, left, told, step >= updated ? run.migrations : undefined)
    for (const fault of found) faults.push(`after step ${step}, ${left.how}: ${fault}`)
  }
  const steps = run.steps()
  for (const [i, step] of steps.entries()) {
    disk.do(step)
    const now = new Map([disk.seen(), ...disk.cut()].map((left) => [left.key, left]))
    // A state is looked at when it goes: until then more may have been promised.
    for (const left of before) if (!now.has(left.key) && seen++ % ONE_IN === 0) look(left, i - 1)
    before = [...now.values()]
    const id = run.told(step)
    if (id !== undefined) told.add(id)
  }
  for (const left of before) look(left, steps.length)
  return { faults, states, told }
}

/** States of the pages' files that were looked at: most cuts have the same. */
const lookedAt = new Set<string>()

/** Starts on what is left, as the server does. */
function faultsOf(run: Run, left: Left, told: ReadonlySet<string>, migrations?: string): string[] {
  const pages = left.key.replace(/^(?!data\/w).*\n?/gm, '')
  const isNew = !lookedAt.has(pages)
  layOut(left, join(place, 'disk'), isNew ? undefined : 'data/w/')
  const data = join(place, 'disk/data')
  try {
    const database = openDatabase(data, { clock: () => 0, ...(migrations ? { migrations } : {}) })
    database.pragma('wal_checkpoint(TRUNCATE)')
    const integrity = database.pragma('integrity_check', { simple: true })
    const rows = database.prepare('SELECT id, sealed FROM requests').all() as { id: Buffer; sealed: Buffer }[]
    database.close()
    if (isNew && lookedAt.size % PAGES_ONE_IN === 0) expect(new WebFiles(BUILD, join(data, 'w')).folder).toBeTruthy()
    lookedAt.add(pages)
    const whole = !migrations || hasWholeCopy(data) ? [] : ['no whole copy from before the update']
    return [...(integrity === 'ok' ? [] : [String(integrity)]), ...whole, ...run.promises.faultsOf(rows, told)]
  } catch (error) {
    return [`${codeOf(error)} ${String((error as Error).cause)}`]
  }
}

/** Of all that was there before the update. */
function hasWholeCopy(data: string): boolean {
  const name = readdirSync(data).find((one) => /^before-.*\.db$/.test(one))
  if (name === undefined) return false
  const copy = new Sqlite(join(data, name), { readonly: true })
  const { n } = copy.prepare('SELECT count(*) AS n FROM requests').get() as { n: number }
  copy.close()
  return n === BEFORE_UPDATE
}

describe('R36 Whenever the power goes, the server starts on what is left, and nothing promised is lost', () => {
  const run = new Run('run')
  let first: number
  beforeAll(async () => {
    await run.server(async (url) => {
      await run.publish(url)
      for (let i = 0; i < 3; i++) await run.send(url)
      // A deletion, with the log emptied after it.
      const headers = { 'sec-fetch-site': 'same-origin', cookie: `__Host-mitos=${'A'.repeat(43)}` }
      expect((await fetch(`${url}/api/inbox/logout`, { method: 'POST', headers })).status).toBe(204)
      await run.send(url)
    })
    await run.server(async (url) => {
      await Promise.all(Array.from({ length: 5 }, () => run.send(url)))
      for (let i = 0; i < 2; i++) await run.send(url)
    })
    expect(run.promises.kept.size).toBe(BEFORE_UPDATE)
    first = run.steps().length
    await run.upgrade()
  })

  it('as far as the trace tells all: what it makes is what is there', () => {
    const disk = new Disk(run.disk)
    for (const step of run.steps()) disk.do(step)
    const files = disk.seen().files()
    expect(
      [...files.keys()].filter((name) => /mitos\.db$|mitos\.db-wal$|before-.*\.db$|panel/.test(name)).length,
    ).toBeGreaterThan(3)
    for (const [name, bytes] of files)
      if (bytes !== 'folder') expect([name, bytes.equals(readFileSync(join(run.disk, name)))]).toEqual([name, true])
  })

  it(
    'from the first start on, between requests, checkpoints and deletions, and during an update of the tables',
    TIME,
    () => {
      const { faults, states, told } = cutEverywhere(run, first)
      expect(faults).toEqual([])
      expect(states).toBeGreaterThan(2000 / ONE_IN)
      expect(told).toEqual(run.promises.kept)
    },
  )

  it('also where fsync failed before, and said nothing the next time', TIME, async () => {
    const failing = new Run('failing')
    await failing.server((url) => failing.publish(url))
    const answers = new Set<number>()
    const people = async (url: string): Promise<void> => {
      for (let i = 0; i < 12; i++) answers.add(await failing.send(url))
    }
    await failing.server(people, ['fsync:error=EIO:when=15+4'])
    expect([...answers].sort()).toEqual([204, 503])
    const { faults, told } = cutEverywhere(failing)
    expect(faults).toEqual([])
    expect(told).toEqual(failing.promises.kept)
  })
})

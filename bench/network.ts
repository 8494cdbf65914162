import { randomBytes, randomInt } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boxKey, hashOf, release, root, roster, sealedFor } from '../test/integration/network.ts'
import { openDatabase } from '../server/store/sqlite/open.ts'
import { type ServerProcess, startProcess } from '../test/integration/process.ts'

/** A file of a megabyte, for who reads slowly: those of the test network are through at once. */
export const LARGE = 'inbox.large.html'

/** The server as `npm start` runs it, on a data folder of its own, with a network of today published. */
export interface Bench extends ServerProcess {
  /** the data folder */
  readonly data: string
  stop(): Promise<void>
}

export async function startBench(
  environment: Readonly<Record<string, string>>,
  wrapper: readonly string[] = [],
): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'mitos-bench-'))
  const now = Math.floor(Date.now() / 1000)
  const times = { issued: now - 60, expires: now + 86_400 }
  const { desks } = JSON.parse(roster().signed) as { desks: object[] }
  const shifts = [[Math.floor(now / 60) - 10, 480, 'a21']]
  const documents = {
    root: root(1, times),
    release: release(1, times),
    roster: roster(1, null, {
      ...times,
      release: hashOf(release(1, times)),
      desks: desks.map((desk) => ({ ...desk, shifts })),
    }),
  }
  const own = { MITOS_ROOT: hashOf(documents.root), ...environment }
  const data = join(folder, 'data')
  openDatabase(data, { clock: () => 0 }).close()
  mkdirSync(join(data, 'w'), { mode: 0o700 })
  writeFileSync(join(data, 'w', LARGE), randomBytes(1 << 20))
  const server = await startProcess(data, own, wrapper)
  for (const [kind, document] of Object.entries(documents)) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(document)
    const answer = await fetch(`${server.url}/trust/${kind}`, { method: 'PUT', headers, body })
    if (answer.status !== 204) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`)
  }
  return {
    ...server,
    data,
    async stop() {
      server.process.kill('SIGKILL')
      await server.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const body = Buffer.from(sealedFor(boxKey('a21 1')))
// Apart from those of another process.
let count = randomInt(2 ** 40)

/** A request that nobody has sent before: the bytes of the one before, with another id. */
export function nextRequest(): Buffer {
  body.writeUIntBE(++count, 11, 6)
  return body
}

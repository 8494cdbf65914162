import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { boxKey, hashOf, release, root, roster, sealedFor } from '../test/integration/network.ts'
import { type ServerProcess, startProcess } from '../test/integration/process.ts'

/** The server as `npm start` runs it, on a data folder of its own, with a network of today published. */
export interface Bench extends ServerProcess {
  stop(): Promise<void>
}

export async function startBench(environment: Readonly<Record<string, string>>): Promise<Bench> {
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
  const server = await startProcess(join(folder, 'data'), own)
  for (const [kind, document] of Object.entries(documents)) {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(document)
    const answer = await fetch(`${server.url}/trust/${kind}`, { method: 'PUT', headers, body })
    if (answer.status !== 204) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`)
  }
  return {
    ...server,
    async stop() {
      server.process.kill('SIGKILL')
      await server.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const body = Buffer.from(sealedFor(boxKey('a21 1')))
let count = 0

/** A request that nobody has sent before: the bytes of the one before, with another id. */
export function nextRequest(): Buffer {
  body.writeUIntBE(++count, 11, 6)
  return body
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Roster } from '../shared/roster.ts'
import { signDocument } from '../shared/signed.ts'
import { type ServerProcess, put, startProcess } from '../test/integration/process.ts'
import { NETWORK, NOW, crypto, hashOf, release, root, seed } from '../test/integration/network.ts'
import { LARGE, makeLargeRoster } from '../test/support/largeRoster.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

const ROSTERS = 200
const ASKED = 50

/** A server on which two hundred large rosters were published, beside the same one after the first. */
export async function manyRosters(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mitos-rosters-'))
  const data = join(folder, 'data')
  let server = await startProcess(data, { MITOS_LIMIT: '1000' })
  try {
    const published = await publishAll(server)
    const { first, last, longest } = published
    // What a start reads again, and keeps.
    server.process.kill('SIGKILL')
    await server.ended
    const from = performance.now()
    server = await startProcess(data)
    const start = performance.now() - from
    const again = await measured(server)
    const one = (is: number) => ({ name: 'after the first', is })
    return [
      {
        what: '200 large rosters: chain.json',
        unit: 'B',
        ours: last.size,
        beside: one(first.size),
        ratio: { most: 1.01 },
      },
      { what: '200 large rosters: chain.json, to its last byte', unit: 'ms', ours: last.took, beside: one(first.took) },
      { what: '200 large rosters: longest publication', unit: 'ms', ours: longest, beside: one(published.shortest) },
      {
        what: '200 large rosters: memory of the server',
        unit: 'MB',
        ours: last.memory,
        beside: one(first.memory),
        most: 200,
      },
      { what: '200 large rosters: the same, started anew', unit: 'MB', ours: again.memory, most: 200 },
      { what: '200 large rosters: start to listening', unit: 'ms', ours: start },
    ]
  } finally {
    server.process.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function publishAll(server: ServerProcess) {
  const publish = async (kind: string, document: Parameters<typeof put>[2]): Promise<number> => {
    const from = performance.now()
    const answer = await put(server.url, kind, document)
    if (answer.status !== 204) throw new Error(`${kind}: ${answer.status} ${await answer.text()}`)
    return performance.now() - from
  }
  await publish('root', root())
  await publish('release', release())
  const large = makeLargeRoster(
    crypto,
    { now: NOW, network: NETWORK, version: 1, previous: null, release: hashOf(release()) },
    LARGE,
  )
  let before: ReturnType<typeof signDocument> | undefined
  let first: Awaited<ReturnType<typeof measured>> | undefined
  const times: number[] = []
  for (let version = 1; version <= ROSTERS; version++) {
    const previous = before ? hashOf(before) : null
    const next = signDocument(crypto, nextOf(large, version, previous), [seed('roster')])
    times.push(await publish('roster', next))
    before = next
    first ??= await measured(server)
  }
  return { first: first!, last: await measured(server), shortest: Math.min(...times), longest: Math.max(...times) }
}

const nextOf = (roster: Roster, version: number, previous: string | null): Roster => ({
  ...roster,
  version,
  previous,
  issued: roster.issued + version,
})

async function measured(server: ServerProcess) {
  const times: number[] = []
  let size = 0
  for (let i = 0; i < ASKED; i++) {
    const from = performance.now()
    const answer = await fetch(`${server.url}/trust/chain.json`, { headers: { 'accept-encoding': 'identity' } })
    size = (await answer.arrayBuffer()).byteLength
    times.push(performance.now() - from)
  }
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1])
  return { size, took: median(times), memory: kilobytes / 1024 }
}

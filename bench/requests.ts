import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { spawnTied } from '../test/support/tied.ts'
import { nextRequest, startBench } from './network.ts'
import type { Row } from './table.ts'

const ROUNDS = 5
/** Seconds of one measurement. */
const SECONDS = 3
const CONNECTIONS = 64

/** Requests a second that are answered 204. @throws Error where one is answered otherwise: then nothing was measured */
async function perSecond(url: string): Promise<number> {
  const setupRequest = (request: object) => ({ ...request, body: nextRequest() })
  const wish = { url: `${url}/api/requests`, method: 'POST', connections: CONNECTIONS, duration: SECONDS } as const
  const result = await autocannon({ ...wish, requests: [{ setupRequest }] })
  if (result.non2xx || result.errors) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`)
  return result['2xx'] / result.duration
}

async function reference(...args: readonly string[]) {
  const tied = spawnTied(process.execPath, [join(process.cwd(), 'dist/bench/references.js'), ...args])
  const [, port] = await tied.says(/^(\d+)\n/)
  return { url: `http://127.0.0.1:${port}`, kill: () => tied.kill() }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/**
 * Durable requests a second, beside bare node:http, which keeps nothing, and beside the plain way to keep each: one INSERT, one
 * transaction, one fsync. In turns, so that what else the machine does meets all alike; each line is of the round whose ratio
 * is the middle one.
 */
export async function requestsASecond(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mitos-bench-'))
  const ours = await startBench({ MITOS_LIMIT: '100000000' })
  const [http, insert] = [await reference('http'), await reference('insert', folder)]
  const rounds: { ours: number; http: number; insert: number }[] = []
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({
      ours: await perSecond(ours.url),
      http: await perSecond(http.url),
      insert: await perSecond(insert.url),
    })
  await Promise.all([ours.stop(), http.kill(), insert.kill()])
  rmSync(folder, { recursive: true, force: true })

  const line = (name: 'http' | 'insert', what: string, least?: number): Row => {
    const ratios = rounds.map((one) => one.ours / one[name])
    const middle = rounds[ratios.indexOf(median(ratios))]!
    const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
    return {
      what: `requests on disk, of ${ROUNDS} rounds (ratios ${spread})`,
      unit: '/s',
      ours: middle.ours,
      beside: { name: what, is: middle[name] },
      ...(least !== undefined && { ratio: { least } }),
    }
  }
  return [line('http', 'bare node:http, nothing kept'), line('insert', 'Fastify, one FULL INSERT each', 2)]
}

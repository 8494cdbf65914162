import { existsSync, readFileSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { type Answer, ask } from '../test/support/wire.ts'
import { type Tied, spawnTied } from '../test/support/tied.ts'
import { type Bench, nextRequest, startBench } from './network.ts'
import type { Row } from './table.ts'

const SLOWHTTPTEST = '/usr/bin/slowhttptest'
const LIMIT = 60
/** The middle one counts: what else the machine does may meet one state of the server alone. */
const ROUNDS = 3
/** Honest requests in each state of the server, and how far apart they are begun, ms: ten seconds. */
const HONEST = 400
const APART = 25
/** Requests of the one client that floods, in those ten seconds. */
const FLOOD = 10 * LIMIT
const IDLE = 2000
const SLOW = 400
/** Seconds for which slowhttptest goes on; ended when the honest ones are through. */
const LONG = 300

/** A person's request from an address of their own, on a connection of its own; ms until its 204. */
async function honest(server: Bench, i: number): Promise<number> {
  const from = performance.now()
  const { status } = await post(server, `198.51.${100 + (i >> 8)}.${i & 255}`)
  if (status !== 204) throw new Error(`an honest request met ${status}`)
  return performance.now() - from
}
const post = (server: Bench, address: string): Promise<Answer> =>
  ask(`${server.url}/api/requests`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address, 'content-length': '8281' },
    body: Buffer.from(nextRequest()),
  })

async function percentile99(server: Bench): Promise<number> {
  const times = await evenly(HONEST, APART, (i) => honest(server, i))
  return times.toSorted((a, b) => a - b)[Math.floor(HONEST * 0.99)]!
}

/**
 * Slow headers, slow bodies and slow reading (slowhttptest), idle connections, and ten times MITOS_LIMIT from one client, all at
 * once; beside them an honest request's 99th percentile, against the same without the attack just before. And the most memory
 * that the server ever had.
 */
export async function underAttack(): Promise<readonly Row[]> {
  const isThere = existsSync(SLOWHTTPTEST)
  if (!isThere) console.log(`${SLOWHTTPTEST} is not here (Debian: slowhttptest): measured without slow clients`)
  const server = await startBench({ MITOS_LIMIT: String(LIMIT), MITOS_TRUST_PROXY: '127.0.0.1' })
  const rounds: { calm: number; attacked: number }[] = []
  // The engine warms up.
  await percentile99(server)
  for (let i = 0; i < ROUNDS; i++) {
    const calm = await percentile99(server)
    const slow = isThere ? slowClients(server) : []
    const idle = await Promise.all(Array.from({ length: IDLE }, () => hold(server)))
    // Measured is what they do once they are there: two hundred a second of each kind come, and the idle ones all at once.
    await new Promise((resolve) => setTimeout(resolve, (SLOW / 200) * 1000))
    await ask(`${server.url}/healthz`)
    const flooding = evenly(FLOOD, (HONEST * APART) / FLOOD, () => post(server, '203.0.113.1'))
    rounds.push({ calm, attacked: await percentile99(server) })
    await flooding
    for (const one of slow) await one.kill()
    for (const socket of idle) socket.destroy()
  }
  const memory = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]) / 1000
  await server.stop()
  const ratios = rounds.map(({ calm, attacked }) => attacked / calm).toSorted((a, b) => a - b)
  const { calm, attacked } = rounds.find((one) => one.attacked / one.calm === ratios[ROUNDS >> 1])!
  const spread = `ratios ${ratios[0]!.toFixed(2)}–${ratios[ROUNDS - 1]!.toFixed(2)}`
  const what = `${IDLE} idle, ${isThere ? 3 * SLOW : 0} slow, ${FLOOD} of one client`
  return [
    {
      what: `p99 under attack: ${what} (${spread})`,
      unit: 'ms',
      ours: attacked,
      beside: { name: 'calm', is: calm },
      ratio: { most: 3 },
    },
    { what: 'the most memory that the server had', unit: 'MB', ours: memory, most: 200 },
  ]
}

/** With the least right to this machine's cores: an attacker has their own. */
function slowClients(server: Bench): readonly Tied[] {
  const common = ['-c', String(SLOW), '-r', '200', '-l', String(LONG), '-v', '0']
  return [
    ['-H', '-i', '2', '-u', `${server.url}/healthz`],
    ['-B', '-i', '2', '-s', '8281', '-t', 'POST', '-u', `${server.url}/api/requests`],
    ['-X', '-n', '2', '-u', `${server.url}/w/inbox.abc.html`],
  ].map((one) => spawnTied('/usr/bin/nice', ['-n', '19', SLOWHTTPTEST, ...one, ...common]))
}

const hold = (server: Bench): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })

/** Begins so many, so many ms apart, whether those before have ended or not; what they gave. */
async function evenly<T>(count: number, apart: number, begin: (i: number) => Promise<T>): Promise<readonly T[]> {
  const begun: Promise<T>[] = []
  const from = performance.now()
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, from + i * apart - performance.now())))
    begun.push(begin(i))
  }
  return Promise.all(begun)
}

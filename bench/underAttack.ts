import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { FLOOD, IDLE, LIMIT, SLOW, SLOWHTTPTEST } from './attack.ts'
import { type Bench, startBench } from './network.ts'
import type { Row } from './table.ts'

const TASKSET = '/usr/bin/taskset'
/** The middle one counts: what else the machine does may meet one state of the server alone. */
const ROUNDS = 3

/**
 * Slow headers, slow bodies and slow reading (slowhttptest), idle connections, and ten times MITOS_LIMIT from one client, all at
 * once; beside them an honest request's 99th percentile, against the same without the attack just before. And the most memory
 * that the server ever had.
 */
export async function underAttack(): Promise<readonly Row[]> {
  const isThere = existsSync(SLOWHTTPTEST)
  if (!isThere) console.log(`${SLOWHTTPTEST} is not here (Debian: slowhttptest): measured without slow clients`)
  const server = await startBench({ MITOS_LIMIT: String(LIMIT), MITOS_TRUST_PROXY: '127.0.0.1' }, onCore(0))
  const [honest, attackers] = [crowd('honest', onCore(1)), crowd('attackers', [...onCore(1), 'nice', '-n', '19'])]
  const percentile99 = async () => (await honest.told(server.url)) as number
  const rounds: { calm: number; attacked: number; waited: number }[] = []
  // The engine warms up.
  await percentile99()
  for (let i = 0; i < ROUNDS; i++) {
    const calm = await percentile99()
    await attackers.told(server.url)
    const flooding = attackers.told('flood')
    const before = waited(server)
    rounds.push({ calm, attacked: await percentile99(), waited: waited(server) - before })
    await flooding
  }
  const memory = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]) / 1000
  honest.end()
  attackers.end()
  await server.stop()
  const ratios = rounds.map(({ calm, attacked }) => attacked / calm).toSorted((a, b) => a - b)
  const middle = rounds.find((one) => one.attacked / one.calm === ratios[ROUNDS >> 1])!
  const spread = `ratios ${ratios[0]!.toFixed(2)}–${ratios[ROUNDS - 1]!.toFixed(2)}`
  const what = `${IDLE} idle, ${isThere ? 3 * SLOW : 0} slow, ${FLOOD} of one client`
  return [
    {
      what: `p99 under attack: ${what} (${spread})`,
      unit: 'ms',
      ours: middle.attacked,
      beside: { name: 'calm', is: middle.calm },
      ratio: { most: 3 },
    },
    // Much of it tells of others on this machine, and that these numbers are theirs too.
    { what: 'in these ten seconds the server waited for its core', unit: 'ms', ours: middle.waited },
    { what: 'the most memory that the server had', unit: 'MB', ours: memory, most: 200 },
  ]
}

/** For how long the server's main thread could have run and did not, ms. */
const waited = (server: Bench): number =>
  Number(readFileSync(`/proc/${server.process.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6

/** The server has one core, those who come have another; an attacker's machine is never the server's. */
const onCore = (core: number): readonly string[] =>
  availableParallelism() > 1 && existsSync(TASKSET) ? [TASKSET, '-c', String(core)] : []

interface Crowd {
  /** Says something; what it answers when that is done. */
  told(what: string): Promise<unknown>
  end(): void
}

/** One of the programs beside this one, as a process of its own, which goes with this one. */
function crowd(name: string, wrapper: readonly string[]): Crowd {
  const [command = '', ...rest] = [...wrapper, process.execPath, join(process.cwd(), `dist/bench/${name}.js`)]
  const child: ChildProcess = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    async told(what) {
      child.send(what)
      const [answer] = (await once(child, 'message')) as [unknown]
      return answer
    },
    end: () => child.disconnect(),
  }
}

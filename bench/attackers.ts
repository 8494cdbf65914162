/**
 * Those who attack in `underAttack.ts`, a process of their own. Told the server's address, they come, and say so; told `flood`,
 * one of them sends ten times MITOS_LIMIT in ten seconds, and when that is answered all of them go, and say so.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { ask } from '../test/support/wire.ts'
import { FLOOD, IDLE, SLOW, SLOWHTTPTEST } from './attack.ts'
import { evenly, post } from './clients.ts'
import { LARGE } from './network.ts'

/** Seconds for which slowhttptest goes on; ended when the honest ones are through. */
const LONG = 300
const FLOODING = 10_000
/** How many of slowhttptest's clients come in a second. */
const RATE = 200
const SETTLING = 4_000

let slow: readonly ChildProcess[] = []
let idle: readonly Socket[] = []
let url = ''

async function come(): Promise<void> {
  slow = existsSync(SLOWHTTPTEST) ? slowClients() : []
  idle = await Promise.all(Array.from({ length: IDLE }, hold))
  await until((SLOW / RATE) * 1000)
  await settled()
}

/**
 * Measured is what they do once they are there, and calm is only what comes once they have gone: thousands of sockets that are made
 * or ended in this program take the core of those who measure.
 */
async function settled(): Promise<void> {
  await until(SETTLING)
  await ask(`${url}/healthz`)
}

const until = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function flood(): Promise<void> {
  await evenly(FLOOD, FLOODING / FLOOD, () => post(url, '203.0.113.1'))
  for (const one of slow) one.kill()
  for (const socket of idle) socket.destroy()
  await settled()
}

/** Of this process's group and session, so that they too have the least right to a core; they end when the server does. */
function slowClients(): readonly ChildProcess[] {
  const common = ['-c', String(SLOW), '-r', String(RATE), '-l', String(LONG), '-v', '0']
  return [
    ['-H', '-i', '2', '-u', `${url}/healthz`],
    // Its own type of content would be refused at once.
    ['-B', '-i', '2', '-s', '8281', '-t', 'POST', '-f', 'text/plain', '-u', `${url}/api/requests`],
    ['-X', '-n', '2', '-u', `${url}/w/${LARGE}`],
  ].map((one) => spawn(SLOWHTTPTEST, [...one, ...common], { stdio: 'ignore' }))
}

const hold = (): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })

process.on('disconnect', () => process.exit())
process.on('message', (said: string) => {
  if (said !== 'flood') url = said
  void (said === 'flood' ? flood() : come()).then(() => process.send!('done'))
})

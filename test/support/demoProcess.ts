import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { copyOfNetwork, layNetwork } from './madeNetwork.ts'

/** Tests and scripts run at the top of the checkout. */
const ROOT = process.cwd()

export interface DemoAddresses {
  readonly server: string
  readonly partner: string
  readonly inbox: string
  readonly embed: string
  readonly members: readonly { ngo: string; name: string; passphrase: string; onDuty: boolean }[]
}

export interface RunningDemo extends DemoAddresses {
  readonly process: ChildProcess
  /** everything it printed so far */
  output(): string
  /** ends it by signal and waits until it has ended; its exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * Starts the built demo as a process of its own, on free ports.
 * @param env more environment, such as MITOS_DATA; the demo takes up a copy of the network made for all tests, unless its folder is in use
 * @param wrapper a command that starts it, such as strace with its arguments
 * @param root the tree whose `dist/` runs
 */
export async function runDemo(
  env: Readonly<Record<string, string>> = {},
  wrapper: readonly string[] = [],
  root = ROOT,
): Promise<RunningDemo> {
  const copy = 'MITOS_DATA' in env ? undefined : await copyOfNetwork()
  if (env['MITOS_DATA']) await layNetwork(env['MITOS_DATA'])
  const command = [...wrapper, process.execPath, `${root}/dist/demo/main.js`]
  const child = spawn(command[0]!, command.slice(1), {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MITOS_PORT: '0',
      MITOS_PARTNER_PORT: '0',
      ...(copy && { MITOS_DATA: copy }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: a wrapper such as strace does not hand signals on.
    detached: true,
  })
  // A test run that ends early takes its demos with it.
  const killGroup = (): void => void attempt(() => process.kill(-child.pid!, 'SIGKILL'))
  process.once('exit', killGroup)
  child.once('exit', () => {
    process.off('exit', killGroup)
    if (copy) rmSync(copy, { recursive: true, force: true })
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const addresses = await new Promise<DemoAddresses>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
      const line = /^MITOS_DEMO (.*)\n/m.exec(output)
      if (line) resolve(JSON.parse(line[1]!) as DemoAddresses)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    void ended.then((code) => reject(new Error(`the demo ended with ${code}:\n${output}`)))
  })
  return {
    ...addresses,
    process: child,
    output: () => output,
    async stop(signal = 'SIGTERM') {
      attempt(() => process.kill(-child.pid!, signal))
      return ended
    },
  }
}

/** A signal to a group that has ended already changes nothing. */
function attempt(work: () => unknown): void {
  try {
    work()
  } catch {
    // ended
  }
}

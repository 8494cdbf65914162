import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('./machine.sh', import.meta.url))
const NAMESPACES = ['--fork', '--pid', '--mount-proc', '--mount', '--uts', '--ipc', '--cgroup', '--net']

export interface Ran {
  readonly code: number
  /** both outputs */
  readonly output: string
}

/** A machine of its own inside this one, with the real systemd, on which a test does what an operator does. */
export interface Machine {
  /** runs a script as its root, in /opt/mitos, as a terminal would */
  run(script: string): Promise<Ran>
  /** its /var/lib, as this machine names it */
  readonly disk: string
  stop(): Promise<void>
}

/** Whether this machine lets a test make another one in it: Linux, root, and what namespaces need. */
export function canMakeMachine(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/lib/systemd/systemd')) return false
  try {
    execFileSync('unshare', [...NAMESPACES, 'mount', '-t', 'tmpfs', 'tmpfs', '/run'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** @param checkout what becomes its /opt/mitos */
export async function startMachine(checkout: string): Promise<Machine> {
  mkdirSync(join(checkout, 'dist'), { recursive: true })
  const disk = mkdtempSync(join(checkout, 'dist', '.machine-'))
  const child = spawn('unshare', [...NAMESPACES, '--kill-child=KILL', 'bash', SCRIPT, checkout, disk], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // systemd does not go with unshare, and all others go with process 1.
  const end = (): void => {
    try {
      process.kill(Number(firstOf(child.pid!)), 'SIGKILL')
    } catch {
      child.kill('SIGKILL')
    }
  }
  process.once('exit', end)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
  const ended = once(child, 'exit')
  const run = (script: string): Promise<Ran> => inside(firstOf(child.pid!), script)
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the machine ended:\n${output}`)
    const { output: state } = await run('systemctl is-system-running').catch(() => ({ output: '' }))
    if (/running|degraded/.test(state)) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    run,
    disk,
    async stop() {
      process.off('exit', end)
      end()
      await ended
      rmSync(disk, { recursive: true, force: true })
    },
  }
}

/** Process 1 of the machine, as this one counts. @throws Error while it is not there */
const firstOf = (unshare: number): string =>
  readFileSync(`/proc/${unshare}/task/${unshare}/children`, 'utf8').trim().split(' ')[0]!

function inside(first: string, script: string): Promise<Ran> {
  const enter = ['-t', first, '-m', '-u', '-i', '-n', '-p', '-C', '--wdns=/opt/mitos']
  const args = [...enter, 'bash', '-c', `exec 2>&1; set -euo pipefail; ${script}`]
  return new Promise((resolve) => {
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    execFile('nsenter', args, { env: { PATH: path, HOME: '/root', TERM: 'dumb' }, timeout: 60_000 }, (error, stdout) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout }),
    )
  })
}

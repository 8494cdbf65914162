import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

export interface Tied {
  readonly process: ChildProcess
  /** everything it printed so far, on both outputs */
  output(): string
  /** its exit code or signal */
  readonly ended: Promise<number | string | null>
  /** ends it and all that it started, at once */
  kill(): Promise<void>
  /** waits for something that it prints; rejects with its output if it ends before */
  says(what: RegExp): Promise<RegExpExecArray>
}

/**
 * Starts a process that does not outlive this one, however this one ends. It leads a group of its own, in which a watcher
 * holds the other end of a pipe: when the pipe closes, because the test is over or was itself killed, the whole group goes.
 */
export function spawnTied(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Tied {
  const watched = '(cat <&3 >/dev/null 2>&1; kill -KILL 0) & exec "$@" 3<&-'
  const child = spawn('/bin/sh', ['-c', watched, 'sh', command, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const tie = child.stdio[3]!
  tie.on('error', () => undefined)
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      listeners.forEach((listener) => listener())
    })
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('exit', (code, signal) => {
      tie.destroy()
      resolve(code ?? signal)
    }),
  )
  return {
    process: child,
    output: () => output,
    ended,
    async kill() {
      tie.destroy()
      await ended
    },
    says: (what) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = what.exec(output)
          if (found) resolve(found)
        }
        listeners.add(look)
        look()
        void ended.then((how) => reject(new Error(`${command} ended with ${how}:\n${output}`)))
      }),
  }
}

/**
 * A port that nobody listens on now; who is told it should listen soon. It lies below those that the system gives to whoever
 * asks for any, so that no connection of a test beside this one takes it in between.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    await new Promise<void>((resolve) => server.close(() => resolve()))
    return port
  }
}

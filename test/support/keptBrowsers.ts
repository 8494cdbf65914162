import { spawn } from 'node:child_process'

/** What the drivers' browsers have in common. */
interface Kept {
  isConnected(): boolean
  close(): Promise<void>
}

/** A browser for one suite. */
interface Lent<B> {
  readonly browser: B
  /** Notes what goes when the suite ends. */
  opened<C extends Context>(context: C): C
  close(): Promise<void>
}
interface Context {
  close(): Promise<void>
}

/** How long tabs may take to close, ms; a browser that hangs with them is ended. */
const CLOSES = 15_000

/** By name, the last that was started. */
const kept = new Map<string, Promise<Kept>>()

/**
 * The browser of this worker, which takes many files: a start costs a second of work, Firefox's five. Each tab has a context
 * of its own, with nothing of any other in it; closing ends those that were opened here. Outside of a test's worker nobody
 * would come after, and it ends as well.
 */
export async function ofWorker<B extends Kept>(name: string, start: () => Promise<B>): Promise<Lent<B>> {
  const last = kept.get(name) as Promise<B> | undefined
  const now = last ? last.then((one) => (one.isConnected() ? one : start()), start) : start()
  kept.set(name, now)
  const browser = await now
  if (!process.env['VITEST']) return alone(browser)
  const contexts = new Set<Context>()
  return {
    browser,
    opened(context) {
      contexts.add(context)
      return context
    },
    async close() {
      const closing = Promise.all([...contexts].map((one) => one.close().catch(() => undefined)))
      if (await isLate(closing)) await browser.close()
    },
  }
}

/** One that ends with its suite. */
export const alone = <B extends Kept>(browser: B): Lent<B> => ({
  browser,
  opened: (context) => context,
  close: () => browser.close(),
})

async function isLate(closing: Promise<unknown>): Promise<boolean> {
  let wall!: NodeJS.Timeout
  const late = new Promise<boolean>((resolve) => {
    wall = setTimeout(() => resolve(true), CLOSES)
  })
  return Promise.race([closing.then(() => false), late]).finally(() => clearTimeout(wall))
}

/**
 * Ends a group of processes and removes a folder when this process ends, however it does: a watcher holds the other end of a pipe.
 * @param pid of the group's leader
 * @returns does so at once
 */
export function tie(pid: number, folder: string): () => void {
  const watching = 'cat >/dev/null; kill -KILL "-$1" 2>/dev/null; rm -rf "$2"'
  const watcher = spawn('/bin/sh', ['-c', watching, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watcher.unref()
  return () => watcher.stdin.destroy()
}

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SignedDocument } from '../../shared/signed.ts'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { BUILT, hashOf, release, root, roster } from './network.ts'

/** What `npm start` gives to node. Tests and benchmarks run at the top of the checkout. */
const START = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }).scripts.start
const ARGUMENTS = START.split(' ').slice(1)

export interface ServerProcess {
  readonly url: string
  readonly process: ChildProcess
  /** code or signal */
  readonly ended: Promise<number | string | null>
  readonly output: () => string
}

/**
 * `npm start` with this environment, as far as it comes.
 * @param wrapper a command that starts it
 */
export function spawnServer(
  environment: Record<string, string>,
  wrapper: readonly string[] = [],
): Omit<ServerProcess, 'url'> & { listening: Promise<string> } {
  const [command = process.execPath, ...rest] = [...wrapper, process.execPath, ...ARGUMENTS]
  const child = spawn(command, rest, {
    env: {
      PATH: process.env['PATH'],
      MITOS_PORT: '0',
      MITOS_ORIGIN: 'http://127.0.0.1:8080',
      MITOS_ROOT: hashOf(root()),
      ...environment,
    },
  })
  let output = ''
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  )
  const listening = new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      output += String(chunk)
      const port = /"listening":(\d+)/.exec(output)?.[1]
      if (port) resolve(`http://127.0.0.1:${port}`)
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    void ended.then(() => reject(new Error(output)))
  })
  listening.catch(() => undefined)
  return { process: child, ended, listening, output: () => output }
}

/** A server process with the files of the test network's release. */
export async function startProcess(
  data: string,
  environment: Record<string, string> = {},
  wrapper: readonly string[] = [],
): Promise<ServerProcess> {
  // First: files of pages without a database are a database that was lost.
  if (!existsSync(join(data, 'w'))) openDatabase(data, { clock: () => 0 }).close()
  mkdirSync(join(data, 'w'), { recursive: true, mode: 0o700 })
  for (const [name, text] of Object.entries(BUILT)) writeFileSync(join(data, 'w', name), text)
  const { listening, ...rest } = spawnServer({ MITOS_DATA: data, ...environment }, wrapper)
  return { ...rest, url: await listening }
}

/** Puts the documents of the test network in force at a server process. */
export async function publish({ url }: Pick<ServerProcess, 'url'>): Promise<void> {
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', roster()],
  ] as const) {
    const response = await put(url, kind, document)
    if (response.status !== 204) throw new Error(`${kind}: ${response.status} ${await response.text()}`)
  }
}

export const put = (url: string, kind: string, document: SignedDocument): Promise<Response> =>
  fetch(`${url}/trust/${kind}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  })

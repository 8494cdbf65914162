import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MITOS = fileURLToPath(new URL('../../dist/server/cli/mitos.js', import.meta.url))

export interface CliResult {
  readonly code: number | null
  /** both outputs, without the last line's end */
  readonly output: string
}

/**
 * `npx mitos …` as an operator types it.
 * @param now the clock that it finds, seconds UTC; else the machine's
 */
export function mitos(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  now?: number,
): Promise<CliResult> {
  const at =
    now === undefined ? [] : ['faketime', '-f', new Date(now * 1000).toISOString().slice(0, 19).replace('T', ' ')]
  const [command, ...rest] = [...at, process.execPath, MITOS, ...args]
  const child = spawn(command!, rest, { env: { PATH: process.env['PATH'], TZ: 'UTC', ...environment } })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (output += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: output.trimEnd() })))
}

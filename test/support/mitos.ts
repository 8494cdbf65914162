import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The command line as it is installed. */
export const MITOS = fileURLToPath(new URL('../../dist/server/cli/mitos.js', import.meta.url))

export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** `npx mitos …` in a process of its own, with this data folder. */
export function mitos(data: string, ...args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [MITOS, ...args], { env: { PATH: process.env['PATH'], MITOS_DATA: data } })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })))
}

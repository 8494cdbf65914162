import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findIn } from './canary.ts'
import { unpacked } from './unpack.ts'

/** What lies in a profile folder, unpacked. */
export interface KeptProfile {
  /** Names of the files that hold a text, in any spelling. */
  holding(text: string): readonly string[]
  /** Names of the files that hold any of these byte strings. */
  withBytes(some: readonly Buffer[]): readonly string[]
  /** Which of these words stand anywhere, as they are, in UTF-8 or UTF-16. */
  said(words: readonly string[]): readonly string[]
  /** All addresses of a server that stand anywhere, as paths. */
  paths(origin: string): readonly string[]
}

interface Kept {
  readonly name: string
  readonly parts: readonly Buffer[]
}

/** Files that a running browser takes away between being listed and being read are not there any more. */
async function read(folder: string, only: RegExp): Promise<readonly Kept[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
  const files = names
    .filter((name) => only.test(name))
    .map(async (name) => {
      const bytes = await readFile(join(folder, name)).catch(() => undefined)
      return bytes && { name, parts: unpacked(bytes) }
    })
  return (await Promise.all(files)).filter((one) => one !== undefined)
}

export async function keptProfile(folder: string): Promise<KeptProfile> {
  const files = await read(folder, /./)
  return {
    holding: (text) => files.filter(({ parts }) => parts.some((one) => findIn(one, text))).map(({ name }) => name),
    withBytes: (some) =>
      files.filter(({ parts }) => parts.some((part) => some.some((one) => part.includes(one)))).map(({ name }) => name),
    said: (words) =>
      words.filter((word) => {
        const [narrow, wide] = [Buffer.from(word), Buffer.from(word, 'utf16le')]
        return files.some(({ parts }) => parts.some((one) => one.includes(narrow) || one.includes(wide)))
      }),
    paths(origin) {
      const found = files.flatMap(({ parts }) => parts.flatMap((one) => pathsIn(one, origin)))
      return [...new Set(found)].sort()
    },
  }
}

/** Where both browsers keep what they would restore after a crash. */
const SESSIONS = /^Default\/Sessions\/|^sessionstore/

/** Whether the session files hold a text by now. */
export async function sessionHolds(folder: string, text: string): Promise<boolean> {
  const files = await read(folder, SESSIONS)
  return files.some(({ parts }) => parts.some((one) => findIn(one, text)))
}

function pathsIn(bytes: Buffer, origin: string): readonly string[] {
  return (['latin1', 'utf16le'] as const).flatMap((encoding) => {
    const start = Buffer.from(origin, encoding)
    const found: string[] = []
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
      const behind = at + start.length
      found.push(/^[\w/.?=&%-]*/.exec(bytes.toString(encoding, behind, behind + 400))![0])
    }
    return found
  })
}

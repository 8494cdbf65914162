import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Every way in which a string may lie in bytes: UTF-8, UTF-16 of both orders; percent and base64 at each of three offsets, narrow and wide. */
export function spellings(canary: string): readonly Buffer[] {
  const plain = Buffer.from(canary, 'utf8')
  const wide = Buffer.from(canary, 'utf16le')
  const base64 = [plain, wide].flatMap((bytes) =>
    [0, 1, 2].flatMap((offset) => {
      const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
      // The first and last characters also depend on the neighbours.
      const sure = text.slice(Math.ceil((offset * 4) / 3), text.length - 4)
      return [sure, sure.replace(/\+/g, '-').replace(/\//g, '_')]
    }),
  )
  const coded = [encodeURIComponent(canary), ...base64].flatMap((one) => [
    Buffer.from(one),
    Buffer.from(one, 'utf16le'),
  ])
  return [plain, wide, Buffer.from(wide).swap16(), ...coded]
}

/** Where a canary is found; empty: nowhere. */
export function findIn(haystack: Uint8Array | string, canary: string): boolean {
  const bytes = Buffer.from(haystack as Uint8Array)
  return spellings(canary).some((one) => bytes.includes(one))
}

/** Names of the files below a folder that hold a canary. */
export async function filesWith(folder: string, canary: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (findIn(await readFile(path), canary)) found.push(path)
  }
  return found
}

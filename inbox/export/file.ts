import { give } from '../download.ts'

/** A file that grows: its parts are the browser's, which may put them on the disk; sealed bytes alone go into it. */
export interface GrowingFile {
  add(bytes: Uint8Array): void
  /** bytes so far */
  size(): number
  /** Gives it to whoever sits here. */
  save(name: string): void
}

export function createFile(): GrowingFile {
  const parts: Blob[] = []
  let size = 0
  return {
    add(bytes) {
      parts.push(new Blob([bytes as Uint8Array<ArrayBuffer>]))
      size += bytes.length
    },
    size: () => size,
    // A large file takes a while to be read.
    save: (name) => give(name, new Blob(parts, { type: 'application/octet-stream' }), 600_000),
  }
}

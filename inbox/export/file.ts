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
    save(name) {
      const url = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }))
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.click()
      // A large file takes a while to be read.
      setTimeout(() => URL.revokeObjectURL(url), 600_000)
    },
  }
}

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const WINDOW = 8

/** Every piece of 8 bytes that begins at a multiple of 8: whoever holds a run of 15 bytes or more holds one of them whole. */
export const pieces = (bytes: Uint8Array): readonly Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / WINDOW) }, (_, i) =>
    Buffer.from(bytes.subarray(i * WINDOW, (i + 1) * WINDOW)),
  )

/** Which files below a folder hold any of these pieces, and how many of them. */
export function filesThatHold(folder: string, wanted: readonly Buffer[]): Readonly<Record<string, number>> {
  const byStart = new Map<number, Buffer[]>()
  for (const piece of wanted) {
    const start = piece.readUInt32LE()
    byStart.set(start, [...(byStart.get(start) ?? []), piece])
  }
  const found: Record<string, number> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(entry.parentPath, entry.name))
    const held = new Set<Buffer>()
    for (let at = 0; at + WINDOW <= bytes.length; at++)
      for (const piece of byStart.get(bytes.readUInt32LE(at)) ?? [])
        if (bytes.subarray(at, at + WINDOW).equals(piece)) held.add(piece)
    if (held.size) found[entry.name] = held.size
  }
  return found
}

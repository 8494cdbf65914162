import { open, readFile } from 'node:fs/promises'

/** So much is read at a time, bytes. */
const PIECE = 16 * 2 ** 20

/**
 * Names of the byte strings that stand anywhere in what a process has written into its memory, in use or freed. Linux, and with the
 * right to trace the process.
 * @param wanted each in all the ways in which it may be written
 */
export async function memoryWith(
  pid: number,
  wanted: Readonly<Record<string, readonly Buffer[]>>,
): Promise<readonly string[]> {
  const found = new Set<string>()
  const memory = await open(`/proc/${pid}/mem`)
  const piece = Buffer.alloc(PIECE)
  try {
    for (const [start, end] of await written(pid))
      for (let at = start; at < end; at += PIECE) {
        // What was given back since it was listed cannot be read.
        const read = await memory.read(piece, 0, Math.min(PIECE, end - at), at).catch(() => ({ bytesRead: 0 }))
        const bytes = piece.subarray(0, read.bytesRead)
        for (const [name, ways] of Object.entries(wanted)) if (ways.some((one) => bytes.includes(one))) found.add(name)
      }
  } finally {
    await memory.close()
  }
  return [...found]
}

/** Areas that the process can write, and of which anything is there. */
async function written(pid: number): Promise<readonly (readonly [number, number])[]> {
  const areas = (await readFile(`/proc/${pid}/smaps`, 'latin1')).split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)
  return areas.flatMap((area) => {
    const [, start, end] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(area) ?? []
    return start && end && !/^Rss:\s+0 kB$/m.test(area) ? [[parseInt(start, 16), parseInt(end, 16)] as const] : []
  })
}

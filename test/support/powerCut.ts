import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Step } from './diskTrace.ts'

/** One file: what programs see, what the disk has, and what is on the way there. `undefined` is a folder. */
interface File {
  readonly isFolder: boolean
  seen: Buffer
  disk: Buffer
  pending: Change[]
  /** grows with each change of `seen` and of `disk`; tells states apart without comparing bytes */
  seenVersion: number
  diskVersion: number
}
type Change = Extract<Step, { kind: 'write' | 'truncate' }>

/** What is left after a cut: files by name, relative to the folder; and which state it is. */
export interface Left {
  readonly key: string
  readonly how: string
  readonly files: () => ReadonlyMap<string, Buffer | 'folder'>
}
/** Bytes that may be left, made when they are wanted; and what tells them from others. */
type Content = readonly [() => Buffer, string]

const SECTOR = 512

/**
 * A disk that is told each step, and can say at any moment what a power cut may leave of it. What was synced is there; of the
 * rest any part may be, in any order, and a write may be torn between sectors. A name is there once its folder was synced.
 * What was waiting when a sync failed never gets to the disk, unless it is written again.
 */
export class Disk {
  readonly #folder: string
  readonly #seen = new Map<string, File>()
  /** names on the disk */
  readonly #names = new Map<string, File>()
  #versions = 0

  /** @param folder is there already */
  constructor(folder: string) {
    this.#folder = folder
  }

  do(step: Step): void {
    // The shared memory of the log is made anew at each start.
    if (step.kind === 'said' || step.file.endsWith('-shm')) return
    if (step.kind === 'make' || step.kind === 'makeFolder') {
      this.#seen.set(step.file, {
        isFolder: step.kind === 'makeFolder',
        seen: Buffer.alloc(0),
        disk: Buffer.alloc(0),
        pending: [],
        seenVersion: ++this.#versions,
        diskVersion: this.#versions,
      })
    } else if (step.kind === 'remove') this.#seen.delete(step.file)
    else if (step.kind === 'rename') {
      this.#seen.set(step.to, this.#seen.get(step.file)!)
      this.#seen.delete(step.file)
    } else if (step.kind === 'sync') this.#sync(step)
    else if (step.kind === 'write' || step.kind === 'truncate') {
      const file = this.#seen.get(step.file)
      // A file that was removed while it was open.
      if (!file) return
      file.seen = changed(file.seen, step)
      file.seenVersion = ++this.#versions
      file.pending.push(step)
    }
  }

  #sync({ file: path, failed }: Extract<Step, { kind: 'sync' }>): void {
    const file = this.#seen.get(path)
    if (path === this.#folder || file?.isFolder) {
      if (failed) return
      for (const name of this.#names.keys()) if (dirname(name) === path) this.#names.delete(name)
      for (const [name, one] of this.#seen) if (dirname(name) === path) this.#names.set(name, one)
    } else if (file) {
      if (!failed) {
        for (const change of file.pending) file.disk = changed(file.disk, change)
        file.diskVersion = ++this.#versions
      }
      // Nor is it seen for sure any more; at least it is another state.
      if (failed) file.seenVersion = ++this.#versions
      file.pending = []
    }
  }

  /** What programs see now: what is there when the process is killed and the machine goes on. */
  seen(): Left {
    return this.#left('killed', this.#seen, ({ seen, seenVersion }) => [() => seen, `${seenVersion}`])
  }

  /** What a power cut may leave. */
  cut(): Left[] {
    const contents: [string, (file: File) => Content][] = [
      ['only what was synced', onDisk],
      ['all writes', (file) => (file.pending.length ? withChanges(file, file.pending, 'p') : onDisk(file))],
    ]
    for (const one of new Set([...this.#seen.values(), ...this.#names.values()])) {
      const { pending } = one
      const last = pending[pending.length - 1]
      if (!last) continue
      const only = (how: string, changes: readonly Change[]): void =>
        void contents.push([how, (file) => (file === one ? withChanges(file, changes, how) : onDisk(file))])
      only('all writes of one file', pending)
      only('the last write without those before', [last])
      only('the first write without those after', pending.slice(0, 1))
      for (const [i, torn] of tears(last).entries())
        only(`a last write torn, part ${i}`, [...pending.slice(0, -1), torn])
    }
    return contents.flatMap(([how, content]) => [
      this.#left(`${how}, all names`, this.#seen, content),
      this.#left(`${how}, names that were synced`, this.#names, content),
    ])
  }

  #left(how: string, names: ReadonlyMap<string, File>, contentOf: (file: File) => Content): Left {
    const files = new Map<string, (() => Buffer) | 'folder'>()
    const key: string[] = []
    for (const [name, file] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const path = relative(this.#folder, name)
      // A folder that is not there has nothing in it.
      if (dirname(path) !== '.' && !files.has(dirname(path))) continue
      const [bytes, version] = contentOf(file)
      files.set(path, file.isFolder ? 'folder' : bytes)
      key.push(`${path} ${file.isFolder ? 'folder' : version}`)
    }
    return {
      key: key.join('\n'),
      how,
      files: () => new Map([...files].map(([path, bytes]) => [path, bytes === 'folder' ? bytes : bytes()])),
    }
  }
}

const onDisk = ({ disk, diskVersion }: File): Content => [() => disk, `d${diskVersion}`]

function withChanges({ disk, seenVersion }: File, changes: readonly Change[], how: string): Content {
  const few = [...changes]
  return [() => few.reduce(changed, disk), `${how} ${seenVersion}`]
}

/**
 * Puts what is left into a folder, in the place of what is there.
 * @param empty files whose names begin so are laid out empty, where nobody looks into them
 */
export function layOut({ files }: Left, folder: string, empty?: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  for (const [name, bytes] of files()) {
    if (bytes === 'folder') mkdirSync(join(folder, name), { mode: 0o700 })
    else writeFileSync(join(folder, name), empty && name.startsWith(empty) ? '' : bytes, { mode: 0o600 })
  }
}

function changed(bytes: Buffer, change: Change): Buffer {
  const size = change.kind === 'truncate' ? change.size : Math.max(bytes.length, change.at + change.bytes.length)
  const result = Buffer.alloc(size)
  bytes.copy(result)
  if (change.kind === 'write') change.bytes.copy(result, change.at)
  return result
}

/** The first sectors of a write without the others, and the others without the first. */
function tears(change: Change): Change[] {
  if (change.kind === 'truncate') return []
  const half = Math.ceil((change.at + change.bytes.length / 2) / SECTOR) * SECTOR - change.at
  if (half <= 0 || half >= change.bytes.length) return []
  const first = { ...change, bytes: change.bytes.subarray(0, half) }
  return [first, { ...change, at: change.at + half, bytes: change.bytes.subarray(half) }]
}

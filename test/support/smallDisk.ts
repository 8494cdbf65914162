import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fstatSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FULL, type Failing, failCalls, failing } from './failingCalls.ts'

const READ_ONLY: Failing = { pwrite64: 'EROFS', write: 'EROFS', ftruncate: 'EROFS', openat: 'EROFS' }

/**
 * A disk of a few megabytes for a data folder: a real one, in memory, where this process may mount; elsewhere (a container
 * without that right) strace says the same to those who write.
 */
export class SmallDisk {
  readonly data: string
  readonly isReal: boolean
  readonly #path = mkdtempSync(join(tmpdir(), 'mitos-test-'))
  #state: 'room' | 'full' | 'readOnly' = 'room'
  #mend: (() => Promise<void>) | undefined

  constructor(megabytes: number) {
    const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'mitos-test', this.#path]
    this.isReal = spawnSync('mount', options).status === 0
    this.data = join(this.#path, 'data')
    mkdirSync(this.data, { mode: 0o700 })
  }

  /** What stands in front of a command that starts now, so that it meets the disk as it is. */
  get wrapper(): readonly string[] {
    if (this.isReal || this.#state === 'room') return []
    return ['strace', ...failing(this.data, this.#state === 'full' ? FULL : READ_ONLY)]
  }

  /**
   * @param pid of a process that runs already
   * @param but room that is left, in bytes, and the file for which it is not enough
   */
  async fill(pid?: number, but?: { room: number; file: string }): Promise<void> {
    this.#state = 'full'
    if (!this.isReal && pid !== undefined) this.#mend = await failCalls(pid, this.data, FULL, but && [but.file])
    if (!this.isReal) return
    const file = openSync(join(this.#path, 'full'), 'w')
    for (const size of [1 << 16, 1 << 12]) while (fits(file, size));
    if (but) ftruncateSync(file, fstatSync(file).size - but.room)
    closeSync(file)
  }

  async makeRoom(): Promise<void> {
    this.#state = 'room'
    rmSync(join(this.#path, 'full'), { force: true })
    await this.#mend?.()
    this.#mend = undefined
  }

  /** While nobody uses it. */
  readOnly(): void {
    this.#state = 'readOnly'
    if (this.isReal) execFileSync('mount', ['-o', 'remount,ro', this.#path])
  }

  writable(): void {
    this.#state = 'room'
    if (this.isReal) execFileSync('mount', ['-o', 'remount,rw', this.#path])
  }

  remove(): void {
    if (this.isReal) execFileSync('umount', ['-l', this.#path])
    rmSync(this.#path, { recursive: true, force: true })
  }
}

function fits(file: number, size: number): boolean {
  try {
    return writeSync(file, new Uint8Array(size)) === size
  } catch {
    return false
  }
}

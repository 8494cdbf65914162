import { existsSync, readFileSync, statSync } from 'node:fs'
import { adviceFor } from '../advice.ts'
import { MitosError } from '../../../shared/errors.ts'

/** SQLite's write-ahead log: a head, then frames, each a head and a page (https://sqlite.org/fileformat.html, §4). */
const HEAD = 32
const FRAME_HEAD = 24
const MAGIC = 0x377f0682
const WHAT_TO_DO = 'copy the data folder away, and restore the newest backup'

/**
 * To be called before a database is opened beside its server: SQLite removes the log as it closes a database that nobody else has
 * open, and as it opens an empty one. Of a damaged log it would take the proof, and the next start would know of nothing.
 * @throws MitosError `store-missing` | `store-damaged`
 */
export function refuseToForget(database: string): void {
  if (!statSync(database).size) throw new MitosError('store-missing', adviceFor('store-missing'))
  refuseDamagedLog(`${database}-wal`)
}

/**
 * Refuses a log that is damaged in what was promised. SQLite reads a log up to its first bad frame and forgets the rest without
 * a word. That is right after a power cut, which tears the last transaction only, since none is begun before the disk has the
 * one before. So a frame behind the end of the bad transaction proves that this one had been on the disk.
 * @throws MitosError `store-damaged`
 */
export function refuseDamagedLog(file: string, read: (file: string) => Buffer = readFileSync): void {
  while (existsSync(file)) {
    const log = read(file)
    const damage = damageOf(log)
    if (damage === undefined) return
    // Else a server wrote over it while it was read, and what was read never stood there at one time.
    if (read(file).subarray(0, log.length).equals(log))
      throw new MitosError('store-damaged', `${damage}; ${WHAT_TO_DO}`)
  }
}

function damageOf(log: Buffer): string | undefined {
  if (log.length < HEAD + FRAME_HEAD) return undefined
  const isBigEndian = log.readUInt32BE(0) === MAGIC + 1
  let sum: Sum = add([0, 0], log.subarray(0, 24), isBigEndian)
  if ((log.readUInt32BE(0) | 1) !== (MAGIC | 1) || !holds(sum, log, 24)) return 'the head of its log is damaged'
  const size = FRAME_HEAD + log.readUInt32BE(8)
  const isOfThisLog = (at: number): boolean => log.compare(log, 16, 24, at + 8, at + 16) === 0
  let at = HEAD
  for (; at + size <= log.length; at += size) {
    sum = add(add(sum, log.subarray(at, at + 8), isBigEndian), log.subarray(at + FRAME_HEAD, at + size), isBigEndian)
    if (!isOfThisLog(at) || !holds(sum, log, at + 16)) break
  }
  let ended = false
  for (; at + size <= log.length; at += size) {
    // Else it is left over from before the log was begun anew.
    if (!isOfThisLog(at)) continue
    if (ended) return 'its log is damaged'
    ended = log.readUInt32BE(at + 4) !== 0
  }
  return undefined
}

type Sum = readonly [number, number]

/** SQLite's running checksum, over 8 bytes at a time. */
function add([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0
    second = (second + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0
  }
  return [first, second]
}

const holds = ([first, second]: Sum, log: Buffer, at: number): boolean =>
  log.readUInt32BE(at) === first && log.readUInt32BE(at + 4) === second

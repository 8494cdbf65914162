import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Json } from '../../shared/json.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Store } from '../store/store.ts'
import type { Documents, Published } from './documents.ts'

/** `time` is rounded down to this, so that caches agree on the bytes for a while. */
const STEP = 300

/** chain.json as bytes (protocol §2). */
export interface ChainFile {
  readonly bytes: Buffer
  readonly br: Buffer
  readonly gzip: Buffer
  readonly etag: string
}

/** The text of chain.json: canonical, since each document in it was stored canonical. */
export const chainText = (
  roots: readonly Json[],
  release: Json,
  roster: Json,
  switches: readonly Json[],
  off: readonly string[],
  time: number,
): string => JSON.stringify({ roots, release, roster, switches, off, time: Math.floor(time / STEP) * STEP })

/** Keeps the chain that is in force, compressed once for each change of its bytes. */
export class ChainFiles {
  readonly #documents: Documents
  readonly #store: Pick<Store, 'sitesOff'>
  readonly #clock: () => number
  #from: Published | undefined
  #off = ''
  #step = -1
  #file: Promise<ChainFile> | undefined

  constructor(documents: Documents, store: Pick<Store, 'sitesOff'>, clock: () => number) {
    this.#documents = documents
    this.#store = store
    this.#clock = clock
  }

  /** @throws MitosError `chain-unreachable` while nothing is published */
  async current(): Promise<ChainFile> {
    const published = await this.#documents.published()
    const { roots, release, roster, switches } = published
    if (!release || !roster) throw new MitosError('chain-unreachable')
    const step = Math.floor(this.#clock() / STEP)
    // Asked each time, since another process switches them: then only the 300 s count for which others may keep an answer.
    const off = await this.#store.sitesOff()
    if (!this.#file || this.#from !== published || this.#step !== step || this.#off !== off.join()) {
      this.#from = published
      this.#off = off.join()
      this.#step = step
      const [inForce, switched] = [roots, switches].map((all) => all.map(({ document }) => document))
      this.#file = compress(chainText(inForce!, release.document, roster.document, switched!, off, this.#clock()))
    }
    return this.#file
  }
}

async function compress(text: string): Promise<ChainFile> {
  const bytes = Buffer.from(text)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6 }
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes, { params }), promisify(gzip)(bytes)])
  return { bytes, br, gzip: gz, etag: etagOf(bytes) }
}

/** Weak, since the compressed spellings share it. */
export const etagOf = (bytes: Uint8Array): string =>
  `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`

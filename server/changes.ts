import { toBase64, toHex } from '../shared/bytes.ts'
import type { KeyId, RequestId } from '../shared/wire.ts'

/** How many changes of one key are kept; who missed more reads the whole list again. */
const KEPT = 20_000

interface Log {
  /** how many entries were let go */
  gone: number
  ids: RequestId[]
}

/**
 * Which requests came or were claimed since this process began, so that an inbox that looks every ten seconds need not read
 * everything again. Only in memory: on disk nothing may keep an order that is finer than the hour.
 */
export class Changes {
  /** of this process: after another start every mark is unknown */
  readonly #start: string
  readonly #logs = new Map<string, Log>()
  readonly #listeners = new Set<(keyId: KeyId, id: RequestId) => void>()

  /** @param random 9 or more bytes */
  constructor(random: Uint8Array) {
    this.#start = toBase64(random)
  }

  /** To be called after it is on disk: a reader then misses nothing that stands after the mark which it was given. */
  note(keyId: KeyId, id: RequestId): void {
    const log = this.#log(keyId)
    log.ids.push(id)
    if (log.ids.length > 2 * KEPT) {
      log.gone += KEPT
      log.ids = log.ids.slice(KEPT)
    }
    for (const listener of this.#listeners) listener(keyId, id)
  }

  /** Told of each change at once, whose ever it is. @returns what ends it */
  listen(listener: (keyId: KeyId, id: RequestId) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Where the changes of these keys stand now. It counts only what is the reader's own. */
  mark(keyIds: readonly KeyId[]): string {
    const counts = keyIds.map((keyId) => this.#log(keyId)).map((log) => log.gone + log.ids.length)
    return [this.#start, ...counts].join('.')
  }

  /**
   * The next changes after a mark, each id once, and the mark behind them; undefined if the mark is not known: of another
   * process, of other keys, too old.
   */
  since(
    keyIds: readonly KeyId[],
    mark: string,
    limit: number,
  ): { readonly ids: readonly RequestId[]; readonly mark: string; readonly more: boolean } | undefined {
    const [start, ...counts] = mark.split('.')
    if (start !== this.#start || counts.length !== keyIds.length) return undefined
    const ids: RequestId[] = []
    const at: number[] = []
    let more = false
    for (const [i, keyId] of keyIds.entries()) {
      const log = this.#log(keyId)
      const from = Number(counts[i]) - log.gone
      if (!(from >= 0 && from <= log.ids.length)) return undefined
      const some = log.ids.slice(from, from + limit - ids.length)
      ids.push(...some)
      at.push(log.gone + from + some.length)
      more ||= from + some.length < log.ids.length
    }
    const once = [...new Map(ids.map((id) => [toHex(id), id])).values()]
    return { ids: once, mark: [start, ...at].join('.'), more }
  }

  #log(keyId: KeyId): Log {
    const name = toHex(keyId)
    const log = this.#logs.get(name) ?? { gone: 0, ids: [] }
    this.#logs.set(name, log)
    return log
  }
}

import { toHex } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { hourOf } from '../deps.ts'
import { type AlertStore, type StoredAlert, type StoredWay, WAY_RESULTS, type WayResult } from '../store/alertStore.ts'
import type { Addresses } from './addresses.ts'
import { PATIENCE, type Senders } from './senders.ts'

const MINUTE = 60
/** So many tries, 1, 2, 4 and 8 minutes apart; then it is given up, and whoever is still to be called gets another. */
export const TRIES = 5
/** So many of one kind go out at once: a mail server that hangs holds up no push, and no request. */
const AT_ONCE = 4

interface Outcome {
  readonly result: WayResult
  /** seconds UTC; on disk there is only the hour */
  readonly at: number
}

export interface OutboxDeps {
  readonly store: AlertStore
  readonly clock: () => number
  readonly log: (line: object) => void
  readonly addresses: Addresses
  readonly senders: Senders
}

/**
 * Brings calls out, and keeps those that have not gone yet: what stands in the store goes out after another start too. A call
 * whose going out was not written down before the process ended goes out once more.
 */
export class Outbox {
  readonly #deps: OutboxDeps
  /** way → when it may be tried again, seconds UTC; only in memory */
  readonly #notBefore = new Map<string, number>()
  readonly #busy = new Set<string>()
  readonly #outcomes = new Map<string, Outcome>()
  readonly #lanes = new Map<string, { free: number; readonly waiting: (() => void)[] }>()
  readonly #leaving = new AbortController()

  constructor(deps: OutboxDeps) {
    this.#deps = deps
  }

  /** How the last try of a way went, to the minute as long as this process knows it. */
  outcome(way: StoredWay): Outcome {
    return this.#outcomes.get(toHex(way.id)) ?? { result: way.result, at: way.hour }
  }

  /** Tries everything that may be tried now. Settles when all of that has ended, which nobody need wait for. */
  async flush(ways: readonly StoredWay[], alerts: readonly StoredAlert[]): Promise<void> {
    const now = this.#deps.clock()
    const known = new Map(ways.map((way) => [toHex(way.id), way]))
    const ready = alerts.flatMap((alert) => {
      const way = known.get(toHex(alert.way))
      return way && (this.#notBefore.get(toHex(way.id)) ?? -Infinity) <= now ? [{ way, alert }] : []
    })
    await Promise.all(ready.map(({ way, alert }) => this.#once(way, () => this.#deliver(way, alert))))
  }

  /** One try now, asked for by who gave the way; nothing of it is kept but how it went. */
  async test(way: StoredWay): Promise<void> {
    await this.#once(way, async () => this.#note(way, await this.#attempt(way)))
  }

  /** What is on its way ends, and stays in the store. */
  stop(): void {
    this.#leaving.abort()
  }

  async #once(way: StoredWay, work: () => Promise<void>): Promise<void> {
    const name = toHex(way.id)
    if (this.#busy.has(name)) return
    this.#busy.add(name)
    try {
      await this.#inLane(way.kind, work)
    } catch (error) {
      if (!this.#leaving.signal.aborted) this.#deps.log({ alert: 'failed', code: codeOf(error) })
    } finally {
      this.#busy.delete(name)
    }
  }

  async #deliver(way: StoredWay, { tries }: StoredAlert): Promise<void> {
    const { store, clock, log } = this.#deps
    const result = await this.#attempt(way)
    // Not known whether it went: it stays, and goes after the next start.
    if (this.#leaving.signal.aborted && result !== 'arrived') return
    const name = toHex(way.id)
    if (result === 'alert-unreachable' && tries + 1 < TRIES) {
      this.#notBefore.set(name, clock() + MINUTE * 2 ** tries)
      return store.countAlertTry(way.id)
    }
    this.#notBefore.delete(name)
    await store.removeAlerts([way.id])
    if (result !== 'arrived' && this.outcome(way).result !== result)
      log({ alert: 'given up', by: way.kind, code: result })
    await this.#note(way, result)
  }

  async #attempt(way: StoredWay): Promise<WayResult> {
    const send = this.#deps.senders.send(way.kind)
    const address = this.#deps.addresses.open(way.id, way.sealed)
    // Sealed with a secret that is lost: whoever gave it has to give it anew.
    if (!send || address === undefined) return 'alert-gone'
    try {
      await send(address, AbortSignal.any([this.#leaving.signal, AbortSignal.timeout(PATIENCE)]))
      return 'arrived'
    } catch (error) {
      const code = codeOf(error)
      return WAY_RESULTS.find((one) => one === code) ?? 'alert-unreachable'
    }
  }

  async #note(way: StoredWay, result: WayResult): Promise<void> {
    const at = this.#deps.clock()
    this.#outcomes.set(toHex(way.id), { result, at })
    if (way.result !== result || way.hour !== hourOf(at))
      await this.#deps.store.setAlertResult(way.id, result, hourOf(at))
  }

  async #inLane(kind: string, work: () => Promise<void>): Promise<void> {
    const lane = this.#lanes.get(kind) ?? { free: AT_ONCE, waiting: [] }
    this.#lanes.set(kind, lane)
    if (lane.free) lane.free--
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
    try {
      if (!this.#leaving.signal.aborted) await work()
    } finally {
      const next = lane.waiting.shift()
      if (next) next()
      else lane.free++
    }
  }
}

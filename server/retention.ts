import { AUDIT_DAYS } from '../shared/audit.ts'
import { codeOf } from '../shared/errors.ts'
import { KEEP, type Keep } from '../shared/keep.ts'
import { SILENT } from '../shared/silence.ts'
import { BACKUP_LIFE } from './backup.ts'
import { type Deps, hourOf } from './deps.ts'
import { CLOCK_AHEAD, isFarAhead } from './refusals.ts'
import type { Store, SweepUntil, Swept } from './store/store.ts'
import type { Documents } from './trust/documents.ts'

const DAY = 86_400
const MINUTE = 60_000
/** For how long a clock that is far ahead is not believed, in hours that went by: from Friday's evening to Monday's. */
const DOUBT = 72

/** What has lain for so many days is due at this hour. A request of an hour is due when its days are over, counted from it. */
export function sweepUntil(now: number, keep: Keep): SweepUntil {
  const before = (days: number): number => hourOf(now) - days * DAY
  return { unread: before(keep.unread), open: before(keep.open), closed: before(keep.closed) }
}

/** One line for the log, without content: `unread` are people whom nobody answered, which is an incident. */
export const sweptLine = ({ unread, open, closed }: Swept): { swept: number; unread: number } => ({
  swept: unread + open + closed,
  unread,
})

/**
 * Closes the cases in which nobody wrote for long, shreds what has lain long enough, and then the keys of generations that nobody
 * needs any more: named by no roster in force, with no request left. Once each hour; what fails is tried again at the next tick.
 *
 * A clock that is years ahead would shred everybody. Where it stands far after the roster's end nothing is shredded until 72 hours
 * have gone by in this process, which says so each hour: a network that ended is forgotten all the same.
 */
export class Retention {
  readonly #deps: Pick<Deps, 'store' | 'clock' | 'log' | 'config'>
  readonly #documents: Documents
  #doneFor = -Infinity
  /** hours of doubt so far */
  #doubted = 0
  #running = false
  #stopped = false

  constructor(deps: Pick<Deps, 'store' | 'clock' | 'log' | 'config'>, documents: Documents) {
    this.#deps = deps
    this.#documents = documents
  }

  /** To be called about every minute: a clock that was set, or a machine that slept, is noticed. Never throws. */
  async tick(): Promise<void> {
    const { store, clock, log, config } = this.#deps
    const now = clock()
    if (this.#running || hourOf(now) === this.#doneFor) return
    this.#running = true
    try {
      if (await this.#doubts(now)) {
        this.#doneFor = hourOf(now)
        return log({ sweep: 'held back', code: 'clock-ahead', do: CLOCK_AHEAD })
      }
      await store.closeSilent(hourOf(now) - SILENT.closes * DAY, hourOf(now))
      const swept = await store.sweep(sweepUntil(now, config.keep ?? KEEP))
      if (sweptLine(swept).swept) log(sweptLine(swept))
      await store.removeInvitationsBefore(now)
      await store.sweepAudit(hourOf(now) - AUDIT_DAYS * DAY)
      await destroyRetired(store, this.#documents, now - tombstonesFor(config.keep ?? KEEP))
      this.#doneFor = hourOf(now)
    } catch (error) {
      if (!this.#stopped) log({ sweep: 'failed', code: codeOf(error) })
    } finally {
      this.#running = false
    }
  }

  async #doubts(now: number): Promise<boolean> {
    const { roster } = await this.#documents.published()
    if (!isFarAhead(now, roster?.value.expires)) this.#doubted = 0
    else if (this.#doubted < DOUBT) return Boolean(++this.#doubted)
    return false
  }

  /** What still runs ends with the store. */
  stop(): void {
    this.#stopped = true
  }
}

/**
 * How long tombstones outlive their generation, seconds: until the last request for it is gone, and a backup in which it still is.
 * With the keys alone they would be missing where that backup is restored, and its keys are in it.
 */
const tombstonesFor = ({ unread, open, closed }: Keep): number => (unread + open + closed + BACKUP_LIFE) * DAY

async function destroyRetired(store: Store, documents: Documents, before: number): Promise<void> {
  const { retired, roster } = await documents.published()
  for (const generation of retired)
    if (!(await documents.accepts(generation.keyId)))
      await store.destroyGeneration(generation, generation.retired < before)
  for (const { id, box, spare } of roster?.value.ngos ?? []) {
    const earlier = retired.filter(({ ngo }) => ngo === id)
    await store.destroyGivenUp(
      id,
      [box, ...(spare ? [spare] : []), ...earlier].map(({ generation }) => generation),
    )
  }
}

/** A timer that keeps no process alive. */
export function everyMinute(tick: () => Promise<void>): () => void {
  const timer = setInterval(() => void tick(), MINUTE).unref()
  return () => clearInterval(timer)
}

import type { Case } from '../../shared/caseFold.ts'
import { SILENT, closedItself } from '../../shared/silence.ts'
import type { Item } from '../list/items.ts'

const DAY = 86_400

/** The hour of the newest event, whether it counts or not: the server keeps its days from that one; 0: none opens. */
export const wroteLast = (now: Case | null): number =>
  (now?.events ?? []).reduce((last, one) => (one.kind === 'opened' ? Math.max(last, one.at) : last), 0)

/**
 * Since when nothing was written in what somebody has, seconds UTC; null: it is nobody's, closed or gone, or does not open here, so
 * that nothing is known of it.
 */
export function silentSince({ claim, case: mark }: Item, now: Case | null): number | null {
  if (!claim || (mark && !now) || (mark?.closed ?? null) !== null || now?.standing?.state === 'gone') return null
  return Math.max(claim.hour, wroteLast(now))
}

/** `days` without a word; `closes`: the hour in which the server closes it, if nobody writes anything. */
export interface Silence {
  readonly days: number
  readonly closes: number
}

/** From when on it is asked whether it still goes on; null: not yet. @param t seconds UTC */
export function silenceOf(item: Item, now: Case | null, t: number): Silence | null {
  const since = now && silentSince(item, now)
  if (since === null || t - since < SILENT.asks * DAY) return null
  return { days: Math.floor((t - since) / DAY), closes: since + SILENT.closes * DAY }
}

/**
 * Whether it closed by itself: the server says that it is closed, no event does, and nothing was written for as long. Members' clocks
 * go by themselves, so a day less will do; who stepped back since has not opened it.
 */
export function isClosedItself({ case: mark }: Pick<Item, 'case'>, now: Case | null): boolean {
  if (!mark || mark.closed === null || !now || now.standing?.state === 'closed') return false
  const wrote = now.events.filter((one) => one.kind === 'opened' && one.act?.kind !== 'step-back')
  return closedItself(mark.closed + DAY, wroteLast({ ...now, events: wrote }))
}

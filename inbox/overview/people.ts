import type { Case } from '../../shared/caseFold.ts'
import { KEEP, type Keep } from '../../shared/keep.ts'
import { SILENT } from '../../shared/silence.ts'
import { unreadOf as addedUnread } from '../cases/added.ts'
import { silentSince, wroteLast } from '../cases/silence.ts'
import { type Item, isOff } from '../list/items.ts'
import { DAY, HOUR, type Judged, worse } from './judged.ts'
import { outcomeOf } from './outcomes.ts'

/** The case of an item, where it is open in this browser. */
export type CaseOf = (item: Item) => Case | null

/** Requests that count: no tests, and nobody who does not want to be contacted any more. */
const real = (items: readonly Item[]): readonly Item[] =>
  items.filter((item) => item.kind === 'shut' || (!item.facts.test && !isOff(item)))

const isAside = (now: Case | null): boolean => now?.standing?.aside === true
const isClosed = ({ case: mark }: Item): boolean => (mark?.closed ?? null) !== null

/**
 * Whom nobody took for two hours. Only the hour of an arrival is known: the first possible second counts. Who gave a case away may
 * have set an hour until which it rests. Whoever set it aside looked at it: then only what the person wrote since waits.
 */
export function unreadOf(
  items: readonly Item[],
  t: number,
  caseOf: CaseOf,
): Judged & { readonly hours: readonly number[] } {
  const hours = real(items)
    .filter(({ claim }) => claim === null)
    .flatMap((item) =>
      waitsSince(item, caseOf(item))
        .filter((hour) => t - Math.max(hour, item.case?.wakeAt ?? 0) > 2 * HOUR)
        .slice(0, 1),
    )
    .sort((a, b) => a - b)
  return { verdict: worse([hours.length > 0, 'now']), hours }
}

function waitsSince(item: Item, now: Case | null): readonly number[] {
  if (!isAside(now)) return [item.hour]
  if (item.kind === 'shut') return []
  const unread = addedUnread(item, now)
  return item.wrote.flatMap(({ id, hour }) => (unread.includes(id) ? [hour] : []))
}

/** Where nobody was to be reached. */
const NOBODY = [null, 'twice', 'not-real'] as const

/**
 * Promises whose time has come. What is promised is that somebody tries to reach the person: `kept` are those whom somebody tried,
 * or answered to their number, before it; whom nobody tried yet is `open`. What was set aside, or closed as nobody, was promised
 * to nobody; of a case that does not open here nothing is known.
 */
export function promisesOf(
  items: readonly Item[],
  t: number,
  caseOf: CaseOf,
): Judged & { readonly due: number; readonly kept: number; readonly open: number } {
  const due = real(items).flatMap((item) => {
    const by = item.kind === 'request' ? item.facts.replyBy : null
    const now = caseOf(item)
    if (by === null || by > t || (item.case && !now) || isAside(now) || now?.standing?.state === 'gone') return []
    // Who calls by themselves, as they wrote since, is not to be tried.
    if (item.kind === 'request' && item.facts.told.contact?.how === 'icall') return []
    if (isClosed(item) && NOBODY.some((reason) => reason === outcomeOf(now, item))) return []
    const tried = triedFirst(now)
    // A promise is a whole hour, and a try is known by the beginning of its own.
    return [{ kept: tried < by, open: tried === Infinity && !isClosed(item) && now?.standing?.state !== 'referred' }]
  })
  const kept = due.filter((one) => one.kept).length
  const open = due.filter((one) => one.open).length
  return { verdict: worse([open > 0, 'now'], [kept < due.length, 'look']), due: due.length, kept, open }
}

/** Hour of the first try or answer; Infinity: none. */
const triedFirst = (now: Case | null): number =>
  (now?.events ?? []).reduce(
    (first, one) =>
      one.kind === 'opened' && !one.refused && (one.act?.kind === 'try' || one.act?.kind === 'reply')
        ? Math.min(first, one.at)
        : first,
    Infinity,
  )

/**
 * Cases that somebody has and in which nothing was written for thirty days: by themselves nobody would miss them before they
 * close. Of one that does not open here nothing is known. `owners`: member ids. `since`: the hour of the oldest.
 */
export function quietOf(
  items: readonly Item[],
  t: number,
  caseOf: CaseOf,
): Judged & {
  readonly all: number
  readonly long: number
  readonly owners: readonly string[]
  readonly since: number | null
} {
  const quiet = real(items).flatMap((item) => {
    const since = silentSince(item, caseOf(item))
    return since !== null && t - since >= SILENT.asks * DAY ? [{ by: item.claim!.by, since }] : []
  })
  const long = quiet.filter(({ since }) => t - since >= SILENT.asksLeads * DAY).length
  return {
    verdict: worse([long > 0, 'now'], [quiet.length > 0, 'look']),
    all: quiet.length,
    long,
    owners: [...new Set(quiet.map(({ by }) => by))],
    since: quiet.length ? Math.min(...quiet.map(({ since }) => since)) : null,
  }
}

/**
 * What goes within seven days by the server's times (it counts as `sweep` of server/store/sqlite/removal.ts);
 * `open`: somebody has them; `unread`: nobody took them or set them aside.
 */
export function wipedOf(
  items: readonly Item[],
  t: number,
  caseOf: CaseOf,
  keep: Keep = KEEP,
): Judged & { readonly all: number; readonly open: number; readonly unread: number; readonly first: number | null } {
  const soon = real(items)
    .map((item) => ({ item, at: wipedAt(item, caseOf(item), keep) }))
    .filter(({ at }) => at - t <= 7 * DAY)
  const left = soon.filter(({ item }) => !isClosed(item))
  const open = left.filter(({ item }) => item.claim !== null).length
  const unread = left.filter(({ item }) => item.claim === null && !isAside(caseOf(item))).length
  const first = soon.length ? Math.min(...soon.map(({ at }) => at)) : null
  return { verdict: worse([unread > 0, 'now'], [open > 0, 'look']), all: soon.length, open, unread, first }
}

/** What nobody closes closes by itself, and then it is kept like any other. */
export const keptOpen = (keep: Keep): number => Math.min(keep.open, SILENT.closes + keep.closed)

/** Of a case that does not open here, what was written since it was taken is not known: the earliest holds. */
function wipedAt({ claim, hour, case: mark }: Item, now: Case | null, keep: Keep): number {
  if (mark && mark.closed !== null) return mark.closed + keep.closed * DAY
  const [since, days] = claim ? [claim.hour, keptOpen(keep)] : [hour, keep.unread]
  return Math.max(since, wroteLast(now)) + days * DAY
}

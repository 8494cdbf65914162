import type { CaseAct, TryResult } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { Item, Request } from '../list/items.ts'
import { keptIn, unreadOf } from './added.ts'
import type { CaseFile } from './files.ts'

/** All that counts in a case, oldest first. */
const actsIn = (now: Case | null): readonly (CaseAct & { readonly by: string })[] =>
  (now?.events ?? []).flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [{ ...one.act, by: one.by }] : [],
  )

/** After these nobody contacts the person before the next safe time, whatever else was planned (protocol §13). */
const SHUTS: readonly TryResult[] = ['wrong-number', 'stopped']
export type Shuts = 'wrong-number' | 'stopped'
export const shutsNumber = (result: TryResult): result is Shuts => SHUTS.includes(result)

export interface Held {
  readonly result: Shuts
  /** before which the number is shown with a reason only, seconds UTC */
  readonly until: number
}

/** By the case itself, so that it holds for whoever has it next, also where it was given back; null: the last try shuts nothing. */
export function heldIn(now: Case | null): Held | null {
  const acts = actsIn(now)
  const at = acts.map(({ kind }) => kind).lastIndexOf('try')
  const last = acts[at]
  if (last?.kind !== 'try' || !shutsNumber(last.result)) return null
  const next = acts.slice(at).find((act) => act.kind === 'wake-at')
  return next?.kind === 'wake-at' && next.hour !== null ? { result: last.result, until: next.hour } : null
}

/** Of all cases that are open here, as text: so that nothing follows as long as they stay the same. */
export const holdsIn = (files: ReadonlyMap<string, CaseFile>): readonly string[] =>
  [...files].flatMap(([id, file]) => {
    const held = file.kind === 'open' ? heldIn(file.opened.case) : null
    return held ? [`${id} ${held.until}`] : []
  })

/** @param holds as `holdsIn` has them */
export function markHeld(items: readonly Item[], holds: readonly string[]): readonly Item[] {
  const until = new Map(holds.map((one) => one.split(' ') as [string, string]))
  return items.map((item) => {
    const hour = item.kind === 'request' && item.case && until.get(item.case.id)
    return hour ? { ...item, held: Number(hour) } : item
  })
}

/** The hour until which its last try shuts it; null: it does not, or not any more. @param t seconds UTC */
export const heldFrom = (item: Item, t: number): number | null =>
  item.kind === 'request' && item.held !== undefined && item.held > t ? item.held : null

/**
 * Whether the person asked to stop, by how the case was closed last; `again`: and for contact after that, as a member wrote down when
 * they showed the number.
 */
export function askedToStop(now: Case | null): 'stop' | 'again' | null {
  const acts = actsIn(now)
  const last = acts[acts.map(({ kind }) => kind).lastIndexOf('close')]
  if (last?.kind !== 'close' || last.reason !== 'asked-to-stop') return null
  return now?.marks.includes('do-not-contact') ? 'stop' : 'again'
}

/**
 * Rows of what the person wrote that waits for somebody. Of an open case: what who has it has not read. Of a closed one all that stands
 * behind its end, read or not, until a coordinator opens it again or says that nothing is to be done. Where the case is not open here
 * it goes by the hour: what came in that of the end is shown rather than missed.
 */
export function waitingIn(item: Request, now: Case | null): readonly string[] {
  const closed = item.case?.closed ?? null
  if (item.withdrawn || closed === null) return unreadOf(item, now)
  if (!now) return item.wrote.flatMap(({ id, hour }) => (hour >= closed ? [id] : []))
  // What closed by itself has no event of its end.
  if (now.standing?.state !== 'closed') return unreadOf(item, now)
  const read = new Map(keptIn(now).map(({ id, message }) => [message, id]))
  const events = now.events.filter((one) => one.kind === 'opened' && !one.refused)
  const end = events.map((one) => one.kind === 'opened' && one.act?.kind === 'close').lastIndexOf(true)
  const behind = events.slice(end + 1).flatMap((one) => {
    const id = one.kind === 'opened' && one.act?.kind === 'message' && one.sent && read.get(one.sent)
    return id ? [id] : []
  })
  return [...behind, ...unreadOf(item, now)]
}

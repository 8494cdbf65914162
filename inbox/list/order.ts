import { codeOf } from '../../shared/errors.ts'
import { heldFrom, waitingIn } from '../cases/stops.ts'
import { restsUntil } from './calls.ts'
import type { Facts } from './facts.ts'
import { type Request, type Item, type Shut, isOff } from './items.ts'
import { type Verdict, askedOf, isGood, momentOf, verdictOf } from '../case/verdict.ts'

export type Place = 'off' | 'now' | 'later' | 'person' | 'check'

/** A way to reach the person, and whether it is a good time for it. */
export interface Way {
  readonly facts: Facts
  readonly verdict: Verdict
  /**
   * Whether the address may be shown without a reason: never while another message of the hour says that nobody may call, nor
   * before the hour that was set for the next try.
   */
  readonly free: boolean
}

/** A row with everything that decides where it stands. */
export interface Row {
  readonly item: Request
  /** of the way that can be used first */
  readonly verdict: Verdict
  readonly ways: readonly Way[]
  readonly danger: boolean
  readonly late: boolean
  /** `none`: nothing about the person has a place here, they were not asked */
  readonly age: 'minor' | 'adult' | 'not' | 'none'
  /** somebody else took it */
  readonly taken: boolean
  /** and did nothing with it for an hour, though it is a good time: it may be taken over */
  readonly idle: boolean
  /** the hour until which its case rests, seconds UTC; null: it does not */
  readonly wakes: number | null
  /** it is closed, and the person wrote behind the end: whoever had it, it is for all who are called */
  readonly ended: boolean
}

export interface Arranged {
  /** whom nobody may go on with unawares: taken back where they were referred from */
  readonly off: readonly Row[]
  readonly now: readonly Row[]
  readonly later: readonly Row[]
  readonly person: readonly Row[]
  readonly check: readonly (Row | Shut)[]
  /** Counts what this member could take or has: what others took is theirs, and a test is nobody's. `until`: the first safe time of those that wait. */
  readonly summary: {
    readonly now: number
    readonly later: number
    readonly until: number | null
    readonly late: number
  }
}

export function rowOf(item: Request, member: string, t: number): Row {
  const { more, agreed } = item.facts.told
  const { hour } = item
  const withdrawn = isOff(item)
  const open = (item.case?.closed ?? null) === null
  const held = open ? heldFrom(item, t) : null
  const wakes = Math.max(restsUntil(item.case, t) ?? 0, held ?? 0) || null
  const asked = askedOf(item)
  const verdicts = item.ways.map((facts) => notBefore(held, verdictOf({ facts, hour, withdrawn, asked }, t)))
  const calm = verdicts.length === 1 || verdicts.every((verdict) => verdict.kind !== 'none')
  const rank = (verdict: Verdict): number => (isGood(verdict) ? 0 : (momentOf(verdict) ?? Infinity))
  const verdict = verdicts.reduce((best, one) => (rank(one) < rank(best) ? one : best))
  const danger = more?.danger === 'now'
  const taken = item.claim !== null && item.claim.by !== member
  return {
    item,
    verdict,
    ways: item.ways.map((facts, i) => ({
      facts,
      verdict: verdicts[i]!,
      free: calm && wakes === null && isGood(verdicts[i]!),
    })),
    danger,
    late: !withdrawn && item.facts.replyBy !== null && item.facts.replyBy < t,
    age: more?.age === 'under18' ? 'minor' : more?.age === 'adult' ? 'adult' : agreed === false ? 'none' : 'not',
    taken,
    idle: taken && !withdrawn && isLeft(item, t) && (danger || isGood(verdict)),
    wakes,
    ended: !open && !withdrawn && waitingIn(item, null).length > 0,
  }
}

/** What the last try stopped is no good time before the hour that it set. */
function notBefore(held: number | null, verdict: Verdict): Verdict {
  if (held === null || verdict.kind === 'none') return verdict
  return verdict.kind === 'later' && (verdict.from ?? Infinity) >= held ? verdict : { kind: 'later', from: held }
}

/** Nothing was written behind its beginning. Hours are told by their beginnings, so two have to lie between. */
const isLeft = ({ claim, case: mark }: Request, t: number): boolean =>
  claim !== null && mark?.length === 1 && mark.closed === null && t >= claim.hour + 2 * 3600

/**
 * Where a request stands. Danger now stands on top even outside a safe time: a member must look and decide, and the card says
 * that it is not a safe time.
 */
export function placeOf({ item, verdict, danger, wakes, ended }: Row): Place {
  if (item.tookBackThere) return 'off'
  // Nobody contacts them yet, but somebody has to read it and decide.
  if (ended) return 'now'
  // Another NGO may hand on no way to contact: somebody has to look, and to take it over or send it back.
  const unasked = verdict.kind === 'none' && verdict.why === 'unknown'
  if (item.check || (unasked && !item.handed)) return 'check'
  if (unasked) return wakes === null ? 'now' : 'later'
  if (verdict.kind === 'none') return 'person'
  // Who set the next try has looked.
  if (wakes !== null) return 'later'
  return danger || isGood(verdict) ? 'now' : 'later'
}

/**
 * The list in the order in which it is worked: danger now (the person's word, not a score), then what is due first – the
 * promise, or the safe time that ends or begins –, then the oldest. What somebody else took comes last in its section.
 */
export function arrange(items: readonly Item[], member: string, t: number): Arranged {
  const rows: Row[] = []
  const shut: Shut[] = []
  for (const item of items)
    if (item.kind === 'shut') shut.push(item)
    else
      try {
        rows.push(rowOf(item, member, t))
      } catch (error) {
        const { id, hour, claim, case: of } = item
        shut.push({ kind: 'shut', id, hour, claim, case: of, code: codeOf(error) })
      }
  const of = (place: Place): readonly Row[] => rows.filter((row) => placeOf(row) === place).sort(before)
  const [now, later] = [of('now'), of('later')]
  const ours = (row: Row): boolean => !isOthers(row) && !row.item.facts.test
  const next = later.filter(ours).flatMap(({ verdict, wakes }) => wakes ?? momentOf(verdict) ?? [])
  return {
    off: of('off'),
    now,
    later,
    person: of('person'),
    check: [...of('check'), ...shut],
    summary: {
      now: now.filter(ours).length,
      later: later.filter(ours).length,
      until: next.length ? Math.min(...next) : null,
      late: [...now, ...later].filter((row) => ours(row) && row.late).length,
    },
  }
}

/** The first rows of each section. */
export const cut = (arranged: Arranged, most: number): Arranged => ({
  ...arranged,
  off: arranged.off.slice(0, most),
  now: arranged.now.slice(0, most),
  later: arranged.later.slice(0, most),
  person: arranged.person.slice(0, most),
  check: arranged.check.slice(0, most),
})

const due = ({ item, verdict, wakes }: Row): number =>
  wakes ?? Math.min(item.facts.replyBy ?? Infinity, momentOf(verdict) ?? Infinity)

/** Somebody else works with it. */
export const isOthers = ({ taken, ended }: Row): boolean => taken && !ended

function before(a: Row, b: Row): number {
  return (
    Number(isOthers(a)) - Number(isOthers(b)) ||
    Number(b.danger) - Number(a.danger) ||
    (due(a) === due(b) ? 0 : due(a) - due(b)) ||
    a.item.hour - b.item.hour
  )
}

import type { OUTSIDE } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'

/** A number that was shown: in which hour, and why outside a safe time. */
export interface Unwritten {
  readonly at: number
  readonly outside: (typeof OUTSIDE)[number] | null
}

const IN_HAND = ['claimed', 'tried', 'contact', 'referred']

/**
 * What a member was shown last, where they have written no result of it: by the case's own events, since nothing of it is kept on any
 * device. Null: nothing, or the case goes on without them.
 * @param by the member's id
 */
export function unwrittenOf(now: Case | null, by: string | undefined): Unwritten | null {
  if (!now?.standing || now.standing.owner !== by || !IN_HAND.includes(now.standing.state)) return null
  const own = now.events.filter(
    (one) =>
      one.kind === 'opened' && !one.refused && one.by === by && (one.act?.kind === 'show' || one.act?.kind === 'try'),
  )
  const last = own[own.length - 1]
  if (last?.kind !== 'opened' || last.act?.kind !== 'show') return null
  return { at: last.at, outside: last.act.outside ?? null }
}

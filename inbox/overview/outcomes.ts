import { CLOSE } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import { isClosedItself } from '../cases/silence.ts'
import type { Item } from '../list/items.ts'

/** Why cases are closed. A test is nobody, so it has no row. */
export const OUTCOMES = CLOSE.filter((reason) => reason !== 'test')

/** How a case ended; null while it goes on, where it is open again, and where this browser could not read it. */
export function outcomeOf(now: Case | null, item: Pick<Item, 'case'> = {}): string | null {
  if (isClosedItself(item, now)) return 'lapsed'
  if (now?.standing?.state !== 'closed') return null
  const reasons = now.events.flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act?.kind === 'close' ? [one.act.reason] : [],
  )
  const last = reasons[reasons.length - 1]
  return last === undefined || last === 'test' ? null : last
}

import type { When } from '../../shared/answers.ts'
import { safety } from '../../shared/safeTimes.ts'
import type { HouseRule } from '../../shared/roster.ts'
import type { Facts } from '../list/facts.ts'
import type { Request } from '../list/items.ts'

/**
 * Whether it is a good time, the largest thing on the card. Times are seconds UTC.
 * - `now`, `later`: the person said when
 * - `house`: the person did not, so the desk's rule holds
 * - `none`: nobody contacts the person
 * `over`: the time that the person named; `ended`: they named none, and the house rule's days are over
 */
export type Verdict =
  | { readonly kind: 'now'; readonly until: number }
  | { readonly kind: 'later'; readonly from: number }
  | { readonly kind: 'later'; readonly from: null; readonly why: 'over' | 'ended' | 'nowindow' }
  | { readonly kind: 'house'; readonly rule: HouseRule; readonly window: Safety }
  | { readonly kind: 'none'; readonly why: 'person' | 'withdrawn' | 'unknown' }

type Safety = ReturnType<typeof safety>

const DAY = 86_400
export const UNTIL_DAYS = { '3d': 3, '7d': 7, '14d': 14 } as const

/**
 * @param hour the hour in which the request came @param asked in which the person wrote last; null: the house rule's days do not
 *   count, since they were reached; absent: `hour`
 * @param t seconds UTC
 */
export function verdictOf(
  {
    facts,
    hour,
    withdrawn,
    asked = hour,
  }: {
    readonly facts: Facts
    readonly hour: number
    readonly withdrawn: boolean
    readonly asked?: number | null
  },
  t: number,
): Verdict {
  const { contact } = facts.told
  if (withdrawn) return { kind: 'none', why: 'withdrawn' }
  if (!contact) return { kind: 'none', why: 'unknown' }
  if (contact.to === 'nobody') return { kind: 'none', why: 'person' }
  if (!contact.address) return { kind: 'none', why: 'unknown' }
  const { houseRule, tz } = facts.desk
  if (contact.until && t >= hour + UNTIL_DAYS[contact.until] * DAY) return { kind: 'later', from: null, why: 'over' }
  // Of a helper the rule says no days (cardLines.ts).
  const ruled = !contact.until && contact.to === 'person' && asked !== null
  if (ruled && t >= asked + houseRule.untilDays * DAY) return { kind: 'later', from: null, why: 'ended' }
  const found = safetyAt(t, contact.when, houseRule, tz)
  if (!contact.when) return { kind: 'house', rule: houseRule, window: found }
  return found ?? { kind: 'later', from: null, why: 'nowindow' }
}

/**
 * From which hour on the house rule's days count for somebody (`asked`): whoever writes again asks anew, and what nobody has was
 * never tried.
 */
export const askedOf = ({ hour, wrote, reached, claim }: Pick<Request, 'hour' | 'wrote' | 'reached' | 'claim'>) =>
  reached || claim === null ? null : Math.max(hour, ...wrote.map((one) => one.hour))

let moment = NaN
const known = new Map<string, Safety>()

/** `safety`, once for all rows of one moment: thousands of rows have a few dozen different safe times. */
function safetyAt(t: number, when: When | undefined, rule: HouseRule, tz: string): Safety {
  if (t !== moment) known.clear()
  moment = t
  const name = JSON.stringify([when, rule, tz])
  if (!known.has(name)) known.set(name, safety(t, when, rule, tz))
  return known.get(name)
}

/** Whether the number may be shown without a reason. */
export const isGood = (verdict: Verdict): boolean =>
  verdict.kind === 'now' || (verdict.kind === 'house' && verdict.window?.kind === 'now')

/** The moment that the verdict names: when a good time ends, or when the next one begins. */
export function momentOf(verdict: Verdict): number | null {
  if (verdict.kind === 'now') return verdict.until
  if (verdict.kind === 'later') return verdict.from
  if (verdict.kind === 'house' && verdict.window)
    return verdict.window.kind === 'now' ? verdict.window.until : verdict.window.from
  return null
}

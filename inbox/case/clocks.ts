import { localTime } from '../../shared/safeTimes.ts'
import type { Facts } from '../list/facts.ts'

/** Whose clock: the desk's, in which the safe times are told; that of the one whom the member contacts; the member's own. */
export type Whose = 'desk' | 'person' | 'writer' | 'you'

export interface Clock {
  readonly whose: Whose
  readonly tz: string
}

/** The clocks that a member needs to tell whether it is a good hour. */
export interface Clocks {
  /** the desk's first, then those that differ from it */
  readonly clocks: readonly Clock[]
  /** how it stands with the clock of the one whom the member contacts */
  readonly person: 'same' | 'differs' | 'unknown'
}

/**
 * Browsers that hide where they are say one of these, so that they say nothing of where a person is: Tor Browser and Firefox
 * with `resistFingerprinting`.
 */
const NOWHERE = /^(UTC|GMT|Zulu|Universal|Etc\/.*|Atlantic\/Reykjavik)$/

/**
 * @param moments seconds UTC at which the clocks are compared: now, and when the verdict changes
 * @param own the member's time zone
 */
export function clocksOf(facts: Facts, moments: readonly number[], own: string): Clocks {
  const { desk } = facts
  const differ = (tz: string): boolean => moments.some((t) => clocksDiffer(t, desk.tz, tz))
  const contacted = contactedZone(facts)
  const whose = facts.told.contact?.to === 'helper' ? 'writer' : 'person'
  const others: readonly Clock[] = [
    ...(contacted ? [{ whose, tz: contacted } as const] : []),
    { whose: 'you', tz: own },
  ]
  return {
    clocks: [{ whose: 'desk', tz: desk.tz }, ...others.filter(({ tz }) => differ(tz))],
    person: !contacted ? 'unknown' : differ(contacted) ? 'differs' : 'same',
  }
}

/**
 * The zone of the device on which it was written: of the person where they wrote themselves, of the helper where the helper is
 * contacted. Of a person for whom somebody else wrote nothing is known.
 */
function contactedZone({ tz, told, desk }: Facts): string | undefined {
  if (!tz || (NOWHERE.test(tz) && tz !== desk.tz)) return undefined
  return (told.for === 'self') === (told.contact?.to === 'person') ? tz : undefined
}

/** Whether two zones show different clocks at a moment. */
export const clocksDiffer = (t: number, a: string, b: string): boolean => {
  const [one, two] = [localTime(t, a), localTime(t, b)]
  return one.hour !== two.hour || one.minute !== two.minute || one.weekday !== two.weekday
}

import { DAY } from '../../../../shared/root.ts'
import { type Finding, amber, red } from '../finding.ts'
import { fullTime, lengthOf } from '../words.ts'

interface Ending {
  readonly version: number
  readonly issued: number
  readonly expires: number
}

/** How many days before its end somebody must act: a roster takes an hour to sign, a root a meeting. */
const SOON = { root: 30, release: 14, roster: 8 } as const

/**
 * When one of the three documents ends. Codes `KIND-ended`, `KIND-ends`, `KIND-early`.
 * @param tz zone for the words
 */
export function endFindings(kind: keyof typeof SOON, document: Ending, now: number, tz: string): readonly Finding[] {
  const { version, issued, expires } = document
  const where = `${kind} ${version}`
  const [at, left] = [fullTime(expires, tz), expires - now]
  if (left <= 0)
    return [red(`${kind}-ended`, where, `it ended ${at}: people see phone lines only`, `Sign a new ${kind}`)]
  // The server takes no document that is dated later; panels would take its time for now.
  if (issued > now + DAY)
    return [red(`${kind}-early`, where, 'it is dated more than a day after now', 'Correct the date, or this clock')]
  if (left < SOON[kind] * DAY)
    return [amber(`${kind}-ends`, where, `it ends in ${lengthOf(left)}, ${at}`, `Sign a new ${kind}`)]
  return []
}

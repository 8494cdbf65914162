import { DAY } from '../../shared/root.ts'
import type { Session } from '../session.ts'
import { lineBack } from '../trust/history.ts'
import { type FetchRoster, type Kept, walkLine } from '../trust/line.ts'
import type { Memory } from '../trust/memory.ts'
import { headOf } from '../trust/trusted.ts'

/** From so many days on new keys are due. */
export const DUE_DAYS = 30

/**
 * Since when the keys of the roster in force are its NGO's: the `issued` (seconds UTC) of the first roster in a row that names them,
 * as far as this page knows the rosters. A switch is of the last days in any case; it counts as the roster does.
 */
export function inForceSince({ chain, ngo, named }: Session, memory: Pick<Memory, 'line'>): number | null {
  const back = lineBack(memory, chain.roster.version)
  const end = back.findIndex((one) => !isSame(one, ngo.id, named.box.key))
  return back.slice(0, end < 0 ? undefined : end).at(-1)?.issued ?? null
}

/** Fetches earlier rosters until one names other keys, or the answer is "due" anyhow. @throws MitosError as walkLine */
export async function walkToFirst(
  fetchRoster: FetchRoster,
  { crypto, chain, ngo, named, clock }: Session,
  memory: Memory,
): Promise<void> {
  const due = clock() - DUE_DAYS * DAY
  const enough = (one: Kept): boolean => !isSame(one, ngo.id, named.box.key) || one.issued <= due
  memory.line = await walkLine(crypto, fetchRoster, headOf(chain), memory.line, 1, enough)
}

const isSame = ({ keys }: Kept, ngo: string, box: string): boolean => keys?.get(ngo)?.box.key === box

/** Whether new keys are due. @param now seconds UTC */
export const isDue = (since: number | null, now: number): boolean => since !== null && now - since >= DUE_DAYS * DAY

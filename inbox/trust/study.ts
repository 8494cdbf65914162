import type { OpenedRow } from '../list/items.ts'
import type { Session } from '../session.ts'
import { type FetchRoster, FARTHEST, type Kept, walkLine } from './line.ts'
import { headOf } from './trusted.ts'

/** Versions of rosters that the opened requests name. */
const named = (rows: Iterable<OpenedRow>): readonly number[] =>
  [...rows].flatMap(({ read }) => (read.kind === 'opened' && read.facts.roster ? [read.facts.roster.version] : []))

/** And those that a referral names which was taken over and whose sender has other keys now. */
const unread = (rows: Iterable<OpenedRow>): readonly number[] =>
  [...rows].flatMap(({ read }) => (read.kind === 'shut' && read.names ? [read.names] : []))

/** The highest version that a request names; 0 where there is none. */
export const highestNamed = (rows: Iterable<OpenedRow>): number => named(rows).reduce((a, b) => Math.max(a, b), 0)

/**
 * Fetches the earlier rosters that the opened requests name, and those between, once each.
 * @returns the very line that was known where nothing was missing
 * @throws MitosError as walkLine
 */
export async function studyLine(
  fetchRoster: FetchRoster,
  { crypto, chain }: Session,
  rows: Iterable<OpenedRow>,
  known: ReadonlyMap<number, Kept>,
): Promise<ReadonlyMap<number, Kept>> {
  const head = headOf(chain)
  const far = head.version - FARTHEST
  const all = [...rows]
  const missing = [...named(all), ...unread(all)].filter((one) => one < head.version && one >= far && !known.has(one))
  if (!missing.length) return known
  return walkLine(
    crypto,
    fetchRoster,
    head,
    known,
    missing.reduce((a, b) => Math.min(a, b)),
  )
}

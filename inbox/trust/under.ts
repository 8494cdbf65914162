import { FARTHEST, type Kept, type Stamp } from './line.ts'

/**
 * What is odd about the roster under which a request was sealed (protocol §6). `older`: a newer one was in force by then.
 * `other`: it is not the one of that version, so the person was shown another, or no panel of ours made this. `newer`: this
 * inbox knows no such version. `unkept`: the server did not give it.
 */
export type Under = 'other' | 'newer' | 'unkept' | 'older'

/** Worst first. */
const WORST: readonly Under[] = ['other', 'newer', 'unkept', 'older']

export const worst = (all: readonly (Under | undefined)[]): Under | undefined => WORST.find((one) => all.includes(one))

/** Whether somebody must look before the person is contacted. */
export const isSuspect = (under: Under | undefined): boolean => under !== undefined && under !== 'older'

/** What this page knows of the network's rosters. */
export interface Rosters {
  readonly head: Kept
  readonly line: ReadonlyMap<number, Kept>
  /** The highest version for which the chain was read anew. */
  readonly asked: number
  /** The last walk failed. */
  readonly failed: boolean
}

/** A keeper signs off the network and publishes later, and a page may stand open: so long an older roster is nothing odd. */
export const GRACE = 86_400

/**
 * @param sealed what the request names; null where that is no version and hash
 * @param at the later of the hour that it names and the hour in which it came, seconds UTC
 * @returns undefined: nothing is odd, or it is not known yet
 */
export function underWhich(sealed: Stamp | null, at: number, rosters: Rosters): Under | undefined {
  const { head, line, asked, failed } = rosters
  if (!sealed) return 'other'
  if (sealed.version > head.version) return sealed.version > asked ? undefined : 'newer'
  if (sealed.version < head.version - FARTHEST) return 'unkept'
  const kept = line.get(sealed.version)
  if (!kept) return failed ? 'unkept' : undefined
  if (kept.hash !== sealed.hash) return 'other'
  const next = line.get(sealed.version + 1)
  return next && next.issued + GRACE <= at ? 'older' : undefined
}

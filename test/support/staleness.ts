import type { Shown, Written } from './ownerWatch.ts'

/** What was so from a moment on: not before `begun`, and known to be so since `answered`; ms UTC. */
export interface Truth {
  readonly owner: string
  readonly begun: number
  readonly answered: number
}

/** While no server was there, ms UTC. */
export interface Away {
  readonly from: number
  readonly to: number
}

/** From one moment to another, without the time in which the server was away. */
export const upTime = (from: number, to: number, away: Away): number =>
  Math.max(0, to - from - Math.max(0, Math.min(to, away.to) - Math.max(from, away.from)))

/** When an event was true. One whose answer was lost with the server counts from the server's coming back. */
export function timesOf(event: string, written: readonly Written[], away: Away): Omit<Truth, 'owner'> {
  const tries = written.filter((one) => one.event === event)
  if (!tries.length) throw new Error('an event that no page wrote')
  const begun = Math.min(...tries.map((one) => one.begun))
  const answered = Math.min(...tries.map((one) => one.answered ?? Infinity))
  return { begun, answered: answered < Infinity ? answered : Math.max(begun, away.to) }
}

/**
 * How old each thing was that one screen showed of one request in the moment in which something else took its place, ms: 0 where it was
 * still true.
 * @param truths the first is true from the beginning @param shown in their order @returns one number a change of the screen
 * @throws Error where it showed what was never so by then
 */
export function staleness(truths: readonly Truth[], shown: readonly Shown[], away: Away): readonly number[] {
  return shown.slice(1).map(({ at }, i) => {
    const { owner } = shown[i]!
    const ends = truths.flatMap((one, n) =>
      one.owner === owner && one.begun <= at ? [truths[n + 1]?.answered ?? Infinity] : [],
    )
    if (!ends.length) throw new Error(`a screen showed ‘${owner}’, which was never so`)
    return upTime(Math.min(at, Math.max(...ends)), at, away)
  })
}

/** How long a screen did not know of what had come, ms, for each. @param came when each was answered */
export function lateness(
  came: readonly number[],
  known: readonly { readonly at: number; readonly n: number }[],
): readonly number[] {
  return [...came]
    .sort((a, b) => a - b)
    .map((at, i) => Math.max(0, (known.find(({ n }) => n > i)?.at ?? Infinity) - at))
}

export const median = (of: readonly number[]): number => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0

import type { Chain } from './chain.ts'
import type { Desk, Ngo } from './roster.ts'

/** Who reads what is sent now (protocol §5). Times are seconds UTC. */
export type Duty =
  | { readonly kind: 'on'; readonly ngo: Ngo; readonly until: number }
  | { readonly kind: 'later'; readonly ngo: Ngo; readonly from: number }
  | { readonly kind: 'none'; readonly reason: 'expired' | 'off' | 'nobody' }

export interface Judgement {
  readonly duty: Duty
  readonly desk: Desk | undefined
  /** The time that was judged by. */
  readonly t: number
  /** The server's clock less the device's in minutes, or null where the server told none. */
  readonly skew: number | null
}

/** No honest clock is before the day on which version 1 was written: 2026-11-01T00:00:00Z. */
export const BUILD_TIME = 1_793_491_200

/** Most seconds by which the server's clock may move the panel's: a wrong time zone, not more. */
const MOST_OFFSET = 50_400

/**
 * @param device the device's clock now
 * @param got the device's clock when the chain's text arrived
 */
export function whoReads(chain: Chain, deskId: string, site: string | null, device: number, got: number): Judgement {
  const apart = chain.time === null ? 0 : chain.time - got
  const offset = Math.abs(apart) > 600 && Math.abs(apart) <= MOST_OFFSET ? apart : 0
  const floor = Math.max(BUILD_TIME, chain.floor)
  const latest = Math.max(device, floor)
  const moved = Math.max(device + offset, floor)
  const t = moved >= chain.roster.expires ? latest : moved
  const desk = chain.roster.desks.find((one) => one.id === deskId)
  const skew = chain.time === null ? null : Math.max(-1440, Math.min(1440, Math.floor(apart / 60)))
  // A device from before the first day (1970 most often) would never see that a document has ended: nothing is guessed for it.
  const judgedBy = device < BUILD_TIME ? Infinity : latest
  return { duty: judge(chain, desk, site, judgedBy, t), desk, t, skew }
}

function judge(chain: Chain, desk: Desk | undefined, site: string | null, latest: number, t: number): Duty {
  const ends = Math.min(chain.root.expires, chain.release.expires, chain.roster.expires)
  if (ends <= latest) return { kind: 'none', reason: 'expired' }
  if (site !== null && chain.off.includes(site)) return { kind: 'none', reason: 'off' }
  // Shifts are in order, so the first that has not ended is the one that runs or the next one.
  const shift = desk?.shifts.find(([start, length]) => 60 * (start + length) > t)
  const ngo = shift && chain.roster.ngos.find((one) => one.id === shift[2])
  if (!shift || !ngo || chain.roster.revoked.includes(ngo.box.key)) return { kind: 'none', reason: 'nobody' }
  const from = 60 * shift[0]
  return from <= t ? { kind: 'on', ngo, until: from + 60 * shift[1] } : { kind: 'later', ngo, from }
}

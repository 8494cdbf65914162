import type { Verifier } from '../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { Roster, Shift } from '../../../shared/roster.ts'
import { coverOf, endOf } from '../../../shared/rota/cover.ts'
import { changesOf } from '../../../shared/rota/edit.ts'
import { type Swap, bothAgreed, checkedSwap, exchange, isSwaps } from '../../../shared/rota/swap.ts'
import { type Change, change, danger } from './diff/same.ts'
import { nameOf, span } from './words.ts'

/** What a draft says of one swap, and whether it moves shifts to which an NGO has not said yes. */
export interface SwapTold extends Change {
  readonly unagreed: boolean
}

/** @throws MitosError `document-shape` where a draft's swaps are none */
export function swapsIn(draft: unknown): readonly Swap[] {
  const { swaps = [] } = Object(draft) as { swaps?: unknown }
  if (isSwaps(swaps)) return swaps as readonly Swap[]
  throw new MitosError(
    'document-shape',
    'what NGOs agreed on ("swaps") is damaged; take the draft anew from the coordinator, or take "swaps" out of it',
  )
}

/**
 * Each swap of a draft in words: who said yes, and whether the draft does it. A yes counts only by a coordinator of the roster
 * before, for that very roster (protocol §4).
 * @param hash of the roster before
 */
export async function swapsTold(
  verifier: Verifier,
  before: Roster,
  hash: string,
  after: Roster,
  swaps: readonly Swap[],
): Promise<readonly SwapTold[]> {
  // A later swap may be of shifts that an earlier one moved.
  const state = new Map(before.desks.map(({ id, shifts }) => [id, shifts]))
  const checked: (Pick<Found, 'swap' | 'isThere' | 'agreed'> & { readonly shifts: readonly Shift[] })[] = []
  for (const one of swaps) {
    const swap = await checkedSwap(verifier, before, hash, one)
    const shifts = state.get(swap.desk) ?? []
    const next = exchange(shifts, swap)
    const agreed = next !== undefined && bothAgreed(swap)
    if (agreed) state.set(swap.desk, next)
    checked.push({ swap, isThere: next !== undefined, agreed, shifts })
  }
  return checked.map(({ shifts, ...one }) => {
    const asAgreed = one.agreed && sameAs(state.get(one.swap.desk)!, after, one.swap)
    return tellSwap({ before, after, ...one, moved: asAgreed ? 'whole' : moved(shifts, after, one.swap) })
  })
}

const shiftsOf = ({ desks }: Roster, desk: string): readonly Shift[] =>
  desks.find(({ id }) => id === desk)?.shifts ?? []
/** Minute at which a roster begins. */
const beginOf = ({ issued }: Roster): number => Math.ceil(issued / 60)

/** Whether a draft has, at the times of a swap, what all swaps together make of the rota. */
const sameAs = (agreed: readonly Shift[], after: Roster, { desk, shifts }: Swap): boolean =>
  shifts.every((shift) => {
    const from = Math.max(shift[0], beginOf(after))
    return changesOf(agreed, shiftsOf(after, desk), from, Math.max(from, endOf(shift))).length === 0
  })

type Moved = 'whole' | 'half' | 'not'

/** How much of a swap a draft does; what is over when the new roster begins is not asked. */
function moved(shifts: readonly Shift[], after: Roster, { desk, shifts: [a, b] }: Swap): Moved {
  const [now, begins] = [shiftsOf(after, desk), beginOf(after)]
  const halves = [
    [a, b[2]],
    [b, a[2]],
  ] as const
  const asked = halves.filter(([shift]) => endOf(shift) > begins)
  const takes = asked.map(([shift, taker]) => {
    const [from, to] = [Math.max(shift[0], begins), endOf(shift)]
    const had = (at: number): boolean => coverOf(shifts, at, at + 1)[0]?.ngo === taker
    const parts = coverOf(now, from, to)
    return {
      all: parts.every(({ ngo }) => ngo === taker),
      some: parts.some((part) => part.ngo === taker && !had(part.from)),
    }
  })
  if (!takes.some(({ some }) => some)) return 'not'
  return takes.every(({ all }) => all) ? 'whole' : 'half'
}

interface Found {
  readonly before: Roster
  readonly after: Roster
  readonly swap: Swap
  readonly isThere: boolean
  readonly agreed: boolean
  readonly moved: Moved
}

function tellSwap({ before, after, swap, isThere, agreed, moved }: Found): SwapTold {
  const desk = [...after.desks, ...before.desks].find(({ id }) => id === swap.desk)
  const nameFor = (id: string): string => {
    const ngo = [...after.ngos, ...before.ngos].find((one) => one.id === id)
    return ngo ? nameOf(ngo) : id
  }
  const [a, b] = swap.shifts.map(
    (shift) => `${nameFor(shift[2])} ${span(60 * shift[0], 60 * endOf(shift), desk?.tz ?? 'UTC')}`,
  )
  const what = `swap at ${swap.desk}, ${a} for ${b}`
  const who = swap.agreed.map(({ ngo }) => nameFor(ngo))
  const missing = [...new Set(swap.shifts.map(([, , ngo]) => ngo))].filter(
    (id) => !swap.agreed.some(({ ngo }) => ngo === id),
  )
  const yes = who.length ? `${who.join(' and ')} said yes` : 'nobody said yes whose yes counts'
  const lacks = missing.length ? `, ${missing.map(nameFor).join(' and ')} did not` : ''
  const gone = isThere ? '' : '; one of these shifts is not in the roster before as it stands there'
  const says = `${what}: ${yes}${lacks}${gone}`
  if (moved === 'not')
    return {
      ...change(`${says}. The draft leaves the shifts as they were${agreed ? '' : ', so nothing is wrong'}`),
      unagreed: false,
    }
  if (agreed && moved === 'whole') return { ...change(`${says}, and the draft does it`), unagreed: false }
  const does =
    moved === 'whole' ? 'does it all the same' : agreed ? 'does only a part of it' : 'does a part of it all the same'
  return { ...danger(`${says}, but the draft ${does}. Ask them by phone`), unagreed: true }
}

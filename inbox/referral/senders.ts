import type { SignersOf } from '../../shared/referralFrame.ts'
import type { Roster } from '../../shared/roster.ts'
import type { Kept } from '../trust/line.ts'

/**
 * With which keys other NGOs signed what they referred, by all rosters that this page knows: for what was taken over, which held
 * then. Revoked ones count too: a member who left another NGO must not shut the cases of this one.
 * @param line earlier rosters that were checked
 */
export function sendersIn({ ngos }: Pick<Roster, 'ngos'>, line: Iterable<Kept> = []): SignersOf {
  const earlier = [...line]
  return (ngo, at) => {
    const one = ngos.find(({ id }) => id === ngo)
    const now = one ? [one.box.sign, ...one.signKeys.filter(({ until }) => at <= until).map(({ key }) => key)] : []
    const before = earlier.flatMap(({ keys }) => {
      const named = keys?.get(ngo)
      return named ? [named.box.sign, ...(named.spare ? [named.spare.sign] : [])] : []
    })
    return [...new Set([...now, ...before])]
  }
}

import { type SharedPart, partAt } from '../../shared/referralParts.ts'
import { type Part, cardLines } from '../case/cardLines.ts'
import type { Facts } from '../list/facts.ts'

/**
 * The sentences of the card that tell something of one part, as the receiver will read them: no house rules, and nothing that was
 * not told. The address is not among them, as on the card.
 */
export function readPart(facts: Facts, part: SharedPart): readonly Part[] {
  const { marks, lines, more, note } = cardLines(facts)
  return [...marks, ...[...lines, ...more, ...note].flatMap((line) => line.parts)].filter(
    ({ kind, from }) => kind !== 'absent' && kind !== 'rule' && from.some((path) => partAt(path) === part),
  )
}

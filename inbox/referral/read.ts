import { type SharedPart, partAt } from '../../shared/referralParts.ts'
import { type Line, type Part, cardLines } from '../case/cardLines.ts'
import type { Facts } from '../list/facts.ts'

/** What the receiver will read of one part: first what stands alone, then lines of the card, each with its label. */
export interface PartRead {
  readonly marks: readonly Part[]
  readonly lines: readonly Line[]
}

/**
 * The sentences of the card that tell something of one part: no house rules, and nothing that was not told. The address is not
 * among them, as on the card.
 */
export function readPart(facts: Facts, part: SharedPart): PartRead {
  const { marks, lines, more, note } = cardLines(facts)
  const fits = ({ kind, from }: Part): boolean =>
    kind !== 'absent' && kind !== 'rule' && from.some((path) => partAt(path) === part)
  const read = [...lines, ...more, ...note].map(({ id, parts }) => ({ id, parts: parts.filter(fits) }))
  return { marks: marks.filter(fits), lines: read.filter(({ parts }) => parts.length > 0) }
}

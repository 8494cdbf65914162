import { sameBytes } from '../../shared/bytes.ts'
import { closedItself } from '../../shared/silence.ts'
import type { NewEvent, StoredCase } from './caseStore.ts'

/** `taken`: somebody else has it; `refused`: not by this member; `closed`: only a coordinator opens it again. */
export type Allowed = 'yes' | 'taken' | 'refused' | 'closed'

/**
 * All that a server can see of who may do what: who has the case, and whether it is closed. What was done is sealed, and judged by
 * each member's browser (shared/caseMoves.ts).
 */
export function mayChange(
  { claim, acted }: Pick<StoredCase, 'claim' | 'acted'>,
  { by, lead, privacy, change }: Pick<NewEvent, 'by' | 'lead' | 'privacy' | 'change'>,
): Allowed {
  const owns = claim !== null && sameBytes(claim.by, by)
  const closed = claim !== null && claim.closed !== null
  const kind = change?.kind
  if (kind === 'step-back') return 'yes'
  // It says who deletes it, and why; the deleting itself follows. Also of one that somebody else has, or that is closed.
  if (kind === 'erase') return lead || privacy ? 'yes' : 'refused'
  if (kind === 'open') return !lead || !closed ? 'refused' : 'yes'
  // That one closed by itself is written down by who opens it again; its hour stays.
  const saysSo = kind === 'close' && isClosedItself({ claim, acted })
  if (kind !== undefined && closed && !saysSo) return 'closed'
  if (change?.kind === 'take') {
    // Taken over only from whom the member believes to have it.
    const from = claim?.by ?? null
    const believed = change.from === null ? from === null : from !== null && sameBytes(change.from, from)
    return believed && !owns ? 'yes' : 'taken'
  }
  if (owns || lead) return 'yes'
  if (claim !== null) return 'refused'
  // Nobody's: everybody may write, or close what lies in "Please check"; but only its owner can give it away.
  return kind === undefined || kind === 'close' ? 'yes' : 'refused'
}

/** Nothing was written in it for so long that it closed, and nothing since. */
export const isClosedItself = ({ claim, acted }: Pick<StoredCase, 'claim' | 'acted'>): boolean =>
  claim !== null && claim.closed !== null && closedItself(claim.closed, acted)

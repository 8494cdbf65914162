import { type ErrorCode, MitosError } from '../../shared/errors.ts'
import { type Said, wordsFor } from '../said.ts'

/** What to say of a case that could not be read or written. */
export function caseWords(code: ErrorCode): Said {
  if (code === 'claim-taken' || code === 'case-taken') return { key: 'before.raced' }
  if (code === 'case-actor' || code === 'case-refused') return { key: 'case.bad.actor' }
  if (code === 'case-move' || code === 'case-closed' || code === 'case-seq') return { key: 'case.bad.move' }
  if (code === 'case-second') return { key: 'case.bad.second' }
  if (code === 'not-found') return { key: 'card.gone' }
  if (code.startsWith('open-')) return { key: 'case.shut', code }
  return wordsFor(new MitosError(code))
}

import { MitosError } from '../../../shared/errors.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { withNumbers } from '../roster/draftTimes.ts'
import { lineOfFault } from './jsonPlace.ts'

/**
 * Reads a draft that somebody edited. A time may stand as `2026-12-01 08:00 UTC` wherever a roster has a number: `issued`,
 * `expires`, the start of a shift, `until` of an old key, and `checked` of a line.
 * @throws MitosError `roster-refused`, with the line where it stops being JSON
 */
export function draftOf(text: string): JsonObject {
  const clean = text.replace(/^\ufeff/, '')
  let draft: unknown
  try {
    draft = JSON.parse(clean)
  } catch {
    throw new MitosError(
      'roster-refused',
      `the draft cannot be read at line ${lineOfFault(clean)}: look for a comma, quote or bracket too many or too few`,
    )
  }
  if (typeof draft !== 'object' || draft === null || Array.isArray(draft))
    throw new MitosError('roster-refused', 'this is not a draft of a roster; start with roster new or roster edit')
  return withNumbers(draft) as JsonObject
}

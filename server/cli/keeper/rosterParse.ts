import { MitosError } from '../../../shared/errors.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { lineOfFault } from './jsonPlace.ts'

type Draft = Record<string, unknown>

/**
 * Reads a draft that somebody edited. A time may stand as `2026-12-01 08:00 UTC` wherever a roster has a number: `issued`,
 * `expires`, the start of a shift, `until` of an old key, and `checked` of a line.
 * @throws MitosError `roster-refused`, with the line where it stops being JSON
 */
export function draftOf(text: string): JsonObject {
  const clean = text.replace(/^\ufeff/, '')
  let draft: Draft
  try {
    draft = JSON.parse(clean) as Draft
  } catch {
    throw new MitosError(
      'roster-refused',
      `the draft cannot be read at line ${lineOfFault(clean)}: look for a comma, quote or bracket too many or too few`,
    )
  }
  if (typeof draft !== 'object' || draft === null || Array.isArray(draft))
    throw new MitosError('roster-refused', 'this is not a draft of a roster; start with roster new or roster edit')
  return withNumbers(draft) as unknown as JsonObject
}

function withNumbers(draft: Draft): Draft {
  const seconds = (value: unknown): unknown => secondsOf(value) ?? value
  const each = (value: unknown, change: (one: Draft) => Draft): unknown =>
    Array.isArray(value) ? value.map((one) => (typeof one === 'object' && one ? change(one as Draft) : one)) : value
  /** Only names that are there, in their order: a draft says what will be signed. */
  const changed = (of: Draft, changes: Readonly<Record<string, (value: unknown) => unknown>>): Draft =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, changes[name]?.(value) ?? value]))
  return changed(draft, {
    issued: seconds,
    expires: seconds,
    ngos: (ngos) =>
      each(ngos, (ngo) => changed(ngo, { signKeys: (keys) => each(keys, (one) => changed(one, { until: seconds })) })),
    desks: (desks) =>
      each(desks, (desk) =>
        changed(desk, {
          shifts: shiftsOf,
          lines: (lines) => each(lines, (line) => changed(line, { checked: seconds })),
        }),
      ),
  })
}

const shiftsOf = (shifts: unknown): unknown =>
  Array.isArray(shifts)
    ? shifts.map((shift) => {
        const start = Array.isArray(shift) ? secondsOf(shift[0]) : undefined
        return start === undefined ? shift : [start / 60, ...(shift as unknown[]).slice(1)]
      })
    : shifts

/** `2026-12-01 08:00 UTC` or `2026-12-01T08:00Z`, of a day that there is. */
function secondsOf(value: unknown): number | undefined {
  const found = typeof value === 'string' && /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d) ?(?:UTC|Z)$/.exec(value)
  if (!found) return undefined
  const iso = `${found[1]}T${found[2]}`
  const time = Date.parse(`${iso}Z`)
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(iso) ? undefined : time / 1000
}

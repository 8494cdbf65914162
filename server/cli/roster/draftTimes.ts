/**
 * Times of a draft as people write them. Wherever a roster has a time as a number, a draft may have `2026-12-01 08:00 UTC`:
 * `issued`, `expires`, the start of a shift, `until` of an old key, `checked` of a line. What is signed has numbers only.
 */
export function withNumbers(draft: unknown): unknown {
  return changed(draft, {
    issued: seconds,
    expires: seconds,
    ngos: each({ signKeys: each({ until: seconds }) }),
    desks: each({
      shifts: (shifts) => (Array.isArray(shifts) ? shifts.map(withStart) : shifts),
      lines: each({ checked: seconds }),
    }),
  })
}

type Changes = Readonly<Record<string, (value: unknown) => unknown>>

/** The same fields in the same order, some of them with another value. */
function changed(value: unknown, changes: Changes): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, Object.hasOwn(changes, name) ? changes[name]!(one) : one]),
  )
}

const each =
  (changes: Changes) =>
  (value: unknown): unknown =>
    Array.isArray(value) ? value.map((one) => changed(one, changes)) : value

const withStart = (shift: unknown): unknown => {
  const start = Array.isArray(shift) ? secondsOf(shift[0]) : undefined
  return start === undefined ? shift : [start / 60, ...(shift as unknown[]).slice(1)]
}

const seconds = (value: unknown): unknown => secondsOf(value) ?? value

/** `2026-12-01 08:00 UTC` or `2026-12-01T08:00Z`, of a day that there is. */
function secondsOf(value: unknown): number | undefined {
  const found = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d) ?(?:UTC|Z)$/.exec(value) : null
  if (!found) return undefined
  const minute = `${found[1]}T${found[2]}`
  const at = Date.parse(`${minute}Z`)
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(minute) ? undefined : at / 1000
}

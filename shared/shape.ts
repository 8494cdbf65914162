import { fromBase64 } from './bytes.ts'

/**
 * Shapes of our own JSON in a few hundred bytes, because boot has no room for a schema library. Names that a shape does not
 * know are ignored: that is what lets later versions add some (protocol §0).
 */
export type Check = (value: unknown) => boolean

export const is =
  (wanted: unknown): Check =>
  (value) =>
    value === wanted
export const int =
  (min = 0, max = 2 ** 53 - 1): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
export const text =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value)
export const oneOf =
  (...wanted: readonly unknown[]): Check =>
  (value) =>
    wanted.includes(value)
export const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value))
export const list =
  (check: Check, min = 0, max = 1000): Check =>
  (value) =>
    Array.isArray(value) && value.length >= min && value.length <= max && value.every(check)
export const tuple =
  (...checks: readonly Check[]): Check =>
  (value) =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, i) => check(value[i]))
/** base64url of exactly `length` bytes. */
export const bytes =
  (length: number): Check =>
  (value) => {
    try {
      return typeof value === 'string' && !!fromBase64(value, length)
    } catch {
      return false
    }
  }
/** An object with these names; those ending in `?` may be absent. */
export const object =
  (names: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(names).every(([name, check]) => {
      const bare = name.replace('?', '')
      const inner = (value as Record<string, unknown>)[bare]
      return inner === undefined ? bare !== name : check(inner)
    })
/** An object used as a dictionary. */
export const dictionary =
  (key: RegExp, check: Check): Check =>
  (value) =>
    object({})(value) && Object.entries(value as object).every(([name, inner]) => key.test(name) && check(inner))

export const network = bytes(16)
export const key = bytes(32)
export const ngoId = text(/^[a-z0-9-]{2,16}$/)
export const deskId = text(/^[A-Z]{2}$/)
export const siteId = text(/^[a-z0-9-]{1,24}$/)
/** Any text for people, short. */
export const label = text(/^[^]{1,200}$/)

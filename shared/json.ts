import { type ErrorCode, MitosError, need } from './errors.ts'
import { fromUtf8 } from './text.ts'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

const MAX_DEPTH = 8
/** With the u flag a pair counts as one code point, so this finds lone surrogates only. */
const LONE = /[\ud800-\udfff]/u

/**
 * Reads JSON of ours (protocol §0): accepted only if it is, byte for byte, what `JSON.stringify` makes of its own parse.
 * That leaves one spelling for each value, so two readers cannot understand the same signed bytes differently.
 * @param cap the most bytes allowed
 * @throws MitosError `json-too-large` | `json-not-utf8` | `json-too-deep` | `json-not-canonical` | `json-value`
 */
export function readJson(bytes: Uint8Array, cap: number): Json {
  need(bytes.length <= cap, 'json-too-large')
  let code: ErrorCode = 'json-not-utf8'
  try {
    const text = fromUtf8(bytes)
    code = 'json-too-deep'
    checkDepth(text)
    code = 'json-not-canonical'
    const value: Json = JSON.parse(text)
    need(JSON.stringify(value) === text)
    code = 'json-value'
    checkValue(value)
    return value
  } catch {
    // An engine's own message would quote the input, so it is not kept as a cause.
    throw new MitosError(code)
  }
}

/** Counted on the text, since a parser may overflow the stack before it could tell. */
function checkDepth(text: string): void {
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (char === '"') quoted = !quoted
    else if (quoted) i += +(char === '\\')
    else if ('{['.includes(char)) need(++depth <= MAX_DEPTH)
    else if ('}]'.includes(char)) depth--
  }
}

function checkValue(value: Json): void {
  need(typeof value !== 'number' || Number.isSafeInteger(value))
  need(typeof value !== 'string' || !LONE.test(value))
  if (typeof value === 'object' && value)
    for (const [name, inner] of Object.entries(value)) {
      need(Array.isArray(value) || !(LONE.test(name) || /^(__proto__|0|[1-9]\d{0,9})$/.test(name)))
      checkValue(inner)
    }
}

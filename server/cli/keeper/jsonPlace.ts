const TOKEN =
  /[ \t\r\n]+|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:])/y

/** What may come next: a value, one or the end of an empty list; a name, one or the end of an empty object; … */
type Wanted = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or end' | 'nothing'

/**
 * The line, from 1, at which a text stops being JSON; its last line if it only ends too soon. Engines tell the place in
 * different words, some not at all, and most quote the text.
 */
export function lineOfFault(text: string): number {
  const open: string[] = []
  let wanted: Wanted = 'value'
  let at = 0
  while (at < text.length) {
    TOKEN.lastIndex = at
    const found = TOKEN.exec(text)
    if (!found) break
    const [token, string, plain, sign] = found
    if (string ?? plain ?? sign) {
      const next = step(wanted, token, string !== undefined, sign, open)
      if (!next) break
      wanted = next
    }
    at += token.length
  }
  return text.slice(0, at).split('\n').length
}

/** What is wanted after a token; undefined where it does not fit. `open` are the brackets that wait for their end. */
function step(
  wanted: Wanted,
  token: string,
  isString: boolean,
  sign: string | undefined,
  open: string[],
): Wanted | undefined {
  const after = (): Wanted => (open.length ? ', or end' : 'nothing')
  const closes = (bracket: string): boolean => open[open.length - 1] === bracket
  if (sign === '}' || sign === ']') {
    const empty = sign === '}' ? 'name or }' : 'value or ]'
    if ((wanted !== ', or end' && wanted !== empty) || !closes(sign)) return undefined
    open.pop()
    return after()
  }
  if (sign === ',') return wanted === ', or end' ? (closes('}') ? 'name' : 'value') : undefined
  if (sign === ':') return wanted === ':' ? 'value' : undefined
  if (wanted === 'name' || wanted === 'name or }') return isString ? ':' : undefined
  if (wanted !== 'value' && wanted !== 'value or ]') return undefined
  if (sign === undefined) return after()
  open.push(token === '{' ? '}' : ']')
  return token === '{' ? 'name or }' : 'value or ]'
}

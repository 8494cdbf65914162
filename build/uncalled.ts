/** What tweetnacl exports and nothing of ours calls; the minifier then drops all that only these needed. */
const UNCALLED = ['lowlevel', 'sign.open', 'sign.detached.verify', 'hash', 'verify']
const LENGTHS = /^nacl\.[\w.]+Length = .*\n/gm

/**
 * Takes out of tweetnacl what nobody calls, above all its own check of signatures, which is laxer than the protocol's
 * (docs/protocol.md §0): a fifth less to load on the way to the first request. What stays is byte for byte its text.
 * @throws Error where the package's text is another than this knows
 */
export function withoutUncalled(source: string): string {
  const kept = UNCALLED.reduce(
    (text, name) => {
      const statement = new RegExp(`^nacl\\.${name.replaceAll('.', '\\.')} = [^]*?^};\\n`, 'm')
      if (!statement.test(text)) throw new Error(`tweetnacl has no ${name} any more: see build/uncalled.ts`)
      return text.replace(statement, '')
    },
    source.replace(LENGTHS, ''),
  )
  return kept
}

export const uncalled = {
  name: 'mitos-uncalled',
  enforce: 'pre' as const,
  transform: (code: string, id: string) => (id.endsWith('/tweetnacl/nacl-fast.js') ? withoutUncalled(code) : undefined),
}

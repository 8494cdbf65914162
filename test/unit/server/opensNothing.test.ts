import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

/** A file of the server's own source → its text; all that `main.ts` loads, also later on, by whatever way. */
function loadedBy(first: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const look = (file: string): void => {
    if (found.has(file)) return
    const source = readFileSync(file, 'utf8')
    found.set(file, source)
    for (const [, path] of source.matchAll(/(?:from|import\(?)\s*'(\.[^']+\.ts)'/g)) look(join(dirname(file), path!))
  }
  look(first)
  return found
}

/** What is taken by name from the shared room, types left out. */
const takenBy = (source: string): readonly string[] =>
  [...source.matchAll(/import \{([^}]*)\} from '[./]+\/shared\//g)]
    .flatMap(([, names]) => names!.split(','))
    .map((name) => name.trim().split(' as ')[0]!)

/** Only looks at signatures, of what is public. */
const PUBLIC = 'openDocument'
const OPENS = /[cC]rypto\.(?:open|aeadOpen)\(|crypto_\w+_open|\b(?:boxSecret|SecretKey)\b/g

it('R22, R41 the server opens nothing that is sealed for a member, an inbox or a person: no code of its own could be given a key', () => {
  const loaded = [...loadedBy('server/main.ts')].filter(([file]) => file.startsWith('server/'))
  expect(loaded.length).toBeGreaterThan(100)
  const found = loaded.flatMap(([file, source]) => {
    const taken = takenBy(source).filter((name) => /^(?:open|unlock)/.test(name) && name !== PUBLIC)
    return [...taken, ...(source.match(OPENS) ?? [])].map((what) => `${file} ${what}`)
  })
  // By a key of the operator's: the addresses by which it calls members.
  expect(found).toEqual(['server/alerts/addresses.ts crypto.aeadOpen('])
})

import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

/**
 * What one script has and lends to another that comes after it, so that nothing is loaded twice, and both draw with the same
 * elements. The borrower's source imports it as if both were one; the build replaces those imports by places in a list that
 * the lender hands over. Both lists come from the same source at the same time, and the release pins both scripts together.
 */
export interface Lent {
  /** folder of the lender's sources */
  readonly lender: string
  /** module file → the names that are borrowed of it */
  readonly modules: ReadonlyMap<string, readonly string[]>
}

const ELEMENTS = 'preact/jsx-runtime'
const IMPORT = /^import \{([^}]+)\} from '([^']+)'/gm

/**
 * Reads what the sources of folders import from another.
 * @param borrowers folders of the sources that borrow, each a script of its own; all get the same list
 * @param lender folder that they may borrow from
 */
export function readLent(borrowers: readonly string[], lender: string): Lent {
  const modules = new Map<string, Set<string>>([[ELEMENTS, new Set(['jsx', 'jsxs', 'Fragment'])]])
  const files = borrowers.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  for (const file of files.sort())
    for (const [, names, from] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const module = resolve(file, '..', from!)
      if (!module.startsWith(lender)) continue
      const values = names!
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one && !one.startsWith('type '))
      const known = modules.get(module) ?? new Set()
      for (const name of values) known.add(name)
      if (values.length) modules.set(module, known)
    }
  return { lender, modules: new Map([...modules].map(([module, names]) => [module, [...names].sort()])) }
}

/** The names in the order in which the list has them. */
const places = ({ modules }: Lent): readonly (readonly [module: string, name: string])[] =>
  [...modules].flatMap(([module, names]) => names.map((name) => [module, name] as const))

/** `virtual:lent` for the lender: `lent`, the list of all that is borrowed. */
export const lenderModule = (lent: Lent): string =>
  [
    ...[...lent.modules].map(([module, names]) => `import { ${names.join(', ')} } from ${JSON.stringify(module)}`),
    `export const lent = [${places(lent)
      .map(([, name]) => name)
      .join(', ')}]`,
  ].join('\n')

/**
 * Whatever a borrower is made of, nothing of it is the lender's: a copy would have a state of its own, and elements of its own.
 * @param modules files that went into the borrower's script
 * @throws Error naming each that the lender has already
 */
export function checkBorrowed({ lender }: Lent, modules: readonly string[]): void {
  const copies = modules.filter((module) => module.startsWith(lender + sep) || /\/node_modules\/preact\//.test(module))
  if (copies.length)
    throw new Error(
      `would be loaded twice: ${copies.map((one) => relative(resolve(lender, '..'), one)).join(', ')}; import it by its names, ` +
        'in a file of the borrowing folder itself, so that it is lent (docs/decisions/017-screens-that-come-later.md)',
    )
}

/** What stands in for a borrowed module; `L` is the list, the argument of the function that the script hands over. */
export const borrowedModule = (lent: Lent, module: string): string =>
  places(lent)
    .map(([from, name], i) => (from === module ? `export const ${name} = L[${i}]` : ''))
    .filter(Boolean)
    .join('\n')

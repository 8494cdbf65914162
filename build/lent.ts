import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * What one script has and lends to another that comes after it, so that nothing is loaded twice, and both draw with the same
 * elements. The borrower's source imports it as if both were one; the build replaces those imports by places in a list that
 * the lender hands over. Both lists come from the same source at the same time, and the release pins both scripts together.
 */
export interface Lent {
  /** module file → the names that are borrowed of it */
  readonly modules: ReadonlyMap<string, readonly string[]>
}

const ELEMENTS = 'preact/jsx-runtime'
const IMPORT = /^import \{([^}]+)\} from '([^']+)'/gm

/**
 * Reads what the sources of a folder import from another.
 * @param borrower folder of the sources that borrow
 * @param lender folder that they may borrow from
 */
export function readLent(borrower: string, lender: string): Lent {
  const modules = new Map<string, Set<string>>([[ELEMENTS, new Set(['jsx', 'jsxs', 'Fragment'])]])
  for (const file of readdirSync(borrower).sort())
    for (const [, names, from] of readFileSync(join(borrower, file), 'utf8').matchAll(IMPORT)) {
      const module = resolve(borrower, from!)
      if (!module.startsWith(lender)) continue
      const values = names!
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one && !one.startsWith('type '))
      const known = modules.get(module) ?? new Set()
      for (const name of values) known.add(name)
      if (values.length) modules.set(module, known)
    }
  return { modules: new Map([...modules].map(([module, names]) => [module, [...names].sort()])) }
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

/** What stands in for a borrowed module; `L` is the list, the argument of the function that the script hands over. */
export const borrowedModule = (lent: Lent, module: string): string =>
  places(lent)
    .map(([from, name], i) => (from === module ? `export const ${name} = L[${i}]` : ''))
    .filter(Boolean)
    .join('\n')

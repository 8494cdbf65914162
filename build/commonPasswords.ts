import { dictionary } from '@zxcvbn-ts/language-common'

/** As many as the inbox's meter looks at (inbox/setup/judge.ts): all of them would be 200 kB of gzip. */
const MOST = 10_000
/** In the package: the lists that the meter may take, as modules of their own. */
const LISTS = /[\\/]language-common[\\/]dist[\\/](passwords|diceware)\.json\.mjs$/

/** Puts the most common passwords into a bundle that judges passphrases, and leaves out the rest of the package's lists. */
export const commonPasswords = {
  name: 'mitos-common-passwords',
  load(id: string): string | undefined {
    const [, list] = LISTS.exec(id) ?? []
    if (list === undefined) return undefined
    const words = list === 'passwords' ? dictionary['passwords-common'].slice(0, MOST) : []
    return `export default ${JSON.stringify(words.join('\n'))}.split('\\n')`
  },
}

import { InvalidArgumentError } from 'commander'
import type { Argon2id, MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { Io } from '../cli.ts'
import type { Terminal } from './terminal.ts'

export interface Sodium {
  readonly crypto: MemberCrypto
  readonly argon2id: Argon2id
}

/** What the keeper's verbs need besides the world of every verb. Tests pass a terminal that answers, and a cheap Argon2id. */
export interface Tools {
  readonly terminal: Terminal
  readonly sodium: () => Promise<Sodium>
}

/** Options that most of these verbs have. */
export interface Common {
  readonly dryRun?: true
  readonly yes?: true
}

export const DRY_RUN = ['--dry-run', 'do all but write'] as const
export const YES = ['--yes', 'do not ask, where it asks for a "yes"'] as const

/**
 * Asks before what cannot be undone.
 * @param lines what is about to happen, in words
 * @throws MitosError `bad-input`
 */
export async function confirm(tools: Tools, io: Io, lines: readonly string[], { yes }: Common): Promise<void> {
  lines.forEach((line) => io.say(line))
  if (yes) return
  const answer = await tools.terminal.ask('Type yes if you mean this: ')
  if (answer.trim().toLowerCase() !== 'yes') throw new MitosError('bad-input', 'not confirmed; nothing was changed')
}

/** A time as keepers read it. @param seconds UTC */
export const when = (seconds: number): string =>
  `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `1 key`, `2 keys` */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/** A whole number within bounds, for commander. */
export const within =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d{1,9}$/.test(text) || value < min || value > max) throw new InvalidArgumentError(`${min} to ${max}`)
    return value
  }

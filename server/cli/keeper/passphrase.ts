import { fstatSync, readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { MitosError } from '../../../shared/errors.ts'
import { needPrivate, readText } from './files.ts'
import { weakness } from './meter.ts'
import type { Tools } from './tools.ts'

/** Where a passphrase comes from if not from the keyboard: never an argument, which history and `ps` would show. */
export interface PassphraseOptions {
  readonly passphraseFile?: string
  readonly passphraseFd?: number
}

const descriptor = (text: string): number => {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('a number, as of 3< in a shell')
  return Number(text)
}

/** Adds the options to a verb that opens or makes a key. */
export const passphraseOptions = (command: Command): Command =>
  command
    .option('--passphrase-file <file>', 'its first line, instead of asking; a file that only you can read')
    .option('--passphrase-fd <number>', 'the first line of an open file descriptor, instead of asking', descriptor)

function given({ passphraseFile, passphraseFd }: PassphraseOptions): string | undefined {
  const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0]!
  if (passphraseFile !== undefined) {
    const text = readText(passphraseFile, 'the passphrase')
    needPrivate(passphraseFile, 'the file of the passphrase')
    return firstLine(text)
  }
  if (passphraseFd === undefined) return undefined
  try {
    fstatSync(passphraseFd)
    return firstLine(readFileSync(passphraseFd, 'utf8'))
  } catch {
    throw new MitosError('bad-input', 'nothing can be read from the file descriptor of --passphrase-fd')
  }
}

/** The passphrase of what is there, a key if nothing else is said. */
export const passphraseOf = async (
  tools: Tools,
  options: PassphraseOptions,
  question = 'Passphrase of this key (nothing shows while you type): ',
): Promise<string> => given(options) ?? (await tools.terminal.askSecret(question))

const TRIES = 3

/**
 * A passphrase for a new key file, typed twice.
 * @throws MitosError `passphrase-weak` | `bad-input`
 */
export async function newPassphrase(tools: Tools, options: PassphraseOptions): Promise<string> {
  const ready = given(options)
  if (ready !== undefined) return strong(ready)
  for (let i = 0; i < TRIES; i++) {
    const first = await strong(await tools.terminal.askSecret('New passphrase, five words or more (nothing shows): '))
    if (first === (await tools.terminal.askSecret('The same once more: '))) return first
    await tools.terminal.ask('The two are not the same. Press Enter and try again.')
  }
  throw new MitosError('bad-input', 'the two passphrases were never the same; nothing was made')
}

async function strong(passphrase: string): Promise<string> {
  const words = await weakness(passphrase)
  if (words) throw new MitosError('passphrase-weak', words)
  return passphrase
}

import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { sameBytes } from '../../../shared/bytes.ts'
import { type ErrorCode, MitosError, codeOf } from '../../../shared/errors.ts'
import { EXPORT_MAGIC, type Take } from '../../../shared/export.ts'
import type { CopySecret, OpenCopy, OpenedCopy } from '../../../shared/exportReader.ts'
import type { Verb } from '../cli.ts'
import { type PassphraseOptions, passphraseOf, passphraseOptions } from '../keeper/passphrase.ts'
import type { Tools } from '../keeper/tools.ts'

interface Options extends PassphraseOptions {
  readonly list?: true
  readonly case?: string
  readonly json?: true
  readonly kit?: true
  readonly name?: string
}

/**
 * `mitos open FILE`: a sealed copy that a member saved, read without any server. It asks for what is secret, writes nothing, and
 * shows nothing before the whole file was checked.
 * @param load gives the inbox's reader, which the build makes (build/opener.ts)
 */
export const open =
  (tools: Tools, load: () => Promise<OpenCopy>): Verb =>
  (program, io) => {
    passphraseOptions(
      program
        .command('open <file>')
        .description('read a sealed copy that a member saved in the inbox; no server and no network is needed')
        .option('--list', 'what is in it, one line a request (this is done without an option, too)')
        .option('--case <number>', 'one request and its case; the number as the list shows it, or its beginning')
        .option('--json', 'one JSON object instead of lines')
        .option('--name <name>', 'the log-in name of who saved it, instead of asking')
        .option('--kit', 'open it with the recovery kit; it is asked for, as the passphrase is'),
    ).action(async (file: string, options: Options) => {
      const { take, close } = openFile(file)
      try {
        // Before anybody types a secret: a file that is none of ours, or whose reader is not there, is told at once.
        const reader = await load()
        const copy = await opened(reader, await tools.sodium(), take, () => secretOf(tools, options), io.clock())
        try {
          for (const line of linesOf(copy, options)) io.say(line)
        } finally {
          copy.close()
        }
      } finally {
        close()
      }
    })
  }

function linesOf(copy: OpenedCopy, { case: id, json, list }: Options): readonly string[] {
  const one = list ? undefined : id
  if (json) return [JSON.stringify(copy.json(one), null, 1)]
  return one === undefined ? copy.list() : copy.show(one)
}

async function opened(
  reader: OpenCopy,
  sodium: Awaited<ReturnType<Tools['sodium']>>,
  take: Take,
  secret: () => Promise<CopySecret>,
  now: number,
): Promise<OpenedCopy> {
  const typed = await secret()
  try {
    return await reader(sodium, take, typed, now)
  } catch (error) {
    const code = codeOf(error)
    const words = WHY[code] ?? WHY[`${code.split('-')[0]}-…`]
    throw words ? new MitosError(code, words) : error
  }
}

const DAMAGED = 'this file is not as it was saved, and nothing of it is shown; take another copy of it'
const LISTS = 'the signed lists in this file do not hold, and nothing of it is shown; take an older copy'
const WHY: Readonly<Record<string, string>> = {
  'export-shape': 'this file is no sealed copy; one is named list-DATE.sealed',
  'export-cut': 'this file ends too early: it was not copied whole; fetch it again from where it was saved first',
  'export-damaged': DAMAGED,
  'export-signature': 'somebody else than this member made this file, or changed it; nothing of it is shown',
  'passphrase-wrong':
    'this name and passphrase do not open this file. Who saved it can, with the passphrase of that day, or with the kit: --kit',
  'kit-wrong': 'this kit does not open this file. Who saved it can, with the kit or the passphrase of that day',
  'kit-length': 'a kit has 26 characters, 13 groups of two; type all of them',
  'kit-typo': 'a character of the kit is not right; look at the paper again',
  'blob-…': DAMAGED,
  'chain-…': LISTS,
  'root-…': LISTS,
  'release-…': LISTS,
  'roster-…': LISTS,
  'key-…': LISTS,
  'team-…': 'the list of members in this file does not name who saved it with these keys; nothing of it is shown',
} satisfies Partial<Record<ErrorCode | `${string}-…`, string>>

async function secretOf(tools: Tools, options: Options): Promise<CopySecret> {
  if (options.kit)
    return { kit: await passphraseOf(tools, options, 'The kit, 13 groups of two (nothing shows while you type): ') }
  const name = options.name ?? (await tools.terminal.ask('Log-in name of who saved it: '))
  const passphrase = await passphraseOf(tools, options, 'Their passphrase of that day (nothing shows while you type): ')
  return { name: name.trim().toLowerCase(), passphrase }
}

/** Reads on from where it stopped, whatever the size of the file. */
function openFile(file: string): { readonly take: Take; readonly close: () => void } {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new MitosError('not-found', 'the sealed copy: there is no such file')
  const handle = openSync(file, 'r')
  const begin = new Uint8Array(EXPORT_MAGIC.length)
  if (readSync(handle, begin, 0, begin.length, 0) < begin.length || !sameBytes(begin, EXPORT_MAGIC)) {
    closeSync(handle)
    throw new MitosError('export-shape', WHY['export-shape'])
  }
  let position = 0
  const take: Take = (length) => {
    const bytes = new Uint8Array(length)
    let at = 0
    for (let n = -1; n !== 0 && at < length; at += n, position += n)
      n = readSync(handle, bytes, at, length - at, position)
    return bytes.subarray(0, at)
  }
  return { take, close: () => closeSync(handle) }
}

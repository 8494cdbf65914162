import { MitosError, codeOf } from '../../../../shared/errors.ts'
import {
  NOTICE_SHEET_CAP,
  type NoticeSheet,
  type OpenedNoticeSheet,
  readNoticeSheet,
} from '../../../../shared/noticeSheet.ts'
import { DAY } from '../../../../shared/root.ts'
import type { Ngo, Roster } from '../../../../shared/roster.ts'
import { leadsOf } from '../../../../shared/team.ts'
import { utf8 } from '../../../../shared/text.ts'
import type { Io } from '../../cli.ts'
import { language, nameOf, visible } from '../../roster/words.ts'
import { readText } from '../files.ts'
import { type Common, type Sodium, type Tools, confirm, when } from '../tools.ts'

export interface NoticeOptions extends Common {
  readonly notices?: readonly string[]
}

const DAMAGED =
  'this is not a file of notices as an inbox writes it, or it is damaged; ask the coordinator to download it again and to send the file itself'
const CHANGED =
  'no coordinator signed what stands there: it was changed on the way, or is another file; ring the coordinator, then ask for a new one'

/**
 * Puts the hashes of what NGOs tell about data into what becomes the next roster, each file after its words were compared.
 * @param roster the one before, by which signers are judged
 * @param ngos those of the next one
 * @returns these NGOs with the notices of the files
 * @throws MitosError `not-found` | `document-shape` | `document-signature` | `clock-behind`; `sheet-refused`: of another network or
 *   an NGO that the roster has not, or two files name one language of one NGO; `sheet-signer`; `bad-input` where one is not confirmed
 */
export async function takeNotices(
  tools: Tools,
  { crypto }: Sodium,
  io: Io,
  roster: Roster,
  ngos: readonly Ngo[],
  options: NoticeOptions,
): Promise<readonly Ngo[]> {
  const files: OpenedNoticeSheet[] = []
  for (const file of options.notices ?? []) files.push(await opened(crypto, file))
  for (const [i, { sheet }] of files.entries())
    if (files.slice(0, i).some((one) => clash(one.sheet, sheet)))
      throw new MitosError(
        'sheet-refused',
        `two files of ${sheet.ngo} name one language: give only the one that was made last`,
      )
  let next = ngos
  for (const one of files) {
    const ngo = needFit(roster, one, io.clock())
    await confirm(tools, io, wordsOf(one, ngo, roster), options)
    next = next.map((old) => (old.id === ngo.id ? withNotices(old, one.sheet) : old))
  }
  return next
}

async function opened(crypto: Sodium['crypto'], file: string): Promise<OpenedNoticeSheet> {
  const text = readText(file, 'the file of notices', 4 * NOTICE_SHEET_CAP)
  try {
    return await readNoticeSheet(crypto, utf8(text))
  } catch (error) {
    const changed = codeOf(error) === 'document-signature'
    throw new MitosError(changed ? 'document-signature' : 'document-shape', changed ? CHANGED : DAMAGED)
  }
}

const clash = (a: NoticeSheet, b: NoticeSheet): boolean =>
  a.ngo === b.ngo && Object.keys(a.notices).some((tag) => tag in b.notices)

/** @returns the NGO of which the file is, as the roster before has it */
function needFit(roster: Roster, { sheet, signers }: OpenedNoticeSheet, now: number): Ngo {
  const what = `the file of notices of ${sheet.ngo}`
  if (sheet.network !== roster.network)
    throw new MitosError('sheet-refused', `${what} is of another network; take the right file`)
  const ngo = roster.ngos.find(({ id }) => id === sheet.ngo)
  if (!ngo)
    throw new MitosError(
      'sheet-refused',
      `${what}: no such NGO is in this roster; a new one comes in by its key sheet first, and sends its notices after that`,
    )
  if (!signers.some((key) => leadsOf(roster, ngo).includes(key)))
    throw new MitosError(
      'sheet-signer',
      `${what} is not signed by a coordinator whom the roster names; take none of it, and ring the NGO`,
    )
  if (sheet.issued > now + DAY)
    throw new MitosError(
      'clock-behind',
      `${what} was made in the future: the clock of this computer, or the coordinator's, is wrong`,
    )
  return ngo
}

/** A file as a keeper judges it: which languages, and the words to compare. */
function wordsOf({ sheet, words }: OpenedNoticeSheet, ngo: Ngo, roster: Roster): readonly string[] {
  const how = (tag: string, hash: string): string => {
    const before = ngo.notices?.[tag]
    return before === hash ? 'as it is' : before ? 'a new text' : 'there was none'
  }
  return [
    `what ${nameOf(ngo)} tells about data, made ${when(sheet.issued)}, signed by a coordinator whom the roster names`,
    ...Object.entries(sheet.notices).map(([tag, hash]) => `- ${language(tag)}: ${how(tag, hash)}`),
    ...(sheet.issued < roster.issued
      ? ['- it is older than the roster in force: ask whether it is the last one that they made']
      : []),
    'Compare them by phone: ring a coordinator of this NGO at a number that you had before, and let them read the six words on their screen.',
    `  ${words.join(' ')}`,
  ].map(visible)
}

/** Behind the languages that it speaks, where a roster had none before. */
function withNotices(ngo: Ngo, { notices }: NoticeSheet): Ngo {
  const all = { ...ngo.notices, ...notices }
  if (ngo.notices) return { ...ngo, notices: all }
  const entries = Object.entries(ngo).flatMap(([name, value]) =>
    name === 'languages' ? [[name, value] as const, ['notices', all] as const] : [[name, value] as const],
  )
  return Object.fromEntries(entries) as unknown as Ngo
}

import { toHex, fromBase64, wipe } from '../../../shared/bytes.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import { type ExportHead, readExportHead } from '../../../shared/export.ts'
import type { CopySecret, OpenCopy, OpenedCopy } from '../../../shared/exportReader.ts'
import { kitKeys, readKit } from '../../../shared/kit.ts'
import { openBlob, passphraseKeys } from '../../../shared/member.ts'
import type { CaseApi } from '../../cases/api.ts'
import type { CaseFile } from '../../cases/files.ts'
import { rowsIn } from '../../cases/added.ts'
import { knownTeams } from '../../cases/teams.ts'
import { markReached, reachedIn } from '../../cases/view.ts'
import { type Desk, openCase } from '../../cases/work.ts'
import { sendersIn } from '../../referral/senders.ts'
import { older } from '../../list/feed.ts'
import { type Item, type OpenedRow, gather } from '../../list/items.ts'
import { wipeSession } from '../../session.ts'
import { studyLine } from '../../trust/study.ts'
import { headOf } from '../../trust/trusted.ts'
import { underWhich } from '../../trust/under.ts'
import { rosterIn } from './enter.ts'
import { type Gathered, gatherCopy, notThere } from './gather.ts'
import { listData, showData } from './data.ts'
import { listLines, showLines } from './lines.ts'

/** One request of a copy, or a row that does not open, with its case. */
export interface CopyItem {
  /** lower-case hexadecimal, since base64url may begin with a hyphen */
  readonly id: string
  readonly item: Item
  readonly file: CaseFile | undefined
}
/** What lines and data are made of. */
export interface CopyView extends Gathered {
  readonly items: readonly CopyItem[]
  /** seconds UTC */
  readonly now: number
}

/** @see OpenCopy */
export const openCopy: OpenCopy = async ({ crypto, argon2id }, take, secret, now): Promise<OpenedCopy> => {
  const head = await readExportHead(crypto, take)
  const keys = await openHead(crypto, argon2id, head, secret)
  try {
    const gathered = await gatherCopy(crypto, take, head, keys, now)
    const view: CopyView = { ...gathered, items: await itemsOf(gathered), now }
    return {
      list: () => listLines(view),
      show: (id) => showLines(view, find(view, id)),
      json: (id) => (id === undefined ? listData(view) : showData(view, find(view, id))),
      close: () => wipeSession(gathered.session),
    }
  } catch (error) {
    wipe(keys.boxSecret, keys.signSeed)
    throw error
  }
}

async function openHead(
  crypto: Parameters<OpenCopy>[0]['crypto'],
  argon2id: Parameters<OpenCopy>[0]['argon2id'],
  { network, blob }: ExportHead,
  secret: CopySecret,
) {
  const kind = 'kit' in secret ? 'kit' : 'passphrase'
  const { wrap, login } =
    'kit' in secret
      ? kitKeys(crypto, network, readKit(crypto, secret.kit))
      : await passphraseKeys(crypto, argon2id, secret.passphrase, network, secret.name)
  try {
    return openBlob(crypto, network, blob, wrap, undefined, kind)
  } finally {
    wipe(wrap, login)
  }
}

/** As the inbox puts them together, with the mark of the roster under which each was sealed, and with their cases. */
async function itemsOf(gathered: Gathered): Promise<readonly CopyItem[]> {
  const { session, papers, memory, cases } = gathered
  const rosters = { head: headOf(session.chain), line: memory.line, asked: session.chain.roster.version, failed: false }
  try {
    rosters.line = await studyLine(rosterIn(papers), session, gathered.rows, memory.line)
  } catch {
    rosters.failed = true
  }
  const marked = (row: OpenedRow): OpenedRow => {
    if (row.read.kind !== 'opened') return row
    const { roster, sealedBy } = row.read.facts
    return { ...row, under: underWhich(roster, sealedBy, rosters) }
  }
  const desk = await deskOf(gathered)
  const files = new Map<string, CaseFile>()
  const held = gathered.rows.map(marked)
  for (const { id, length } of held.flatMap((row) => row.case ?? []))
    if (cases.has(id) && !files.has(id)) files.set(id, await fileOf(desk, id, length))
  // What the person added stays in the case when its own row is wiped.
  const ids = new Set(held.map(({ id }) => id))
  const wiped = [...files.values()].flatMap((file) => (file.kind === 'open' ? file.kept : []))
  const rows = [...held, ...wiped.filter(({ id }) => !ids.has(id))].sort(older)
  const items: CopyItem[] = markReached(gather(rows), reachedIn(files)).map((item) => ({
    id: toHex(fromBase64(item.id)),
    item,
    file: item.case && files.get(item.case.id),
  }))
  return items
}

/** The same reading of cases as in the inbox, from what the copy holds. */
async function deskOf({ session, memory, papers, cases }: Gathered): Promise<Desk> {
  const read: CaseApi['read'] = async (id, from) => {
    const page = cases.get(id) ?? notThere()
    return { ...page, events: page.events.slice(from) }
  }
  const pastTeam: CaseApi['pastTeam'] = async (version) => papers.teams.get(version) ?? notThere()
  const api = { read, pastTeam } as CaseApi
  const leads = [...memory.line.values()].flatMap(({ keys }) => keys?.get(session.ngo.id)?.leads ?? [])
  const senders = sendersIn(session.chain.roster, memory.line.values())
  return { api, session, teams: await knownTeams(api, session, leads), senders, onShift: false }
}

async function fileOf(desk: Desk, id: string, length: number): Promise<CaseFile> {
  try {
    const opened = await openCase(desk, id)
    wipe(opened.key)
    const kept = rowsIn(opened.case, desk.session.chain.roster)
    return { kind: 'open', opened, cut: opened.bytes.length < length, by: '', kept }
  } catch (error) {
    return { kind: 'shut', code: codeOf(error), length, by: '' }
  }
}

function find({ items }: CopyView, typed: string): CopyItem {
  const id = typed.trim().toLowerCase()
  const found = items.filter((one) => /^[0-9a-f]+$/.test(id) && one.id.startsWith(id))
  if (found.length > 1) throw new MitosError('bad-input', 'several begin so; type more of the number')
  if (!found[0]) throw new MitosError('not-found', 'no request in this file begins so; mitos open FILE lists them')
  return found[0]
}

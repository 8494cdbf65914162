import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError, need } from '../../../shared/errors.ts'
import { type ExportCounts, type ExportHead, type ExportRecord, type Take, readExport } from '../../../shared/export.ts'
import type { MemberKeys } from '../../../shared/member.ts'
import type { CasePage } from '../../../shared/staffApi.ts'
import { openRow } from '../../list/feed.ts'
import type { OpenedRow } from '../../list/items.ts'
import { sendersIn } from '../../referral/senders.ts'
import type { Session } from '../../session.ts'
import type { Memory } from '../../trust/memory.ts'
import { type Papers, enterCopy } from './enter.ts'

/** A copy that was read to its end. */
export interface Gathered {
  readonly about: Extract<ExportRecord, { kind: 'about' }>
  readonly counts: ExportCounts
  readonly session: Session
  readonly memory: Memory
  readonly papers: Papers
  /** oldest first */
  readonly rows: readonly OpenedRow[]
  /** all pages of a case as one */
  readonly cases: ReadonlyMap<string, CasePage>
}

/**
 * Reads a copy record by record. What a person sent is opened as it comes, so that the sealed bytes of one page alone are held.
 * @throws MitosError as `OpenCopy`
 */
export async function gatherCopy(
  crypto: MemberCrypto,
  take: Take,
  head: ExportHead,
  keys: MemberKeys & { readonly id: Uint8Array },
  now: number,
): Promise<Gathered> {
  let about: Gathered['about'] | undefined
  let entered: Awaited<ReturnType<typeof enterCopy>> | undefined
  const papers: Papers = { chain: '', me: null, rosters: new Map(), teams: new Map() }
  const rows: OpenedRow[] = []
  const cases = new Map<string, CasePage>()
  const enter = async () => (entered ??= await enterCopy(crypto, head.network, papers, keys, now))
  const records = readExport(crypto, take, head, keys)
  for (;;) {
    const { value, done } = await records.next()
    if (done) {
      need(about, 'export-damaged')
      const { session, memory } = await enter()
      rows.sort((a, b) => a.hour - b.hour || (a.id < b.id ? -1 : 1))
      return { about, counts: value, session, memory, papers, rows, cases }
    }
    if (value.kind === 'about') about = value
    else if (value.kind === 'requests') {
      const { session, memory } = await enter()
      const senders = sendersIn(session.chain.roster, memory.line.values())
      for (const row of value.rows) rows.push(lean(await openRow(session, row, senders)))
    } else if (value.kind === 'case') addPage(cases, value.page)
    else keepPaper(papers, value)
  }
}

/** Without what a case would begin with: nothing is written here, and thousands of them take a hundred megabytes. */
const lean = ({ id, hour, check, claim, case: of, read }: OpenedRow): OpenedRow => ({
  id,
  hour,
  check,
  claim,
  case: of,
  read,
})

function keepPaper(papers: Papers, record: Extract<ExportRecord, { kind: 'chain' | 'roster' | 'me' | 'team' }>): void {
  if (record.kind === 'chain') papers.chain = record.text
  if (record.kind === 'me') papers.me = record.me
  if (record.kind === 'roster') papers.rosters.set(record.version, record.text)
  if (record.kind === 'team') papers.teams.set(record.version, record.team)
}

function addPage(cases: Map<string, CasePage>, page: CasePage): void {
  const before = cases.get(page.id)
  cases.set(page.id, { ...page, next: null, events: [...(before?.events ?? []), ...page.events] })
}

/** What is not in a copy, as a server says it. */
export const notThere = (): never => {
  throw new MitosError('not-found')
}

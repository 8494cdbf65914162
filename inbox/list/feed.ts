import { toBase64 } from '../../shared/bytes.ts'
import { keep } from '../../shared/caseKept.ts'
import { openRequest } from '../../shared/envelope.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { type SignersOf, isReferral } from '../../shared/referralFrame.ts'
import { HEADER_SIZE, type SealedRequest } from '../../shared/wire.ts'
import type { RequestPage, RequestRow } from '../../shared/staffApi.ts'
import type { Api } from '../api.ts'
import { readReferral } from '../referral/open.ts'
import type { Session } from '../session.ts'
import { factsOf } from './facts.ts'
import { fromLongBase64 } from './longBase64.ts'
import type { OpenedRow, Sent } from './items.ts'

/** More pages than any inbox should have; a server cannot keep us fetching for ever. */
const MOST_PAGES = 200
const MOST_ROWS = 50 * MOST_PAGES

/**
 * Pages of everything, newest first, or of what changed since a mark.
 * @throws MitosError the server's codes
 */
async function* pagesOf(api: Api, since: string | null): AsyncGenerator<RequestPage> {
  let page = await api.page(since === null ? {} : { since })
  const { whole } = page
  for (let n = 1; page.next !== null && n < MOST_PAGES; n++) {
    const { next } = page
    const coming = api.page(whole ? { after: next } : { since: next })
    // It comes while this one is opened; its failure is thrown where it is waited for.
    coming.catch(() => undefined)
    yield page
    page = await coming
    // Began anew meanwhile: what was read so far belongs to nothing. The next poll reads everything.
    if (page.whole !== whole) throw new MitosError('server-unreachable')
  }
  yield page
}

/**
 * Opens one row in this browser. Never throws: one bad row must not blank the list.
 * @param senders with which keys other NGOs signed what they referred, as far as it is known
 */
export async function openRow(session: Session, row: RequestRow, senders?: SignersOf): Promise<OpenedRow> {
  const { id, hour, check, claim, case: of } = row
  const told = { id, hour, check, claim, ...(of && { case: of }) }
  const { crypto, ngo, chain, boxes } = session
  try {
    const own = { network: chain.roster.network, ngo: ngo.id, keys: boxes }
    const body = fromLongBase64(row.sealed) as SealedRequest
    if (isReferral(body)) {
      const read = await readReferral(session, row, body, senders)
      const sent = read.kind === 'opened' && keep(body, read.handed.signedJson)
      return { ...told, sent: sent || unopened(row.sealed), read }
    }
    const opened = await openRequest(crypto, body, own)
    const sent = keep(body, opened.signedJson)
    return { ...told, sent, read: { kind: 'opened', facts: factsOf(opened, chain.roster, hour) } }
  } catch (error) {
    return { ...told, sent: unopened(row.sealed), read: { kind: 'shut', code: codeOf(error) } }
  }
}

/** Of what did not open a case keeps the first bytes only. */
function unopened(sealed: string): Sent {
  const header = new Uint8Array(HEADER_SIZE)
  try {
    header.set(fromLongBase64(sealed).slice(0, HEADER_SIZE))
  } catch {
    // not even bytes
  }
  return { header: toBase64(header), signed: null }
}

/** As the list is kept: oldest first. */
export const older = (a: OpenedRow, b: OpenedRow): number => a.hour - b.hour || (a.id < b.id ? -1 : 1)

/** Where there are too many, the oldest go that nobody has claimed. @param rows oldest first */
function roomFor(rows: readonly OpenedRow[]): readonly OpenedRow[] {
  let over = rows.length - MOST_ROWS
  return over <= 0 ? rows : rows.filter(({ claim }) => claim !== null || over-- <= 0)
}

/** Oldest first, as far as there is room. */
const inOrder = (rows: OpenedRow[]): ReadonlyMap<string, OpenedRow> =>
  new Map(roomFor(rows.sort(older)).map((row) => [row.id, row]))

/** What the inbox holds after a poll. */
export interface Poll {
  /** oldest first; the very map that was known where nothing changed */
  readonly rows: ReadonlyMap<string, OpenedRow>
  /** ids that were not there before */
  readonly fresh: readonly string[]
  readonly whole: boolean
  /** for the next poll */
  readonly mark: string
  /** how many older rows the server has that are not among these; null: as before */
  readonly hidden: number | null
  /** the member is off shift: what is not there any more may be out of their sight */
  readonly off: boolean
  /** ids of what the server has no more, where it said so; null: it does not know */
  readonly gone: ReadonlySet<string> | null
}

/**
 * Of everything, what is read so far and may be drawn already: at the first page, and each time when the pages have doubled, so
 * that a long list moves a handful of times and not two hundred.
 * @param rows oldest first, with those that were known
 * @param total how many there are in all
 * @returns whether anybody still wants the rest
 */
export type OnPart = (rows: ReadonlyMap<string, OpenedRow>, total: number) => boolean

const isPart = (page: number): boolean => (page & (page - 1)) === 0

/**
 * Asks what changed since the mark. Known rows keep what was opened and take the new claim and the case, new ones are opened;
 * those that are gone go, as the server names them, or where it answered with everything.
 * @param since null: everything
 * @throws MitosError the server's codes; `not-logged-in` where `onPart` wants no more
 */
export async function refresh(
  api: Api,
  session: Session,
  known: ReadonlyMap<string, OpenedRow>,
  since: string | null,
  senders?: SignersOf,
  onPart?: OnPart,
): Promise<Poll> {
  const got = new Map<string, OpenedRow>()
  const fresh: string[] = []
  const gone = new Set<string>()
  let first: RequestPage | undefined
  let last: RequestPage | undefined
  let pages = 0
  // Each page is opened as it comes, so that the page can be drawn in between.
  for await (const page of pagesOf(api, since)) {
    first ??= page
    last = page
    const offered = page.shift === 'off' ? true : undefined
    for (const row of page.requests) {
      const held = known.get(row.id)
      if (!held && !got.has(row.id)) fresh.push(row.id)
      const opened = held ? { ...held, claim: row.claim, case: row.case } : await openRow(session, row, senders)
      got.set(row.id, offered || held?.offered !== undefined ? { ...opened, offered } : opened)
    }
    for (const id of page.gone ?? []) gone.add(id)
    if (onPart && page.whole && page.next !== null && isPart(++pages)) {
      const rows = inOrder([...new Map([...known, ...got]).values()])
      if (!onPart(rows, first.total ?? rows.size)) throw new MitosError('not-logged-in')
    }
  }
  const { whole, mark } = first!.whole ? first! : last!
  const off = last!.shift === 'off'
  const told = { off, gone: whole && off && !first!.gone ? null : gone }
  if (!whole && !got.size && ![...gone].some((id) => known.has(id)))
    return { rows: known, fresh, whole, mark, hidden: null, ...told }
  // A list that was cut says nothing of the rows behind the cut, so what is known of them stays.
  const complete = whole && last!.next === null
  const there = [...(complete ? got : new Map([...known, ...got])).values()]
  // What came and went between two pages is gone.
  const rows = inOrder(there.filter(({ id }) => !gone.has(id)))
  const { total } = first!.whole ? first! : last!
  const hidden = total === null ? null : Math.max(0, total - rows.size)
  return { rows, fresh, whole, mark, hidden, ...told }
}

import { fromBase64 } from '../../shared/bytes.ts'
import { openRequest } from '../../shared/envelope.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { RequestPage, RequestRow } from '../../shared/staffApi.ts'
import type { Api } from '../api.ts'
import type { Session } from '../session.ts'
import { factsOf } from './facts.ts'
import type { OpenedRow } from './items.ts'

/** More pages than any inbox should have; a server cannot keep us fetching for ever. */
const MOST_PAGES = 200
const MOST_ROWS = 50 * MOST_PAGES

/**
 * Pages of everything, newest first, or of what changed since a mark.
 * @throws MitosError the server's codes
 */
async function* pagesOf(api: Api, since: string | null): AsyncGenerator<RequestPage> {
  let page = await api.page(since === null ? {} : { since })
  yield page
  const { whole } = page
  for (let n = 1; page.next !== null && n < MOST_PAGES; n++) {
    page = await api.page(whole ? { after: page.next } : { since: page.next })
    // Began anew meanwhile: what was read so far belongs to nothing. The next poll reads everything.
    if (page.whole !== whole) throw new MitosError('server-unreachable')
    yield page
  }
}

/** Opens one row in this browser. Never throws: one bad row must not blank the list. */
export async function openRow(session: Session, row: RequestRow): Promise<OpenedRow> {
  const { id, hour, check, claim } = row
  const { crypto, ngo, chain, boxes } = session
  try {
    const own = { network: chain.roster.network, ngo: ngo.id, keys: boxes }
    const opened = await openRequest(crypto, fromBase64(row.sealed), own)
    return { id, hour, check, claim, read: { kind: 'opened', facts: factsOf(opened, chain.roster, hour) } }
  } catch (error) {
    return { id, hour, check, claim, read: { kind: 'shut', code: codeOf(error) } }
  }
}

const older = (a: OpenedRow, b: OpenedRow): number => a.hour - b.hour || (a.id < b.id ? -1 : 1)

/** Where there are too many, the oldest go that nobody has claimed. @param rows oldest first */
function roomFor(rows: readonly OpenedRow[]): readonly OpenedRow[] {
  let over = rows.length - MOST_ROWS
  return over <= 0 ? rows : rows.filter(({ claim }) => claim !== null || over-- <= 0)
}

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
}

/**
 * Asks what changed since the mark. Known rows keep what was opened and take the new claim, new ones are opened; where the
 * server answered with everything, those that are gone go.
 * @param since null: everything
 */
export async function refresh(
  api: Api,
  session: Session,
  known: ReadonlyMap<string, OpenedRow>,
  since: string | null,
): Promise<Poll> {
  const got = new Map<string, OpenedRow>()
  const fresh: string[] = []
  let first: RequestPage | undefined
  let last: RequestPage | undefined
  // Each page is opened as it comes, so that the page can be drawn in between.
  for await (const page of pagesOf(api, since)) {
    first ??= page
    last = page
    for (const row of page.requests) {
      const held = known.get(row.id)
      if (!held && !got.has(row.id)) fresh.push(row.id)
      got.set(row.id, held ? { ...held, claim: row.claim } : await openRow(session, row))
    }
  }
  const { whole, mark } = first!.whole ? first! : last!
  if (!whole && !got.size) return { rows: known, fresh, whole, mark, hidden: null }
  // A list that was cut says nothing of the rows behind the cut, so what is known of them stays.
  const complete = whole && last!.next === null
  const all = roomFor([...(complete ? got : new Map([...known, ...got])).values()].sort(older))
  const { total } = first!.whole ? first! : last!
  const hidden = total === null ? null : Math.max(0, total - all.length)
  return { rows: new Map(all.map((row) => [row.id, row])), fresh, whole, mark, hidden }
}

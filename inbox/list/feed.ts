import { fromBase64 } from '../../shared/bytes.ts'
import { openRequest } from '../../shared/envelope.ts'
import { codeOf } from '../../shared/errors.ts'
import type { RequestRow } from '../../shared/staffApi.ts'
import type { Api } from '../api.ts'
import type { Session } from '../session.ts'
import { factsOf } from './facts.ts'
import type { OpenedRow } from './items.ts'

/** More pages than any inbox should have; a server cannot keep us fetching for ever. */
const MOST_PAGES = 200

/** All rows, oldest first. @throws MitosError the server's codes */
export async function fetchRows(api: Api): Promise<readonly RequestRow[]> {
  const rows: RequestRow[] = []
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page++) {
    const { requests, next } = await api.page(after)
    rows.push(...requests)
    if (next === null) break
    after = next
  }
  return rows
}

/** Opens one row in this browser. Never throws: one bad row must not blank the list. */
export async function openRow(session: Session, row: RequestRow): Promise<OpenedRow> {
  const { id, hour, check, claim } = row
  const { crypto, ngo, chain, boxes } = session
  try {
    const own = { network: chain.roster.network, ngo: ngo.id, keys: boxes }
    const opened = await openRequest(crypto, fromBase64(row.sealed), own)
    return { id, hour, check, claim, read: { kind: 'opened', facts: factsOf(opened, chain.roster) } }
  } catch (error) {
    return { id, hour, check, claim, read: { kind: 'shut', code: codeOf(error) } }
  }
}

/**
 * Rows after a poll: known ones keep what was opened and take the new claim, gone ones go, new ones are opened.
 * @returns the rows, and the ids that were not there before
 */
export async function refresh(
  api: Api,
  session: Session,
  known: ReadonlyMap<string, OpenedRow>,
): Promise<{ readonly rows: readonly OpenedRow[]; readonly fresh: readonly string[] }> {
  const rows: OpenedRow[] = []
  const fresh: string[] = []
  for (const row of await fetchRows(api)) {
    const held = known.get(row.id)
    if (held) rows.push({ ...held, claim: row.claim })
    else {
      fresh.push(row.id)
      rows.push(await openRow(session, row))
    }
  }
  return { rows, fresh }
}

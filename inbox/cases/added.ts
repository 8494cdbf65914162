import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { understand } from '../../shared/answers.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { KeptMessage } from '../../shared/caseKept.ts'
import type { OpenedRequest } from '../../shared/envelope.ts'
import type { Roster } from '../../shared/roster.ts'
import { HEADER_SIZE } from '../../shared/wire.ts'
import { factsOf } from '../list/facts.ts'
import type { OpenedRow, Request } from '../list/items.ts'

/** A message of the person, as the case keeps it. */
interface Kept {
  /** of the row that it was */
  readonly id: string
  readonly header: string
  readonly signed: string
  readonly message: KeptMessage
  /** hour in which it was written into the case */
  readonly at: number
}

/** After the version. */
const idIn = (header: string): string => toBase64(fromBase64(header, HEADER_SIZE).slice(1, 17))

/** What the person sent, as far as it counts, in the order in which the case got it; each once. */
export function keptIn(now: Case | null): readonly Kept[] {
  const kept = new Map<string, Kept>()
  for (const event of now?.events ?? []) {
    if (event.kind === 'shut' || event.refused || !event.act || !event.sent) continue
    const { header, signed } = { header: '', signed: null, ...event.act }
    if (signed === null) continue
    const id = idIn(header)
    if (!kept.has(id)) kept.set(id, { id, header, signed, message: event.sent, at: event.at })
  }
  return [...kept.values()]
}

/** Rows of what the person added that nobody who has the case has seen yet; none where the case is not open here. */
export function unreadOf({ wrote, withdrawn }: Request, now: Case | null): readonly string[] {
  if (!now || withdrawn) return []
  const read = new Set(keptIn(now).map(({ id }) => id))
  return wrote.flatMap(({ id }) => (read.has(id) ? [] : [id]))
}

/** As rows of the list: what the person added holds when its own row is wiped, above all another way to be reached. */
export const rowsIn = (now: Case, roster: Roster): readonly OpenedRow[] =>
  keptIn(now).map(({ id, header, signed, message: { json }, at }) => {
    const fields = json as unknown as OpenedRequest['fields']
    const opened = { ...understand(json['answers'] ?? {}), fields, test: json['test'] === true }
    const facts = factsOf(opened, roster, at)
    return { id, hour: at, check: false, claim: null, sent: { header, signed }, read: { kind: 'opened', facts } }
  })

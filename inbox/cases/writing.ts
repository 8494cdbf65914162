import type { CaseAct } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import { MitosError } from '../../shared/errors.ts'
import { callAfterClaim } from '../list/calls.ts'
import type { Item, OpenedRow } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import { unreadOf } from './added.ts'
import type { Files } from './files.ts'
import { type Desk, type OpenedCase, SAME_PRESS, beginCase, writeAct } from './work.ts'

export interface Doing {
  readonly acts: readonly CaseAct[]
  /** an hour or null; absent: as it is */
  readonly wakeAt?: number | null
  /** what is said when it is done */
  readonly done?: Said
  /** whether the case has it already: then nothing is written */
  readonly stands?: (now: Case) => boolean
}

interface WritingDeps {
  readonly rows: Rows
  readonly files: Files
  readonly holds: (one: Session) => boolean
}

export type Writing = ReturnType<typeof createWriting>

/** Acts, sealed behind what the case of an item has; one that has none yet is begun. */
export function createWriting({ rows, files, holds }: WritingDeps) {
  /** by item: acts of which some are written, because the connection failed in between */
  const halfway = new Map<string, { readonly acts: string; readonly n: number; readonly at: number }>()

  /** The case of an item now: another browser may have begun it since. */
  const newest = (item: Item): Item => rows.shown.all.value.find(({ id }) => id === item.id) ?? item

  /** @throws MitosError `case-move`: the person took it back; and as `beginCase`, `openCase`, `writeAct` */
  async function append(current: Session, given: Item, { acts, wakeAt, stands }: Doing): Promise<void> {
    const item = newest(given)
    // Whoever took it back is not worked with.
    if (item.kind === 'request' && item.withdrawn) throw new MitosError('case-move')
    const desk = await files.desk(current, item)
    const id = item.case?.id ?? (await begin(desk, item, beginsAs(item, current.member.id)))
    const held = files.files.value.get(id)
    let opened = held?.kind === 'open' ? held.opened : await files.read(desk, id)
    opened = { ...opened, claim: item.case ? item.claim : opened.claim }
    if (stands?.(opened.case)) return
    // What lies there is set aside with it, or was before who opens it again. Only what comes later brings it back.
    if (acts.some(({ kind }) => kind === 'set-aside' || kind === 'reopen'))
      for (const one of messagesOf(item, opened.case)) opened = await add(current, desk, opened, one)
    // What failed in between and is pressed again goes on where it stood.
    const asText = JSON.stringify([acts, wakeAt])
    const before = halfway.get(item.id)
    halfway.delete(item.id)
    const isSame = before?.acts === asText && current.clock() - before.at <= SAME_PRESS
    for (let n = isSame ? before.n : 0; n < acts.length; n++)
      opened = await add(current, desk, opened, acts[n]!, wakeAt).catch((error: unknown) => {
        if (n && holds(current)) halfway.set(item.id, { acts: asText, n, at: current.clock() })
        throw error
      })
  }

  /** Writes one behind the other. @throws MitosError `not-logged-in`: locked meanwhile; and as `writeAct` */
  async function add(
    current: Session,
    desk: Desk,
    opened: OpenedCase,
    act: CaseAct,
    wakeAt?: number | null,
  ): Promise<OpenedCase> {
    const now = await writeAct(desk, opened, act, wakeAt)
    if (!holds(current)) throw new MitosError('not-logged-in')
    return files.put(now, current)
  }

  /** What the person added that their case has not yet. */
  const messagesOf = (item: Item, now: Case | null): readonly CaseAct[] =>
    (item.kind === 'request' ? unreadOf(item, now) : []).flatMap((id) => {
      const sent = rows.rows.value.get(id)?.sent
      return sent && sent.signed !== null ? [{ kind: 'message', header: sent.header, signed: sent.signed }] : []
    })

  /** @returns the id of the case, which the list has at once */
  async function begin(desk: Desk, item: Item, as: 'claimed' | 'new' | 'check'): Promise<string> {
    const sent = rows.rows.value.get(item.id)?.sent
    if (!sent) throw new MitosError('not-found')
    const hour = Math.floor(desk.session.clock() / 3600) * 3600
    const wakeAt = as === 'claimed' && item.kind === 'request' ? callAfterClaim(item.facts, hour) : null
    const id = await beginCase(desk, item.id, sent, as, wakeAt)
    const claim = as === 'claimed' ? { by: desk.session.member.id, hour } : item.claim
    rows.setClaim(item.id, claim, { id, length: 1, wakeAt, closed: null })
    return id
  }

  return {
    newest,
    append,
    begin,
    forget: (gone: readonly OpenedRow[]): void => gone.forEach(({ id }) => halfway.delete(id)),
    clear: (): void => halfway.clear(),
  }
}

/** Who took a request before there were cases has it; what nobody can read, or came without its work, is to be looked at. */
function beginsAs(item: Item, member: string): 'claimed' | 'new' | 'check' {
  if (item.kind === 'request' && item.claim?.by === member) return 'claimed'
  return item.kind === 'shut' || item.check ? 'check' : 'new'
}

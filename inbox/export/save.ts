import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError, codeOf, need } from '../../shared/errors.ts'
import { type ExportCounts, type ExportRecord, beginExport } from '../../shared/export.ts'
import type { RequestRow } from '../../shared/staffApi.ts'
import { readTeam } from '../../shared/team.ts'
import type { Api } from '../api.ts'
import type { CaseApi } from '../cases/api.ts'
import type { Session } from '../session.ts'
import { FARTHEST } from '../trust/line.ts'
import type { Memory } from '../trust/memory.ts'

export interface SaveDeps {
  readonly api: Pick<Api, 'roster' | 'me' | 'page'>
  readonly cases: Pick<CaseApi, 'read' | 'pastTeam'>
  readonly memory: Pick<Memory, 'text'>
  /** waits, in milliseconds */
  readonly pause: (time: number) => Promise<void>
}

export interface SaveTask {
  readonly session: Session
  /** the member's wrapped keys, as the server keeps them */
  readonly blob: Uint8Array
  /** ids of the rows that are the member's own; null: all of the NGO's, for a coordinator */
  readonly own: ReadonlySet<string> | null
  /** whether the member is still unlocked */
  readonly alive: () => boolean
  /** the next bytes of the file */
  readonly put: (bytes: Uint8Array) => void
  /** rows that were read, and how many there are */
  readonly onProgress: (done: number, total: number) => void
}

/** What a server says that is too busy, or not there for a moment. */
const LATER = ['too-many', 'server-busy', 'server-unreachable']
/** ms; and so often: two and a half minutes, since a server's limits count by the minute. */
const PAUSE = 5000
const PATIENCE = 30

/**
 * Writes a sealed copy page by page: of what is read no more is held than one page.
 * @throws MitosError `not-logged-in`: locked meanwhile; `team-refused`; the server's codes
 */
export async function saveCopy(
  { api, cases, memory, pause }: SaveDeps,
  { session, blob, own, alive, put, onProgress }: SaveTask,
): Promise<{ readonly counts: ExportCounts; readonly hash: string }> {
  const { crypto, chain, ngo, member, keys } = session
  const { network } = chain.roster
  async function ask<T>(question: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++)
      try {
        const answer = await question()
        need(alive(), 'not-logged-in')
        return answer
      } catch (error) {
        if (!LATER.includes(codeOf(error)) || tries === PATIENCE || !alive()) throw error
        await pause(PAUSE)
      }
  }
  const writer = await beginExport(crypto, {
    network,
    blob,
    box: fromBase64(member.box, 32) as never,
    signSeed: keys.signSeed,
  })
  const add = async (record: ExportRecord): Promise<void> => put(await writer.add(record))
  try {
    put(writer.start)
    const at = Math.floor(session.clock() / 3600) * 3600
    await add({ kind: 'about', ngo: ngo.id, member: member.id, at, own: own !== null })
    await add({ kind: 'chain', text: memory.text })
    const oldest = Math.max(1, chain.roster.version - FARTHEST)
    for (let version = chain.roster.version - 1; version >= oldest; version--) {
      const text = await ask(() => orNone(api.roster(version)))
      // What is behind it leads nowhere.
      if (text === null) break
      await add({ kind: 'roster', version, text })
    }
    const me = await ask(() => api.me())
    const team = await readTeam(crypto, me.team, chain.roster, ngo)
    need(team.version >= session.team.version, 'team-refused')
    await add({ kind: 'me', me })
    for (let version = team.version - 1; version >= 1; version--) {
      const past = await ask(() => orNone(cases.pastTeam(version)))
      if (past) await add({ kind: 'team', version, team: past })
    }
    const held = await saveRows()
    for (const id of held) await saveCase(id)
    need(alive(), 'not-logged-in')
    const { bytes, ...rest } = await writer.end()
    put(bytes)
    return rest
  } finally {
    writer.close()
  }

  /** @returns the cases of the rows that are in the copy */
  async function saveRows(): Promise<readonly string[]> {
    const held: string[] = []
    const wanted = ({ id }: RequestRow): boolean => own?.has(id) ?? true
    let [done, total] = [0, 0]
    for (let after: string | null | undefined; after !== null;) {
      const from = after
      const page = await ask(() => api.page(from === undefined ? {} : { after: from }))
      const rows = page.requests.filter(wanted)
      held.push(...rows.flatMap((row) => (row.case ? [row.case.id] : [])))
      if (rows.length) await add({ kind: 'requests', rows })
      done += page.requests.length
      total = Math.max(done, page.total ?? total)
      onProgress(done, total)
      after = page.next
    }
    return held
  }

  async function saveCase(id: string): Promise<void> {
    for (let from: number | null = 0; from !== null;) {
      const at: number = from
      const page = await ask(() => orNone(cases.read(id, at)))
      // It was removed in this moment.
      if (!page) return
      await add({ kind: 'case', page })
      from = page.next
    }
  }
}

/** Null where the server says that there is none. */
async function orNone<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (codeOf(error) === 'not-found') return null
    throw error instanceof Error ? error : new MitosError('internal', error)
  }
}

import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import type { AuditDid } from '../../shared/auditDid.ts'
import { type AuditFile, writeAuditFile } from '../../shared/auditFile.ts'
import { type AuditRead, type GivenLine, readAudit } from '../../shared/auditRead.ts'
import { type SecretKey, fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { signersIn } from '../../shared/caseKey.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import type { KnownTeam } from '../../shared/pastTeam.ts'
import type { Api } from '../api.ts'
import type { CaseApi } from '../cases/api.ts'
import { knownTeams } from '../cases/teams.ts'
import type { CaseFile } from '../cases/files.ts'
import { createDoing } from '../doing.ts'
import { wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import type { AuditApi } from './api.ts'
import { auditKey } from './key.ts'
import { type Owed, auditOf, follow, writeLine } from './ledger.ts'
import { eventsOf, headsIn } from './seen.ts'

export interface AuditDeps {
  /** undefined: a server that keeps none */
  readonly api: AuditApi | undefined
  readonly cases: Pick<CaseApi, 'pastTeam'>
  readonly me: Api['me']
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly files: () => ReadonlyMap<string, CaseFile>
  readonly holds: (one: Session) => boolean
  readonly raise: (error: unknown) => void
  readonly loggedOut: () => void
}

export type Audit = ReturnType<typeof createAudit>

/** So often it is looked what others wrote, seconds. */
const ROUND = 180

/** Who may read what others did. */
export const seesAll = ({ member }: Pick<Session, 'member'>): boolean => member.role !== 'member'

/** The audit: what this member does is written down, and what was written can be read and checked. */
export function createAudit({ api, cases, me, memory, session, t, files, holds, raise, loggedOut }: AuditDeps) {
  /**
   * What is to be written: never in the way of what was done, and written as soon as it can be. It tells nothing of a person, and
   * outlives the lock: the same member's next unlocking on this page writes it.
   */
  let owed: Owed[] = []
  const owes = signal(0)
  const read: Signal<(AuditRead & { readonly asOf: number }) | null> = signal(null)
  const { busy, said, attempt } = createDoing({ session, loggedOut, words: wordsFor })
  /** whose lines are shown; null: all that the member may see */
  const of: Signal<string | null> = signal(null)
  /** how many days */
  const days = signal(7)
  let key: SecretKey | null = null
  let known: { readonly team: string; readonly teams: readonly KnownTeam[] } | null = null
  let given: readonly GivenLine[] = []
  let looked = -Infinity
  let last: Promise<unknown> = Promise.resolve()

  async function teams(current: Session): Promise<readonly KnownTeam[]> {
    const { team, ngo } = current
    if (known?.team === team.hash) return known.teams
    const leads = [...memory.line.values()].flatMap(({ keys }) => keys?.get(ngo.id)?.leads ?? [])
    known = { team: team.hash, teams: await knownTeams(cases, current, leads) }
    return known.teams
  }

  /** The audit's key, from records that came just now or come now. */
  async function keyFor(
    at: AuditApi,
    current: Session,
    end?: Awaited<ReturnType<AuditApi['read']>>,
  ): Promise<SecretKey> {
    if (key) return key
    const records = (end ?? (await at.read(2 ** 32 - 1))).keys
    const opened = await auditKey(at, current, records, signersIn(await teams(current)))
    if (!holds(current)) {
      wipe(opened)
      throw new MitosError('not-logged-in')
    }
    key = opened
    return opened
  }

  async function settle(current: Session): Promise<void> {
    const isOver = (): boolean => !holds(current)
    if (!api) return
    for (let next = ownedBy(current); next && !isOver(); next = ownedBy(current)) {
      const done = next
      await writeLine(api, current, memory, await keyFor(api, current), done, { t: () => t.value, raise, isOver })
      owed = owed.filter((one) => one !== done)
      owes.value = owed.length
    }
  }

  const ownedBy = ({ member }: Session): Owed | undefined => owed.find(({ by }) => by === member.id)

  /**
   * One after another: an older answer must not set back what was seen, two must not make a key, and none goes while somebody seals
   * with it.
   */
  function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  /** What could not be written stays owed. */
  const settling = (current: Session): Promise<void> => inTurn(() => settle(current))

  /** @param current who did it; they may have locked since, and it is owed all the same */
  function write(did: AuditDid, current = session.value): void {
    if (!api || !current) return
    owed = [...owed, { by: current.member.id, did }]
    owes.value = owed.length
    void settling(current).catch(() => undefined)
  }

  /**
   * Writes the line of what may not be done without it. What failed is owed still: the next try writes that same line, and goes on
   * once it is there.
   * @throws MitosError `not-logged-in`, `server-unreachable` and what else the server answers: it is not to be done
   */
  async function writeFirst(did: AuditDid): Promise<void> {
    const current = session.value
    if (!api || !current) throw new MitosError('not-logged-in')
    const isIt = (one: Owed): boolean => one.by === current.member.id && JSON.stringify(one.did) === JSON.stringify(did)
    if (!owed.some(isIt)) owed = [...owed, { by: current.member.id, did }]
    owes.value = owed.length
    await settling(current)
    if (!holds(current) || owed.some(isIt)) throw new MitosError('not-logged-in')
  }

  /** Every line from the first that is kept on, with what else the server has. */
  async function fetchAll(
    at: AuditApi,
  ): Promise<{ readonly lines: readonly GivenLine[]; readonly end: Awaited<ReturnType<AuditApi['read']>> }> {
    const lines: GivenLine[] = []
    for (let from = 0; ;) {
      const page = await at.read(from)
      for (const { line, detail } of page.lines)
        lines.push({ line: fromBase64(line), detail: detail === null ? null : fromBase64(detail) })
      if (page.next === null) return { lines, end: page }
      from = page.next
    }
  }

  async function check(current: Session): Promise<void> {
    if (!api) return
    // Who cannot write can read all the same, and sees that something is owed.
    await settling(current).catch((error: unknown) => {
      if (codeOf(error) === 'not-logged-in') throw error
    })
    await inTurn(() => follow(api, current, memory, raise))
    const { lines, end } = await fetchAll(api)
    const { crypto, ngo } = current
    const opened = end.keys.length ? await inTurn(() => keyFor(api, current, end)).catch(() => null) : null
    const { place, lost } = memory.audits.get(ngo.id)!
    const found = await readAudit(crypto, {
      ...auditOf(current),
      lines,
      key: opened,
      teams: await teams(current),
      now: t.value,
      seen: [...lost, place, ...headsIn(files())],
      cases: await eventsOf(crypto, files()),
    })
    if (!holds(current)) throw new MitosError('not-logged-in')
    given = lines
    read.value = { ...found, asOf: t.value }
  }

  return {
    owes,
    read,
    busy,
    said,
    of,
    days,
    /** Head of the audit as this page saw it last; undefined: it saw none. */
    head: (ngo: string): string | undefined => memory.audits.get(ngo)?.place.head,
    write,
    writeFirst,
    /** Reads and checks all of it. Who looks at what others did writes that down, once for each look. */
    look: (again = false): Promise<void> =>
      attempt(async (current) => {
        if (!again && seesAll(current)) write({ what: 'audit-read' })
        await check(current)
      }),
    /** The file for somebody who checks it elsewhere. */
    async save(): Promise<{ readonly name: string; readonly text: string } | null> {
      let made: { readonly name: string; readonly text: string } | null = null
      await attempt(async (current) => {
        write({ what: 'audit-save' })
        await check(current)
        const file = await exported(current)
        if (!holds(current)) throw new MitosError('not-logged-in')
        const name = `audit-${current.ngo.id}-${new Date(t.value * 1000).toISOString().slice(0, 10)}.json`
        made = { name, text: writeAuditFile(file) }
        said.value = { key: 'audit.saved', values: { name } }
      })
      return made
    },
    /** After each fetch of the list: writes what is owed, and now and then looks what others wrote. */
    async follow(current: Session): Promise<void> {
      if (!api) return
      try {
        if (owed.length) await settling(current)
        if (t.value - looked < ROUND) return
        looked = t.value
        await inTurn(() => follow(api, current, memory, raise))
        // Where the keys were changed the audit's is sealed for the new ones, so that the old can go.
        if (memory.audits.get(current.ngo.id)!.place.length) await inTurn(() => keyFor(api, current))
      } catch (error) {
        if (holds(current) && codeOf(error) === 'not-logged-in') loggedOut()
      }
    },
    /** Another generation is in force: the key is sealed for it at the next look. */
    rekey(): void {
      void inTurn(() => {
        wipe(key ?? undefined)
        key = null
        looked = -Infinity
      })
    },
    clear(): void {
      wipe(key ?? undefined)
      key = null
      known = null
      given = []
      looked = -Infinity
      batch(() => {
        read.value = null
        said.value = null
        busy.value = false
        of.value = null
        days.value = 7
      })
    },
  }

  async function exported(current: Session): Promise<AuditFile> {
    const { team, member } = current
    const signed: Json[] = [(await me()).team]
    for (let version = team.version - 1; version >= 1; version--)
      try {
        signed.push((await cases.pastTeam(version)).team)
      } catch (error) {
        if (codeOf(error) !== 'not-found') throw error
      }
    return {
      type: 'audit-export',
      v: 1,
      ...auditOf(current),
      made: t.value,
      by: member.id,
      key: key && toBase64(key),
      teams: signed,
      heads: headsIn(files()),
      lines: given.map(({ line, detail }) => [toBase64(line), detail && toBase64(detail)]),
    }
  }
}

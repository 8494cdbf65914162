import { type Signal, computed, signal } from '@preact/signals'
import { didOfAct } from '../../shared/audit.ts'
import { type SecretKey, sameBytes, toBase64, wipe } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import { type Seen, seenOf } from '../../shared/caseLog.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { KnownTeam } from '../../shared/pastTeam.ts'
import type { CaseMark } from '../../shared/staffApi.ts'
import { sendersIn } from '../referral/senders.ts'
import type { Audit } from '../audit/state.ts'
import type { Item, OpenedRow } from '../list/items.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import type { CaseApi } from './api.ts'
import { rowsIn } from './added.ts'
import { onShiftFor } from './entitled.ts'
import { knownTeams } from './teams.ts'
import { type Desk, type OpenedCase, type Unsure, openCase } from './work.ts'

/**
 * A case as this browser has it, or why it has not. `cut`: this page saw more of it before; `by`: team, keys and rosters with which it
 * was read.
 */
export type CaseFile =
  | {
      readonly kind: 'open'
      readonly opened: OpenedCase
      readonly cut: boolean
      readonly by: string
      /** what the person sent, as rows of the list */
      readonly kept: readonly OpenedRow[]
    }
  | { readonly kind: 'shut'; readonly code: ErrorCode; readonly length: number; readonly by: string }

export interface FilesDeps {
  readonly api: CaseApi
  readonly memory: Memory
  readonly holds: (one: Session) => boolean
  /** seconds UTC */
  readonly t: { readonly value: number }
  /** what was done is written down there */
  readonly audit?: Audit
}

export type Files = ReturnType<typeof createFiles>

/** The opened cases, in memory only: their keys go with the session. How far each was seen outlives the lock, like all that is public. */
export function createFiles({ api, memory, holds, t, audit }: FilesDeps) {
  const files: Signal<ReadonlyMap<string, CaseFile>> = signal(new Map())
  const seen = new Map<string, Seen>()
  const keys = new Set<SecretKey>()
  /** how often each was dropped: what was asked for before is not put back */
  const drops = new Map<string, number>()
  const unsure = new Map<string, Unsure>()
  const meansOf = ({ team, boxes }: Pick<Session, 'team' | 'boxes'>): string =>
    `${team.hash} ${boxes.length} ${memory.line.size}`
  let known: { readonly team: string; readonly teams: readonly KnownTeam[] } | null = null

  /** @param hour in which the request came @throws MitosError `server-unreachable` | `not-logged-in` */
  async function desk(session: Session, hour: number): Promise<Desk> {
    const { team, ngo } = session
    if (known?.team !== team.hash) {
      const leads = [...memory.line.values()].flatMap(({ keys }) => keys?.get(ngo.id)?.leads ?? [])
      known = { team: team.hash, teams: await knownTeams(api, session, leads) }
    }
    const head = audit?.head(ngo.id)
    return {
      api,
      session,
      teams: known.teams,
      unsure,
      senders: sendersIn(session.chain.roster, memory.line.values()),
      ...(head !== undefined && { audit: head }),
      wrote: (act, of, seq, event) => void note(session, act, of.case, seq, event),
      onShift: onShiftFor(session, hour, t.value),
      isOver: () => !holds(session),
    }
  }

  async function note(by: Session, act: CaseAct, id: string, seq: number, event: Uint8Array): Promise<void> {
    if (!audit) return
    const did = didOfAct(act, { case: id, seq, event: toBase64(await by.crypto.sha256(event)) })
    if (did) audit.write(did, by)
  }

  /** @returns it, with the key that is in use already: somebody may be sealing with it */
  function put(given: OpenedCase, session: Session): OpenedCase {
    const by = meansOf(session)
    const { id, now } = { id: given.of.case, now: given.case }
    const before = files.value.get(id)
    const held = [...keys].find((one) => sameBytes(one, given.key)) ?? given.key
    if (held !== given.key) wipe(given.key)
    keys.add(held)
    const opened = { ...given, key: held }
    const cut = now.marks.includes('cut') || (before?.kind === 'open' && before.cut)
    // What was cut is not forgotten by writing behind it.
    if (!cut && now.next.seq >= (seen.get(id)?.length ?? 0)) seen.set(id, seenOf(now))
    const kept = rowsIn(now, session.chain.roster).map((row) => ({ ...row, keptBy: id }))
    files.value = new Map(files.value).set(id, { kind: 'open', opened, cut, by, kept })
    return opened
  }

  /** Reads it, all of it. @throws MitosError as `openCase` */
  async function read(at: Desk, id: string): Promise<OpenedCase> {
    const before = drops.get(id)
    const opened = await openCase(at, id, seen.get(id))
    const over = !holds(at.session as Session)
    if (over || drops.get(id) !== before) {
      wipe(opened.key)
      throw new MitosError(over ? 'not-logged-in' : 'not-found')
    }
    const held = files.value.get(id)
    // Something was written here while this was on its way.
    const late = held?.kind === 'open' && held.opened.bytes.length > opened.bytes.length
    if (late && !opened.case.marks.includes('cut')) {
      wipe(opened.key)
      return held.opened
    }
    return put(opened, at.session as Session)
  }

  let keptBefore: readonly OpenedRow[] = []
  /** What persons added, as their cases keep it; the same list as long as nothing comes. */
  const kept = computed(() => {
    const all = [...files.value.values()].flatMap((file) =>
      file.kind === 'open' && file.kept.length > 1 ? file.kept : [],
    )
    const same = all.length === keptBefore.length && all.every((row, i) => row === keptBefore[i])
    return same ? keptBefore : (keptBefore = all)
  })

  return {
    files,
    /** That of an item. */
    of: (item: Pick<Item, 'case'> | null): CaseFile | undefined =>
      item?.case ? files.value.get(item.case.id) : undefined,
    kept,
    desk,
    read,
    put,
    /** Reads it where the list says that there is more of it, or less; one that does not open is kept as such. Never hides the case. */
    async load(session: Session, hour: number, { id, length }: CaseMark): Promise<void> {
      const held = files.value.get(id)
      const by = meansOf(session)
      // Who came into the team since may have written what was not known to be anybody's; an NGO may have signed with an older key.
      const same = held?.by === by || (held?.kind === 'open' && !held.opened.case.marks.includes('odd'))
      if (held && same && (held.kind === 'open' ? held.opened.bytes.length : held.length) === length) return
      try {
        await read(await desk(session, hour), id)
      } catch (error) {
        const code = codeOf(error)
        if (code === 'not-found') return
        if (!code.startsWith('open-')) throw error
        // What was read before stands.
        if (holds(session) && held?.kind !== 'open')
          files.value = new Map(files.value).set(id, { kind: 'shut', code, length, by })
      }
    },
    /** It is gone, or not this member's any more: its key goes at once. */
    drop(id: string): void {
      drops.set(id, (drops.get(id) ?? 0) + 1)
      unsure.delete(id)
      const held = files.value.get(id)
      if (!held) return
      if (held.kind === 'open') {
        wipe(held.opened.key)
        keys.delete(held.opened.key)
      }
      files.value = new Map([...files.value].filter(([one]) => one !== id))
    },
    clear(): void {
      wipe(...keys)
      keys.clear()
      unsure.clear()
      files.value = new Map()
      known = null
    },
  }
}

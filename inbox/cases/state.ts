import { type ReadonlySignal, batch, computed } from '@preact/signals'
import type { CaseAct } from '../../shared/caseActs.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { Audit } from '../audit/state.ts'
import type { Item, OpenedRow, Request } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import { type Answer, createAnswering } from './answering.ts'
import type { CaseApi } from './api.ts'
import { createFiles } from './files.ts'
import { createOwed } from './owed.ts'
import { createQueue } from './queue.ts'
import { createReading } from './reading.ts'
import { type EraseReason, createRemoving, mayErase } from './removing.ts'
import { createCaseScreen } from './screen.ts'
import { holdsIn, markHeld, waitingIn } from './stops.ts'
import { caseIn, isListed, markReached, reachedIn, stateOf } from './view.ts'
import { caseWords } from './words.ts'
import { type Doing, createWriting } from './writing.ts'

interface CasesDeps {
  readonly api: CaseApi
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
  readonly audit?: Audit
  /** whether the member has what is opened before them */
  readonly looks: () => boolean
  /** What was read calls nobody any more. @param id of its row */
  readonly quiet: (id: string) => Promise<void>
}

export type Cases = ReturnType<typeof createCases>

/** The cases: read as the list tells of them, and written into. */
export function createCases(deps: CasesDeps) {
  const { api, memory, session, t, rows, holds, loggedOut, audit, looks, quiet } = deps
  const files = createFiles({ api, memory, holds, t, ...(audit && { audit }) })
  const removing = createRemoving({ api, rows, holds, ...(audit && { audit }) })
  const screen = createCaseScreen(rows.shown)
  const writing = createWriting({ rows, files, holds })
  const { append, newest } = writing
  const refused = (item: Item, code: ErrorCode): void => screen.tellFailed(item, caseWords(code))
  /** Whether it is gone, or the member's shift is over and it is for others: the server answers both alike, and its list does not. */
  async function whyMissing(current: Session, item: Item): Promise<Said> {
    if (holds(current)) await rows.pull(current)
    const left = rows.shown.off.value && rows.shown.all.value.some(({ id }) => id === item.id)
    return left ? { key: 'before.offshift' } : caseWords('not-found')
  }
  const owed = createOwed({ session, rows, holds, append, refused })
  const queue = createQueue({ session, screen, holds, loggedOut, first: owed.write, whyMissing })
  const { attempt, quietly } = queue
  const answering = createAnswering({ api, rows, files, writing, t })
  const reading = createReading({ rows, files, writing, quietly, holds, looks, quiet })

  /** ids of cases in which the person was reached; as one text, so that nothing follows as long as they stay the same */
  const reached = computed(() => reachedIn(files.files.value).sort().join())
  const shut = computed(() => [...holdsIn(files.files.value)].sort().join())

  /** Writes what is owed, after whatever is being written; what could not be stays owed. */
  const settle = (current: Session): Promise<unknown> => quietly(() => owed.write(current))

  /**
   * Writes into the case of an item, and reads the list anew.
   * @param written at once, so that nobody who presses twice writes it twice while the list is read, and nobody who went on meanwhile is
   *   taken back
   * @returns null: it is written; else why not
   */
  async function put(item: Item, doing: Doing, written?: () => void): Promise<ErrorCode | null> {
    const code = await attempt(item, (current) => append(current, item, doing))
    if (!code && written) batch(written)
    const current = session.value
    if (current) await rows.pull(current)
    return code
  }

  return {
    files: files.files,
    ...screen.shown,
    busy: queue.busy,
    owes: owed.owes,
    fileOf: files.of,
    stateOf: (item: Item) => stateOf(item, files.of(item)),
    /** With those whom somebody reached marked as such, and those whose number is shut for now. */
    marked(items: readonly Item[]): readonly Item[] {
      const held = shut.value ? markHeld(items, shut.value.split(',')) : items
      return reached.value ? markReached(held, reached.value.split(',')) : held
    },
    shows: (item: Item, all = false) =>
      isListed(item, files.of(item), all ? 'all' : screen.shown.filter.value, session.value?.member.id ?? ''),
    unsaved: screen.unsaved,
    isWriting: screen.isWriting,
    type: screen.type,
    typeAnswer: screen.typeAnswer,

    /** Answers to the person's number. @returns whether it lies in the mailbox, and stands in the case */
    async answer(item: Request, answer: Answer): Promise<boolean> {
      const code = await attempt(item, (current) => answering.answer(current, item, answer))
      if (!code) screen.tellDone(item, { key: 'reply.done' })
      return !code
    },

    /**
     * Writes into the case of an item, and reads the list anew.
     * @param then what the screen shows next, where the item is still the one that is open
     * @returns whether it is written
     */
    async write(item: Item, doing: Doing, then?: () => void): Promise<boolean> {
      const code = await put(item, doing, () => {
        // What was typed while it was written stays.
        const text = screen.shown.typed.value.get(item.id)
        if (doing.acts.some((act) => act.kind === 'note' && act.text === text)) screen.type(item, '')
        screen.tellDone(item, doing.done, then)
      })
      return !code
    },
    put,

    /**
     * Deletes it without a code, by a coordinator or the privacy person: who and why stands as the last event of its case, if it has
     * one that opens here; then case, request and what waits for its number are shredded.
     * @param then as `write` has it
     * @returns whether it is done
     */
    async erase(item: Item, reason: EraseReason, then?: () => void): Promise<boolean> {
      const code = await attempt(item, async (current) => {
        if (!mayErase(current)) throw new MitosError('case-actor')
        const now = newest(item)
        const said = stateOf(now, files.of(now)) === 'gone'
        let written = said
        if (now.case && files.of(now)?.kind !== 'shut' && !said)
          try {
            await append(current, now, { acts: [{ kind: 'erase', reason }] })
            written = true
          } catch (error) {
            if (!codeOf(error).startsWith('open-') && codeOf(error) !== 'not-found') throw error
          }
        await removing.erase(now)
        // An act in a case has its line by itself.
        if (!written) audit?.write({ what: 'erase', reason, ...(now.case && { case: now.case.id }) }, current)
        if (!holds(current)) throw new MitosError('not-logged-in')
      })
      if (!code) batch(() => screen.tellDone(item, { key: 'erase.done' }, then))
      const current = session.value
      if (current) await rows.pull(current)
      if (code === 'case-refused' || code === 'case-actor') screen.tellFailed(item, { key: 'erase.refused' })
      return !code
    },

    /** Takes a request, or what was handed over. @returns null: it is this member's now; else why not */
    take: (item: Request): Promise<ErrorCode | null> =>
      attempt(item, async (current) => {
        const desk = await files.desk(current, item)
        const { case: mark, ...now } = newest(item)
        if (now.kind === 'request' && now.withdrawn) throw new MitosError('case-move')
        if (!mark) return void (await files.read(desk, await writing.begin(desk, item, 'claimed')))
        const opened = await files.read(desk, mark.id)
        const state = opened.case.standing?.state
        const acts: readonly CaseAct[] =
          state === 'check'
            ? [{ kind: 'clear' }, { kind: 'claim' }]
            : state === 'new'
              ? [{ kind: 'claim' }]
              : [{ kind: 'take-over', reason: 'handed-over' }]
        if (opened.claim) throw new MitosError('claim-taken')
        await append(current, item, { acts })
        const hour = Math.floor(current.clock() / 3600) * 3600
        const length = opened.bytes.length + acts.length
        rows.setClaim(item.id, { by: current.member.id, hour }, { ...mark, length })
      }),

    /** The number was shown: that is written as soon as it can be, and is never in the way. */
    showed(item: Item, act: CaseAct & { kind: 'show' }): void {
      const current = session.value
      if (!current) return
      owed.add({ id: item.id, by: current.member.id, doing: { acts: [act] }, item })
      owed.count()
      void settle(current)
    },

    /** What a member did, and a lock kept out of the case. It holds nothing of the person. @param by the member's id */
    owe: (id: string, by: string, doing: Doing): void => owed.add({ id, by, doing }),

    /**
     * After each fetch of the list: writes what is owed, and reads the cases that this member works with.
     * @param closedToo for the numbers of a year, which tell how cases ended
     * @returns whether the server answered
     */
    async follow(current: Session, closedToo = false): Promise<boolean> {
      try {
        owed.count()
        if (owed.owes.value) await settle(current)
        const { opened, all } = rows.shown
        const wanted = all.value.filter((one) => one === opened.value || isWanted(one, current, closedToo))
        for (const item of wanted.sort((one) => (one === opened.value ? -1 : 0)))
          if (item.case && holds(current)) await files.load(current, item, item.case)
        await removing.carryOut(current)
        if (opened.value) reading.readBy(current, opened.value)
        return true
      } catch (error) {
        const code = codeOf(error)
        if (holds(current) && code === 'not-logged-in') loggedOut()
        return code !== 'server-unreachable'
      }
    },

    /** A case was opened: what failed for it meanwhile is told. */
    arrive: () => screen.arrive(rows.shown.opened.value),
    leave: screen.leave,
    /** The server has these rows no more: nothing that was opened or typed with them stays. */
    forget(gone: readonly OpenedRow[]): void {
      for (const part of [screen, owed, answering, writing]) part.forget(gone)
      for (const { case: mark } of gone) if (mark) files.drop(mark.id)
    },
    clear: (): void =>
      batch(() => {
        owed.lock()
        for (const part of [files, removing, reading, answering, writing, screen]) part.clear()
      }),
    drop: files.drop,
    settled: queue.settled,
    kept: files.kept,
    caseIn: (item: Item | null) => caseIn(files.of(item)),
  }
}

/** Those that are nobody's may be set aside, or stand in the middle; of what others have a coordinator sees the state. */
function isWanted(item: Item, { member }: Session, closedToo: boolean): boolean {
  const { claim, case: mark } = item
  if (!mark || (item.kind === 'request' && item.withdrawn)) return false
  // Whoever writes again after the end is not to be missed, by anybody who is called for it.
  if (mark.closed !== null && member.role !== 'privacy' && item.kind === 'request' && waitingIn(item, null).length)
    return true
  const again = item.kind === 'request' && item.wrote.length > 0
  if (mark.closed !== null && !again) return closedToo && member.role === 'lead'
  return claim === null || claim.by === member.id || member.role === 'lead'
}

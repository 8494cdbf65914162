import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import type { Api } from '../api.ts'
import type { OpenedRow } from '../list/items.ts'
import { type Session, wipeSession } from '../session.ts'
import { type Alarm, type Memory, alarmOf } from './memory.ts'
import { createRounds, renew } from './renew.ts'
import { highestNamed, studyLine } from './study.ts'
import { headOf } from './trusted.ts'
import { type Rosters, underWhich } from './under.ts'

/** So often chain, team and the inbox's keys are read anew while somebody works with the inbox, in milliseconds. */
const ROUND = 180_000

interface Watched {
  readonly api: Api
  /** milliseconds UTC */
  readonly now: () => number
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  readonly rows: ReadonlySignal<ReadonlyMap<string, OpenedRow>>
  /** A newer list makes another session of the same keys. */
  takeOver(before: Session, next: Session): void
  /** More earlier rosters are known. */
  grown?(): void
  /** The server or the team knows the member no more. */
  end(code: 'not-logged-in' | 'team-refused'): void
}

/** What an open inbox refuses, and how its requests are marked by the roster under which they were sealed. */
export function createWatch({ api, now, memory, session, rows, takeOver, grown, end }: Watched) {
  /** what was shown to this page and refused; outlives the lock, like the page's memory */
  const alarms: Signal<readonly Alarm[]> = signal([])
  const rosters: Signal<Omit<Rosters, 'head'>> = signal({ line: memory.line, asked: 0, failed: false })
  let rounds = createRounds()
  let roundAt = 0
  let studyAt = 0
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  /** Keeps a refusal as an alarm, once for each thing that was refused. A server that does not answer is none. */
  function raise(error: unknown): void {
    const alarm = alarmOf(error, Math.floor(now() / 1000))
    if (!alarm) return
    alarms.value = [...alarms.value.filter((one) => nameOf(one) !== nameOf(alarm)), alarm]
  }

  /** One after another: an answer of before must not take the place of a newer one. */
  let last: Promise<void> = Promise.resolve()
  const round = (): Promise<void> => (last = last.then(oneRound))

  /** Every few minutes, and at once where a request names a roster that is not known here. */
  async function oneRound(): Promise<void> {
    const current = session.value
    if (!current) return
    const wanted = highestNamed(rows.value.values())
    const unknown = wanted > Math.max(current.chain.roster.version, rosters.value.asked)
    if (!unknown && now() - roundAt < ROUND) return
    roundAt = now()
    try {
      const next = await renew(api, current, memory, rounds, raise)
      // A coordinator may have signed a newer one meanwhile.
      const signed = session.value?.team
      if (holds(current) && signed && signed.version > next.team.version) next.team = signed
      if (!holds(current)) return wipeSession(next)
      if (next !== current) takeOver(current, next)
      rosters.value = { ...rosters.value, line: memory.line, asked: Math.max(wanted, rosters.value.asked) }
    } catch (error) {
      const code = codeOf(error)
      if (holds(current) && (code === 'not-logged-in' || code === 'team-refused')) end(code)
    }
  }

  /** Looks for the earlier rosters that requests name; where they did not come, again at the next round. */
  async function study(): Promise<void> {
    const current = session.value
    if (!current || now() < studyAt) return
    try {
      const line = await studyLine(api.roster, current, rows.value.values(), memory.line)
      if (!holds(current)) return
      const more = line !== memory.line
      memory.line = line
      if (more) grown?.()
      if (line !== rosters.value.line || rosters.value.failed) rosters.value = { ...rosters.value, line, failed: false }
    } catch (error) {
      raise(error)
      studyAt = now() + ROUND
      rosters.value = { ...rosters.value, failed: true }
    }
  }

  return {
    alarms,
    raise,
    /** A member has unlocked. */
    begin(): void {
      const behind = session.value?.behind
      if (behind?.why) raise(behind.why)
      rounds = createRounds()
      // What did not come at once is fetched while the member works.
      roundAt = behind ? -Infinity : now()
      studyAt = 0
      rosters.value = { line: memory.line, asked: 0, failed: false }
    },
    /** What the member did has changed something: it is read at once. */
    async again(): Promise<void> {
      await last
      roundAt = -Infinity
      await round()
    },
    /** After each fetch of the list. */
    async look(): Promise<void> {
      await round()
      await study()
    },
    /** A row, with what is odd about the roster under which it was sealed. */
    marked(row: OpenedRow): OpenedRow {
      const one = session.value
      if (!one || row.read.kind !== 'opened') return row
      const { roster, sealedBy } = row.read.facts
      return { ...row, under: underWhich(roster, sealedBy, { head: headOf(one.chain), ...rosters.value }) }
    },
  }
}

const nameOf = ({ code, shown }: Alarm): string => JSON.stringify([code, shown])

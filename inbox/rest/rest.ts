import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { Cases } from '../cases/state.ts'
import { heldFrom } from '../cases/stops.ts'
import { ownTimes } from '../list/duty.ts'
import type { Item } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'

/** `giving`: it is being given back; else what is still this member's, because it could not be given back. */
export interface Resting {
  readonly giving: boolean
  readonly given: number
  readonly left: number
}

interface RestDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly rows: Rows
  readonly cases: Cases
  readonly holds: (one: Session) => boolean
  /** the other organisation sent it back: it waits for nothing any more */
  readonly isBack: (item: Item) => boolean
  /** shuts what stands beside the list */
  readonly close: () => void
}

const BACK: CaseAct = { kind: 'give-back', reason: 'break' }
/** Whom the person knows already is not new again: whoever is on shift goes on from there. */
const ON: CaseAct = { kind: 'hand-over', to: null, note: '' }

/** "I need a break": one press gives back all that a member has, and hides it at once. Nobody asks why. */
export function createRest({ session, rows, cases, holds, isBack, close }: RestDeps) {
  const resting: Signal<Resting | null> = signal(null)
  const mine = (one: Session): readonly Item[] =>
    rows.shown.all.value.filter(
      (item) => item.claim?.by === one.member.id && !['closed', 'gone'].includes(cases.stateOf(item)),
    )

  async function giveBack(current: Session, item: Item): Promise<void> {
    const state = cases.stateOf(item)
    const [first, then] = state === 'contact' || state === 'referred' ? [ON, BACK] : [BACK, ON]
    // Another organisation has the person: the hour in which it is asked whether they arrived stays, whoever has it then.
    const rests = state === 'referred' && !isBack(item)
    const give = (act: CaseAct) =>
      cases.write(item, { acts: [act], ...(!rests && { wakeAt: heldFrom(item, current.clock()) }) })
    // What is not read yet may be further on than it seems.
    if (!(await give(first))) await give(then)
  }

  async function begin(): Promise<void> {
    const current = session.value
    if (!current || resting.value?.giving) return
    const before = resting.value?.given ?? 0
    const all = mine(current)
    batch(() => {
      close()
      resting.value = { giving: true, given: before, left: all.length }
    })
    // What is being written just then comes first: nothing is refused for it.
    await cases.settled()
    for (const item of all) if (holds(current)) await giveBack(current, item)
    if (!holds(current)) return
    const left = mine(current).length
    batch(() => {
      cases.said.value = null
      cases.done.value = null
      resting.value = { giving: false, given: before + Math.max(0, all.length - left), left }
    })
  }

  return {
    resting,
    has: (one: Session): boolean => mine(one).length > 0,
    begin,
    end: () => void (resting.value = null),
  }
}

/** Who else of the team is on shift now, by name. @param t seconds UTC */
export const othersOn = (session: Session, t: number): readonly string[] =>
  session.team.members
    .filter(({ id }) => id !== session.member.id)
    .filter(({ id }) => ownTimes(session, id).some(([from, to]) => from <= t && t < to))
    .map(({ name }) => name)

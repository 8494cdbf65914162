import { type Signal, batch, computed, signal } from '@preact/signals'
import { type Assignment, assign } from '../../shared/rota/duty.ts'
import { endOf } from '../../shared/rota/cover.ts'
import type { Stretch, TeamChange } from '../../shared/teamChange.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'

export interface DutyDeps {
  readonly session: Signal<Session | null>
  /** seconds UTC */
  readonly t: { readonly value: number }
  /** signs and sends a change of the team; what went wrong, or null (members.ts) */
  readonly put: (change: TeamChange) => Promise<Said | null>
}

/** What was drawn at once: a stretch, or all of a pattern. */
type Step = readonly Assignment[]

export type Duty = ReturnType<typeof createDuty>

/**
 * Who of the NGO is on shift, as a coordinator draws it. What is kept is what was done, not what came of it: where another
 * coordinator was faster, it is done once more upon their team, and nothing that was drawn is lost. In memory only.
 */
export function createDuty({ session, t, put }: DutyDeps) {
  const steps = signal<{ readonly past: readonly Step[]; readonly future: readonly Step[] }>({ past: [], future: [] })
  const busy = signal(false)
  const said = signal<Said | null>(null)
  /** how many steps a lock threw away */
  const lost = signal(0)
  const count = computed(() => steps.value.past.length)

  /** The team's rota with all that was drawn; without stretches of who has left meanwhile. */
  const drawn = ({ team }: Session): readonly Stretch[] => {
    const able = team.members.filter(({ role }) => role !== 'privacy').map(({ id }) => id)
    return steps.value.past
      .flat()
      .map((one) => ({ ...one, who: one.who.filter((id) => able.includes(id)) }))
      .reduce(assign, team.duty ?? [])
  }

  return {
    busy,
    said,
    lost,
    count,
    unsaved: computed(() => count.value > 0),
    canRedo: computed(() => steps.value.future.length > 0),
    drawn,
    draw(step: Step): void {
      batch(() => {
        steps.value = { past: [...steps.value.past, step], future: [] }
        said.value = { key: 'draft.drawn' }
        lost.value = 0
      })
    },
    undo(): void {
      const { past, future } = steps.value
      if (busy.value || !past.length) return
      steps.value = { past: past.slice(0, -1), future: [past[past.length - 1]!, ...future] }
      said.value = { key: 'draft.undone' }
    },
    redo(): void {
      const { past, future } = steps.value
      if (busy.value || !future.length) return
      steps.value = { past: [...past, future[0]!], future: future.slice(1) }
      said.value = { key: 'draft.redone' }
    },
    /** Signs the team with it; in force at once. What is over goes. */
    async save(): Promise<void> {
      const current = session.value
      if (!current || busy.value || !count.value) return
      busy.value = true
      const done = steps.value
      const duty = drawn(current).filter((one) => 60 * endOf(one) > t.value)
      const wrong = await put({ do: 'duty', duty })
      busy.value = false
      // The lock was faster: what it threw away is told as lost.
      if (session.value?.keys !== current.keys) return
      batch(() => {
        // What was drawn while it was sent stays drawn.
        if (!wrong) steps.value = { past: steps.value.past.slice(done.past.length), future: [] }
        said.value = wrong ? (wrong.key === 'members.changed' ? { key: 'ours.changed' } : wrong) : { key: 'ours.saved' }
      })
    },
    /** The lock. To be called while the session is still there. */
    clear(): void {
      batch(() => {
        lost.value = count.value
        steps.value = { past: [], future: [] }
        said.value = null
      })
    },
  }
}

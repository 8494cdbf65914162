import { type ReadonlySignal, batch, computed, signal } from '@preact/signals'
import { type Draft, draftOf, horizonOf } from '../../shared/rota/draft.ts'
import { type Change, changesOf } from '../../shared/rota/edit.ts'
import { bothAgreed } from '../../shared/rota/swap.ts'
import type { Desk, Shift } from '../../shared/roster.ts'
import type { Key } from '../i18n.ts'
import type { Session } from '../session.ts'

/** What stands in the fields: days as `2026-11-30`, times as typed; an `ngo` of '' is nobody. */
export interface ShiftForm {
  readonly kind: 'shift'
  /** the shift that is changed */
  readonly old: Shift | null
  readonly fromDay: string
  readonly from: string
  readonly toDay: string
  readonly to: string
  readonly ngo: string
}
export interface PatternForm {
  readonly kind: 'pattern'
  readonly ngo: string
  /** 1 (Monday) – 7 */
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
  readonly every: 1 | 2
  readonly firstDay: string
  readonly lastDay: string
  /** in place of others, too */
  readonly over: boolean
}
/** Both shifts by their start. */
export interface SwapForm {
  readonly kind: 'swap'
  readonly ours: string
  readonly theirs: string
}
/** Who of us has a stretch of our shifts; of nobody's `who` it is everybody's. */
export interface OursForm extends Pick<ShiftForm, 'fromDay' | 'from' | 'toDay' | 'to'> {
  readonly kind: 'ours'
  /** what stood there when it was opened, with the moments, in minutes */
  readonly was: Pick<ShiftForm, 'fromDay' | 'from' | 'toDay' | 'to'> & { readonly start: number; readonly end: number }
  /** member ids */
  readonly who: readonly string[]
}
export interface OursPatternForm extends Omit<PatternForm, 'kind' | 'ngo' | 'over'> {
  readonly kind: 'oursPattern'
  readonly who: readonly string[]
}
export type Form = ShiftForm | PatternForm | SwapForm | OursForm | OursPatternForm | { readonly kind: 'words' }

/** What the pointer is about: minutes since the epoch. */
export interface Drag {
  readonly old: Shift | null
  readonly from: number
  readonly to: number
}

export interface History {
  readonly past: readonly Draft[]
  readonly now: Draft
  readonly future: readonly Draft[]
}

export interface Sentence {
  readonly key: Key
  readonly values?: Readonly<Record<string, string | number>>
}

/** A change, and the desk whose it is. */
export interface DeskChange extends Change {
  readonly desk: Desk
}

export type Rota = ReturnType<typeof createRota>

/** The rota as one looks at it, and the draft that a coordinator draws. In memory only, as all of the inbox. */
export function createRota(session: ReadonlySignal<Session | null>, t: ReadonlySignal<number>) {
  /** `ours`: who of the NGO is on shift in its own shifts */
  const view = signal<'week' | 'month' | 'ours'>('week')
  /** weeks from this one on */
  const week = signal(0)
  const deskId = signal<string | null>(null)
  const history = signal<History | null>(null)
  const form = signal<Form | null>(null)
  /** what is wrong with the fields */
  const bad = signal<Sentence | null>(null)
  const drag = signal<Drag | null>(null)
  const said = signal<Sentence | null>(null)
  /** the draft as it was downloaded last */
  const saved = signal<Draft | null>(null)
  /** how many changes a lock threw away */
  const lost = signal(0)

  const draft = computed(() => history.value?.now ?? null)
  const changes = computed<readonly DeskChange[]>(() => {
    const one = session.value
    const drawn = draft.value
    if (!one || !drawn) return []
    const [from, to] = [Math.floor(t.value / 60), horizonOf(t.value)]
    return one.chain.roster.desks.flatMap((desk) =>
      changesOf(desk.shifts, drawn.shifts[desk.id] ?? [], from, to).map((change) => ({ ...change, desk })),
    )
  })
  const count = computed(
    () => changes.value.length + (draft.value?.swaps.filter((one) => !bothAgreed(one)).length ?? 0),
  )
  const unsaved = computed(() => count.value > 0 && draft.value !== saved.value)

  function edit(next: Draft, words: Sentence | null = null): void {
    const one = session.value
    if (!one) return
    const { past, now } = history.value ?? { past: [], now: draftOf(one.chain.roster) }
    batch(() => {
      history.value = { past: [...past, now], now: next, future: [] }
      said.value = words
      lost.value = 0
    })
  }

  return {
    view,
    week,
    deskId,
    history,
    form,
    bad,
    drag,
    said,
    saved,
    lost,
    draft,
    changes,
    count,
    unsaved,
    edit,
    undo() {
      const one = history.value
      const last = one?.past[one.past.length - 1]
      if (!one || !last) return
      history.value = { past: one.past.slice(0, -1), now: last, future: [one.now, ...one.future] }
      said.value = { key: 'draft.undone' }
    },
    redo() {
      const one = history.value
      const [next, ...future] = one?.future ?? []
      if (!one || !next) return
      history.value = { past: [...one.past, one.now], now: next, future }
      said.value = { key: 'draft.redone' }
    },
    /** Back to the rota in force; undo brings the draft back. */
    throwAway() {
      if (session.value) edit(draftOf(session.value.chain.roster), { key: 'draft.thrown' })
    },
    open(next: Form | null) {
      batch(() => {
        form.value = next
        bad.value = null
      })
    },
    /** Puts something into the fields that are open, on top of what was put in last. */
    fill(
      kind: Form['kind'],
      part:
        Partial<ShiftForm> | Partial<PatternForm> | Partial<SwapForm> | Partial<OursForm> | Partial<OursPatternForm>,
    ) {
      if (form.value?.kind === kind) form.value = { ...form.value, ...part } as Form
    },
    /** The lock: nothing stays but how much was lost. To be called while the session is still there. */
    clear() {
      batch(() => {
        lost.value = unsaved.value ? count.value : 0
        for (const one of [history, form, bad, drag, said, saved, deskId]) one.value = null
        view.value = 'week'
        week.value = 0
      })
    },
  }
}

import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { Cases } from '../cases/state.ts'
import { mayDo } from '../cases/view.ts'
import { type Item, idsOf } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'

interface SeveralDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly rows: Rows
  readonly cases: Cases
  /** seconds UTC */
  readonly t: ReadonlySignal<number>
  readonly holds: (one: Session) => boolean
  /** whether anybody is called for a request. @returns whether the server knows */
  readonly setCalls: (id: string, calls: boolean) => Promise<boolean>
}

const BEGIN: CaseAct = { kind: 'begin', as: 'new', header: '', signed: '' }

/** Who says danger now, or is under 18, is looked at one by one: no slip may put them out of sight. */
const isGrave = (item: Item): boolean =>
  item.kind === 'request' &&
  (item.facts.told.more?.danger === 'now' || item.facts.told.more?.age === 'under18' || item.withdrawn)

/** Several that are nobody's set aside at once, or put back: each is written into its own case, and can be taken back. */
export function createSeveral({ session, rows, cases, t, holds, setCalls }: SeveralDeps) {
  /** ids; null: nobody is choosing */
  const chosen: Signal<ReadonlySet<string> | null> = signal(null)
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)
  const act = (): CaseAct => ({ kind: cases.filter.value === 'aside' ? 'restore' : 'set-aside' })

  function may(current: Session, item: Item): boolean {
    if (item.claim !== null || isGrave(item)) return false
    const file = cases.fileOf(item)
    return item.case ? mayDo(current, item, file, act(), t.value) : mayDo(current, item, undefined, BEGIN, t.value)
  }

  /** What is set aside calls nobody any more, and what comes back calls before it does. */
  async function write(item: Item, doing: CaseAct): Promise<boolean> {
    const back = doing.kind === 'restore'
    if (back && !(await setCalls(item.id, true))) return false
    if (!(await cases.write(item, { acts: [doing] }))) return false
    // It is written: that it calls on for a while is no reason to say that it is not.
    if (!back) for (const id of idsOf(item)) await setCalls(id, false)
    return true
  }

  return {
    chosen,
    busy,
    said,
    /** Those of the list that can be chosen. */
    of: (current: Session): readonly Item[] => rows.shown.listed.value.filter((item) => may(current, item)),
    /** Whether there are two of them: of thousands not each is asked. */
    areSeveral(current: Session): boolean {
      let n = 0
      return rows.shown.listed.value.some((item) => may(current, item) && ++n > 1)
    },
    begin: () => void (chosen.value = new Set()),
    stop(): void {
      batch(() => {
        chosen.value = null
        said.value = null
      })
    },
    choose(id: string, on: boolean): void {
      const others = [...(chosen.value ?? [])].filter((one) => one !== id)
      chosen.value = new Set(on ? [...others, id] : others)
    },
    /** What could not be written stays chosen, and is said. */
    async go(): Promise<void> {
      const current = session.value
      const ids = chosen.value
      if (!current || !ids?.size || busy.value) return
      const doing = act()
      const items = rows.shown.listed.value.filter((item) => ids.has(item.id) && may(current, item))
      const left = new Set<string>()
      busy.value = true
      for (const item of items) if (holds(current) && !(await write(item, doing))) left.add(item.id)
      busy.value = false
      if (!holds(current)) return
      const n = items.length - left.size
      batch(() => {
        chosen.value = left.size ? left : null
        said.value = left.size ? { key: 'several.left', values: { n: left.size } } : null
        cases.said.value = null
        cases.done.value = n
          ? { key: doing.kind === 'restore' ? 'several.restored' : 'several.aside', values: { n } }
          : null
      })
    },
  }
}

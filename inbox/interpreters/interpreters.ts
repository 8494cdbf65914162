import { type Signal, batch, computed, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import { INTERPRETERS, INTERPRETERS_PAPER, type Interpreter, fitsOnePaper } from '../../shared/interpreters.ts'
import { cleanText } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import { createDoing } from '../doing.ts'
import { type PaperPlace, createPaper, paperWords } from '../guide/paper.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'

interface InterpretersDeps extends PaperPlace {
  readonly api: Pick<Api, 'interpreters' | 'putInterpreters'>
  readonly memory: Memory
  readonly loggedOut: () => void
}

/** What a coordinator fills in. `was`: who is changed; null: somebody new. */
export interface Draft extends Interpreter {
  readonly was: Interpreter | null
}

const EMPTY: Draft = {
  was: null,
  name: '',
  reach: '',
  languages: [],
  gender: null,
  community: null,
  note: '',
  hours: '',
}

const clean = (text: string): string => cleanText(text).trim()
const same = (a: Interpreter, b: Interpreter): boolean => JSON.stringify(a) === JSON.stringify(b)
/** The names in one order, so that two of them can be compared. */
export const interpreterOf = ({
  name,
  reach,
  languages,
  gender,
  community,
  note,
  hours,
}: Interpreter): Interpreter => ({
  name: clean(name),
  reach: clean(reach),
  languages,
  gender,
  community,
  note: clean(note),
  hours: clean(hours),
})

/** What is wrong with what was filled in. */
export type DraftFault = 'name' | 'reach' | 'languages' | 'full' | 'size' | null

function faultOf(one: Interpreter, next: readonly Interpreter[]): DraftFault {
  if (!one.name) return 'name'
  if (!one.reach) return 'reach'
  if (!one.languages.length) return 'languages'
  if (next.length > INTERPRETERS) return 'full'
  return fitsOnePaper(next) ? null : 'size'
}

/** Whom members may ring to interpret: read by all members, written by a coordinator, one interpreter after the other. */
export function createInterpreters({ api, memory, loggedOut, ...place }: InterpretersDeps) {
  const { session, holds } = place
  const { held, trouble, loaded, put, look, glance, clear } = createPaper({
    ...place,
    kind: INTERPRETERS_PAPER,
    get: (have) => api.interpreters(have),
    put: (request) => api.putInterpreters(request),
    seen: memory.interpreters,
    isEmpty: ({ people }) => !people.length,
    bodyOf: ({ people }) => ({ people }),
  })
  /** null: not read yet */
  const people = computed(() => (loaded.value ? (held.value?.people ?? []) : null))
  /** whether those who fit stand over the card */
  const shown = signal(false)
  const draft: Signal<Draft | null> = signal(null)
  const changed = (error: unknown): boolean => codeOf(error) === 'guide-version'
  const { busy, said, attempt } = createDoing({
    session,
    loggedOut,
    words: (error) => (changed(error) ? { key: 'interpreters.changed' } : paperWords(error)),
    afterFailure: async (current, error) => {
      if (holds(current) && changed(error)) await look()
    },
  })
  const done: Signal<Said | null> = signal(null)

  /** By the newest list: of who is changed only that one entry, wherever it stands by now; who went meanwhile comes back. */
  const others = (was: Interpreter | null): readonly Interpreter[] =>
    (people.value ?? []).map(interpreterOf).filter((one) => !was || !same(one, was))

  async function write(current: Session, next: readonly Interpreter[], told: Said): Promise<void> {
    await put(current, { people: [...next].sort((a, b) => a.name.localeCompare(b.name)) })
    if (!holds(current)) return
    batch(() => {
      draft.value = null
      done.value = told
    })
  }

  return {
    held,
    people,
    trouble,
    loaded,
    shown,
    draft,
    busy,
    said,
    done,
    look,
    glance,
    /** @param was null: somebody new */
    edit(was: Interpreter | null): void {
      batch(() => {
        draft.value = was ? { ...was, was: interpreterOf(was) } : EMPTY
        said.value = null
        done.value = null
      })
    },
    fill(part: Partial<Interpreter>): void {
      if (draft.value && !busy.value) draft.value = { ...draft.value, ...part }
    },
    stop(): void {
      batch(() => {
        draft.value = null
        said.value = null
      })
    },
    /** What was filled in stays where it could not be saved. */
    save: () =>
      attempt(async (current) => {
        if (!draft.value) return
        const one = interpreterOf(draft.value)
        const next = [...others(draft.value.was), one]
        const fault = faultOf(one, next)
        if (fault) said.value = { key: `interpreters.bad.${fault}`, values: { n: INTERPRETERS } }
        else await write(current, next, { key: 'guide.saved' })
      }),
    takeOut: () =>
      attempt(async (current) => {
        const was = draft.value?.was
        if (was) await write(current, others(was), { key: 'interpreters.out', values: { name: was.name } })
      }),
    /** Another place, or another case. */
    leave(): void {
      batch(() => {
        shown.value = false
        done.value = null
      })
    },
    clear(): void {
      batch(() => {
        clear()
        shown.value = false
        draft.value = null
        said.value = null
        done.value = null
      })
    },
  }
}

import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import { GUIDE, GUIDE_LINE, GUIDE_LINES, guideLines } from '../../shared/guide.ts'
import { codePoints } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import { createDoing } from '../doing.ts'
import type { Said } from '../said.ts'
import type { Memory } from '../trust/memory.ts'
import { type PaperPlace, createPaper, paperWords } from './paper.ts'

interface GuideDeps extends PaperPlace {
  readonly api: Pick<Api, 'guide' | 'putGuide'>
  readonly memory: Memory
  readonly loggedOut: () => void
}

/** What is wrong with what was typed. */
export type GuideFault = 'lines' | 'line' | null

export const faultOf = (typed: string): GuideFault => {
  const lines = guideLines(typed)
  if (lines.length > GUIDE_LINES) return 'lines'
  return lines.some((line) => codePoints(line) > GUIDE_LINE) ? 'line' : null
}

/** The house guide: read by all members, written by a coordinator. In memory only; which version was seen outlives the lock. */
export function createGuide({ api, memory, loggedOut, ...place }: GuideDeps) {
  const { session, holds } = place
  const { held, trouble, loaded, put, look, glance, clear } = createPaper({
    ...place,
    kind: GUIDE,
    get: (have) => api.guide(have),
    put: (request) => api.putGuide(request),
    seen: memory.guides,
    isEmpty: ({ lines }) => !lines.length,
    bodyOf: ({ lines }) => ({ lines }),
  })
  /** whether it stands beside a card */
  const beside = signal(false)
  /** what a coordinator is writing; null: nothing */
  const typed: Signal<string | null> = signal(null)
  const { busy, said, attempt } = createDoing({
    session,
    loggedOut,
    words: paperWords,
    afterFailure: async (current, error) => {
      if (holds(current) && codeOf(error) === 'guide-version') await look()
    },
  })
  const done: Signal<Said | null> = signal(null)

  const lines: ReadonlySignal<readonly string[] | null> = computed(() =>
    loaded.value ? (held.value?.lines ?? []) : null,
  )

  return {
    held,
    lines,
    trouble,
    loaded,
    beside,
    typed,
    busy,
    said,
    done,
    look,
    glance,
    write(): void {
      batch(() => {
        typed.value ??= (held.value?.lines ?? []).join('\n')
        said.value = null
        done.value = null
      })
    },
    type: (text: string) => void (typed.value = text),
    stop(): void {
      batch(() => {
        typed.value = null
        said.value = null
      })
    },
    /** What was typed stays where it could not be saved. */
    save: () =>
      attempt(async (current) => {
        const text = typed.value
        if (text === null) return
        const fault = faultOf(text)
        if (fault) return void (said.value = { key: `guide.bad.${fault}` })
        const next = guideLines(text)
        await put(current, { lines: next })
        if (!holds(current)) return
        batch(() => {
          typed.value = null
          done.value = { key: next.length ? 'guide.saved' : 'guide.taken' }
        })
      }),
    /** Another place, or another case. */
    leave(): void {
      beside.value = false
      done.value = null
    },
    clear(): void {
      batch(() => {
        clear()
        beside.value = false
        typed.value = null
        said.value = null
        done.value = null
      })
    },
  }
}

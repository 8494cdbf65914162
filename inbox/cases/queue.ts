import { type ReadonlySignal, signal } from '@preact/signals'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'
import type { CaseScreen } from './screen.ts'
import { caseWords } from './words.ts'

interface QueueDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly screen: CaseScreen
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
  /** what comes before anything that is pressed */
  readonly first: (current: Session) => Promise<void>
}

export type Queue = ReturnType<typeof createQueue>

/** One write after another: each is sealed behind the one before. */
export function createQueue({ session, screen, holds, loggedOut, first }: QueueDeps) {
  const busy = signal(false)
  let last: Promise<unknown> = Promise.resolve()

  return {
    busy,
    /** Resolves once what is being written now is, or failed. */
    settled: (): Promise<void> => last.then(() => undefined),
    /** After whatever is being written; what fails is not said. Never throws. */
    quietly: (work: () => Promise<void>): Promise<unknown> => (last = last.then(work).catch(() => undefined)),

    /** Does something that was pressed; what fails is said. @returns null: it is done; else why not */
    async attempt(item: Item, work: (current: Session) => Promise<void>): Promise<ErrorCode | null> {
      const { said, done } = screen.shown
      const current = session.value
      if (!current || busy.value) return 'case-move'
      const wasOpen = screen.isOpen(item)
      busy.value = true
      said.value = null
      done.value = null
      const mine = last.then(async () => {
        await first(current)
        await work(current)
      })
      last = mine.catch(() => undefined)
      try {
        await mine
        screen.mended(item)
        return null
      } catch (error) {
        const code = codeOf(error)
        if (!holds(current)) return code
        if (code === 'not-logged-in') loggedOut()
        // Of several at once it is told above the list.
        else if (wasOpen) screen.tellFailed(item, caseWords(code))
        else said.value = caseWords(code)
        return code
      } finally {
        busy.value = false
      }
    },
  }
}

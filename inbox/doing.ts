import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { codeOf } from '../shared/errors.ts'
import type { Said } from './said.ts'
import type { Session } from './session.ts'

export interface DoingDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly loggedOut: () => void
  /** what went wrong, in words */
  readonly words: (error: unknown) => Said
  /** What is done where it failed, once that is said; it may not throw. */
  readonly afterFailure?: (current: Session, error: unknown) => Promise<void>
}

/** What a member does on the server from one screen: one thing at a time, with words for what fails. */
export function createDoing({ session, loggedOut, words, afterFailure }: DoingDeps) {
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)

  /** Locked meanwhile: whoever unlocked since is not to be locked for it, nor told of it. */
  function failed(current: Session, error: unknown): void {
    if (session.value?.keys !== current.keys) return
    if (codeOf(error) === 'not-logged-in') loggedOut()
    else said.value = words(error)
  }

  return {
    busy,
    said,
    failed,
    /** Does nothing where nobody is unlocked, or something is being done. */
    async attempt(work: (current: Session) => Promise<void>): Promise<void> {
      const current = session.value
      if (!current || busy.value) return
      busy.value = true
      said.value = null
      try {
        await work(current)
      } catch (error) {
        failed(current, error)
        await afterFailure?.(current, error)
      } finally {
        busy.value = false
      }
    },
  }
}

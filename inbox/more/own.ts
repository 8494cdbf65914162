import { type Signal, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { ownKeysTask } from '../setup/ownKeys.ts'
import { type Setup, type SetupTask, createSetup } from '../setup/setup.ts'
import { createLeave } from './leave.ts'
import type { UnlockDeps } from '../unlock/unlock.ts'

export interface OwnDeps {
  readonly deps: UnlockDeps
  readonly session: Signal<Session | null>
  /** locks, with a word for who comes back */
  readonly drop: (said: Said) => void
  /** a passphrase that was lost is there again */
  readonly found: () => void
}

/** What a member does with their own keys: a new passphrase, a new kit, the end of all sessions. */
export function createOwn({ deps, session, drop, found }: OwnDeps) {
  /** A passphrase or a kit is being set up; after a log-in by the kit nothing else is on the screen. */
  const setup = signal<Setup | null>(null)
  /** what became of them last; stays until something else is done */
  const kept = signal<Said | null>(null)
  const leave = createLeave({ api: deps.api, session, drop })

  function clear(): void {
    setup.value?.clear()
    setup.value = null
    kept.value = null
    leave.stay()
  }

  /** @param kit with which the member came in, and which stays good; it is wiped afterwards */
  function change(kind: 'passphrase' | 'kit' | 'lost', kit?: Uint8Array): void {
    const current = session.value
    if (!current) return
    clear()
    const task: Pick<SetupTask, 'kind' | 'kit'> = kit ? { kind, kit } : { kind }
    const done = (): void => {
      setup.value = null
      kept.value = { key: kind === 'kit' ? 'mykeys.kit.done' : 'mykeys.passphrase.done' }
      if (kind === 'lost') found()
    }
    const alive = (): boolean => session.value === current
    setup.value = createSetup(current.crypto, ownKeysTask(deps, current, alive, task, done))
  }

  async function logoutEverywhere(): Promise<void> {
    const current = session.value
    try {
      await deps.api.logoutEverywhere()
      if (session.value === current) drop({ key: 'mykeys.everywhere.done' })
    } catch (error) {
      if (session.value !== current) return
      if (codeOf(error) === 'not-logged-in') drop({ key: 'unlock.loggedout' })
      else kept.value = wordsFor(error)
    }
  }

  return { setup, kept, clear, change, logoutEverywhere, ...leave }
}

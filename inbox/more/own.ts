import { type Signal, signal } from '@preact/signals'
import { fromBase64 } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { type Adding, createAdding } from '../passkey/adding.ts'
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

const DONE = {
  passphrase: 'mykeys.passphrase.done',
  lost: 'mykeys.passphrase.done',
  kit: 'mykeys.kit.done',
  forget: 'mykeys.forget.done',
} as const

/** What a member does with their own keys: a new passphrase, a new kit, passkeys, the end of all sessions. */
export function createOwn({ deps, session, drop, found }: OwnDeps) {
  /** A passphrase or a kit is being set up; after a log-in by the kit nothing else is on the screen. */
  const setup = signal<Setup | null>(null)
  /** a passkey is being made for this device */
  const adding = signal<Adding | null>(null)
  /** what became of them last; stays until something else is done */
  const kept = signal<Said | null>(null)
  const leave = createLeave({ api: deps.api, session, drop })
  /** a change made passkeys worthless, which the member had not asked for */
  const stopped = signal(false)

  function clear(): void {
    setup.value?.clear()
    setup.value = null
    adding.value?.clear()
    adding.value = null
    kept.value = null
    leave.stay()
    stopped.value = false
  }
  /** Whether it is still the same member, also where a newer list made another session meanwhile. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  /** @param kit with which the member came in, and which stays good; it is wiped afterwards */
  function change(kind: 'passphrase' | 'kit' | 'lost' | 'forget', kit?: Uint8Array): void {
    const current = session.value
    if (!current) return
    clear()
    const task: Pick<SetupTask, 'kind' | 'kit'> = kit ? { kind, kit } : { kind }
    const done = (): void => {
      setup.value = null
      kept.value = { key: DONE[kind] }
      if (session.value?.passkeys) {
        stopped.value = kind !== 'forget'
        deps.passkeys?.forget(fromBase64(current.member.id, 16))
      }
      count(current, 0)
      if (kind === 'lost') found()
    }
    const alive = (): boolean => holds(current)
    setup.value = createSetup(current.crypto, ownKeysTask(deps, current, alive, task, done))
  }

  /** @param passkeys how many open the member's keys from now on */
  function count(current: Session, passkeys: number): void {
    const now = session.value
    if (now && holds(current)) now.passkeys = passkeys
  }

  function addPasskey(): void {
    const [current, port] = [session.value, deps.passkeys]
    if (!current || !port) return
    clear()
    const done = (passkeys: number): void => {
      adding.value = null
      kept.value = { key: 'mykeys.passkey.done' }
      count(current, passkeys)
    }
    adding.value = createAdding({ deps, port, session: current, alive: () => holds(current), done })
  }

  async function logoutEverywhere(): Promise<void> {
    const current = session.value
    try {
      await deps.api.logoutEverywhere()
      if (current && holds(current)) drop({ key: 'mykeys.everywhere.done' })
    } catch (error) {
      if (!current || !holds(current)) return
      if (codeOf(error) === 'not-logged-in') drop({ key: 'unlock.loggedout' })
      else kept.value = wordsFor(error)
    }
  }

  return { setup, adding, kept, stopped, clear, change, addPasskey, logoutEverywhere, ...leave }
}

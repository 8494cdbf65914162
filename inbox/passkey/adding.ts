import { type Signal, signal } from '@preact/signals'
import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { addEntry, loginKey, readBlobShape } from '../../shared/member.ts'
import { passkeyKeys, prfInput } from '../../shared/passkey.ts'
import type { OwnKeysRequest } from '../../shared/staffApi.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { SetupState } from '../setup/setup.ts'
import { type UnlockDeps, withPassphrase } from '../unlock/unlock.ts'
import type { MadePasskey, PasskeyPort } from './browser.ts'

export interface AddingTask {
  readonly deps: Pick<UnlockDeps, 'api' | 'derive'>
  readonly port: PasskeyPort
  readonly session: Session
  /** whether the member is still unlocked */
  readonly alive: () => boolean
  /** @param passkeys how many open the member's keys now */
  readonly done: (passkeys: number) => void
}

export type Adding = ReturnType<typeof createAdding>

const START: SetupState = { step: 'current', typed: '', shown: false, busy: false, said: null }

/**
 * A passkey for this device. The present passphrase is asked, since it opens what the passkey is to open; kit and other passkeys
 * stay as they are (decision 024). What could not be kept yet is not made anew.
 */
export function createAdding({ deps, port, session, alive, done }: AddingTask) {
  const state: Signal<SetupState> = signal(START)
  const leaving = new AbortController()
  let made: MadePasskey | null = null
  let request: OwnKeysRequest | null = null
  const tell = (said: Said): void => void (state.value = { ...state.value, busy: false, said })

  const discard = (): void => {
    made?.discard()
    made = null
    request = null
  }

  /** From the passphrase to a blob that the new passkey opens as well. */
  async function make(passphrase: string): Promise<void> {
    const { crypto, chain, member } = session
    const { network } = chain.roster
    await withPassphrase(deps, session, passphrase, async (blob, by) => {
      const { kinds } = readBlobShape(blob)
      made = await port.make(fromBase64(member.id, 16), prfInput(crypto, network), leaving.signal)
      const { wrap, login } = passkeyKeys(crypto, made.output)
      wipe(made.output)
      if (leaving.signal.aborted) return discard()
      const added = addEntry(crypto, network, blob, by, { kind: 'passkey', wrap })
      request = { blob: toBase64(added), loginKeys: [...kinds.map(() => null), toBase64(loginKey(crypto, login))] }
      wipe(wrap, login)
    })
  }

  async function save(asked: OwnKeysRequest): Promise<void> {
    state.value = { ...START, step: 'save', busy: true }
    await deps.api.putOwnKeys(asked)
    made = null
    if (alive()) done(readBlobShape(fromBase64(asked.blob)).kinds.filter((kind) => kind === 'passkey').length)
  }

  async function next(): Promise<void> {
    const { busy, typed } = state.value
    if (busy) return
    state.value = { ...state.value, busy: true, said: null }
    try {
      if (!request) await make(typed)
      if (request) await save(request)
    } catch (error) {
      tell(passkeyWords(error))
    }
  }

  return {
    state,
    next,
    type: (typed: string) => void (state.value = { ...state.value, typed, said: null }),
    show: () => void (state.value = { ...state.value, shown: !state.value.shown }),
    /** Ends the device's dialog, and tells the device of a passkey that was not kept. */
    clear(): void {
      leaving.abort()
      discard()
      state.value = { ...state.value, typed: '' }
    },
  }
}

/** What is said of a failure while one is made. */
function passkeyWords(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'login-refused') return { key: 'current.wrong' }
  if (code === 'passkey-cancelled') return { key: 'passkey.cancelled' }
  if (code === 'passkey-unsupported') return { key: 'passkey.unsupported' }
  return wordsFor(error)
}

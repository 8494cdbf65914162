import { type Signal, signal } from '@preact/signals'
import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { type BlobEntry, addEntry, loginKey, readBlobShape } from '../../shared/member.ts'
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

interface Checked {
  readonly blob: Uint8Array
  readonly by: BlobEntry
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
  let checked: Checked | null = null
  const tell = (said: Said): void => void (state.value = { ...state.value, busy: false, said })

  const forgetPassphrase = (): void => {
    wipe(checked?.by.wrap)
    checked = null
  }
  /** Nothing of it stays, neither here nor on the device. */
  const drop = (): null => {
    made?.discard()
    made = null
    request = null
    forgetPassphrase()
    return null
  }

  /** The present blob and what opens it. Kept until another passphrase is typed: see `make`. */
  const check = async (passphrase: string): Promise<Checked> =>
    (checked ??= await withPassphrase(deps, session, passphrase, (blob, { kind, wrap }) => ({
      blob,
      by: { kind, wrap: wrap.slice() },
    })))

  /**
   * A blob that the new passkey opens as well. Some browsers open their dialog only soon after a touch, and the passphrase takes
   * seconds on an old phone: at the second touch it is not derived anew, and the dialog comes at once.
   */
  async function make({ blob, by }: Checked): Promise<OwnKeysRequest | null> {
    const { crypto, chain, member } = session
    const { network } = chain.roster
    if (leaving.signal.aborted) return drop()
    made = await port.make(fromBase64(member.id, 16), prfInput(crypto, network), leaving.signal)
    const { wrap, login } = passkeyKeys(crypto, made.output)
    wipe(made.output)
    if (leaving.signal.aborted) return drop()
    const added = addEntry(crypto, network, blob, by, { kind: 'passkey', wrap })
    const kept = readBlobShape(blob).kinds.map(() => null)
    const asked = { blob: toBase64(added), loginKeys: [...kept, toBase64(loginKey(crypto, login))] }
    wipe(wrap, login)
    forgetPassphrase()
    return asked
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
      request ??= await make(await check(typed))
      // Null: the member has locked or gone elsewhere.
      if (request) await save(request)
    } catch (error) {
      tell(passkeyWords(error))
    }
  }

  return {
    state,
    next,
    type: (typed: string) => {
      forgetPassphrase()
      return void (state.value = { ...state.value, typed, said: null })
    },
    show: () => void (state.value = { ...state.value, shown: !state.value.shown }),
    /** Ends the device's dialog, and tells the device of a passkey that was not kept. */
    clear(): void {
      leaving.abort()
      drop()
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

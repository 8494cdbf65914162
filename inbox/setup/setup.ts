import { type Signal, signal } from '@preact/signals'
import { sameBytes, wipe } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { codeOf } from '../../shared/errors.ts'
import { makeKit, readKit, writeKit } from '../../shared/kit.ts'
import { newPassphrase } from '../../shared/sixWords.ts'
import type { Said } from '../said.ts'
import { judge } from './judge.ts'

/**
 * `current`: the present passphrase is typed · `words`: six words are shown · `own`: an own one is typed · `prove`: it is typed
 * again · `keep`: the kit that there is already is typed · `kit`: a new one is shown · `copied`: it is typed back · `save`
 */
export type SetupStep = 'current' | 'words' | 'own' | 'prove' | 'keep' | 'kit' | 'copied' | 'save'

export interface SetupState {
  readonly step: SetupStep
  readonly typed: string
  /** whether what is typed can be read */
  readonly shown: boolean
  readonly busy: boolean
  readonly said: Said | null
}

export interface Made {
  readonly passphrase: string
  /** 15 bytes, wiped once they are kept */
  readonly kit: Uint8Array
}

/** Why a member sets up passphrase and kit, and what becomes of them. */
export interface SetupTask {
  /** `forget`: both stay, and every passkey goes */
  readonly kind: 'join' | 'lost' | 'passphrase' | 'kit' | 'forget'
  /** `lost`: the kit with which the member came in; it stays good */
  readonly kit?: Uint8Array
  /** what somebody who guesses would try first */
  readonly known: readonly string[]
  /** `kit`, `forget`: whether it is the present passphrase. @throws MitosError `login-refused` where it is not */
  check?(passphrase: string): Promise<void>
  /** keeps both; throws where it could not, and may be asked again */
  save(made: Made): Promise<void>
  /** the words for what `check` and `save` throw */
  why(error: unknown): Said
}

export type Setup = ReturnType<typeof createSetup>

const START: SetupState = { step: 'words', typed: '', shown: false, busy: false, said: null }

/** What is wrong with a kit as it was typed. @param error of `readKit` */
export const kitWords = (error: unknown, typed: string): Said =>
  codeOf(error) === 'kit-length'
    ? { key: 'kit.length', values: { n: [...typed.replace(/[\s\p{Pd}]/gu, '')].length } }
    : { key: 'kit.typo' }

/** Passphrase and kit, one step after another. Nothing of it counts before the member has typed it back. */
export function createSetup(crypto: MemberCrypto, task: SetupTask) {
  const state: Signal<SetupState> = signal({
    ...START,
    step: task.kind === 'kit' || task.kind === 'forget' ? 'current' : 'words',
  })
  let words = newPassphrase(crypto)
  let passphrase = ''
  let kit: Uint8Array | null = task.kit ?? null
  const go = (step: SetupStep): void => void (state.value = { ...START, step })
  const tell = (said: Said): void => void (state.value = { ...state.value, busy: false, said })

  /** A passphrase is there: what is missing of the kit. */
  const afterPassphrase = async (): Promise<void> => {
    if (kit) await save()
    else if (task.kind === 'passphrase') go('keep')
    else newKit()
  }
  function newKit(): void {
    kit ??= makeKit(crypto)
    go('kit')
  }

  /** What was typed as a kit, or undefined, with words for what is wrong. */
  function typedKit(): Uint8Array | undefined {
    const { typed } = state.value
    try {
      return readKit(crypto, typed)
    } catch (error) {
      tell(kitWords(error, typed))
      return undefined
    }
  }

  async function save(): Promise<void> {
    state.value = { ...START, step: 'save', busy: true }
    try {
      await task.save({ passphrase, kit: kit! })
      clear()
    } catch (error) {
      tell(task.why(error))
    }
  }

  async function next(): Promise<void> {
    const { step, typed, busy } = state.value
    if (busy) return
    switch (step) {
      case 'current':
        return check(typed)
      case 'words':
        passphrase = words
        return go('prove')
      case 'own':
        if (judge(typed, task.known) !== 'good') return tell({ key: 'own.refused' })
        passphrase = typed
        return go('prove')
      case 'prove':
        if (typed.normalize('NFKC') !== passphrase.normalize('NFKC')) return tell({ key: 'prove.other' })
        return afterPassphrase()
      case 'keep':
        kit = typedKit() ?? null
        return kit ? save() : undefined
      case 'kit':
        return go('copied')
      case 'copied': {
        const read = typedKit()
        if (!read) return undefined
        return sameBytes(read, kit!) ? save() : tell({ key: 'kit.other' })
      }
      case 'save':
        return save()
    }
  }

  async function check(typed: string): Promise<void> {
    state.value = { ...state.value, busy: true, said: null }
    try {
      await task.check!(typed)
      passphrase = typed
      if (task.kind === 'forget') go('keep')
      else newKit()
    } catch (error) {
      tell(codeOf(error) === 'login-refused' ? { key: 'current.wrong' } : task.why(error))
    }
  }

  function clear(): void {
    wipe(kit ?? undefined)
    ;[words, passphrase, kit] = ['', '', null]
    state.value = { ...state.value, typed: '' }
  }

  return {
    kind: task.kind,
    state,
    next,
    newKit,
    /** six words, with a space between them */
    words: () => words,
    /** 13 groups of two, or '' where there is none */
    kit: () => (kit ? writeKit(crypto, kit) : ''),
    judged: () => judge(state.value.typed, task.known),
    type: (typed: string) => void (state.value = { ...state.value, typed, said: null }),
    show: () => void (state.value = { ...state.value, shown: !state.value.shown }),
    own: () => go('own'),
    otherWords() {
      words = newPassphrase(crypto)
      go('words')
    },
    /** To what was shown before it was to be typed. */
    back: () =>
      go(
        state.value.step === 'copied' ? 'kit' : state.value.step === 'prove' && passphrase !== words ? 'own' : 'words',
      ),
    /** Overwrites the kit, and lets go of the rest. */
    clear,
  }
}

import type { Answers } from '../../shared/answers.ts'
import { wipe } from '../../shared/bytes.ts'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { Setting } from '../../shared/request.ts'
import type { SealedRequest } from '../../shared/wire.ts'
import type { SealModule, Sealer } from '../seal/seal.ts'
import { type Outcome, SEND_PATIENCE, post } from './send.ts'

/** Pauses before the sealing module is asked for again: a weak connection must not end a form that has begun. */
const PAUSES = [1000, 3000]

export interface Courier {
  /** Begins to load the sealing module and to derive keys, in the background. */
  prepare(): void
  /**
   * Seals, unless sealed bytes are kept from before, and posts; undefined if it was forgotten meanwhile.
   * @throws MitosError of sealing
   */
  send(answers: Answers, setting: Setting): Promise<Outcome | undefined>
  /** Drops the sealed bytes, so that the next send seals anew with a new id. */
  unseal(): void
  /** Ends what is under way and overwrites bytes and keys. */
  forget(): void
}

interface Sources {
  load(name: string): Promise<unknown>
  readonly url: string
  readonly network: string
  /** The sealing module cannot be had. */
  broken(code: ErrorCode): void
}

export function createCourier({ load, url, network, broken }: Sources): Courier {
  let life = 0
  let coming: Promise<Sealer> | undefined
  let sealed: SealedRequest | undefined
  let flight: AbortController | undefined

  async function loadSeal(): Promise<SealModule> {
    for (let tried = 0; ; tried++)
      try {
        return (await load('seal')) as SealModule
      } catch (error) {
        if (codeOf(error) !== 'seal-unreachable' || tried >= PAUSES.length) throw error
        await new Promise((resolve) => setTimeout(resolve, PAUSES[tried]))
      }
  }

  function prepare(): Promise<Sealer> {
    if (coming) return coming
    const born = life
    const made = loadSeal().then((seal) => seal.makeSealer(network))
    coming = made
    made.then(
      (sealer) => born !== life && sealer.wipe(),
      (error: unknown) => {
        if (born !== life) return
        coming = undefined
        // Without any connection the answers stay, and Send tries again.
        if (navigator.onLine || codeOf(error) !== 'seal-unreachable') broken(codeOf(error, 'crypto-unavailable'))
      },
    )
    return made
  }

  async function send(answers: Answers, setting: Setting): Promise<Outcome | undefined> {
    const born = life
    const abort = (flight = new AbortController())
    const timer = setTimeout(() => abort.abort(), SEND_PATIENCE)
    try {
      if (!sealed) {
        const ready = await Promise.race([prepare().catch(() => undefined), aborted(abort.signal)])
        if (born !== life) return undefined
        if (!ready) return navigator.onLine ? 'refused' : 'offline'
        sealed = ready.seal(answers, setting)
      }
      const outcome = await post(fetch.bind(self), url, sealed, abort.signal, navigator.onLine)
      return born === life ? outcome : undefined
    } finally {
      clearTimeout(timer)
    }
  }

  function forget(): void {
    life++
    flight?.abort()
    wipe(sealed)
    void coming?.then(
      (sealer) => sealer.wipe(),
      () => {},
    )
    coming = sealed = flight = undefined
  }

  return {
    prepare: () => void prepare().catch(() => {}),
    send,
    unseal() {
      wipe(sealed)
      sealed = undefined
    },
    forget,
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))

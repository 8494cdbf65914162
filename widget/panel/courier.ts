import type { Answers } from '../../shared/answers.ts'
import { wipe } from '../../shared/bytes.ts'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { SealedRequest } from '../../shared/wire.ts'
import type { Chain } from '../../shared/chain.ts'
import type { LateWords, PanelContext } from '../boot/context.ts'
import type { LaterScript } from '../later/entry.ts'
import type { Place, SealModule, Sealer } from '../seal/seal.ts'
import type { Outcome } from '../seal/post.ts'

/** How long one send may take, ms; then nobody knows what became of it. */
const SEND_PATIENCE = 30_000

export interface Courier {
  /** The sealing module, with keys of its own. @throws MitosError where it cannot be had */
  sealer(): Promise<Sealer>
  /** Begins to load the sealing module and to derive keys, in the background. */
  prepare(): void
  /**
   * Seals, unless sealed bytes are kept from before, and posts; undefined if it was forgotten meanwhile.
   * @throws MitosError of sealing
   */
  send(answers: Answers, place: Place): Promise<Outcome | undefined>
  /** The return code of what was sealed; empty where nothing was. */
  code(): string
  /** Lets the sealing module work on the next id, for whoever is to read; nothing until it is there. */
  work(ngo: string): void
  /** Takes up a newer chain: from then on it is the one that is sealed by. @throws MitosError as readChain */
  believe(text: string): Promise<Chain>
  /** Drops the sealed bytes, so that the next send seals anew with a new id. */
  unseal(): void
  /** Ends what is under way and overwrites bytes and keys. */
  forget(): void
}

interface Sources {
  load(name: string): Promise<unknown>
  readonly url: string
  readonly trust: PanelContext['trust']
  /** The language in which the late words are wanted. */
  words(): string
  /** The screens after the first question, and their words, are there. */
  came(all: { readonly tag: string; readonly late: LateWords; readonly script: LaterScript }): void
  /** All that sending needs is there: the chain was checked strictly. */
  arrived(all: { readonly chain: Chain; readonly tints: SealModule['tints'] }): void
  /** Something of it cannot be had. */
  broken(code: ErrorCode): void
}

export function createCourier({ load, url, trust, words, came, arrived, broken }: Sources): Courier {
  let life = 0
  let coming: Promise<Sealer> | undefined
  /** Code, of which nothing is told: it need not come twice. */
  let screens: Promise<LaterScript> | undefined
  let sealed: SealedRequest | undefined
  let code = ''
  let flight: AbortController | undefined

  /** Three tries, and more while there is no connection at all: neither may end a form that has begun. */
  async function loadPatiently(name: string): Promise<unknown> {
    const born = life
    for (let tried = 0; ; tried++) {
      // As it was when the try began: the connection may be back before the failure is told.
      const online = navigator.onLine
      try {
        return await load(name)
      } catch (error) {
        if (!isUnreachable(error) || born !== life || (tried > 1 && online)) throw error
        await new Promise((resolve) => setTimeout(resolve, tried ? 3000 : 1000))
      }
    }
  }

  function prepare(): Promise<Sealer> {
    if (coming) return coming
    const born = life
    const tag = words()
    const list = loadPatiently(`words/${tag}`) as Promise<LateWords>
    const arriving = loadPatiently('seal') as Promise<SealModule>
    const script = (screens ??= loadPatiently('later') as Promise<LaterScript>)
    script.catch(() => (screens = undefined))
    const drawn = Promise.all([list, script]).then(([late, drawn]) => {
      if (born === life) came({ tag, late, script: drawn })
    })
    const made = Promise.all([arriving, list]).then(([seal]) => seal.makeSealer(trust))
    coming = made
    Promise.all([made, arriving, drawn]).then(
      ([sealer, { tints }]) => (born === life ? arrived({ chain: sealer.chain(), tints }) : sealer.wipe()),
      (error: unknown) => {
        if (born === life) broken(codeOf(error, 'crypto-unavailable'))
      },
    )
    return made
  }

  async function send(answers: Answers, place: Place): Promise<Outcome | undefined> {
    if (!navigator.onLine) return 'offline'
    const born = life
    const abort = (flight = new AbortController())
    const timer = setTimeout(() => abort.abort(), SEND_PATIENCE)
    try {
      const ready = await Promise.race([prepare().catch(() => undefined), aborted(abort.signal)])
      if (born !== life) return undefined
      if (!ready) return navigator.onLine ? 'refused' : 'offline'
      sealed = sealed ?? ready.seal(answers, place)
      code = ready.code()
      const outcome = await ready.post(fetch.bind(self), url, sealed, abort.signal, navigator.onLine)
      return born === life ? outcome : undefined
    } finally {
      clearTimeout(timer)
    }
  }

  async function believe(text: string): Promise<Chain> {
    return (await prepare()).believe(text)
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
    code = ''
  }

  return {
    sealer: prepare,
    prepare: () => void prepare().catch(() => {}),
    send,
    code: () => code,
    work(ngo) {
      void coming?.then((sealer) => sealer.work(ngo)).catch(() => {})
    },
    believe,
    unseal() {
      wipe(sealed)
      sealed = undefined
    },
    forget,
  }
}

const isUnreachable = (error: unknown): boolean => codeOf(error).endsWith('-unreachable')

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)))

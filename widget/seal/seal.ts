import type { Answers } from '../../shared/answers.ts'
import { fromBase64, wipe } from '../../shared/bytes.ts'
import { type Chain, readChain } from '../../shared/chain.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { argon2idLight, light } from '../../shared/crypto/light.ts'
import { sealRequest } from '../../shared/envelope.ts'
import { checkKeyIds, keyIdOf } from '../../shared/keys.ts'
import { noticeOf } from '../../shared/notice.ts'
import type { Shown } from '../../shared/answers.ts'
import { type Afterwards, type Setting, composeRequest } from '../../shared/request.ts'
import { type CodeKeys, type ReturnCode, deriveCode, makeCode } from '../../shared/returnCode.ts'
import type { Ngo } from '../../shared/roster.ts'
import type { KeyId, RequestId, SealedRequest } from '../../shared/wire.ts'
import { grind } from '../../shared/work.ts'
import type { TrustText } from '../boot/context.ts'
import { isTest } from '../panel/test.ts'
import { tints } from './color.ts'
import { createIds } from './ids.ts'
import { post } from './post.ts'

/** What a request says of where it was written, and what it showed; the roster, and so the notice, is the sealer's own. */
export type Place = Omit<Setting, 'roster' | 'rosterHash' | 'shown'> & {
  readonly shown: Omit<Shown, 'notice'> | null
  /** by hash: what was read of the NGO's notice; empty where it was asked for and did not come */
  readonly read?: Readonly<Record<string, string>> | undefined
}

/** Everything that one request needs before it can be sealed; made while the person answers. */
export interface Sealer {
  /** The chain that was checked, strictly and whole; it alone says for whom is sealed. */
  chain(): Chain
  /** Takes up a newer chain. @throws MitosError as readChain; older documents are refused */
  believe(text: string): Promise<Chain>
  /** Begins the work in the next id for this NGO's key, while the person answers; nothing waits for it. */
  work(ngo: string): void
  /**
   * Seals answers for the NGO of the place, with a new id. 8,281 bytes.
   * @param by keys of the return code that somebody came back with
   * @throws MitosError `answers-invalid` | `request-too-long` | `key-small-order` | `key-id-clash`
   */
  seal(told: Answers | Afterwards, place: Place, by?: CodeKeys): SealedRequest
  readonly post: typeof post
  /** The keys of a return code that somebody came back with; they go when this is wiped. */
  derive(code: ReturnCode): Promise<CodeKeys>
  readonly crypto: Crypto
  /** The return code, 20 digits; empty once it was wiped. */
  code(): string
  /** Overwrites the keys of all return codes, and ends the work. */
  wipe(): void
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/**
 * Checks the chain, draws a return code and derives its keys, in slices that leave the page responsive.
 * @throws MitosError as readChain
 */
export async function makeSealer({ verifier, text, pin }: TrustText): Promise<Sealer> {
  let chain = await readChain(verifier, text, pin)
  let code = makeCode(light.random) as string
  let keys: CodeKeys | undefined = await deriveCode(light, argon2idLight, code as ReturnCode, chain.roster.network)
  const derived = [keys]
  const ids = createIds(
    (keyId, isWanted) => grind(light, keyId, { now: () => performance.now(), pause, isWanted }),
    () => light.random(16) as RequestId,
  )
  const ngoOf = (id: string): Ngo => chain.roster.ngos.find((one) => one.id === id)!
  const keyIdFor = (ngo: string): KeyId => keyIdOf(light, fromBase64(ngoOf(ngo).box.key))
  return {
    chain: () => chain,
    async believe(newer) {
      chain = await readChain(verifier, newer, pin, chain)
      return chain
    },
    work(ngo) {
      if (keys) ids.begin(keyIdFor(ngo))
    },
    seal(told, place, by = keys) {
      if (!by) throw new Error('sealer was wiped')
      const { roster, rosterHash } = chain
      checkKeyIds(light, roster)
      const notice = noticeOf(ngoOf(place.ngo), place.lang)?.hash ?? null
      // What was offered; what could not be had was not.
      const shown = place.shown && { notice: place.read?.[notice ?? ''] === '' ? null : notice, ...place.shown }
      const request = composeRequest(light, told, { ...place, shown, roster, rosterHash, test: isTest() }, by)
      const id = ids.take(keyIdFor(place.ngo))
      const sealed = sealRequest(light, request, by, id)
      wipe(id)
      return sealed
    },
    post,
    code: () => code,
    async derive(typed) {
      const made = await deriveCode(light, argon2idLight, typed, chain.roster.network)
      derived.push(made)
      // Whoever typed it has gone meanwhile.
      if (!keys) made.wipe()
      return made
    },
    crypto: light,
    wipe() {
      ids.forget()
      for (const one of derived) one.wipe()
      keys = undefined
      code = ''
    },
  }
}

export { tints }

export type SealModule = { readonly makeSealer: typeof makeSealer; readonly tints: typeof tints }

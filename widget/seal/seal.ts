import type { Answers } from '../../shared/answers.ts'
import { wipe } from '../../shared/bytes.ts'
import { type Chain, readChain } from '../../shared/chain.ts'
import { argon2idLight, light } from '../../shared/crypto/light.ts'
import { sealRequest } from '../../shared/envelope.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { type Setting, composeRequest } from '../../shared/request.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../shared/returnCode.ts'
import type { RequestId, SealedRequest } from '../../shared/wire.ts'
import type { TrustText } from '../boot/context.ts'
import { tints } from './color.ts'
import { post } from './post.ts'

/** What a request says of where it was written; the roster is the sealer's own. */
export type Place = Omit<Setting, 'roster' | 'rosterHash'>

/** Everything that one request needs before it can be sealed; made while the person answers. */
export interface Sealer {
  /** The chain that was checked, strictly and whole; it alone says for whom is sealed. */
  chain(): Chain
  /** Takes up a newer chain. @throws MitosError as readChain; older documents are refused */
  believe(text: string): Promise<Chain>
  /**
   * Seals answers for the NGO of the place, with a new id. 8,281 bytes.
   * @throws MitosError `answers-invalid` | `request-too-long` | `key-small-order` | `key-id-clash`
   */
  seal(answers: Answers, place: Place): SealedRequest
  readonly post: typeof post
  /** Overwrites the return code's keys. */
  wipe(): void
}

/**
 * Checks the chain, draws a return code and derives its keys, in slices that leave the page responsive.
 * @throws MitosError as readChain
 */
export async function makeSealer({ verifier, text, pin }: TrustText): Promise<Sealer> {
  let chain = await readChain(verifier, text, pin)
  let keys: CodeKeys | undefined = await deriveCode(light, argon2idLight, makeCode(light.random), chain.roster.network)
  return {
    chain: () => chain,
    async believe(newer) {
      chain = await readChain(verifier, newer, pin, chain)
      return chain
    },
    seal(answers, place) {
      if (!keys) throw new Error('sealer was wiped')
      const { roster, rosterHash } = chain
      checkKeyIds(light, roster)
      const id = light.random(16) as RequestId
      const request = composeRequest(light, answers, { ...place, roster, rosterHash }, keys)
      const sealed = sealRequest(light, request, keys, id)
      wipe(id)
      return sealed
    },
    post,
    wipe() {
      keys?.wipe()
      keys = undefined
    },
  }
}

export { tints }

export type SealModule = { readonly makeSealer: typeof makeSealer; readonly tints: typeof tints }

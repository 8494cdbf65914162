import type { Answers } from '../../shared/answers.ts'
import { wipe } from '../../shared/bytes.ts'
import { argon2idLight, light } from '../../shared/crypto/light.ts'
import { sealRequest } from '../../shared/envelope.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { type Setting, composeRequest } from '../../shared/request.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../shared/returnCode.ts'
import type { RequestId, SealedRequest } from '../../shared/wire.ts'

/** Everything that one request needs before it can be sealed; made while the person answers. */
export interface Sealer {
  /**
   * Seals answers for the NGO of the setting, with a new id. 8,281 bytes.
   * @throws MitosError `answers-invalid` | `request-too-long` | `key-small-order` | `key-id-clash`
   */
  seal(answers: Answers, setting: Setting): SealedRequest
  /** Overwrites the return code's keys. */
  wipe(): void
}

/** Draws a return code and derives its keys, in slices that leave the page responsive. @param network base64url */
export async function makeSealer(network: string): Promise<Sealer> {
  let keys: CodeKeys | undefined = await deriveCode(light, argon2idLight, makeCode(light.random), network)
  return {
    seal(answers, setting) {
      if (!keys) throw new Error('sealer was wiped')
      checkKeyIds(light, setting.roster)
      const id = light.random(16) as RequestId
      const sealed = sealRequest(light, composeRequest(light, answers, setting, keys), keys, id)
      wipe(id)
      return sealed
    },
    wipe() {
      keys?.wipe()
      keys = undefined
    },
  }
}

export type SealModule = { readonly makeSealer: typeof makeSealer }

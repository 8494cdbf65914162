import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { MitosError, codeOf, need } from '../../shared/errors.ts'
import { readJson } from '../../shared/json.ts'
import type { Roster } from '../../shared/roster.ts'
import { network as isNetwork } from '../../shared/shape.ts'
import { outerCap, readPinned } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import { type UnlockDeps, readNetwork } from '../unlock/unlock.ts'

/** What a founder has to know of the network before they begin. */
export interface Ground {
  readonly crypto: MemberCrypto
  /** base64url of 16 bytes */
  readonly network: string
  /** undefined: none is published yet, since it needs the keys of an NGO */
  readonly roster: Roster | undefined
  /** the server's clock where it told it, else the device's; seconds UTC, never ahead of the device's */
  readonly time: number
}

/**
 * The network as its signed documents tell it; before the first roster, as its first root does.
 * @throws MitosError as `readNetwork` | `root-refused`
 */
export async function readGround(deps: UnlockDeps): Promise<Ground> {
  const device = Math.floor(deps.now() / 1000)
  try {
    const { crypto, chain } = await readNetwork(deps)
    const { roster, time } = chain
    return { crypto, network: roster.network, roster, time: Math.min(device, time ?? device) }
  } catch (error) {
    if (codeOf(error) !== 'chain-unreachable') throw error
    const { crypto } = await deps.sodium()
    return { crypto, network: await networkOfRoot(crypto, await deps.api.firstRoot()), roster: undefined, time: device }
  }
}

async function networkOfRoot(crypto: MemberCrypto, text: string): Promise<string> {
  try {
    const root = (await readPinned(crypto, readJson(utf8(text), outerCap('root')), 'root')).inner()
    need(isNetwork(root['network']))
    return root['network'] as string
  } catch (cause) {
    throw new MitosError('root-refused', cause)
  }
}

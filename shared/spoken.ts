import { type Signers, needOwn, needSigner } from './caseKey.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { BoxPair } from './envelope.ts'
import { fromBase64 } from './bytes.ts'
import { MitosError, need } from './errors.ts'
import { openBox, sealSigned } from './sealed.ts'
import { bytes, int, list, object, text } from './shape.ts'
import { utf8 } from './text.ts'
import { SEAL_SIZE } from './wire.ts'

/** So many languages a member may name. */
export const SPOKEN_MOST = 12

/** Which languages a member speaks (protocol §10): their own word, signed by them and sealed for their NGO. */
export interface Spoken {
  readonly network: string
  readonly ngo: string
  /** member id: who speaks them, and who signed it */
  readonly by: string
  /** seconds UTC */
  readonly issued: number
  /** tags (BCP 47), each once; none: they told none */
  readonly languages: readonly string[]
}

const PLAIN = 512
/** 560, however many they are */
export const SPOKEN_SIZE = PLAIN + SEAL_SIZE
const CONTEXT = utf8('mitos/spoken/v1\n')

const isRest = object({
  v: int(1, 1),
  by: bytes(16),
  issued: int(),
  languages: list(text(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/), 0, SPOKEN_MOST),
})
const isDistinct = ({ languages }: Pick<Spoken, 'languages'>): boolean => new Set(languages).size === languages.length

/**
 * @param signSeed of the member @param to the box key in force @returns 560 bytes
 * @throws MitosError `open-field`: more languages than there may be, one twice, or what is no tag; `key-small-order`
 */
export function sealSpoken(crypto: Crypto, spoken: Spoken, signSeed: Uint8Array, to: Uint8Array): Uint8Array {
  const { network, ngo, by, issued, languages } = spoken
  const value = { type: 'spoken', v: 1, network, ngo, by, issued, languages }
  need(isRest(value) && isDistinct(spoken), 'open-field')
  return sealSigned(crypto, value, CONTEXT, signSeed, PLAIN, to)
}

/**
 * Inverse of sealSpoken.
 * @param sealed base64url @param of whose it is said to be @param signers by which keys that member signs now
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `open-author` (also: another member's) |
 *   `open-signature` | `open-type` | `open-network` | `open-ngo` | `open-field`
 */
export async function openSpoken(
  crypto: Crypto,
  sealed: string,
  pair: BoxPair,
  of: Pick<Spoken, 'network' | 'ngo' | 'by'>,
  signers: Signers,
): Promise<Spoken> {
  const opened = openBox(crypto, bytesOf(sealed), pair.publicKey, pair.secret, PLAIN)
  const by = await needSigner(opened, CONTEXT, signers)
  need(by === of.by, 'open-author')
  needOwn(opened.json, { type: 'spoken', network: of.network, ngo: of.ngo })
  const spoken = opened.json as unknown as Spoken
  need(isRest(opened.json) && isDistinct(spoken), 'open-field')
  return { network: of.network, ngo: of.ngo, by, issued: spoken.issued, languages: spoken.languages }
}

function bytesOf(sealed: string): Uint8Array {
  try {
    return fromBase64(sealed, SPOKEN_SIZE)
  } catch (cause) {
    throw new MitosError('open-length', cause)
  }
}

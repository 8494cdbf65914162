import { fromBase64 } from './bytes.ts'
import { type Signers, needOwn, needSigner } from './caseKey.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { BoxPair } from './envelope.ts'
import { MitosError } from './errors.ts'
import { openBox, sealSigned } from './sealed.ts'
import { bytes, int, list, object } from './shape.ts'
import type { Team } from './team.ts'
import { cleanText, codePoints, utf8 } from './text.ts'
import { SEAL_SIZE } from './wire.ts'

/** So many lines it has at most, and so many code points a line: it is read at night, beside a card. */
export const GUIDE_LINES = 12
export const GUIDE_LINE = 160

/** What an NGO tells its own members for the worst night (protocol §10): whom to ring, what to say, who decides. */
export interface Guide {
  /** from 1 on, each one more than the one before */
  readonly version: number
  /** seconds UTC */
  readonly issued: number
  /** member id of the coordinator who signed */
  readonly by: string
  /** none: there is no guide any more */
  readonly lines: readonly string[]
}

export interface GuideOf {
  readonly network: string
  readonly ngo: string
}

const PLAIN = 8192
/** 8,240 */
export const GUIDE_SIZE = PLAIN + SEAL_SIZE
const CONTEXT = utf8('mitos/guide/v1\n')

const isLine = (value: unknown): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  value.trim() === value &&
  cleanText(value) === value &&
  codePoints(value) <= GUIDE_LINE
const isRest = object({
  v: int(1, 1),
  by: bytes(16),
  version: int(1),
  issued: int(),
  lines: list(isLine, 0, GUIDE_LINES),
})

/** Who may sign it: who is a coordinator now, by the team and by the roster. Nobody who was one once. */
export const guideSigners =
  ({ members }: Pick<Team, 'members'>, leads: readonly string[]): Signers =>
  (id) =>
    members.filter((one) => one.id === id && one.role === 'lead' && leads.includes(one.sign)).map(({ sign }) => sign)

/**
 * @param by the coordinator @param to the box key in force @returns 8,240 bytes, however much is written
 * @throws MitosError `open-field`: more lines, or longer ones, than there may be; `key-small-order`
 */
export function sealGuide(
  crypto: Crypto,
  of: GuideOf & Omit<Guide, 'by'>,
  by: { readonly id: string; readonly signSeed: Uint8Array },
  to: Uint8Array,
): Uint8Array {
  const { network, ngo, version, issued, lines } = of
  const value = { type: 'guide', v: 1, network, ngo, by: by.id, version, issued, lines }
  if (!isRest(value)) throw new MitosError('open-field')
  return sealSigned(crypto, value, CONTEXT, by.signSeed, PLAIN, to)
}

/**
 * Inverse of sealGuide.
 * @param sealed base64url @param signers of `guideSigners`
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `open-author` | `open-signature` |
 *   `open-type` | `open-network` | `open-ngo` | `open-field`: the first step that fails
 */
export async function openGuide(
  crypto: Crypto,
  sealed: string,
  pair: BoxPair,
  { network, ngo }: GuideOf,
  signers: Signers,
): Promise<Guide> {
  const opened = openBox(crypto, bytesOf(sealed), pair.publicKey, pair.secret, PLAIN)
  const by = await needSigner(opened, CONTEXT, signers)
  needOwn(opened.json, { type: 'guide', network, ngo })
  if (!isRest(opened.json)) throw new MitosError('open-field')
  const { version, issued, lines } = opened.json as unknown as Guide
  return { version, issued, by, lines }
}

function bytesOf(sealed: string): Uint8Array {
  try {
    return fromBase64(sealed, GUIDE_SIZE)
  } catch (cause) {
    throw new MitosError('open-length', cause)
  }
}

/** What stands in a field, as lines; empty ones are left out. */
export const guideLines = (typed: string): readonly string[] =>
  cleanText(typed, true)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

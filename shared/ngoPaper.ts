import { fromBase64 } from './bytes.ts'
import { type Signers, needOwn, needSigner } from './caseKey.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { BoxPair } from './envelope.ts'
import { MitosError } from './errors.ts'
import { openBox, sealSigned } from './sealed.ts'
import { type Check, bytes, int, object } from './shape.ts'
import type { Team } from './team.ts'
import { utf8 } from './text.ts'
import { SEAL_SIZE } from './wire.ts'

/** What the coordinators of an NGO write for its members, sealed and signed (protocol §10): the house guide, the interpreters. */
export interface NgoPaper {
  /** from 1 on, each one more than the one before */
  readonly version: number
  /** seconds UTC */
  readonly issued: number
  /** member id of the coordinator who signed */
  readonly by: string
}

export interface PaperOf {
  readonly network: string
  readonly ngo: string
}

/** What sets one of them apart: its own names, and how long it is however much is written. */
export interface PaperKind<B extends object> {
  readonly type: 'guide' | 'interpreters'
  /** bytes of the plaintext; 48 more when it is sealed */
  readonly plain: number
  readonly body: Readonly<Record<keyof B & string, Check>>
}

export const paperSize = ({ plain }: PaperKind<object>): number => plain + SEAL_SIZE
const contextOf = ({ type }: PaperKind<object>): Uint8Array => utf8(`mitos/${type}/v1\n`)
const shapeOf = ({ body }: PaperKind<object>): Check =>
  object({ v: int(1, 1), by: bytes(16), version: int(1), issued: int(), ...body })

/** Who may sign one: who is a coordinator now, by the team and by the roster. Nobody who was one once. */
export const paperSigners =
  ({ members }: Pick<Team, 'members'>, leads: readonly string[]): Signers =>
  (id) =>
    members.filter((one) => one.id === id && one.role === 'lead' && leads.includes(one.sign)).map(({ sign }) => sign)

/**
 * @param by the coordinator @param to the box key in force @returns of one length, however much is written
 * @throws MitosError `open-field`: more than there may be; `key-small-order`
 */
export function sealPaper<B extends object>(
  crypto: Crypto,
  kind: PaperKind<B>,
  { network, ngo, version, issued }: PaperOf & Omit<NgoPaper, 'by'>,
  body: B,
  by: { readonly id: string; readonly signSeed: Uint8Array },
  to: Uint8Array,
): Uint8Array {
  const value = { type: kind.type, v: 1, network, ngo, by: by.id, version, issued, ...body }
  if (!shapeOf(kind)(value)) throw new MitosError('open-field')
  return sealSigned(crypto, value, contextOf(kind), by.signSeed, kind.plain, to)
}

/**
 * Inverse of sealPaper.
 * @param sealed base64url @param signers of `paperSigners`
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `open-author` | `open-signature` |
 *   `open-type` | `open-network` | `open-ngo` | `open-field`: the first step that fails
 */
export async function openPaper<B extends object>(
  crypto: Crypto,
  kind: PaperKind<B>,
  sealed: string,
  pair: BoxPair,
  { network, ngo }: PaperOf,
  signers: Signers,
): Promise<NgoPaper & B> {
  const opened = openBox(crypto, bytesOf(sealed, paperSize(kind)), pair.publicKey, pair.secret, kind.plain)
  const by = await needSigner(opened, contextOf(kind), signers)
  needOwn(opened.json, { type: kind.type, network, ngo })
  if (!shapeOf(kind)(opened.json)) throw new MitosError('open-field')
  const { version, issued, ...all } = opened.json as unknown as NgoPaper & B
  const body = Object.fromEntries(Object.keys(kind.body).map((name) => [name, (all as Record<string, unknown>)[name]]))
  return { version, issued, by, ...(body as B) }
}

function bytesOf(sealed: string, size: number): Uint8Array {
  try {
    return fromBase64(sealed, size)
  } catch (cause) {
    throw new MitosError('open-length', cause)
  }
}

import { type SecretKey, fromBase64, toBase64 } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { BoxPair } from './envelope.ts'
import { MitosError } from './errors.ts'
import { type OpenedBox, openBox, sealSigned } from './sealed.ts'
import { bytes, int, key, object } from './shape.ts'
import type { Team } from './team.ts'
import { utf8 } from './text.ts'
import { SEAL_SIZE } from './wire.ts'

/** Whose case it is: ids as the documents spell them, `case` base64url of 16 random bytes that a member's browser made. */
export interface CaseOf {
  readonly network: string
  readonly ngo: string
  readonly case: string
}

/** The key of one case, under which all its events lie; whoever destroys its last record has shredded the case. */
export interface CaseKey extends CaseOf {
  readonly key: SecretKey
  /** member id of whoever sealed this record */
  readonly by: string
}

/** Sign keys (base64url of 32 bytes) that a member had in any team that is known; none: nobody of this NGO. */
export type Signers = (member: string) => readonly string[]

/** A member who left signs nothing new, but what they signed stays theirs: so every team counts, not only the last. */
export function signersIn(teams: readonly Pick<Team, 'members'>[]): Signers {
  const keys = new Map<string, Set<string>>()
  for (const { members } of teams)
    for (const { id, sign } of members) keys.set(id, (keys.get(id) ?? new Set()).add(sign))
  return (member) => [...(keys.get(member) ?? [])]
}

const PLAIN = 512
/** 560 */
export const CASE_KEY_SIZE = PLAIN + SEAL_SIZE
const CONTEXT = utf8('mitos/case-key/v1\n')
const isRest = object({ v: int(1, 1), key })
const isId = bytes(16)

/** @throws MitosError `open-type` | `open-network` | `open-ngo` | `open-case`: the first that is not as it must be */
export function needOwn(json: object, own: Partial<CaseOf> & { readonly type: string }): void {
  for (const name of ['type', 'network', 'ngo', 'case'] as const)
    if (own[name] !== undefined && (json as Record<string, unknown>)[name] !== own[name])
      throw new MitosError(`open-${name}`)
}

/**
 * The member who signed, of those whom a team names.
 * @throws MitosError `open-author`: nobody of the NGO; `open-signature`: not by them
 */
export async function needSigner(
  opened: Pick<OpenedBox, 'json' | 'signedBy'>,
  context: Uint8Array,
  signers: Signers,
): Promise<string> {
  const by = opened.json['by']
  const keys = isId(by) ? signers(by as string) : []
  if (!keys.length) throw new MitosError('open-author')
  for (const one of keys) if (await opened.signedBy(fromBase64(one, 32), context)) return by as string
  throw new MitosError('open-signature')
}

/**
 * Writes the record of a case's key for one generation (protocol §13): to begin with, and again for each later generation.
 * @param by the member who seals @param to the box key of the generation @returns 560 bytes
 * @throws MitosError `key-small-order`
 */
export function sealCaseKey(
  crypto: Crypto,
  of: CaseOf & { readonly key: Uint8Array },
  by: { readonly id: string; readonly signSeed: Uint8Array },
  to: Uint8Array,
): Uint8Array {
  const value = {
    type: 'case-key',
    v: 1,
    network: of.network,
    ngo: of.ngo,
    case: of.case,
    key: toBase64(of.key),
    by: by.id,
  }
  return sealSigned(crypto, value, CONTEXT, by.signSeed, PLAIN, to)
}

/**
 * Inverse of sealCaseKey.
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `open-author` | `open-signature` |
 *   `open-type` | `open-network` | `open-ngo` | `open-case`: the first step that fails
 */
export async function openCaseKey(
  crypto: Crypto,
  sealed: Uint8Array,
  pair: BoxPair,
  of: CaseOf,
  signers: Signers,
): Promise<CaseKey> {
  if (sealed.length !== CASE_KEY_SIZE) throw new MitosError('open-length')
  const opened = openBox(crypto, sealed, pair.publicKey, pair.secret, PLAIN)
  const by = await needSigner(opened, CONTEXT, signers)
  needOwn(opened.json, { type: 'case-key', network: of.network, ngo: of.ngo, case: of.case })
  if (!isRest(opened.json)) throw new MitosError('open-json')
  return {
    network: of.network,
    ngo: of.ngo,
    case: of.case,
    key: fromBase64(opened.json['key'] as string, 32) as SecretKey,
    by,
  }
}

/**
 * The same key for another generation's box key, signed by whoever does it.
 * @throws MitosError as `openCaseKey` and `sealCaseKey`
 */
export async function resealCaseKey(
  crypto: Crypto,
  sealed: Uint8Array,
  pair: BoxPair,
  of: CaseOf,
  signers: Signers,
  by: { readonly id: string; readonly signSeed: Uint8Array },
  to: Uint8Array,
): Promise<Uint8Array> {
  const opened = await openCaseKey(crypto, sealed, pair, of, signers)
  try {
    return sealCaseKey(crypto, opened, by, to)
  } finally {
    opened.key.fill(0)
  }
}

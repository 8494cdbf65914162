import { fromBase64 } from './bytes.ts'
import type { Crypto, Verifier } from './crypto/crypto.ts'
import { isBoxKey } from './crypto/x25519.ts'
import { need } from './errors.ts'
import { areSignKeys } from './root.ts'
import type { BoxKeys, Ngo } from './roster.ts'
import { int, is, key, label, list, network, ngoId, object } from './shape.ts'
import { readSheetFile, sheetFileWords, writeSheetFile } from './sheetFile.ts'

/**
 * What a coordinator sends to the keeper when the keys of their NGO are to change, or the NGO is new: a file, over any way. All
 * of it is public. It says what the keys shall be, not what changes, so that the same sheet twice does the same as once.
 */
export interface KeySheet extends Pick<Ngo, 'name' | 'signKeys' | 'leads' | 'teamMin'> {
  readonly type: 'key-sheet'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  /** seconds UTC */
  readonly issued: number
  readonly box: BoxKeys
  readonly spare: BoxKeys
  /** public keys of this NGO that shall count nowhere any more, beside those that the roster revokes already */
  readonly revoked: readonly string[]
}

/** The most bytes of the file. */
export const KEY_SHEET_CAP = 32 << 10

const boxKeys = object({ generation: int(1), key, sign: key })
const isKeySheet = object({
  type: is('key-sheet'),
  v: is(1),
  network,
  ngo: ngoId,
  issued: int(),
  name: label,
  box: boxKeys,
  spare: boxKeys,
  signKeys: list(object({ key, until: int() }), 0, 60),
  leads: list(key, 1, 16),
  teamMin: int(1),
  revoked: list(key, 0, 200),
})

/** @param seed of a coordinator's sign key, 32 bytes @returns the file's text */
export const writeKeySheet = (
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  sheet: KeySheet,
  seed: Uint8Array,
): string => writeSheetFile(crypto, 'key-sheet', sheet, seed)

export interface OpenedKeySheet {
  readonly sheet: KeySheet
  /** keys whose signatures hold: whether one is a coordinator's, the roster says. At least one. */
  readonly signers: readonly string[]
  /** six words, to be compared by voice with those on the coordinator's screen */
  readonly words: readonly string[]
}

/**
 * Reads a key sheet. A signature that does not hold is not passed over: nobody but its coordinator signs one.
 * @param file its bytes; a line's end at the end is allowed, since editors and mail programs add one
 * @throws MitosError `json-…` | `document-shape` | `document-signature`
 */
export async function readKeySheet(
  crypto: Pick<Crypto, 'blake2b'> & Verifier,
  file: Uint8Array,
): Promise<OpenedKeySheet> {
  const { json, signed, signers } = await readSheetFile(crypto, 'key-sheet', file, KEY_SHEET_CAP)
  need(isKeySheet(json) && keysHold(crypto, json as unknown as KeySheet), 'document-shape')
  return { sheet: json as unknown as KeySheet, signers, words: keySheetWords(crypto, signed) }
}

/** @param signed the `signed` of its file */
export const keySheetWords = (crypto: Pick<Crypto, 'blake2b'>, signed: string): readonly string[] =>
  sheetFileWords(crypto, 'key-sheet', signed)

/** As a roster asks it of all keys that it names (protocol §1, §4). */
function keysHold(verifier: Verifier, { box, spare, signKeys, leads }: KeySheet): boolean {
  const boxes = [box.key, spare.key]
  const sign = [box.sign, spare.sign, ...signKeys.map((old) => old.key), ...leads]
  return (
    spare.generation > box.generation &&
    new Set([...boxes, ...sign]).size === boxes.length + sign.length &&
    areSignKeys(verifier, sign) &&
    boxes.every((one) => isBoxKey(fromBase64(one)))
  )
}

import { fromBase64, join, toBase64 } from './bytes.ts'
import type { Crypto, Verifier } from './crypto/crypto.ts'
import { need } from './errors.ts'
import { type Json, readJson } from './json.ts'
import { bytes, key, list, object } from './shape.ts'
import type { SignedDocument } from './signed.ts'
import { sixWordsOf } from './sixWords.ts'
import { utf8 } from './text.ts'

/**
 * The file in which a coordinator sends something to the keeper over any way (protocol §11): JSON, signed with their sign key, of
 * which six words are compared by voice. Nothing in it is secret.
 */
export type SheetKind = 'key-sheet' | 'notices'

const isFile = object({
  signed: (value) => typeof value === 'string',
  signatures: list(object({ key, sig: bytes(64) }), 1, 16),
})

const signedBytes = (kind: SheetKind, inner: Uint8Array): Uint8Array => join(utf8(`mitos/${kind}/v1\n`), inner)

/** @param seed of a coordinator's sign key, 32 bytes @returns the file's text */
export function writeSheetFile(
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  kind: SheetKind,
  sheet: object,
  seed: Uint8Array,
): string {
  const signed = JSON.stringify(sheet)
  const sig = toBase64(crypto.sign(signedBytes(kind, utf8(signed)), seed))
  const file: SignedDocument = { signed, signatures: [{ key: toBase64(crypto.signPublicKey(seed)), sig }] }
  return JSON.stringify(file)
}

/**
 * Reads such a file; what is in it its own reader judges. A signature that does not hold is not passed over: nobody but its
 * coordinator signs one.
 * @param file its bytes; a line's end at the end is allowed, since editors and mail programs add one
 * @param cap the most bytes of what is signed
 * @returns `signers`: keys whose signatures hold, at least one
 * @throws MitosError `json-…` | `document-shape` | `document-signature`
 */
export async function readSheetFile(
  crypto: Verifier,
  kind: SheetKind,
  file: Uint8Array,
  cap: number,
): Promise<{ readonly json: Json; readonly signed: string; readonly signers: readonly string[] }> {
  const value = readJson(withoutLineEnd(file), 2 * cap)
  need(isFile(value), 'document-shape')
  const { signed, signatures } = value as unknown as SignedDocument
  const plain: SignedDocument = { signed, signatures: signatures.map(({ key: by, sig }) => ({ key: by, sig })) }
  need(JSON.stringify(value) === JSON.stringify(plain), 'document-shape')
  const inner = utf8(signed)
  for (const one of signatures)
    need(
      await crypto.verify(fromBase64(one.key, 32), signedBytes(kind, inner), fromBase64(one.sig, 64)),
      'document-signature',
    )
  return { json: readJson(inner, cap), signed, signers: signatures.map((one) => one.key) }
}

/** @param signed the `signed` of its file */
export const sheetFileWords = (crypto: Pick<Crypto, 'blake2b'>, kind: SheetKind, signed: string): readonly string[] =>
  sixWordsOf(crypto.blake2b(join(utf8(`mitos/${kind}-words/v1\n`), utf8(signed)), 32))

const withoutLineEnd = (file: Uint8Array): Uint8Array => {
  let end = file.length
  while (end > 0 && (file[end - 1] === 0x0a || file[end - 1] === 0x0d)) end--
  return file.subarray(0, end)
}

import type { Crypto, Verifier } from './crypto/crypto.ts'
import { need } from './errors.ts'
import { dictionary, int, is, key, network, ngoId, object } from './shape.ts'
import { readSheetFile, sheetFileWords, writeSheetFile } from './sheetFile.ts'

/**
 * What a coordinator sends to the keeper once they put notices on the server (protocol §15): their hashes. Languages that it does
 * not name stay as the roster has them, so that two coordinators may each send some.
 */
export interface NoticeSheet {
  readonly type: 'notices'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  /** seconds UTC */
  readonly issued: number
  /** by language, the hash of a notice's file, base64url; at least one */
  readonly notices: Readonly<Record<string, string>>
}

/** The most bytes of what is signed. */
export const NOTICE_SHEET_CAP = 8 << 10

const isNoticeSheet = object({
  type: is('notices'),
  v: is(1),
  network,
  ngo: ngoId,
  issued: int(),
  notices: dictionary(/^[A-Za-z0-9-]{2,20}$/, key),
})

/** @param seed of a coordinator's sign key, 32 bytes */
export function writeNoticeSheet(
  crypto: Pick<Crypto, 'blake2b' | 'sign' | 'signPublicKey'>,
  sheet: NoticeSheet,
  seed: Uint8Array,
): { readonly text: string; readonly words: readonly string[] } {
  return {
    text: writeSheetFile(crypto, 'notices', sheet, seed),
    words: sheetFileWords(crypto, 'notices', JSON.stringify(sheet)),
  }
}

export interface OpenedNoticeSheet {
  readonly sheet: NoticeSheet
  /** keys whose signatures hold: whether one is a coordinator's, the roster says. At least one. */
  readonly signers: readonly string[]
  /** six words, to be compared by voice with those on the coordinator's screen */
  readonly words: readonly string[]
}

/** @throws MitosError `json-…` | `document-shape` | `document-signature` */
export async function readNoticeSheet(
  crypto: Pick<Crypto, 'blake2b'> & Verifier,
  file: Uint8Array,
): Promise<OpenedNoticeSheet> {
  const { json, signed, signers } = await readSheetFile(crypto, 'notices', file, NOTICE_SHEET_CAP)
  need(isNoticeSheet(json), 'document-shape')
  const sheet = json as unknown as NoticeSheet
  need(Object.keys(sheet.notices).length, 'document-shape')
  return { sheet, signers, words: sheetFileWords(crypto, 'notices', signed) }
}

import * as v from 'valibot'
import { fromBase64, sameBytes } from '../../shared/bytes.ts'
import { MitosError, need } from '../../shared/errors.ts'
import { readBlobShape } from '../../shared/member.ts'
import { bytes } from './input.ts'

/** 122 bytes and 73 for each of at most 16 entries, in base64url. */
const LONGEST = Math.ceil(((122 + 16 * 73) * 4) / 3)

/** A blob, and one log-in key for each of its entries. */
export const OwnKeys = {
  blob: v.pipe(v.string(), v.maxLength(LONGEST)),
  loginKeys: v.pipe(v.array(bytes(32)), v.minLength(1), v.maxLength(16)),
}

/**
 * What can be seen of a blob without a key: its shape, and whose it says it is.
 * @param member whose it must be
 * @throws MitosError `bad-input`
 */
export function readOwnKeys(
  input: { readonly blob: string; readonly loginKeys: readonly Uint8Array[] },
  member?: Uint8Array,
): { readonly member: Uint8Array; readonly blob: Uint8Array; readonly loginKeys: readonly Uint8Array[] } {
  try {
    const blob = fromBase64(input.blob)
    const { id, kinds } = readBlobShape(blob)
    need(kinds.length === input.loginKeys.length && (!member || sameBytes(id, member)))
    return { member: id, blob, loginKeys: input.loginKeys }
  } catch (cause) {
    throw new MitosError('bad-input', cause)
  }
}

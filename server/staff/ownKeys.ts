import * as v from 'valibot'
import { fromBase64, sameBytes } from '../../shared/bytes.ts'
import { MitosError, need } from '../../shared/errors.ts'
import { entriesOf, readBlobShape } from '../../shared/member.ts'
import type { StoredMember } from '../store/store.ts'
import { bytes } from './input.ts'

/** 122 bytes and 73 for each of at most 16 entries, in base64url. */
const LONGEST = Math.ceil(((122 + 16 * 73) * 4) / 3)

const ofEntries = <T extends v.GenericSchema>(loginKey: T) => ({
  blob: v.pipe(v.string(), v.maxLength(LONGEST)),
  loginKeys: v.pipe(v.array(loginKey), v.minLength(1), v.maxLength(16)),
})

/** A blob, and one log-in key for each of its entries. */
export const OwnKeys = ofEntries(bytes(32))
/** The same of who has a blob already: null for an entry that is there as it was, and whose log-in key stays. */
export const ChangedKeys = ofEntries(v.nullable(bytes(32)))

interface Given<K> {
  readonly blob: string
  readonly loginKeys: readonly K[]
}

/**
 * What can be seen of a blob without a key: its shape, and whose it says it is.
 * @param member whose it must be
 * @throws MitosError `bad-input`
 */
export function readOwnKeys<K>(
  input: Given<K>,
  member?: Uint8Array,
): { readonly member: Uint8Array; readonly blob: Uint8Array; readonly loginKeys: readonly K[] } {
  try {
    const blob = fromBase64(input.blob)
    const { id, kinds } = readBlobShape(blob)
    need(kinds.length === input.loginKeys.length && (!member || sameBytes(id, member)))
    return { member: id, blob, loginKeys: input.loginKeys }
  } catch (cause) {
    throw new MitosError('bad-input', cause)
  }
}

/**
 * The same for a member's next blob. Where one entry stays as it was, all of the present ones must, in their places: then
 * something was added, and nothing can have been lost on the way.
 * @throws MitosError `bad-input`
 */
export function readChangedKeys(
  input: Given<Uint8Array | null>,
  before: StoredMember,
): { readonly blob: Uint8Array; readonly loginKeys: readonly Uint8Array[]; readonly adds: boolean } {
  const { blob, loginKeys } = readOwnKeys(input, before.id)
  const adds = loginKeys.includes(null)
  const given = entriesOf(blob)
  // A log-in key that is told once more counts as kept: the same request may come twice, where no answer was heard.
  const stays = (entry: Uint8Array, i: number): boolean =>
    given[i] !== undefined &&
    sameBytes(given[i], entry) &&
    sameBytes(loginKeys[i] ?? before.loginKeys[i]!, before.loginKeys[i]!)
  if (adds) need(entriesOf(before.blob).every(stays), 'bad-input')
  return {
    blob,
    adds,
    loginKeys: loginKeys.map((key, i) => {
      const kept = key ?? before.loginKeys[i]
      need(kept, 'bad-input')
      return kept
    }),
  }
}

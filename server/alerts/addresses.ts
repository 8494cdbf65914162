import { join } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { fromUtf8, utf8 } from '../../shared/text.ts'

const NONCE = 24
/** Each takes as much room, so that its length tells nothing. */
const SIZE = 1024
/** Of an address in bytes; a byte says that it begins. */
export const ADDRESS = SIZE - 1

/** As browsers check `<input type="email">`, in ASCII: nothing in it can end a line or name a second one. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(
    text,
  )

/**
 * Members' addresses as they lie on the disk: sealed with a key of the server's secret, which is in no backup. Who has the
 * database alone learns how many ways of which kind a member has, and no address.
 */
export class Addresses {
  readonly #crypto: MemberCrypto
  readonly #key: Uint8Array

  /** @param key 32 bytes of the server's secret */
  constructor(crypto: MemberCrypto, key: Uint8Array) {
    this.#crypto = crypto
    this.#key = key
  }

  /** @param way its id, to which the address is bound @param address at most `ADDRESS` bytes */
  seal(way: Uint8Array, address: string): Uint8Array {
    const plain = new Uint8Array(SIZE)
    const text = utf8(address)
    plain.set([...text, 1])
    const nonce = this.#crypto.random(NONCE)
    return join(nonce, this.#crypto.aeadSeal(plain, way, nonce, this.#key))
  }

  /** Undefined where it was sealed with another secret. */
  open(way: Uint8Array, sealed: Uint8Array): string | undefined {
    const plain = this.#crypto.aeadOpen(sealed.slice(NONCE), way, sealed.slice(0, NONCE), this.#key)
    return plain && fromUtf8(plain.subarray(0, plain.lastIndexOf(1)))
  }
}

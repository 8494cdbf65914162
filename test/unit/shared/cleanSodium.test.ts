import lib from 'libsodium-wrappers-sumo'
import { beforeAll, expect, it } from 'vitest'
import { type SumoSodium, sumoSodium } from '../../../shared/crypto/sumo.ts'
import { type SecretKey, toHex } from '../../../shared/bytes.ts'
import { utf8 } from '../../../shared/text.ts'

let sodium: SumoSodium
beforeAll(async () => void (sodium = await sumoSodium()))

const secret = new Uint8Array(32).map((_, i) => 7 * i + 3)
const seed = new Uint8Array(32).map((_, i) => 11 * i + 5)
const text = 'she asks to be called on +30 690 123 4567'
const passphrase = utf8('correct horse battery staple')
const options = { passes: 1, memory: 64 * 1024, length: 32 }

/** What a member's browser does with keys and texts; each tells what comes out. */
const works: Readonly<Record<string, () => Promise<Uint8Array> | Uint8Array>> = {
  wrap: () => sodium.argon2id(passphrase, new Uint8Array(16), options),
  open() {
    const { crypto } = sodium
    const publicKey = crypto.boxPublicKey(secret as SecretKey)
    return crypto.open(crypto.seal(utf8(text), publicKey), publicKey, secret as SecretKey)!
  },
  sign: () => sodium.crypto.sign(utf8(text), seed),
  aead: () => sodium.crypto.aeadSeal(utf8(text), utf8('case'), new Uint8Array(24), secret),
}

const left = (): readonly string[] => {
  const memory = Buffer.from(
    (lib as unknown as { libsodium: { HEAPU8: { buffer: ArrayBuffer } } }).libsodium.HEAPU8.buffer,
  )
  return Object.entries({ secret, seed, text: utf8(text) }).flatMap(([name, bytes]) =>
    memory.includes(Buffer.from(bytes)) ? [name] : [],
  )
}

it.each(Object.keys(works))(
  'libsodium keeps what it was given, until it is cleaned; and works as before: %s',
  async (name) => {
    const before = toHex(await works[name]!())
    if (name !== 'wrap') expect(left()).not.toEqual([])
    sodium.clean()
    expect(left()).toEqual([])
    expect(toHex(await works[name]!())).toBe(before)
    for (let n = 0; n < 20; n++) await works['open']!()
    expect(left()).not.toEqual([])
    sodium.clean()
    expect(left()).toEqual([])
  },
)

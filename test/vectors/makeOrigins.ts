import { createHash } from 'node:crypto'
import { join, toBase64 } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { utf8 } from '../../shared/text.ts'
import { stageOf } from './makeReferrals.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

/** Referrals that name the request they come from, and what of it is no origin. */
export function originVectors(crypto: Crypto) {
  const { json, only, body, vector, bad, frame } = stageOf(crypto)
  const of = (keyId: Uint8Array, id: Uint8Array): string => {
    const hashed = createHash('sha256')
      .update(join(utf8('mitos/taken-back/v1\n'), keyId, id))
      .digest()
    return toBase64(join(keyId, hashed))
  }
  const [keyId, id] = [filled(8, 70), filled(16, 71)]
  const origin = of(keyId, id)
  return {
    ...frame,
    origins: [
      { keyId: toBase64(keyId), id: toBase64(id), origin },
      { keyId: toBase64(id.slice(8)), id: toBase64(filled(16, 70)), origin: of(id.slice(8), filled(16, 70)) },
    ],
    referrals: [
      vector('with its origin', body({ ...json, origin }), 'ok'),
      vector('with its origin, and area alone', body(only(['area'], { answers: { for: 'self' }, origin })), 'ok'),
      vector('without one', body(json), 'ok'),
      bad('an origin without the key id', { ...json, origin: toBase64(filled(32, 72)) }),
      bad('an origin of 39 bytes', { ...json, origin: toBase64(filled(39, 72)) }),
      bad('an origin of 41 bytes', { ...json, origin: toBase64(filled(41, 72)) }),
      bad('an origin with stray bits', { ...json, origin: origin.slice(0, -1) + '_' }),
      bad('an origin in another alphabet', { ...json, origin: '+' + origin.slice(1) }),
      bad('an empty origin', { ...json, origin: '' }),
      bad('an origin that is null', { ...json, origin: null }),
      bad('an origin that is a number', { ...json, origin: 7 }),
      bad('two origins', { ...json, origin: [origin, origin] }),
    ],
  }
}

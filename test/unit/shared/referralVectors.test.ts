import { expect, it } from 'vitest'
import { type SecretKey, fromBase64, join } from '../../../shared/bytes.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { openReferral } from '../../../shared/referral.ts'
import type { Roster } from '../../../shared/roster.ts'
import { originOf } from '../../../shared/takenBack.ts'
import { originVectors, referralVectors } from '../../support/vectors.ts'

const crypto = await standardSodium()

for (const [file, vectors] of Object.entries({ referralVectors, originVectors })) {
  const { network, ngo, secret, ngos, revoked } = vectors
  const own = fromBase64(secret) as SecretKey
  const roster = {
    network,
    revoked,
    ngos: ngos.map(({ id, sign, signKeys }: any) => ({ id, box: { sign }, signKeys })),
  } as Roster

  it.each(vectors.referrals as any[])(`${file}: $name: $expect`, async ({ body, now, expect: wanted }) => {
    const keys = [{ secret: own, publicKey: crypto.boxPublicKey(own) }]
    const outcome = await openReferral(crypto, fromBase64(body), { ngo, keys, roster, now }).then(() => 'ok', codeOf)
    expect(outcome).toBe(wanted)
  })
}

it.each(originVectors.origins as any[])('the origin $origin', async ({ keyId, id, origin }) => {
  const header = join(Uint8Array.of(1), fromBase64(id), fromBase64(keyId), new Uint8Array(16).fill(9))
  expect(await originOf(crypto, header)).toBe(origin)
})

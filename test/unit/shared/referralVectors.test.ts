import { expect, it } from 'vitest'
import { type SecretKey, fromBase64 } from '../../../shared/bytes.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { openReferral } from '../../../shared/referral.ts'
import type { Roster } from '../../../shared/roster.ts'
import { referralVectors } from '../../support/vectors.ts'

const crypto = await standardSodium()
const { network, ngo, secret, ngos, revoked } = referralVectors
const own = fromBase64(secret) as SecretKey
const roster = {
  network,
  revoked,
  ngos: ngos.map(({ id, sign, signKeys }: any) => ({ id, box: { sign }, signKeys })),
} as Roster

it.each(referralVectors.referrals as any[])('a referral, $name: $expect', async ({ body, now, expect: wanted }) => {
  const keys = [{ secret: own, publicKey: crypto.boxPublicKey(own) }]
  const outcome = await openReferral(crypto, fromBase64(body), { ngo, keys, roster, now }).then(() => 'ok', codeOf)
  expect(outcome).toBe(wanted)
})

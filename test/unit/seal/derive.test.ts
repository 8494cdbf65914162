import { expect, it, vi } from 'vitest'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { makeCode } from '../../../shared/returnCode.ts'
import { makeSealer } from '../../../widget/seal/seal.ts'
import { makeChain } from '../shared/network.ts'

// What takes seconds is tried by the vectors.
vi.mock('../../../shared/crypto/light.ts', async (original) => ({
  ...(await original<typeof import('../../../shared/crypto/light.ts')>()),
  argon2idLight: async () => new Uint8Array(32).fill(7),
}))

it('R10 a wipe overwrites the keys of every number, also of one that was still being derived', async () => {
  const { text, pin } = await makeChain(await standardSodium())
  const sealer = await makeSealer({ verifier: light, text, pin })
  expect(sealer.code()).toMatch(/^\d{20}$/)
  const keys = await sealer.derive(makeCode(light.random))
  expect(keys.authorSeed.some(Boolean)).toBe(true)
  const coming = sealer.derive(makeCode(light.random))
  sealer.wipe()
  for (const one of [keys, await coming])
    for (const secret of [one.authorSeed, one.replySecret, one.proof, one.token])
      expect(secret.some(Boolean)).toBe(false)
  expect(sealer.code()).toBe('')
})

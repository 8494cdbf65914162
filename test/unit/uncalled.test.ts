import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import nacl from 'tweetnacl'
import { expect, it } from 'vitest'
import { withoutUncalled } from '../../build/uncalled.ts'

const source = readFileSync('node_modules/tweetnacl/nacl-fast.js', 'utf8')

it('takes out of tweetnacl only what nobody calls, and changes no line of the rest', () => {
  const kept = withoutUncalled(source)
  const lines = new Set(source.split('\n'))
  expect(kept.split('\n').filter((line) => !lines.has(line))).toEqual([])
  expect(kept).not.toMatch(/nacl\.(lowlevel|sign\.open|hash|verify)\b|detached\.verify/)
  const light = readFileSync('shared/crypto/light.ts', 'utf8')
  for (const [called] of light.matchAll(/nacl(\.\w+)+/g)) expect(kept, called).toContain(`${called} = function`)
})

it('seals, opens and signs as it did', () => {
  const made = { exports: {} as typeof nacl }
  runInNewContext(withoutUncalled(source), { module: made, self: { crypto }, Uint8Array })
  const cut = made.exports
  const [message, nonce] = [new Uint8Array(100).fill(1), new Uint8Array(24).fill(2)]
  const [mine, theirs] = [nacl.box.keyPair(), cut.box.keyPair()]
  const sealed = cut.box(message, nonce, theirs.publicKey, mine.secretKey)
  expect(sealed).toEqual(nacl.box(message, nonce, theirs.publicKey, mine.secretKey))
  expect(cut.box.open(sealed, nonce, mine.publicKey, theirs.secretKey)).toEqual(message)
  const { secretKey } = cut.sign.keyPair.fromSeed(new Uint8Array(32).fill(3))
  expect(cut.sign.detached(message, secretKey)).toEqual(nacl.sign.detached(message, secretKey))
  expect(cut.randomBytes(16)).not.toEqual(cut.randomBytes(16))
})

it('stops the build where the package is another', () => {
  expect(() => withoutUncalled(source.replace('nacl.sign.open = ', 'nacl.sign.opened = '))).toThrow(
    'no sign.open any more',
  )
})

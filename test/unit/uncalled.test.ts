import { readFileSync } from 'node:fs'
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

it('stops the build where the package is another', () => {
  expect(() => withoutUncalled(source.replace('nacl.sign.open = ', 'nacl.sign.opened = '))).toThrow(
    'no sign.open any more',
  )
})

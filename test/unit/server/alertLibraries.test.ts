import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('The libraries by which members are called are loaded with the first call, so that a server that calls nobody has room', () => {
  const files = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = files.map((name) => readFileSync(join('server', name), 'utf8'))
  const naming = (pattern: RegExp) => files.filter((_, i) => pattern.test(texts[i]!)).toSorted()
  expect(naming(/await import\('(nodemailer|web-push)'\)/)).toEqual(['alerts/ways/mail.ts', 'alerts/ways/push.ts'])
  expect(naming(/^import [^]*? from '(nodemailer|web-push)/m)).toEqual([])
})

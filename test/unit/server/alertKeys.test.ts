import { expect, it } from 'vitest'
import { vapidKeys } from '../../../server/alerts/ways/push.ts'
import { codeOf } from '../../../shared/errors.ts'

it('The keys by which push services know a server are the same for the same secret, and end where it is none', () => {
  const secrets = (name: string): Uint8Array => new Uint8Array(32).fill(name.length)
  expect(vapidKeys(secrets)).toEqual(vapidKeys(secrets))
  expect(Buffer.from(vapidKeys(secrets).publicKey, 'base64url')).toHaveLength(65)
  let code = ''
  try {
    vapidKeys(() => new Uint8Array(32))
  } catch (error) {
    code = codeOf(error)
  }
  expect(code).toBe('crypto-unavailable')
})

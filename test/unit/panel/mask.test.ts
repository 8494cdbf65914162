import { expect, test } from 'vitest'
import { mask } from '../../../widget/later/mask.ts'

test('R18 a number shows its last four digits', () => {
  expect(mask('call', '+30 694 000 1234')).toBe('••• ••• 1234')
  expect(mask('app', '6940001234')).toBe('••• ••• 1234')
})
test('a short one shows two, because four would be most of it', () => {
  expect(mask('sms', '123456')).toBe('••• ••• 56')
})
test('an email shows its first letter and neither name nor place', () => {
  expect(mask('email', 'katerina12345678@example.org')).toBe('k•••@•••')
})
test('a name in an app shows its first character whole', () => {
  expect(mask('app', '🍎lily')).toBe('🍎•••')
})

import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { vectors } from '../support/vectors.ts'

it('an opener in Python, which shares no code with this project, opens every good request and refuses every bad one', () => {
  const path = 'test/vectors/2026-11-24-v1.json'
  const output = execFileSync('/usr/bin/python3', ['test/vectors/open.py', path], { encoding: 'utf8' })
  const good = vectors.requests.filter((one: { expect: string }) => one.expect === 'ok').length
  expect(good).toBeGreaterThan(4)
  expect(output.trim()).toBe(`${good} opened, ${vectors.requests.length - good} refused`)
})

import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import {
  auditVectors,
  caseVectors,
  originVectors,
  passkeyVectors,
  referralVectors,
  vectors,
  workVectors,
} from '../support/vectors.ts'

const python = (path: string): string =>
  execFileSync('/usr/bin/python3', ['test/vectors/open.py', path], { encoding: 'utf8' }).trim()

it('an opener in Python, which shares no code with this project, opens every good request and refuses every bad one', () => {
  const output = python('test/vectors/2026-11-24-v1.json')
  const good = vectors.requests.filter((one: { expect: string }) => one.expect === 'ok').length
  expect(good).toBeGreaterThan(4)
  expect(output).toBe(`${good} opened, ${vectors.requests.length - good} refused`)
})

it('and it sees the work in an id as the server does', () => {
  const worked = workVectors.filter(({ expect: wanted }) => wanted).length
  expect(python('test/vectors/2026-11-26-work.json')).toBe(
    `${worked} with work, ${workVectors.length - worked} without`,
  )
})

it('and it derives what a passkey gives, and opens the blobs to which one was added', () => {
  const good = passkeyVectors.blobs.filter((one: { expect: string }) => one.expect === 'ok').length
  expect(good).toBeGreaterThan(3)
  expect(python('test/vectors/2026-11-26-passkey.json')).toBe(
    `${good} blobs opened, ${passkeyVectors.blobs.length - good} refused`,
  )
})

it('and it opens the keys and events of a case as a member does', () => {
  const all = [...caseVectors.caseKeys, ...caseVectors.caseEvents] as { expect: string }[]
  const good = all.filter((one) => one.expect === 'ok').length
  expect(python('test/vectors/2026-11-26-cases.json')).toBe(`${good} opened, ${all.length - good} refused`)
})

it('and it reads the lines of an audit, and opens what was done', () => {
  const all = auditVectors.audit as { expect: string }[]
  const good = all.filter((one) => one.expect === 'ok').length
  expect(python('test/vectors/2026-11-26-audit.json')).toBe(`${good} opened, ${all.length - good} refused`)
})

it('and it opens what one NGO hands on to another, and sees what was not to be handed on', () => {
  for (const [file, { referrals }] of [
    ['2026-11-26-referrals', referralVectors],
    ['2026-11-27-origins', originVectors],
  ] as const) {
    const all = referrals as { expect: string }[]
    const good = all.filter((one) => one.expect === 'ok').length
    expect(good).toBeGreaterThan(2)
    expect(python(`test/vectors/${file}.json`)).toBe(`${good} opened, ${all.length - good} refused`)
  }
})

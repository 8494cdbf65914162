import { describe, expect, test } from 'vitest'
import type { SealedRequest } from '../../../shared/wire.ts'
import { judgeAnswer, post } from '../../../widget/seal/post.ts'

const ADDRESS = 'https://mitos.example/api/requests'
const answer = (status: number, more = {}) => ({
  status,
  type: 'cors' as const,
  redirected: false,
  url: ADDRESS,
  ...more,
})
const body = new Uint8Array(8281) as SealedRequest
const calm = new AbortController().signal

describe('R36 "Sent" only after the server has stored it', () => {
  test('the server’s own 204, and nothing else', () => {
    expect(judgeAnswer(answer(204), ADDRESS)).toBe('sent')
    expect(judgeAnswer(answer(204, { redirected: true }), ADDRESS)).toBe('maybe')
    expect(judgeAnswer(answer(204, { type: 'opaque' }), ADDRESS)).toBe('maybe')
    expect(judgeAnswer(answer(204, { url: 'https://elsewhere.example/' }), ADDRESS)).toBe('maybe')
    for (const status of [200, 201, 202]) expect(judgeAnswer(answer(status), ADDRESS)).toBe('maybe')
  })
  test('refusals are told apart', () => {
    expect(judgeAnswer(answer(409), ADDRESS)).toBe('conflict')
    expect(judgeAnswer(answer(410), ADDRESS)).toBe('gone')
    for (const status of [400, 413, 429, 500, 503]) expect(judgeAnswer(answer(status), ADDRESS)).toBe('refused')
  })
  test('a broken connection is a maybe; without any nothing is tried', async () => {
    const broken = () => Promise.reject(new TypeError('broken'))
    expect(await post(broken, ADDRESS, body, calm, true)).toBe('maybe')
    expect(await post(broken, ADDRESS, body, calm, false)).toBe('offline')
  })
})

test('a request needs no permission first, and carries nothing but its bytes', async () => {
  let asked: RequestInit | undefined
  const heard = (_url: unknown, init?: RequestInit) => {
    asked = init
    return Promise.resolve(answer(204) as Response)
  }
  expect(await post(heard, ADDRESS, body, calm, true)).toBe('sent')
  expect(asked).toEqual({
    method: 'POST',
    body,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    redirect: 'error',
    keepalive: false,
    signal: calm,
  })
})

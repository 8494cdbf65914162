import type { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { inTurn } from '../../../server/inTurn.ts'
import { onClientError } from '../../../server/plugins/errors.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('Two thousand things at once leave others a turn after every few, and all are done, in their order', async () => {
  const done: number[] = []
  for (let i = 0; i < 2000; i++) inTurn(() => done.push(i))
  expect(done).toEqual([])
  for (let before = 0; done.length < 2000; before = done.length) {
    await turn()
    expect(done.length - before).toBeLessThanOrEqual(16)
    expect(done.length).toBeGreaterThan(before)
  }
  expect(done).toEqual(Array.from({ length: 2000 }, (_, i) => i))
})

it('What comes while others wait waits behind them, and what comes later is done too', async () => {
  const done: string[] = []
  inTurn(() => {
    done.push('first')
    inTurn(() => done.push('third'))
  })
  inTurn(() => done.push('second'))
  while (done.length < 3) await turn()
  inTurn(() => done.push('later'))
  await turn()
  await turn()
  expect(done).toEqual(['first', 'second', 'third', 'later'])
})

it('Connections that are too slow are ended in turn, all others at once', async () => {
  const ended: string[] = []
  const socket = (name: string): Socket => ({ writable: true, bytesRead: 0, destroy: () => ended.push(name) }) as never
  const error = (code: string): Error => Object.assign(new Error('of Node'), { code })
  onClientError(error('ERR_HTTP_REQUEST_TIMEOUT'), socket('slow'))
  onClientError(error('ECONNRESET'), socket('reset'))
  onClientError(error('HPE_INVALID_METHOD'), socket('no HTTP'))
  expect(ended).toEqual(['reset', 'no HTTP'])
  await turn()
  expect(ended).toEqual(['reset', 'no HTTP', 'slow'])
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MitosError } from '../../../shared/errors.ts'
import { createCourier } from '../../../widget/panel/courier.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A courier that cannot have the sealing module, waits for all else, and what came of it. */
function courierThat(fails: () => void) {
  let tries = 0
  const ended: string[] = []
  const courier = createCourier({
    async load(name) {
      if (name !== 'seal') return new Promise(() => undefined)
      tries++
      fails()
      throw new MitosError('seal-unreachable')
    },
    url: '',
    trust: {} as never,
    words: () => 'en',
    came: () => undefined,
    arrived: () => undefined,
    broken: (code) => ended.push(code),
  })
  courier.prepare()
  return { tries: () => tries, ended }
}

it('a connection that comes back while a try without it still fails ends no form', async () => {
  const device = { onLine: false }
  vi.stubGlobal('navigator', device)
  const { tries, ended } = courierThat(() => (device.onLine = true))
  for (let i = 0; i < 6; i++) {
    device.onLine = false
    await vi.advanceTimersByTimeAsync(3000)
  }
  expect(tries()).toBe(7)
  expect(ended).toEqual([])
})

it('with a connection three tries are all', async () => {
  vi.stubGlobal('navigator', { onLine: true })
  const { tries, ended } = courierThat(() => undefined)
  await vi.advanceTimersByTimeAsync(30_000)
  expect(tries()).toBe(3)
  expect(ended).toEqual(['seal-unreachable'])
})

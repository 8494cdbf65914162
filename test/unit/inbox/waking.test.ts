import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWaking, openStream } from '../../../inbox/list/stream.ts'

/** A server that says a word when it is told to. */
function wire() {
  const listeners: (() => void)[] = []
  const opened: string[] = []
  return {
    opened,
    say: () => listeners.forEach((one) => one()),
    listening: () => listeners.length,
    open: (path: string, onWord: () => void) => {
      opened.push(path)
      listeners.push(onWord)
      return () => void listeners.splice(listeners.indexOf(onWord), 1)
    },
  }
}

describe('Waiting for what changes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const done = async (what: Promise<void>): Promise<boolean> => {
    const first = await Promise.race([what.then(() => 'done'), Promise.resolve().then(() => Promise.resolve())])
    return first === 'done'
  }

  it('ends with the word, long before it would ask by itself', async () => {
    const server = wire()
    const waking = createWaking(server.open)
    waking.resume()
    const next = waking.next(10_000)
    expect(await done(next)).toBe(false)
    server.say()
    await next
    expect(server.opened).toEqual(['/api/inbox/changes'])
  })

  it('ends with its patience where no word comes, or none can', async () => {
    for (const open of [wire().open, undefined]) {
      const waking = createWaking(open)
      waking.resume()
      const next = waking.next(10_000)
      await vi.advanceTimersByTimeAsync(9_999)
      expect(await done(next)).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      await next
    }
  })

  it('misses no word that came while something else was done', async () => {
    const server = wire()
    const waking = createWaking(server.open)
    waking.resume()
    server.say()
    server.say()
    await waking.next(10_000)
    expect(await done(waking.next(10_000))).toBe(false)
  })

  it('listens to nothing while nobody looks, and once more afterwards, to one stream only', () => {
    const server = wire()
    const waking = createWaking(server.open)
    waking.resume()
    waking.resume()
    expect(server.listening()).toBe(1)
    waking.rest()
    expect(server.listening()).toBe(0)
    waking.resume()
    expect([server.listening(), server.opened.length]).toEqual([1, 2])
  })
})

it("The browser's stream says a word when it opens, and opens again, since nobody listened before", () => {
  const sources: EventTarget[] = []
  const closed: EventTarget[] = []
  class Source extends EventTarget {
    constructor() {
      super()
      sources.push(this)
    }
    close(): void {
      closed.push(this)
    }
  }
  vi.stubGlobal('EventSource', Source)
  let words = 0
  const stop = openStream('/api/inbox/changes', () => words++)
  for (const event of ['open', 'message', 'error', 'open']) sources[0]!.dispatchEvent(new Event(event))
  expect(words).toBe(3)
  stop()
  expect(closed).toEqual(sources)
  vi.unstubAllGlobals()
})

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

  it('listens anew where the server was away, and to one stream only', () => {
    const server = wire()
    const waking = createWaking(server.open)
    waking.resume()
    waking.anew()
    expect([server.listening(), server.opened.length]).toEqual([1, 2])
  })
})

/** The browser's streams, as they were opened. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 0
  constructor() {
    super()
    Source.all.push(this)
  }
  hear(event: string, readyState = 1): void {
    this.readyState = readyState
    this.dispatchEvent(new Event(event))
  }
  close(): void {
    this.readyState = Source.CLOSED
  }
}

describe("The browser's stream", () => {
  let words: number
  let stop: () => void
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    Source.all = []
    words = 0
    stop = openStream(
      '/api/inbox/changes',
      () => words++,
      () => 0,
    )
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const newest = (): Source => Source.all.at(-1)!

  it('says a word when it opens, and opens again, since nobody listened before', () => {
    for (const event of ['open', 'message', 'open']) newest().hear(event)
    expect(words).toBe(3)
    stop()
    expect(newest().readyState).toBe(Source.CLOSED)
  })

  it('is left to the browser while that comes back by itself', async () => {
    newest().hear('error', 0)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(Source.all).toHaveLength(1)
  })

  it('is opened anew where the browser gave it up, later each time up to a minute, and soon once it was open', async () => {
    for (const pause of [1, 2, 4, 8, 16, 32, 60, 60]) {
      const before = Source.all.length
      newest().hear('error', Source.CLOSED)
      await vi.advanceTimersByTimeAsync(pause * 1000 - 1)
      expect(Source.all).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(Source.all).toHaveLength(before + 1)
    }
    newest().hear('open')
    expect(words).toBe(1)
    newest().hear('error', Source.CLOSED)
    await vi.advanceTimersByTimeAsync(1000)
    expect(Source.all).toHaveLength(10)
  })

  it('is not opened anew once nobody listens', async () => {
    newest().hear('error', Source.CLOSED)
    stop()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(Source.all).toHaveLength(1)
  })

  it('is opened by browsers that were turned away together at different times', async () => {
    stop()
    openStream(
      '/',
      () => undefined,
      () => 1,
    )
    newest().hear('error', Source.CLOSED)
    await vi.advanceTimersByTimeAsync(1499)
    expect(Source.all).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(Source.all).toHaveLength(3)
  })
})

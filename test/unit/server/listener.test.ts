import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Listener } from '../../../server/listener.ts'

function heard(counts: () => boolean = () => true) {
  const words: string[] = []
  const raw = {
    writableEnded: false,
    writableNeedDrain: false,
    write: (word: string) => words.push(word.trim()),
    end: () => (raw.writableEnded = true),
  }
  const listener = new Listener(raw as unknown as ServerResponse, 'maria', async () => counts())
  return { listener, words, raw }
}

describe('A browser that is told', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('hears first how soon to come back, and a breath where nothing happens', async () => {
    const { words } = heard()
    await vi.advanceTimersByTimeAsync(40_000)
    expect(words).toEqual(['retry: 1000', ':', ':'])
  })

  it('hears of what changes within a fifth of a second, and then once a second however much does', async () => {
    const { listener, words } = heard()
    listener.changed()
    listener.changed()
    await vi.advanceTimersByTimeAsync(200)
    expect(words.slice(1)).toEqual(['data: 1'])
    for (let n = 0; n < 30; n++) {
      await vi.advanceTimersByTimeAsync(100)
      listener.changed()
    }
    expect(words.slice(1)).toEqual(['data: 1', 'data: 2', 'data: 3', 'data: 4'])
    // The last change is told as well.
    await vi.advanceTimersByTimeAsync(1000)
    expect(words.slice(1)).toEqual(['data: 1', 'data: 2', 'data: 3', 'data: 4', 'data: 5'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(words).toHaveLength(6)
    listener.changed()
    await vi.advanceTimersByTimeAsync(200)
    expect(words.at(-1)).toBe('data: 6')
  })

  it('hears nothing more once the session counts no more, or the stream has ended', async () => {
    let counts = true
    const { listener, words, raw } = heard(() => counts)
    counts = false
    listener.changed()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([words, raw.writableEnded]).toEqual([['retry: 1000'], true])
    const other = heard()
    other.listener.changed()
    other.listener.end()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(other.words).toEqual(['retry: 1000'])
    expect(vi.getTimerCount()).toBe(0)
  })
})

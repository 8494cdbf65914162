import { expect } from 'vitest'
import { codeOf } from './server.ts'
import type { Visitor } from './team.ts'

/** With what each begins: how soon a browser comes back. */
export const RETRY = 'retry: 1000'

/** What a browser hears: first with what each stream begins, then `data: N` for each change. */
export async function hear(
  who: Visitor,
): Promise<{ words: string[]; next(): Promise<string>; ended: Promise<void>; stop(): void }> {
  const leaving = new AbortController()
  const response = await who.fetch('/api/inbox/changes', { signal: leaving.signal })
  if (response.status !== 200) throw new Error(await codeOf(response))
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const words: string[] = []
  const waiting: ((word: string) => void)[] = []
  const reader = response.body!.getReader()
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const word of Buffer.from(value).toString().split('\n\n').filter(Boolean)) {
        words.push(word)
        waiting.shift()?.(word)
      }
    }
  }
  const next = () => new Promise<string>((resolve) => waiting.push(resolve))
  const begun = next()
  const ended = read().catch(() => undefined)
  await begun
  return { words, next, ended, stop: () => leaving.abort() }
}

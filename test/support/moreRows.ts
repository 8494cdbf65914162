import type { Frame } from './browsers.ts'
import { step, tap } from './walk.ts'

/** The rows that stand there now, by their keys. */
export const rows = (frame: Frame): Promise<readonly string[]> =>
  frame.evaluate(
    () => [...document.querySelectorAll<HTMLElement>('[data-open]')].map((row) => row.dataset['open']!),
    null,
  )

export async function openRow(frame: Frame, row: string): Promise<void> {
  await frame.click(`[data-open="${row}"]`)
  await step(frame, `more-${row}`)
}

/** Rows whose answers are set, or say something, before they go on by Next. */
const STAYS: Readonly<Record<string, readonly string[]>> = {
  speak: ['en', 'little', 'far'],
  need: ['talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other'],
  age: ['under18'],
  device: ['yes'],
  'call-rules': ['stop', 'hide', '14d'],
  note: [],
}
/** Rows that go on by one tap. */
const TAPS: Readonly<Record<string, string>> = {
  danger: 'soon',
  place: 'east-macedonia',
  'who-talks': 'any',
  children: 'elsewhere',
  share: 'ask',
  role: 'office',
  again: 'nextweek',
}

/** All that can be told there, but what one tap tells. */
export async function answerRow(frame: Frame, row: string): Promise<void> {
  if (row === 'speak') await frame.click('[data-step="more-speak"] [data-more]')
  await choose(frame, STAYS[row] ?? [])
  if (row === 'note') await frame.type('textarea', 'Ring twice. '.repeat(11))
}

/** Goes on, with an answer. */
export async function leaveRow(frame: Frame, row: string): Promise<void> {
  const onward = STAYS[row] ? '.primary' : `[data-value="${TAPS[row]}"]`
  await tap(frame, `[data-step="more-${row}"] ${onward}`, `more-${row}`)
  await step(frame, 'more')
}

/** Presses what has these values, in order. */
export const choose = (frame: Frame, values: readonly string[]): Promise<void> =>
  frame.evaluate((values) => {
    for (const value of values) {
      const control = document.querySelector<HTMLElement>(`.holder [data-value="${value}"]`)
      if (!control) throw new Error(`there is no ${value}`)
      control.click()
    }
  }, values)

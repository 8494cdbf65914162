import type { Frame, Tab } from './browsers.ts'
import type { HeldPosts } from './heldPosts.ts'
import { wait } from './idleness.ts'
import { answerRow, choose, leaveRow, openRow, rows } from './moreRows.ts'
import { ownClock } from './seen.ts'
import { overlay, speak, step, tap, until, widgetFrame } from './walk.ts'

/** All that the panel can show, by the step or overlay and what is special there; `everyScreen` passes each once, in this order. */
export const SCREENS = [
  'start language numbers full-names who-reads exit-help danger lines how app address-error answer-app address when answer',
  'word more more-danger more-place more-speak more-need more-who-talks more-children more-age more-device more-call-rules',
  'more-share more-note more-told review idle sending not-sent sent',
  'agree-other agree reach how-me address-me more-pro more-danger-other more-place-other more-role more-again review-me',
  'idle-done word-icall review-icall sent-icall',
  'review-back sent-back number return return-typo return-none reply return-delete return-idle deleted',
].flatMap((row) => row.split(' '))

/** Who walks through all screens, and what is done at each. */
export interface Walker {
  readonly tab: Tab
  /** a partner's page */
  readonly page: string
  readonly tag: string
  /** of the tab's context, so that `sending` lasts as long as one looks */
  readonly posts: HeldPosts
  see(name: string, frame: Frame): Promise<void>
}

export async function everyScreen(walker: Walker): Promise<void> {
  await forOneself(walker)
  await forOthers(walker)
  await callingOneself(walker)
  await comingBack(walker)
}

const PHONE = '+30 690 123 4567'
const NUMBER = 'input.field'

/** The panel, just opened, in the walker's language. */
async function opened({ tab, page, tag }: Walker): Promise<Frame> {
  await tab.goto(page)
  const frame = await widgetFrame(tab)
  await ownClock(frame)
  await slowAtOnce(frame)
  await frame.click('[data-opener]')
  await step(frame, 'start')
  await speak(frame, tag)
  return frame
}

/** What takes eight seconds is called slow; here at once. */
const slowAtOnce = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    const real = window.setTimeout
    window.setTimeout = ((work: () => void, ms = 0) => real(work, ms === 8000 ? 0 : ms)) as typeof setTimeout
  }, null)

async function forOneself(walker: Walker): Promise<void> {
  const frame = await opened(walker)
  const see = (name: string) => walker.see(name, frame)
  await see('start')
  await startOverlays(frame, see)
  await tap(frame, '[data-value="self.now"]', 'start')
  await step(frame, 'danger')
  await see('danger')
  await tap(frame, '[data-back]', 'danger')
  await tap(frame, '[data-value="self"]', 'start')
  await step(frame, 'how')
  await tap(frame, '[data-skip]', 'how')
  await step(frame, 'lines')
  await see('lines')
  await tap(frame, '[data-step="lines"] [data-back]', 'lines')
  await tap(frame, '[data-value="self"]', 'start')
  await step(frame, 'how')
  await frame.click('[data-more]')
  await see('how')
  await tap(frame, '[data-value="app"]', 'how')
  await step(frame, 'app')
  await see('app')
  await tap(frame, '[data-value="signal"]', 'app')
  await step(frame, 'address')
  await frame.click('[data-step="address"] [data-next]')
  await choose(frame, ['other'])
  await see('address-error')
  await frame.type(NUMBER, PHONE)
  await next(frame, 'address', 'when')
  await ready(frame, 'answer')
  await see('answer-app')
  for (const name of ['answer', 'when', 'address', 'app']) await tap(frame, '[data-back]', name)
  await tap(frame, '[data-value="call"]', 'how')
  await step(frame, 'address')
  await frame.evaluate((field) => document.querySelector<HTMLInputElement>(field)!.select(), NUMBER)
  await frame.type(NUMBER, PHONE)
  await see('address')
  for (const name of ['address', 'when', 'answer', 'word'] as const) {
    await ready(frame, name)
    if (name === 'when') await choose(frame, ['evening', 'weekend'])
    if (name !== 'address') await see(name)
    await tap(frame, `[data-step="${name}"] [data-next]`, name)
  }
  await step(frame, 'more')
  await see('more')
  for (const row of await rows(frame)) {
    await openRow(frame, row)
    await answerRow(frame, row)
    await see(`more-${row}`)
    await leaveRow(frame, row)
  }
  await see('more-told')
  await tap(frame, '[data-step="more"] .primary', 'more')
  await step(frame, 'review')
  await see('review')
  await wait(frame, 271)
  await frame.waitForSelector('[data-overlay="idle"]')
  await see('idle')
  await frame.click('[data-stay]')
  await tap(frame, '[data-step="review"] [data-next]', 'review')
  await until(() => frame.evaluate(() => !!document.querySelector('[data-step="sending"] p')?.textContent, null))
  await see('sending')
  await walker.posts.end('abort')
  await step(frame, 'not-sent')
  await see('not-sent')
  await tap(frame, '[data-step="not-sent"] [data-next]', 'not-sent')
  await walker.posts.end('continue')
  await step(frame, 'sent')
  await see('sent')
}

/** What opens over the first screen. */
async function startOverlays(frame: Frame, see: (name: string) => Promise<void>): Promise<void> {
  await overlay(frame, '.language', 'language')
  await see('language')
  await frame.click('[data-overlay-back]')
  await overlay(frame, '[data-numbers]', 'lines')
  await see('numbers')
  await frame.click('[data-overlay="lines"] .start')
  await see('full-names')
  await frame.click('[data-overlay-back]')
  for (const [nth, name] of [
    [1, 'who-reads'],
    [2, 'exit-help'],
  ] as const) {
    await overlay(frame, `.asides button:nth-child(${nth})`, name)
    await see(name)
    await frame.click('[data-overlay-back]')
  }
}

/** Somebody else, and who works with people: reached themselves, and then gone for five minutes. */
async function forOthers(walker: Walker): Promise<void> {
  const frame = await opened(walker)
  const see = (name: string) => walker.see(name, frame)
  await tap(frame, '[data-value="other"]', 'start')
  await step(frame, 'agree')
  await see('agree-other')
  await tap(frame, '[data-back]', 'agree')
  await tap(frame, '[data-value="pro"]', 'start')
  await step(frame, 'agree')
  await frame.click('[data-value="no"]')
  await see('agree')
  await tap(frame, '[data-value="yes"]', 'agree')
  await step(frame, 'reach')
  await see('reach')
  await tap(frame, '[data-value="helper"]', 'reach')
  await step(frame, 'how')
  await see('how-me')
  await tap(frame, '[data-value="email"]', 'how')
  await step(frame, 'address')
  await frame.type(NUMBER, 'a.long.name.of.mine@a-long-name-of-a-place.example.org')
  await see('address-me')
  await next(frame, 'address', 'when')
  await step(frame, 'more')
  await see('more-pro')
  for (const [row, name] of [
    ['danger', 'more-danger-other'],
    ['place', 'more-place-other'],
    ['role', 'more-role'],
    ['again', 'more-again'],
  ] as const) {
    await openRow(frame, row)
    await see(name)
    await leaveRow(frame, row)
  }
  await tap(frame, '[data-step="more"] .primary', 'more')
  await step(frame, 'review')
  await see('review-me')
  await wait(frame, 301)
  await step(frame, 'idle-done')
  await see('idle-done')
}

async function callingOneself(walker: Walker): Promise<void> {
  const frame = await opened(walker)
  const see = (name: string) => walker.see(name, frame)
  await tap(frame, '[data-value="self"]', 'start')
  await tap(frame, '[data-value="icall"]', 'how')
  await ready(frame, 'word')
  await see('word-icall')
  await tap(frame, '[data-step="word"] [data-skip-all]', 'word')
  await step(frame, 'review')
  await see('review-icall')
  await tap(frame, '[data-step="review"] [data-next]', 'review')
  await walker.posts.end('continue')
  await step(frame, 'sent')
  await see('sent-icall')
}

/** Asks for nothing but to come back; comes back, writes again, and deletes it all. */
async function comingBack(walker: Walker): Promise<void> {
  const frame = await opened(walker)
  const see = (name: string) => walker.see(name, frame)
  await tap(frame, '[data-value="self"]', 'start')
  await tap(frame, '[data-value="back"]', 'how')
  await ready(frame, 'more')
  await tap(frame, '[data-step="more"] [data-skip-all]', 'more')
  await step(frame, 'review')
  await see('review-back')
  await tap(frame, '[data-step="review"] [data-next]', 'review')
  await walker.posts.end('continue')
  await step(frame, 'sent')
  await see('sent-back')
  await frame.click('[data-step="sent"] .primary[data-show]')
  const number = await frame.evaluate(() => document.querySelector('.code')!.textContent!, null)
  await see('number')

  await withNumber(walker, number)
}

async function withNumber(walker: Walker, number: string): Promise<void> {
  const frame = await opened(walker)
  const see = (name: string) => walker.see(name, frame)
  const field = '[data-step="return"] input'
  await tap(frame, '[data-return]', 'start')
  await frame.waitForSelector(field)
  await see('return')
  await frame.type(field, number.slice(1))
  await frame.click('[data-step="return"] [data-next]')
  await see('return-typo')
  await frame.evaluate((field) => document.querySelector<HTMLInputElement>(field)!.select(), field)
  await frame.type(field, number)
  await frame.click('[data-step="return"] [data-next]')
  await step(frame, 'replies')
  await see('return-none')
  await tap(frame, '[data-write]', 'replies')
  await see('reply')
  await tap(frame, '[data-back]', 'reply')
  await tap(frame, '[data-delete]', 'replies')
  await see('return-delete')
  await wait(frame, 271)
  await frame.waitForSelector('[data-overlay="idle"]')
  await see('return-idle')
  await frame.click('[data-stay]')
  await tap(frame, '[data-step="return-delete"] [data-next]', 'return-delete')
  await step(frame, 'deleted')
  await see('deleted')
}

/** A screen that comes later says "One moment" until it is there. */
const ready = (frame: Frame, name: string): Promise<boolean> =>
  until(() => frame.evaluate((name) => !!document.querySelector(`[data-step="${name}"] [data-next]`), name))

/** Passes set screens by their primary. */
async function next(frame: Frame, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await ready(frame, name)
    await tap(frame, `[data-step="${name}"] [data-next]`, name)
  }
}

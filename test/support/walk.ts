import type { Frame, Tab } from './browsers.ts'

/** How long something that should become so may take, ms: shorter than a test's own time-out, which would not tell what was asked. */
const WALL = 60_000

/** Waits until something is so, asking again as often as the browser answers. */
export async function until<T>(
  ask: () => Promise<T | undefined | false | null> | T | undefined | false | null,
): Promise<T> {
  const late = Date.now() + WALL
  while (Date.now() < late) {
    const answer = await inTime(ask)
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`never so in ${WALL / 1000} s: ${ask}`)
}

/** What a browser is asked it may never answer. */
async function inTime<T>(ask: () => T): Promise<Awaited<T>> {
  let wall!: NodeJS.Timeout
  const silence = new Promise<never>((_, reject) => {
    wall = setTimeout(() => reject(new Error(`no answer in ${WALL / 1000} s: ${String(ask)}`)), WALL)
  })
  return Promise.race([ask(), silence]).finally(() => clearTimeout(wall)) as Promise<Awaited<T>>
}

/**
 * The widget's frame on a partner page, once boot has drawn the opener. Just after a tab went to another page its list may still
 * have the frame of the page before, which then closes.
 */
export async function widgetFrame(tab: Tab): Promise<Frame> {
  return until(async () => {
    const frame = tab.frames().find((one) => one.url() === 'about:srcdoc')
    try {
      await (await frame?.waitForSelector('[data-opener]:not([hidden])'))?.dispose()
      return frame
    } catch (error) {
      if (tab.frames().includes(frame!)) throw error
      return undefined
    }
  })
}

/** So long a press may take to be noticed before it is pressed again, ms. */
const NOTICED = 1000

/**
 * Presses the opener until it is gone, as a person does: a browser may still look for the frame where it was before the page made
 * room for it, and then the press falls beside it.
 */
export async function pressOpener(frame: Frame): Promise<void> {
  const gone = (): Promise<boolean> =>
    frame.evaluate(() => document.querySelector<HTMLElement>('[data-opener]')?.hidden !== false, null)
  await until(async () => {
    await frame.click('[data-opener]').catch(() => undefined)
    for (const late = Date.now() + NOTICED; Date.now() < late; await new Promise((resolve) => setTimeout(resolve, 20)))
      if (await gone()) return true
    return false
  })
}

/** Presses the opener; the frame with the first step drawn. */
export async function openPanel(tab: Tab): Promise<Frame> {
  const frame = await widgetFrame(tab)
  await pressOpener(frame)
  await (await frame.waitForSelector('[data-step]'))?.dispose()
  return frame
}

/** The loader gives the frame its room by a message of the frame, which another process hears a moment later. */
export const grown = (frame: Frame): Promise<boolean> => until(() => frame.evaluate(() => innerHeight > 200, null))

export const stepOf = (frame: Frame): Promise<string | null> =>
  frame.evaluate(() => document.querySelector('[data-step]')?.getAttribute('data-step') ?? null, null)

/** Waits for a step by its key. */
export async function step(frame: Frame, name: string): Promise<void> {
  // A handle that is kept would hold the step in memory, and all that was told in it.
  await (await frame.waitForSelector(`[data-step="${name}"]`))?.dispose()
}

export interface Way {
  /** `call`, `sms`, … */
  readonly how: string
  readonly app?: string
  readonly address: string
  /** says that they are in danger now */
  readonly danger?: boolean
}

/**
 * Presses a control until the step has changed: the panel does not listen in the first half second (R53), as a person finds
 * who is too fast.
 */
export async function tap(frame: Frame, selector: string, from: string): Promise<void> {
  await step(frame, from)
  await until(async () => {
    if ((await stepOf(frame)) !== from) return true
    await frame.click(selector).catch(() => undefined)
    return (await stepOf(frame)) !== from
  })
}

/** Opens an overlay by its control. */
export async function overlay(frame: Frame, control: string, name: string): Promise<void> {
  await until(async () => {
    await frame.click(control).catch(() => undefined)
    return frame.evaluate((key) => !!document.querySelector(`[data-overlay="${key}"]`), name)
  })
}

/** Turns the panel into another language, and waits until it speaks it. */
export async function speak(frame: Frame, tag: string): Promise<void> {
  await overlay(frame, '.language', 'language')
  await frame.click(`[data-overlay="language"] [data-value="${tag}"]`)
  await until(() =>
    frame.evaluate((wanted) => !!document.querySelector(`[lang="${wanted}"] .holder:not([hidden])`), tag),
  )
}

/** From `start` to `review` on the shortest path: three taps and one field. */
export async function answerShortest(frame: Frame, { how, app, address, danger = false }: Way): Promise<void> {
  await tap(frame, `[data-value="${danger ? 'self.now' : 'self'}"]`, 'start')
  if (danger) {
    await step(frame, 'danger')
    await tap(frame, '[data-step="danger"] [data-next]', 'danger')
  }
  await step(frame, 'how')
  if (!(await frame.evaluate((value) => !!document.querySelector(`[data-value="${value}"]`), how)))
    await frame.click('[data-more]')
  await tap(frame, `[data-value="${how}"]`, 'how')
  if (app) await tap(frame, `[data-value="${app}"]`, 'app')
  await step(frame, 'address')
  await frame.type('[data-step="address"] input:not([type="radio"])', address)
  await tap(frame, '[data-skip-all]', 'address')
  await step(frame, 'review')
}

/** Presses Send and waits for the end. */
export async function send(frame: Frame): Promise<string> {
  await tap(frame, '[data-step="review"] [data-next]', 'review')
  return until(async () => {
    const now = await stepOf(frame)
    return now !== 'sending' && now !== 'review' ? now : undefined
  })
}

export interface Member {
  readonly name: string
  readonly passphrase: string
}

/** Unlocks the inbox and waits for the list. */
export async function unlock(tab: Tab, inbox: string, { name, passphrase }: Member): Promise<Frame> {
  await tab.goto(inbox)
  const page = tab.main()
  // A handle that is kept would hold the whole page in memory as it is now.
  await (await page.waitForSelector('input[type="password"]'))?.dispose()
  await page.type('input:not([type="password"]):not([type="checkbox"])', name)
  await page.type('input[type="password"]', passphrase)
  await page.click('button[type="submit"]')
  await (await page.waitForSelector('[data-view]'))?.dispose()
  return page
}

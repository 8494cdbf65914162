import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { answerShortest, openPanel, send, speak, step, stepOf, until, widgetFrame } from '../support/walk.ts'

describe('a server that holds the sealing module back', () => {
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('gets no promise and no Send out of a chain that nobody checked strictly, also in another language', async () => {
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const tab = await browser.tab({
      async onContext(context) {
        await context.route(/\/w\/seal\./, async (route) => {
          await held
          await route.continue()
        })
      },
    })
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    // The words of another language come by themselves, without the sealing module.
    await speak(panel, 'el')
    await answerShortest(panel, { how: 'sms', address: '6948172635' })
    const waiting = await panel.evaluate(
      () => ({ buttons: document.querySelectorAll('[data-step="review"] [data-next]').length }),
      null,
    )
    expect(waiting).toEqual({ buttons: 0 })
    letGo()
    await until(() => panel.evaluate(() => !!document.querySelector('[data-step="review"] [data-next]'), null))
    await step(panel, 'review')
    expect(await send(panel)).toBe('sent')
  })

  it('R21 and one that holds the panel back does not keep anybody waiting without a number to call', async () => {
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const tab = await browser.tab({
      async onContext(context) {
        await context.route(/\/w\/panel\./, async (route) => {
          await held
          await route.continue()
        })
      },
    })
    await tab.goto(`${demo.partner}en/`)
    const frame = await widgetFrame(tab)
    await frame.click('[data-opener]')
    const met = () =>
      frame.evaluate(() => {
        const link = document.querySelector('a[href="tel:112"]')
        if (!link) return false
        const { left, top, width, height } = link.getBoundingClientRect()
        const at = document.elementFromPoint(left + width / 2, top + height / 2)
        return at instanceof HTMLAnchorElement
      }, null)
    expect(await met()).toBe(false)
    await until(met)
    letGo()
    await step(frame, 'start')
    expect(await met()).toBe(false)
  })

  it('R36 and what may have arrived stays so when the next try is refused', async () => {
    const answers = [
      { status: 200, contentType: 'text/html', body: '<p>ok' },
      { status: 503, body: '' },
    ]
    const bodies: (Buffer | null)[] = []
    const tab = await browser.tab({
      async onContext(context) {
        await context.route(/\/api\/requests$/, async (route) => {
          bodies.push(route.request().postDataBuffer())
          const answer = answers.shift()
          await (answer
            ? route.fulfill({ ...answer, headers: { 'access-control-allow-origin': '*' } })
            : route.continue())
        })
      },
    })
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    await answerShortest(panel, { how: 'sms', address: '6948172635' })
    const said = () =>
      panel.evaluate(() => document.querySelector('[data-step="not-sent"] [role="alert"]')?.textContent, null)
    expect(await send(panel)).toBe('not-sent')
    expect(await said()).toContain('We do not know if your message arrived')
    for (const times of [2, 3]) {
      await panel.click('[data-step="not-sent"] [data-next]')
      await until(() => bodies.length === times)
      const now = await until(async () => {
        const at = await stepOf(panel)
        return at === 'sending' ? undefined : at
      })
      expect(now).toBe(times === 2 ? 'not-sent' : 'sent')
      if (times === 2) expect(await said()).toContain('We do not know if your message arrived')
    }
    expect(bodies.every((body) => body?.equals(bodies[0]!))).toBe(true)
  })
})

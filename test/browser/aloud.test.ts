import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { asked, hide, moveOut, wait } from '../support/idleness.ts'
import { ownClock } from '../support/seen.ts'
import { type FalseVoice, falseVoices, haveVoices, isSpeaking, said, sayAll } from '../support/voices.ts'
import { answerShortest, openPanel, overlay, speak, step, tap, until, widgetFrame } from '../support/walk.ts'

const OURS: FalseVoice = { lang: 'en-GB', localService: true }
const BUTTON = '.aloud'

describe('a screen that is read aloud', () => {
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let panel: Frame
  /** what the frame's console was told */
  const heard: string[] = []
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function opened(voices: readonly FalseVoice[]): Promise<void> {
    await tab?.close()
    heard.length = 0
    tab = await browser.tab({
      width: 1024,
      async onContext(context) {
        context.on('console', (message) => heard.push(message.text()))
        await falseVoices(voices)(context)
      },
    })
    await tab.goto(`${demo.partner}en/`)
    await ownClock(await widgetFrame(tab))
    panel = await openPanel(tab)
    await step(panel, 'start')
  }
  const hasButton = () => panel.evaluate((button) => !!document.querySelector(button), BUTTON)
  /** Presses the button; the panel does not listen in its first half second. */
  const listen = () =>
    until(async () => {
      if (!(await isSpeaking(panel))) await panel.click(BUTTON)
      return isSpeaking(panel)
    })
  const texts = async () => (await said(panel)).map(({ text }) => text.trim())

  it('R5, R18 has no button where only others could read, over the line, or none in this language', async () => {
    await opened([
      { lang: 'en-US', localService: false },
      { lang: 'en-GB' },
      { lang: 'de-DE', localService: true },
      { lang: 'enm', localService: true },
    ])
    // The script that draws the button is there once a screen of its own is.
    await tap(panel, '[data-value="self.now"]', 'start')
    await step(panel, 'danger')
    expect(await hasButton()).toBe(false)
    await speak(panel, 'de')
    expect(await hasButton()).toBe(true)
    // A voice that has gone meanwhile is not replaced by another's.
    await listen()
    await haveVoices(panel, [{ lang: 'de-DE', localService: false }])
    const before = (await said(panel)).length
    await sayAll(panel)
    expect({ before, after: (await said(panel)).length }).toEqual({ before: 1, after: 0 })
    expect(await isSpeaking(panel)).toBe(false)
    expect(await hasButton()).toBe(false)
  })

  it('is read by one tap: question, hint, options, in their order, by the voice of the device', async () => {
    await opened([{ lang: 'en-US', localService: false }, OURS])
    await until(hasButton)
    expect(await said(panel)).toEqual([])
    await listen()
    expect(await said(panel)).toMatchObject([{ text: 'You are welcome here', voice: OURS }])
    const read = await sayAll(panel)
    expect(read.slice(2, 8)).toEqual([
      'Who is this for?',
      'For me',
      'For me. I am in danger now',
      'For someone else',
      'I work with people (nurse, social worker, teacher)',
      'The Help Team can read messages now.',
    ])
    for (const not of ['Leave', 'Phone numbers', 'How to leave', 'Language']) expect(read.join(' ')).not.toContain(not)
    // At its end all is as before, and it is read again.
    await until(() => panel.evaluate((button) => !document.querySelector(`${button}[aria-pressed="true"]`), BUTTON))
    await listen()
    expect(await texts()).toEqual(['You are welcome here'])
  })

  it('moves nothing when the voices come late, is reached by Tab after the question, and stops by the same key', async () => {
    await opened([])
    await tap(panel, '[data-value="self.now"]', 'start')
    await tap(panel, '[data-back]', 'danger')
    await step(panel, 'start')
    const places = () =>
      panel.evaluate(
        (button) =>
          [...document.querySelectorAll(`.m-panel *:not(${button}):not(${button} *)`)].map((one) => {
            const { x, y, width, height } = one.getBoundingClientRect()
            return `${one.tagName} ${x} ${y} ${width} ${height}`
          }),
        BUTTON,
      )
    await until(() => panel.evaluate(() => document.getAnimations().every((one) => one.playState !== 'running'), null))
    const before = await places()
    expect(await hasButton()).toBe(false)
    await haveVoices(panel, [OURS])
    expect(await hasButton()).toBe(true)
    expect(await places()).toEqual(before)

    await panel.evaluate(() => document.querySelector<HTMLElement>('#m-title')!.focus(), null)
    await tab.press('Tab')
    expect(await panel.evaluate(() => document.activeElement!.getAttribute('aria-label'), null)).toBe('Read to me')
    await tab.press('Enter')
    expect(await isSpeaking(panel)).toBe(true)
    await tab.press('Enter')
    expect(await isSpeaking(panel)).toBe(false)
    await tab.press('Enter')
    expect(await isSpeaking(panel)).toBe(true)
    // Any other key as well: who is startled presses anything.
    await tab.press('Tab')
    expect(await isSpeaking(panel)).toBe(false)
  })

  it('R15, R16, R18 is silent at once whatever happens, and does not go on with what comes next', async () => {
    await opened([OURS])
    await until(hasButton)
    const silent = async (after: string) => {
      await until(async () => !(await isSpeaking(panel)))
      const heard = await texts()
      await sayAll(panel)
      expect({ after, heard: heard.length, on: await isSpeaking(panel) }).toEqual({ after, heard: 1, on: false })
    }
    // On the first screen, where a wipe leads to no other one.
    await listen()
    await panel.evaluate(() => void dispatchEvent(new Event('pagehide')), null)
    await silent('the page on its way')
    await listen()
    await hide(panel, true)
    await silent('the frame out of sight')
    await hide(panel, false)
    await listen()
    await moveOut(tab, panel, true)
    await silent('the frame moved away')
    await moveOut(tab, panel, false)
    await listen()
    await panel.click(BUTTON)
    await silent('a second tap')
    await listen()
    await panel.click('h1')
    await silent('a tap beside it')
    await listen()
    await tap(panel, '[data-value="self"]', 'start')
    await silent('another screen')
    await listen()
    await tab.press('Shift')
    await silent('a key')
    await listen()
    await overlay(panel, '.language', 'language')
    await silent('an overlay')
    await panel.click('[data-overlay-back]')
    await listen()
    await wait(panel, 271)
    await asked(panel)
    await silent('the question whether somebody is there')
    await panel.click('[data-stay]')
    await listen()
    await wait(panel, 301)
    await step(panel, 'idle-done')
    await silent('a wipe')
    await listen()
    await panel.click('[data-close]')
    await silent('closing')
  })

  it('R13, R18 is silent when somebody leaves by Shift in the page around, of which the panel hears no key', async () => {
    await opened([OURS])
    await until(hasButton)
    await listen()
    await tab.main().click('h1')
    expect(await isSpeaking(panel)).toBe(true)
    expect(heard).toEqual([])
    for (let i = 0; i < 3; i++) await tab.press('Shift')
    await until(() => heard.includes('silence'))
  })

  it('R18 says nothing of an address or a note, neither where it is typed nor where it is shown', async () => {
    await opened([OURS])
    await answerShortest(panel, { how: 'sms', address: '+30 690 123 4567' })
    await tap(panel, '[data-back]', 'review')
    await panel.click('[data-open="note"]')
    await step(panel, 'more-note')
    await panel.type('textarea', 'blue door')
    const all: string[] = []
    const readAll = async () => {
      await listen()
      all.push(...(await sayAll(panel)))
    }
    await readAll()
    await tap(panel, '[data-step="more-note"] [data-next]', 'more-note')
    await readAll()
    await tap(panel, '[data-step="more"] [data-next]', 'more')
    await step(panel, 'review')
    await readAll()
    await panel.click('[data-show]')
    await until(() => panel.evaluate(() => document.body.textContent!.includes('blue door'), null))
    await readAll()
    const heard = all.join('\n')
    for (const asked of ['What must we know', 'Tell us more', 'Before you send', 'We lock your message'])
      expect(heard).toContain(asked)
    for (const told of ['4567', '690', '•', 'blue']) expect(heard).not.toContain(told)
    await panel.click('.row [data-change="address"]')
    await step(panel, 'address')
    await readAll()
    expect(all.join('\n')).not.toContain('4567')
  })
})

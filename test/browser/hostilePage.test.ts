import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { sample } from '../support/release.ts'
import { openWebKit } from '../support/webkit.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { answerShortest, openPanel, overlay, send, step, stepOf, tap, until, widgetFrame } from '../support/walk.ts'

const SPY = readFileSync('test/support/spy.js', 'utf8')
const TYPED = '6948172635'
/** What a person chose and where they were: none of it may be in what the page heard. */
const TOLD = [
  TYPED,
  TYPED.slice(-4),
  'sms',
  'review',
  'address',
  'not-sent',
  'data-step',
  'skip',
  'whose',
  'Text message',
]
const WORDS = ['ready', 'open', 'close', 'blank', 'exit']

const heardBy = (tab: Tab): Promise<string[]> =>
  tab.main().evaluate(() => (window as unknown as { heard: string[] }).heard, null)

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKit', openWebKit],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))('a page full of ears in %s', (_, open) => {
  let demo: RunningDemo
  let browser: Browser
  let pages: PartnerPages
  beforeAll(async () => {
    demo = await runDemo()
    const snippet = await snippetOf(`${demo.partner}en/`)
    const plain = '<p><input id="plain" aria-label="Search"></p>'
    const bodies: Readonly<Record<string, string>> = {
      '/ears': plain + snippet,
      '/thief': plain + snippet,
      // The same page with a loader that forgot the sandbox, as a script of the page could make it.
      '/origin': `<script>
        Object.defineProperty(HTMLIFrameElement.prototype, 'sandbox', { set() {} })
      </script>${snippet}`,
    }
    pages = await partnerPages((path) => ({
      html: pageWith(bodies[path] ?? '', { head: path === '/ears' ? `<script>${SPY}</script>` : '' }),
    }))
    browser = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
    await demo?.stop()
  })

  it('R1, R2 hears five words and the chain, and nothing of what is chosen or typed', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/ears`)
    const panel = await openPanel(tab)
    await answerShortest(panel, { how: 'sms', address: TYPED })
    expect(await send(panel)).toBe('sent')
    await panel.click('[data-step="sent"] [data-close]')
    await until(async () => (await heardBy(tab)).includes('message "close"'))

    const heard = await heardBy(tab)
    expect(heard).toContain('contentDocument null')
    expect(heard.filter((one) => one.startsWith('read '))).toEqual([])
    const chain = await (await fetch(`${demo.server}/trust/chain.json`)).text()
    const inward = heard.filter((one) => one.startsWith('inward ')).map((one) => JSON.parse(one.slice(7)))
    // The hour in it moves on every five minutes.
    const still = (text: string) => text.replace(/"time":\d+/, '')
    expect(inward.length).toBeGreaterThan(0)
    for (const message of inward) {
      expect(Object.keys(message).sort()).toEqual(['chain', 'got'])
      expect(still(message.chain)).toBe(still(chain))
    }
    const outward = heard.filter((one) => one.startsWith('message ')).map((one) => JSON.parse(one.slice(8)))
    expect(outward.filter((word) => !WORDS.includes(word))).toEqual([])
    expect(outward).toEqual(['ready', 'open', 'close'])
    const rest = heard.filter((one) => !one.startsWith('inward ')).join('\n')
    // The loader's markup is the page's to read; it is the same for everyone.
    expect(TOLD.filter((one) => rest.includes(one))).toEqual([])
    expect(rest).not.toMatch(/^(key|input|beforeinput|copy|paste|selection|pointer|click)/m)

    // The control: the same ears at a plain field beside it.
    await tab.main().click('#plain')
    await tab.main().type('#plain', TYPED)
    const control = (await heardBy(tab)).join('\n')
    for (const one of ['keydown 6', 'input', 'pointerdown', 'focusin', 'selectionchange', `value ${TYPED}`])
      expect(control).toContain(one)
  })

  it('cannot slip in another chain once the true one was judged', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/thief`)
    const panel = await widgetFrame(tab)
    const text = await (await fetch(`${demo.server}/trust/chain.json`)).text()
    const evil = JSON.parse(text)
    const roster = JSON.parse(evil.roster.signed)
    roster.desks[0].emergency = '666'
    evil.roster.signed = JSON.stringify(roster)
    const known = Math.floor(Date.now() / 1000)
    await panel.evaluate((chain) => {
      // The loader's own message may not have come yet; what counts is that it was first.
      addEventListener('message', () => document.body.setAttribute('data-came', ''))
      return chain.length
    }, text)
    await tab.main().evaluate(
      (message) => {
        const frame = document.querySelector('iframe')!.contentWindow!
        frame.postMessage(message.good, '*')
        frame.postMessage(message.evil, '*')
      },
      { good: { chain: text, got: known }, evil: { chain: JSON.stringify(evil), got: known } },
    )
    await until(() => panel.evaluate(() => document.body.hasAttribute('data-came'), null))
    await panel.click('[data-opener]')
    await step(panel, 'start')
    await until(async () => {
      await panel.click('[data-numbers]')
      return panel.evaluate(() => !!document.querySelector('[data-overlay="lines"]'), null)
    })
    const numbers = await panel.evaluate(
      () => [...document.querySelectorAll('a[href^="tel:"]')].map((one) => one.getAttribute('href')),
      null,
    )
    expect(numbers).toContain('tel:112')
    expect(numbers).not.toContain('tel:666')
  })

  it('R52 that takes the keys away while somebody types is noticed, and the second time nobody types any more', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/thief`)
    const panel = await openPanel(tab)
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="sms"]', 'how')
    await step(panel, 'address')
    const field = '[data-step="address"] input.field'
    const steal = () => tab.main().evaluate(() => document.querySelector<HTMLElement>('#plain')!.focus(), null)
    await panel.type(field, '694')
    // At once, as a focus trap does; a mouse that does not move explains nothing.
    await steal()
    await until(() => panel.evaluate(() => !!document.querySelector('#m-message .message'), null))
    expect(await panel.evaluate(() => document.activeElement === document.body, null)).toBe(true)

    // WebKit's driver does not give a frame its window's focus back, so there is no second loss to be heard of.
    if (browser.name === 'webkit') return
    await panel.click(field)
    await panel.type(field, '8')
    await steal()
    await step(panel, 'lines')
    const end = await panel.evaluate(
      () => ({
        code: document.querySelector<HTMLElement>('[data-code]')!.dataset['code'],
        inputs: document.querySelectorAll('input').length,
        numbers: document.querySelectorAll('a[href^="tel:"]').length > 0,
        link: !!document.querySelector('a[href*="/go?"]'),
      }),
      null,
    )
    expect(end).toEqual({ code: 'focus-taken', inputs: 0, numbers: true, link: true })
  })

  it('R52 and so it is where somebody types to find a language', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/thief`)
    const panel = await openPanel(tab)
    await overlay(panel, '.language', 'language')
    // Without a key of late, which would tell it as well; WebKit's driver gives nothing else to tell it by.
    if (browser.name === 'webkit') await panel.type('.find input', 'ara')
    else await panel.click('.find input')
    await tab.main().evaluate(() => document.querySelector<HTMLElement>('#plain')!.focus(), null)
    await until(() =>
      panel.evaluate(
        () => document.querySelector('.find [role=status]')!.textContent!.includes('outside this box'),
        null,
      ),
    )
  })

  it('R52 and who goes away by their own will is not told anything', async () => {
    const tab = await browser.tab({ width: 1280, height: 900 })
    await tab.goto(`${pages.origin}/thief`)
    const panel = await openPanel(tab)
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="sms"]', 'how')
    await panel.type('[data-step="address"] input.field', '694')
    // The mouse goes over the panel on its way out.
    await tab.hover(panel, '[data-step="address"] h1')
    await tab.main().click('#plain')
    await panel.click('[data-step="address"] input.field')
    await panel.type('[data-step="address"] input.field', '8')
    await tab.press('Tab')
    expect(await panel.evaluate(() => !!document.querySelector('#m-message .message'), null)).toBe(false)
  })

  it('R53 a click in the first half second meets nothing but the ways out', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/thief`)
    const panel = await widgetFrame(tab)
    // As fast as a script of the page could lead a finger: in the turn in which the question comes.
    const early = await panel.evaluate(async () => {
      document.querySelector<HTMLElement>('[data-opener]')!.click()
      for (;;) {
        const option = document.querySelector<HTMLElement>('[data-value="self"]')
        if (option) {
          option.click()
          const before = document.querySelector('[data-step]')!.getAttribute('data-step')
          document.querySelector<HTMLElement>('[data-numbers]')!.click()
          await new Promise((resolve) => setTimeout(resolve, 50))
          return { before, numbers: !!document.querySelector('[data-overlay="lines"]') }
        }
        await new Promise((resolve) => setTimeout(resolve))
      }
    }, null)
    expect(early).toEqual({ before: 'start', numbers: true })
  })

  it('R7 a frame that lost its sandbox has an origin, runs nothing and tells numbers', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/origin`)
    await until(() => tab.main().evaluate(() => document.querySelector('details')?.open, null))
    const frame = await until(() => tab.frames().find((one) => one.url() === 'about:srcdoc'))
    const state = await frame.evaluate(
      () => ({
        code: document.querySelector<HTMLElement>('[data-code]')?.dataset['code'],
        opener: document.querySelector<HTMLElement>('[data-opener]')!.hidden,
      }),
      null,
    )
    expect(state).toEqual({ code: 'boot-origin', opener: true })
    expect(await stepOf(frame)).toBe('lines')
  })

  it('and a limit, as the threat model says: a script that aims at the box can put a false one in its place', async () => {
    const tab = await browser.tab()
    await tab.goto(`${pages.origin}/thief`)
    await widgetFrame(tab)
    await tab.main().evaluate(() => {
      const frame = document.querySelector('iframe')!
      frame.srcdoc = '<button data-opener>Need help?</button><input id="false">'
    }, null)
    // The page's own false box: nothing of ours runs in it, and nothing of ours can tell.
    const frame = await until(async () => {
      const found = tab.frames().find((one) => one.url() === 'about:srcdoc')
      const isFalse = await found?.evaluate(() => !!document.querySelector('#false'), null).catch(() => false)
      return isFalse ? found : undefined
    })
    expect(await frame.evaluate(() => document.querySelectorAll('script').length, null)).toBe(0)
  })
})

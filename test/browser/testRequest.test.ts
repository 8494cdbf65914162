import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { answerShortest, send, step, unlock, until } from '../support/walk.ts'

let demo: RunningDemo
let browser: Browser
beforeAll(async () => {
  ;[demo, browser] = await Promise.all([runDemo(), openChromium()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

it('a test goes the whole way: /go#test, sealed and sent, and in the list with its word, counted nowhere', async () => {
  const tab = await browser.tab({ languages: 'el' })
  await tab.goto(`${demo.server}/go#test`)
  const panel = tab.main()
  await step(panel, 'start')
  const word = () => panel.evaluate(() => document.querySelector('main.body > p')?.textContent, null)
  expect(await word()).toBe('Δοκιμή')
  await answerShortest(panel, { how: 'call', address: '6948172635' })
  expect(await send(panel)).toBe('sent')
  expect(await word()).toBe('Δοκιμή')
  await until(() => demo.output().includes('a request came in: 8,281 bytes, sealed'))

  const inbox = await browser.tab({ width: 1280, height: 800 })
  const lead = demo.members.find((one) => one.onDuty && ['maria', 'sofia'].includes(one.name))!
  const page = await unlock(inbox, demo.inbox, lead)
  await page.waitForSelector('[data-request]')
  const read = (selector: string) =>
    page.evaluate((one) => document.querySelector<HTMLElement>(one)?.innerText, selector)
  expect(await read('.summary')).toMatch(/^0 to contact now( · 0 wait.*)? · 0 late$/)
  expect(await read('[data-request] .pills')).toContain('Test')
  await page.click('[data-request]')
  await page.waitForSelector('[data-claim]')
  await page.click('[data-claim]')
  await page.waitForSelector('[data-reveal]')
  const card = await read('.card')
  expect(card).toContain('Marked as a test.')
  // The panel's roster is the network's own, so nothing of it is marked.
  expect(card).not.toMatch(/another list|older list/)
  expect(await page.evaluate(() => document.querySelectorAll('[data-alarm]').length, null)).toBe(0)
  const href = await page.evaluate(() => document.querySelector<HTMLAnchorElement>('[data-send-test]')!.href, null)
  expect(new URL(href)).toMatchObject({ origin: demo.server, pathname: '/go', hash: '#test' })
})

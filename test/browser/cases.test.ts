import { rm } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../shared/answers.ts'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { Keyboard } from '../support/byKeys.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at, press, showOnly } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { copyOfNetwork } from '../support/madeNetwork.ts'
import { postRequest } from '../support/postRequest.ts'
import { refersWithYes, takesOver } from '../support/referrals.ts'
import { unlock, until } from '../support/walk.ts'

const asked = (address: string): Answers => ({ for: 'self', contact: { to: 'person', how: 'call', address, word: 3 } })

/**
 * A page whose own clock does not ask what is new: it learns that by the stream alone. At first a proxy answers in the server's place,
 * which ends a browser's stream for good.
 */
const byStreamOnly: Parameters<Browser['tab']>[0] = {
  width: 1280,
  height: 800,
  onContext: async (context) => {
    await context.addInitScript(() => {
      const real = setTimeout
      const quiet = (work: () => void, ms?: number): number => (ms === 10_000 ? 0 : Number(real(work, ms)))
      globalThis.setTimeout = quiet as unknown as typeof setTimeout
    })
    await context.route('**/api/inbox/changes', (route) => route.fulfill({ status: 502 }), { times: 1 })
  },
}

describe('a case in two browsers', () => {
  let data: string
  let demo: RunningDemo
  let browser: Browser
  const barriers: string[] = []
  beforeAll(async () => {
    data = (await copyOfNetwork())!
    ;[demo, browser] = await Promise.all([runDemo({ MITOS_DATA: data }), openChromium()])
    await postRequest(demo.server, asked('+306901234567'))
    await postRequest(demo.server, asked('+306907654321'))
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(data, { recursive: true, force: true })
  })

  const member = (name: string) => demo.members.find((one) => one.name === name)!
  const text = (page: Frame, selector: string): Promise<string> =>
    page.evaluate((css) => document.querySelector<HTMLElement>(css)?.innerText ?? '', selector)
  const there = (page: Frame, selector: string): Promise<boolean> =>
    page.evaluate((css) => !!document.querySelector(css), selector)
  const see = async (tab: Tab, what: string): Promise<void> => {
    for (const barrier of await tab.axe!(axeSource)) barriers.push(`${what}: ${barrier}`)
  }
  const ids = (page: Frame): Promise<readonly string[]> =>
    page.evaluate(
      () => [...document.querySelectorAll<HTMLElement>('[data-request]')].map((row) => row.dataset['request']!),
      null,
    )
  const row = (id: string): string => `[data-request="${id}"]`

  it('is taken by one of two, tried, reached, noted and closed; the other sees each step, and a killed server loses none', async () => {
    const phone = await browser.tab({ width: 390, height: 800 })
    const desk = await browser.tab(byStreamOnly)
    const [nikos, maria] = await Promise.all([
      unlock(phone, demo.inbox, member('nikos')),
      unlock(desk, demo.inbox, member('maria')),
    ])
    await until(async () => (await ids(nikos)).length === 2 && (await ids(maria)).length === 2)
    const [first, second] = (await ids(nikos)) as [string, string]

    // Both take the second at once.
    for (const page of [nikos, maria]) await press(page, `${row(second)} button`)
    await Promise.all([at(nikos, '[data-claim]'), at(maria, '[data-claim]')])
    await Promise.all([nikos, maria].map((page) => page.click('[data-claim]')))
    const settled = async (page: Frame): Promise<boolean> =>
      until(async () => !(await there(page, '[data-claim]'))).then(() => there(page, '[data-reveal]'))
    const owners = await Promise.all([settled(nikos), settled(maria)])
    expect(owners.sort()).toEqual([false, true])

    // Nikos takes the first, on the phone, and Maria sees it by the stream.
    await press(nikos, '.back')
    await press(nikos, `${row(first)} button`)
    await see(phone, 'before')
    await press(nikos, '[data-claim]')
    await at(nikos, '[data-reveal]')
    await see(phone, 'card')
    await until(() => there(maria, `${row(first)} .owner`))
    await press(nikos, '[data-reveal]')
    await until(async () => (await there(nikos, '[data-address]')) || (await there(nikos, '[data-reason]')))
    if (await there(nikos, '[data-reason]')) await press(nikos, '[data-reason]')
    await at(nikos, '[data-address]')
    await press(nikos, '.thumb [data-try]')
    await at(nikos, '[data-sheet="try"]')
    await see(phone, 'result of a try')
    await press(nikos, '[data-choice="no-answer"]')
    await until(async () => (await text(nikos, '[data-done]')).includes('No answer'))
    // A coordinator sees how far it is.
    await until(async () => (await text(maria, row(first))).includes('Contact tried'))

    // The server is killed while a note is being saved, and comes back.
    await press(nikos, '[data-case-tab="notes"]')
    await nikos.type('#note-text', 'rings back on Friday')
    await demo.stop('SIGKILL')
    await press(nikos, '[data-note-save]')
    await at(nikos, '[data-said]')
    await see(phone, 'notes, server away')
    const [port, partner] = [new URL(demo.server).port, new URL(demo.partner).port]
    demo = await runDemo({ MITOS_DATA: data, MITOS_PORT: port, MITOS_PARTNER_PORT: partner })
    await press(nikos, '[data-note-save]')
    await until(() => there(nikos, '[data-notes="1"]'))
    await press(nikos, '[data-case-tab="tries"]')
    await at(nikos, '[data-result="no-answer"]')
    await see(phone, 'tries')
    await press(nikos, '[data-try]')
    await press(nikos, '[data-choice="reached"]')
    await until(async () => (await text(nikos, '[data-done]')).includes('Reached'))
    await press(nikos, '[data-case-tab="more"]')
    await see(phone, 'more')
    await press(nikos, '[data-do="close"]')
    await at(nikos, '[data-sheet="close"]')
    await see(phone, 'close')
    await press(nikos, '[data-choice="helped"]')
    await at(nikos, '[data-reason="helped"]')
    await see(phone, 'closed')

    // For Maria it is gone from the list, and lies with the closed ones; she opens it again, and all is in it.
    await until(async () => !(await there(maria, row(first))))
    await showOnly(maria, 'closed')
    await press(maria, `${row(first)} button`)
    await press(maria, '[data-reopen]')
    await press(maria, '[data-case-tab="notes"]')
    await until(async () => (await text(maria, '.entries')).includes('rings back on Friday'))
    await see(desk, 'notes of a coordinator')
    await press(maria, '[data-case-tab="tries"]')
    await until(() => there(maria, '[data-tries="2"]'))
    expect(barriers).toEqual([])
  })

  it('goes on to another organisation with the person’s yes, which takes them over', async () => {
    await postRequest(demo.server, asked('+306911111111'))
    const [phone, there] = await Promise.all([
      browser.tab({ width: 390, height: 800 }),
      browser.tab({ width: 390, height: 800 }),
    ])
    const [nikos, petros] = await Promise.all([
      unlock(phone, demo.inbox, member('nikos')),
      unlock(there, demo.inbox, member('petros')),
    ])
    await press(nikos, '[data-request]:not(:has(.owner)) button', '[data-claim]')
    await refersWithYes(nikos, (what) => see(phone, what))
    await takesOver(petros, (what) => see(there, what))
    await at(nikos, '[data-answer="accepted"]')
    await see(phone, 'taken over')
    expect(barriers).toEqual([])
  })

  it('is worked by keys alone, and whoever does sees after each key where they are', async () => {
    for (const address of ['+306902222222', '+306903333333']) await postRequest(demo.server, asked(address))
    let page!: Page
    const onContext = async (context: BrowserContext): Promise<void> => void context.once('page', (one) => (page = one))
    const desk = await browser.tab({ width: 1280, height: 800, onContext })
    await desk.goto(demo.inbox)
    const keys = new Keyboard(page)
    const { name, passphrase } = member('nikos')
    const frame = desk.main()
    await at(frame, '#name:focus')
    await page.keyboard.type(name)
    await keys.to('#passphrase')
    await page.keyboard.type(passphrase)
    await keys.press('Enter')
    await at(frame, '[data-request]')

    // The help lies above all, and gives the focus back.
    await keys.press('j')
    await keys.press('?')
    await at(frame, 'dialog:focus-within')
    await keys.press('Escape')
    await at(frame, '[data-request] button:focus')
    expect(await there(frame, 'dialog')).toBe(false)

    // Down to the last row and back up, to one that nobody has.
    const rows = (await ids(frame)).length
    for (let row = 0; row < rows; row++) await keys.press('j')
    const isFree = (): Promise<boolean> => there(frame, '[data-request]:not(:has(.owner)) button:focus')
    for (let row = 0; row < rows && !(await isFree()); row++) await keys.press('k')
    await keys.press('Enter')
    await at(frame, '[data-claim]')
    await keys.press('c')
    await at(frame, '[data-reveal]')
    await keys.enter('[data-reveal]')
    if (await there(frame, '[data-reason]')) {
      // Enter that is held too long chooses none, and calls nobody.
      await at(frame, '#reasons:focus')
      await keys.enter('[data-reason]')
    }
    await at(frame, '[data-address]:focus')
    await keys.press('t')
    await keys.enter('[data-choice="no-answer"]')
    await at(frame, '[data-done]:focus')
    await keys.press('n')
    await at(frame, '#note-text:focus')
    await page.keyboard.type('rings back on Friday')
    await keys.enter('[data-note-save]')
    await at(frame, '[data-notes="1"]')
    await keys.enter('[data-case-tab="more"]')
    // A sheet that was opened by mistake gives the focus back.
    await keys.enter('[data-do="back"]')
    await at(frame, '[data-sheet="back"] h2:focus')
    await keys.press('Escape')
    await at(frame, '[data-do="back"]:focus')
    await keys.enter('[data-do="close"]')
    await keys.enter('[data-choice="helped"]')
    await at(frame, '[data-reason="helped"]')
    await at(frame, '.case h2:focus')
    // Its row is gone from the list; J goes on from there.
    await keys.press('j')
    await at(frame, '[data-request] button:focus')
    await desk.close()
  })
})

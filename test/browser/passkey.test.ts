import { readFileSync } from 'node:fs'
import type { BrowserContext, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at, textAt } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { deviceOf } from '../support/passkeyDevice.ts'
import { freePort } from '../support/tied.ts'
import { type Member, unlock, until } from '../support/walk.ts'

const en = JSON.parse(readFileSync('inbox/locales/en.json', 'utf8')) as Readonly<Record<string, string>>

/** What stands between the page and the device. */
interface Between {
  /** what the page told the device to forget */
  told?: object
  tellDevice?: (about: object) => Promise<void>
  /** lets the device answer */
  answer?: () => void
  /** set: the device's dialog stands until `answer` */
  asks?: Promise<void>
}

/**
 * Devices may not listen when passkeys are to be forgotten, so what they are told is kept, for the test to tell it; and their owners
 * take their time.
 */
const between = (): void => {
  const page = globalThis as Between
  const kind = PublicKeyCredential as unknown as { signalAllAcceptedCredentials: (about: object) => Promise<void> }
  page.tellDevice = kind.signalAllAcceptedCredentials.bind(kind)
  kind.signalAllAcceptedCredentials = async (about) => void (page.told = about)
  const get = navigator.credentials.get.bind(navigator.credentials)
  navigator.credentials.get = async (options) => {
    await page.asks
    return get(options)
  }
}

describe('a passkey', () => {
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let device: CDPSession
  let authenticatorId: string
  const barriers: string[] = []
  beforeAll(async () => {
    // A passkey belongs to a name; an address of numbers has none.
    const port = String(await freePort())
    const starts = runDemo({ MITOS_PORT: port, MITOS_ORIGIN: `http://localhost:${port}` })
    ;[demo, browser] = await Promise.all([starts, openChromium()])
    let context: BrowserContext
    tab = await browser.tab({ onContext: async (one) => void (await (context = one).addInitScript(between)) })
    ;({ session: device, authenticatorId } = await deviceOf(context!, context!.pages()[0]!))
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  const look = async (what: string): Promise<void> => {
    for (const barrier of await tab.axe!(axeSource)) barriers.push(`${what}: ${barrier}`)
  }
  const passkeys = async () => (await device.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  async function toKeys(page: Frame, then: string): Promise<void> {
    await page.click('[data-more]')
    await page.click('[data-mykeys]')
    await page.click(then)
  }
  async function typed(page: Frame, field: string, text: string, then: string): Promise<void> {
    await at(page, field)
    await page.type(field, text)
    await page.click('[data-next]')
    await at(page, then)
  }
  async function lock(page: Frame): Promise<void> {
    await page.click('.lock')
    await page.click('.primary')
    await at(page, '[data-passkey]')
  }
  /** What is said where it does not open. */
  async function refused(page: Frame, words: string): Promise<void> {
    await page.click('[data-passkey]')
    await until(() => page.evaluate((wanted) => document.querySelector('.wrong')?.textContent === wanted, words))
  }

  it('is made, opens the list after the lock, and opens nothing once it is removed', async () => {
    const maria: Member = demo.members.find(({ name }) => name === 'maria')!
    const page = await unlock(tab, demo.inbox, maria)
    await toKeys(page, '[data-passkey]')
    await at(page, '[data-step="passkey"]')
    await look('making one')
    await typed(page, '#passphrase', maria.passphrase, '.done')
    expect(await passkeys()).toMatchObject([
      { rpId: 'localhost', isResidentCredential: true, userName: 'List', userDisplayName: 'List' },
    ])

    await lock(page)
    await look('unlock')
    // The device's dialog has the focus meanwhile: no going away.
    await page.evaluate(() => {
      const held = globalThis as Between
      held.asks = new Promise((resolve) => (held.answer = resolve))
    }, null)
    await page.click('[data-passkey]')
    await at(page, '.thread[data-part="1"]')
    await page.evaluate(() => {
      dispatchEvent(new Event('blur'))
      ;(globalThis as Between).answer!()
    }, null)
    await at(page, '[data-view]')

    await toKeys(page, '[data-change="forget"]')
    await typed(page, '#passphrase', maria.passphrase, '[data-step="keep"]')
    await page.click('[data-at="newkit"]')
    await at(page, '[data-kit]')
    const kit = await textAt(page, '[data-kit]')
    await page.click('[data-next]')
    await typed(page, '#kit', kit, '.done')
    await lock(page)
    await refused(page, en['error.passkey']!)
    await page.evaluate(() => {
      const { told, tellDevice } = globalThis as Between
      return tellDevice!(told!)
    }, null)
    expect(await passkeys()).toEqual([])
    await refused(page, en['error.passkey.cancelled']!)
    expect(barriers).toEqual([])
  })
})

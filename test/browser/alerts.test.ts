import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at, textAt } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { type Endpoint, startPushService } from '../support/pushService.ts'
import { unlock, until } from '../support/walk.ts'

describe('a member lets their browser be called', () => {
  let demo: RunningDemo
  let browser: Browser
  let push: Endpoint
  let agreed = ''
  beforeAll(async () => {
    push = await startPushService(() => agreed)
    demo = await runDemo({ MITOS_ALERT_WAYS: 'push,webhook', MITOS_ALERT_NETWORKS: '127.0.0.0/8' })
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await push?.stop()
  })

  it('R42 under More, tries it, and is shown the same few words; nothing of the page is kept for it', async () => {
    let context: BrowserContext | undefined
    const tab = await browser.tab({
      onContext: async (made) => {
        context = made
        await made.grantPermissions(['notifications'])
        // Debian's Chromium has no push service: ours is put in its place, and gets the key that the page names.
        await made.addInitScript((endpoint) => {
          PushManager.prototype.subscribe = async (options) => {
            const key = new Uint8Array(options!.applicationServerKey as ArrayBuffer)
            document.documentElement.dataset['key'] = btoa(String.fromCharCode(...key))
            return { endpoint } as PushSubscription
          }
        }, `${push.url}/this-browser`)
      },
    })
    const page = await unlock(
      tab,
      demo.inbox,
      demo.members.find(({ name }) => name === 'maria')!,
    )
    await page.click('[data-more]')
    await page.click('[data-alerts]')
    await at(page, '[data-add="push"]')
    expect(await tab.axe!(axeSource)).toEqual([])
    await page.click('[data-add="push"]')
    await at(page, '[data-way="push"]')
    const key = await page.evaluate(() => document.documentElement.dataset['key']!, null)
    agreed = Buffer.from(key, 'base64').toString('base64url')
    await page.click('[data-test-ways]')
    await at(page, '[data-result="arrived"]')
    expect(push.received.map(({ path, body }) => [path, body])).toEqual([['/this-browser', '']])
    expect(await textAt(page, '[data-way="push"]')).toContain(push.url)
    expect(await tab.axe!(axeSource)).toEqual([])

    // As the push service would hand it on: there is nothing in it.
    const session = await context!.newCDPSession(context!.pages()[0]!)
    const registered = new Promise<string>((resolve) =>
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId)
      }),
    )
    await session.send('ServiceWorker.enable')
    const registrationId = await registered
    for (let i = 0; i < 2; i++)
      await session.send('ServiceWorker.deliverPushMessage', {
        origin: new URL(demo.inbox).origin,
        registrationId,
        data: '',
      })
    const shown = await until(() =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/inbox/')
        const all = (await registration?.getNotifications()) ?? []
        return all.length > 0 && all.map(({ title, body, tag }) => [title, body, tag])
      }, null),
    )
    expect(shown).toEqual([['Please check your list', '', 'list']])
    const kept = await page.evaluate(() => caches.keys(), null)
    expect(kept).toEqual([])
  })

  it('R44 and without a server has the lock, of which nothing was kept but the worker', async () => {
    const tab = await browser.tab({ languages: 'el' })
    await tab.goto(demo.inbox)
    const page = tab.main()
    await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null, null))
    // By way of the worker, as long as there is a server.
    await tab.goto(demo.inbox)
    await at(page, 'main.unlock')
    await demo.stop()
    await tab.goto(demo.inbox)
    expect(await textAt(page, '[data-lock]')).toContain('Χωρίς σύνδεση')
    expect(await tab.axe!(axeSource)).toEqual([])
    const kept = await page.evaluate(async () => [await caches.keys(), await indexedDB.databases()], null)
    expect(kept).toEqual([[], []])
    await page.click('a[href="/inbox/"]')
    await at(page, '[data-lock]')
  })
})

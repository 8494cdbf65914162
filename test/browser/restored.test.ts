import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tab } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { type OwnBrowser, chromiumWith } from '../support/profiles.ts'
import { openPanel, step, stepOf, tap, until } from '../support/walk.ts'

const TYPED = '6971234567'

describe('a page that Chromium brings back from where it keeps pages', () => {
  let folder: string
  let demo: RunningDemo
  let pages: PartnerPages
  let browser: OwnBrowser
  let tab: Tab

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mitos-restored-'))
    demo = await runDemo()
    const snippet = await snippetOf(`${demo.partner}en/`)
    pages = await partnerPages((path) => ({ html: pageWith(path === '/library' ? snippet : '') }))
    browser = await chromiumWith(join(folder, 'profile'), join(folder, 'log'))
    tab = await browser.tab()
  })
  afterAll(async () => {
    await browser?.kill()
    await pages?.close()
    await demo?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  /** Goes on to another page and back; whether what is there then is the very page of before. */
  async function isBack(path: string): Promise<boolean> {
    await tab.main().evaluate(() => {
      ;(window as unknown as { alive: boolean }).alive = true
      setTimeout(() => location.assign('/other'))
    }, null)
    await until(() => tab.url().endsWith('/other'))
    await tab.main().evaluate(() => void setTimeout(() => history.back()), null)
    await until(() => tab.url().endsWith(path))
    return tab.main().evaluate(() => 'alive' in window, null)
  }

  it('R10 has an empty first screen, where a plain page is as it was', async (context) => {
    await tab.goto(`${pages.origin}/plain`)
    // A browser that brings nothing back shows nothing about the panel either.
    if (!(await isBack('/plain'))) return context.skip('this Chromium brings no page back')
    await tab.goto(`${pages.origin}/library`)
    const panel = await openPanel(tab)
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="sms"]', 'how')
    await step(panel, 'address')
    await panel.type('input.field', TYPED)
    await panel.evaluate(() => void ((window as unknown as { alive: boolean }).alive = true), null)
    expect(await isBack('/library')).toBe(true)

    const now = (await browser.seenAnew!(`${pages.origin}/library`)).frames()[1]!
    expect(await now.evaluate(() => 'alive' in window, null)).toBe(true)
    expect(await stepOf(now)).toBe('start')
    expect(await now.evaluate(() => document.documentElement.outerHTML, null)).not.toContain(TYPED)
    // And it works: what the wipe dropped is loaded again.
    await tap(now, '[data-value="self"]', 'start')
    await tap(now, '[data-value="icall"]', 'how')
    await until(() => now.evaluate(() => document.querySelector('.ourword')?.textContent, null))
  })
})

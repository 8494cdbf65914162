import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { openPanel, send, step, tap, until } from '../support/walk.ts'
import { sample } from '../support/release.ts'
import { openWebKit } from '../support/webkit.ts'

/** What keeps a control out of form histories, spellers, correctors, crash recovery and password managers. */
const QUIET = {
  autocomplete: 'off',
  autocorrect: 'off',
  autocapitalize: 'off',
  spellcheck: 'false',
  writingsuggestions: 'false',
  'data-1p-ignore': '',
  'data-lpignore': 'true',
  'data-bwignore': '',
  'data-protonpass-ignore': 'true',
  'data-form-type': 'other',
}

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKit', openWebKit],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))(
  'from the first screen to the last, %s',
  (_, open) => {
    let demo: RunningDemo
    let pages: PartnerPages
    let browser: Browser
    beforeAll(async () => {
      demo = await runDemo()
      const snippet = await snippetOf(`${demo.partner}en/`)
      pages = await partnerPages((path) => ({
        html: pageWith(path === '/library' ? snippet : ''),
        // Firefox's driver does not see a page that comes back from where browsers keep pages.
        headers: { 'cache-control': 'no-store' },
      }))
      browser = await open()
    })
    afterAll(async () => {
      await browser?.close()
      await pages?.close()
      await demo?.stop()
    })

    it('R7, R8, R9 meets quiet controls only, stores nothing, and changes nothing of the page', async () => {
      const tab = await browser.tab()
      await tab.goto(`${pages.origin}/before`)
      await tab.goto(`${pages.origin}/library`)
      const page = () =>
        tab.main().evaluate(
          () => ({
            length: history.length,
            state: JSON.stringify(history.state),
            url: location.href,
            title: document.title,
            icons: [...document.querySelectorAll<HTMLLinkElement>('link[rel~="icon"]')].map((one) => one.href),
            cookie: document.cookie,
            kept: [...Object.keys(localStorage), ...Object.keys(sessionStorage)],
          }),
          null,
        )
      const before = await page()
      const panel = await openPanel(tab)
      const loud: Record<string, readonly string[]> = {}
      const see = async (name: string) => {
        await step(panel, name)
        loud[name] = await loudIn(panel)
      }
      await see('start')
      await tap(panel, '[data-value="self"]', 'start')
      await step(panel, 'how')
      await panel.click('[data-more]')
      await see('how')
      await tap(panel, '[data-value="app"]', 'how')
      await see('app')
      await tap(panel, '[data-value="signal"]', 'app')
      await step(panel, 'address')
      await panel.type('input.field', '6971234567')
      for (const name of ['address', 'when', 'answer', 'word']) {
        await until(() => panel.evaluate((name) => !!document.querySelector(`[data-step="${name}"] [data-next]`), name))
        await see(name)
        await tap(panel, `[data-step="${name}"] [data-next]`, name)
      }
      await step(panel, 'more')
      for (const row of ['speak', 'need', 'call-rules', 'note'] as const) {
        if (!(await panel.evaluate((one) => !!document.querySelector(`[data-open="${one}"]`), row))) continue
        await panel.click(`[data-open="${row}"]`)
        await step(panel, `more-${row}`)
        await see(`more-${row}`)
        await tap(panel, `[data-step="more-${row}"] .primary`, `more-${row}`)
      }
      await tap(panel, '[data-step="more"] .primary', 'more')
      await see('review')
      expect(await send(panel)).toBe('sent')
      await see('sent')
      await panel.click('[data-close]')
      const again = await openPanel(tab)
      await tap(again, '[data-return]', 'start')
      await until(() => again.evaluate(() => !!document.querySelector('[data-step="return"] input'), null))
      await see('return')
      for (const [name, found] of Object.entries(loud)) expect({ name, found }).toEqual({ name, found: [] })
      expect(await panel.evaluate(stores, null)).toEqual([])
      expect(await page()).toEqual(before)
      await tab.main().evaluate(() => void setTimeout(() => history.back()), null)
      await until(() => tab.url() === `${pages.origin}/before`)
    })
  },
)

/** What is wrong with the controls that are in the document now, and with the document itself. */
async function loudIn(panel: Frame): Promise<readonly string[]> {
  return panel.evaluate((quiet) => {
    const wrong = [...document.querySelectorAll('form, select, audio, video, [contenteditable]')].map(
      (one) => one.outerHTML,
    )
    for (const control of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
      for (const [name, value] of Object.entries(quiet))
        if (control.getAttribute(name) !== value) wrong.push(`${name}=${control.getAttribute(name)} of ${control.type}`)
      // A name that says what it is for, or the same one at each visit, would be one to remember it by.
      if (!/^f[0-9a-z]{4,}$/.test(control.name)) wrong.push(control.name)
      // The typed text is no attribute; which of the choices is chosen differs from no default.
      if (control.hasAttribute('value') && control.getAttribute('value') !== '') wrong.push(control.outerHTML)
      if (control.type !== 'textarea' && control.checked !== control.defaultChecked)
        wrong.push(`checked ${control.outerHTML}`)
    }
    return wrong
  }, QUIET)
}

/** The stores that the frame could open. */
async function stores(): Promise<readonly string[]> {
  const tries: Readonly<Record<string, () => unknown>> = {
    localStorage: () => localStorage.setItem('a', 'b'),
    sessionStorage: () => sessionStorage.setItem('a', 'b'),
    cookie() {
      document.cookie = 'a=b'
      if (!document.cookie) throw new Error('stays empty')
    },
    indexedDB: () =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open('a')
        asked.onsuccess = resolve
        asked.onerror = reject
      }),
    caches: () => caches.open('a'),
    serviceWorker: () => navigator.serviceWorker.register('/a.js'),
  }
  const open: string[] = []
  for (const [name, attempt] of Object.entries(tries))
    try {
      await attempt()
      open.push(name)
    } catch {
      // as it should be
    }
  return open
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { answerShortest, openPanel, send, until } from '../support/walk.ts'

interface Lack {
  readonly what: string
  /** Runs in the frame before anything of ours. */
  readonly take: string
  readonly sends: boolean
}

const LACKS: readonly Lack[] = [
  { what: 'BigInt', take: 'delete self.BigInt', sends: false },
  {
    what: 'crypto.subtle',
    take: 'Object.defineProperty(Crypto.prototype, "subtle", { value: undefined })',
    sends: false,
  },
  { what: 'crypto', take: 'Object.defineProperty(self, "crypto", { value: undefined })', sends: false },
  { what: 'adoptedStyleSheets', take: 'delete Document.prototype.adoptedStyleSheets', sends: true },
  {
    what: 'constructable style sheets',
    take: 'self.CSSStyleSheet = function () { throw new TypeError() }',
    sends: true,
  },
  { what: 'inert', take: 'delete HTMLElement.prototype.inert', sends: true },
  { what: 'IntersectionObserver', take: 'delete self.IntersectionObserver', sends: false },
  {
    what: 'requestIdleCallback and AbortSignal.timeout',
    take: 'delete self.requestIdleCallback; delete AbortSignal.timeout',
    sends: true,
  },
]

describe('in a browser without', () => {
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

  it.each(LACKS.map((lack) => [lack.what, lack] as const))(
    'R21 %s the lines are there, or all of it works',
    async (_what, { take, sends }) => {
      const posts: string[] = []
      const tab = await browser.tab({
        async onContext(context) {
          context.on('request', (one) => void (one.method() === 'POST' && posts.push(one.url())))
          await context.addInitScript(`if (self !== top || ${take.includes('Idle')}) { ${take} }`)
        },
      })
      await tab.goto(`${demo.partner}en/`)
      if (sends) {
        const panel = await openPanel(tab)
        const styled = await panel.evaluate(() => getComputedStyle(document.querySelector('header')!).display, null)
        expect(styled).toBe('flex')
        await answerShortest(panel, { how: 'sms', address: '6948172635' })
        expect(await send(panel)).toBe('sent')
        return
      }
      // On the page, or in the frame once somebody pressed.
      const numbers = await until(async () => {
        const onPage = await tab.main().evaluate(() => document.querySelector('details')!.open, null)
        if (onPage) return 'on the page'
        const frame = tab.frames().find((one) => one.url() === 'about:srcdoc')
        const seen = await frame
          ?.evaluate(() => {
            const opener = document.querySelector<HTMLElement>('[data-opener]')!
            if (!opener.hidden) opener.click()
            return [...document.querySelectorAll('[data-step="lines"] a[href="tel:112"]')].some(
              (one) => one.getClientRects().length,
            )
          }, null)
          .catch(() => false)
        return seen ? 'in the frame' : undefined
      })
      expect(['on the page', 'in the frame']).toContain(numbers)
      expect(posts).toEqual([])
    },
  )
})

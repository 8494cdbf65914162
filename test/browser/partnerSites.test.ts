import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { WHOLE, sample } from '../support/release.ts'
import { answerShortest, openPanel, send, tap, until, widgetFrame } from '../support/walk.ts'

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly width: number
  readonly height: number
  readonly viewWidth: number
  readonly viewHeight: number
  /** whether a press in its middle would meet it */
  readonly onTop: boolean
}

const boxOf = (tab: Tab): Promise<Box> =>
  tab.main().evaluate(() => {
    const frame = document.querySelector('iframe')!
    const { left, top, right, bottom, width, height } = frame.getBoundingClientRect()
    const [viewWidth, viewHeight] = [document.documentElement.clientWidth, innerHeight]
    const onTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === frame
    return { left, top, right, bottom, width, height, viewWidth, viewHeight, onTop }
  }, null)

const BANNER = `<div style="position:fixed;inset:auto 0 0 0;height:120px;background:#ddd;z-index:2147483647">We use cookies
  <button>Fine</button></div>`
const TALL = '<p style="height:3000px">A long page.</p>'

interface Place {
  readonly what: string
  readonly body?: string
  readonly html?: string
  readonly head?: string
  readonly attributes?: string
  readonly closed: (box: Box) => void
}

const near = (value: number, wanted: number): void => expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1)
const end = (box: Box): void => {
  near(box.right, box.viewWidth - 16)
  near(box.bottom, box.viewHeight - 16)
  near(box.height, 56)
}
const start = (box: Box): void => {
  near(box.left, 16)
  near(box.bottom, box.viewHeight - 16)
}

const PLACES: readonly Place[] = [
  { what: 'in the corner, over a page that scrolls', body: TALL, closed: end },
  { what: 'in the other corner', attributes: 'data-corner="start"', closed: start },
  { what: 'in the corner of a page in Arabic', html: 'dir="rtl"', closed: start },
  {
    what: 'in the other corner of a page in Arabic',
    html: 'dir="rtl"',
    attributes: 'data-corner="start"',
    closed: end,
  },
  { what: 'over a cookie banner', body: BANNER, closed: end },
  {
    what: 'in the flow of the page',
    body: '<p id="help">Help: </p><p>More.</p>',
    attributes: 'data-place="#help"',
    closed: (box) => {
      expect(box.top).toBeLessThan(300)
      near(box.height, 56)
    },
  },
  { what: 'where the place is not there: in the corner', attributes: 'data-place="#gone"', closed: end },
  { what: 'beside a body that is zoomed', head: '<style>body{zoom:1.6}</style>', body: TALL, closed: end },
  {
    what: 'beside a body that is moved by transform',
    head: '<style>body{transform:translateY(40px);filter:none;display:flex}</style>',
    body: TALL,
    closed: end,
  },
  {
    what: 'on a page whose style sheets have a say about every frame',
    head: '<style>iframe{display:none!important;width:1px!important;opacity:0!important;position:static!important}</style>',
    closed: end,
  },
]

const ENGINES = [
  ['Chromium', openChromium, PLACES],
  [
    'Firefox',
    openFirefox,
    sample(
      PLACES.filter((_place, i) => i % 2 === 0),
      (_place, i) => i < 2,
    ),
  ],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))('the opener in %s', (engine, open, places) => {
  let demo: RunningDemo
  let browser: Browser
  let pages: PartnerPages
  beforeAll(async () => {
    demo = await runDemo()
    const snippet = await snippetOf(`${demo.partner}en/`)
    pages = await partnerPages((path) => {
      const { body = '', attributes = '', html = '', head = '' } = PLACES[Number(path.slice(1))] ?? {}
      return { html: pageWith(body + snippet.replace('data-mitos ', `data-mitos ${attributes} `), { html, head }) }
    })
    browser = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
    await demo?.stop()
  })

  it.each(places.map((place) => [place.what, place, PLACES.indexOf(place)] as const))(
    'is %s',
    async (_what, place, i) => {
      // The narrowest matters where the page is odd as it is.
      const narrow = { width: i < 2 ? 320 : 390, height: 568 }
      const all = [{ width: 1280, height: 900 }, narrow, { width: 390, height: 844 }]
      for (const size of WHOLE ? all : i < 2 ? all.slice(0, 2) : [all[i % 2]!]) {
        const tab = await browser.tab(size)
        await tab.goto(`${pages.origin}/${i}`)
        const panel = await widgetFrame(tab)
        const box = await until(async () => {
          const now = await boxOf(tab)
          return now.width > 100 ? now : undefined
        })
        expect(box.onTop).toBe(true)
        place.closed(box)

        await panel.click('[data-opener]')
        await (await panel.waitForSelector('[data-step]'))?.dispose()
        const opened = await boxOf(tab)
        expect(opened.onTop).toBe(true)
        expect(opened.left).toBeGreaterThanOrEqual(-1)
        expect(opened.top).toBeGreaterThanOrEqual(-1)
        expect(opened.right).toBeLessThanOrEqual(opened.viewWidth + 1)
        expect(opened.bottom).toBeLessThanOrEqual(opened.viewHeight + 1)
        if (size.width <= 560) near(opened.width, opened.viewWidth)
      }
    },
  )

  if (WHOLE || engine === 'Chromium')
    it('takes the colour of the site into the panel, dark enough to be read', async () => {
      const tab = await browser.tab()
      const snippet = await snippetOf(`${demo.partner}en/`)
      const bright = await partnerPages(() => ({
        html: pageWith(snippet.replace('data-mitos ', 'data-mitos data-color="#F7B500" ')),
      }))
      await tab.goto(bright.origin)
      const panel = await openPanel(tab)
      // It comes with the sealing module.
      const fill = await until(() =>
        panel.evaluate(
          () => getComputedStyle(document.querySelector('.m-panel')!).getPropertyValue('--fill-light').trim(),
          null,
        ),
      )
      expect(fill.toUpperCase()).toBe('#946D00')
      await bright.close()
    })

  if (WHOLE || engine === 'Chromium')
    it('works on each variant of the demo’s page, as its note says', async () => {
      const at = (variant: string) => `${demo.partner}en/${variant}/`
      const tab = await browser.tab()
      await tab.goto(demo.partner)
      const links = await tab
        .main()
        .evaluate(() => [...document.querySelectorAll('footer a')].map((one) => (one as HTMLAnchorElement).href), null)
      expect(links).toEqual(['strict-policy', 'curious-script', 'server-away'].map(at))

      await tab.goto(at('strict-policy'))
      const strict = await openPanel(tab)
      await answerShortest(strict, { how: 'sms', address: '6948172635' })
      expect(await send(strict)).toBe('sent')

      await tab.goto(at('curious-script'))
      await tab.main().type('.note input', '31')
      const curious = await openPanel(tab)
      await tap(curious, '[data-value="self"]', 'start')
      await tap(curious, '[data-value="sms"]', 'how')
      await curious.type('[data-step="address"] input.field', '6948172635')
      const heard = await tab.main().evaluate(() => document.querySelector('#heard')!.textContent, null)
      expect(heard).toContain('a field now holds: 31')
      expect(heard).toContain('a word from the box: "open"')
      expect(heard).not.toContain('69')

      await tab.goto(at('server-away'))
      await tab.main().click('summary')
      const ways = await tab
        .main()
        .evaluate(
          () => [...document.querySelectorAll('details a')].map((one) => one.getAttribute('href')!.slice(0, 4)),
          null,
        )
      expect(ways).toEqual(['http', 'tel:', 'tel:'])
    })
})

/**
 * `npm run screenshots [-- OUT]`: pictures of every screen from the running demo, at 320, 390 and 1280 px, in English, Greek and
 * Arabic, light and dark, into OUT (default `.cache/screenshots`), and the README's own picture into docs/.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { openPanel, overlay, send, speak, step, stepOf, tap, unlock, until } from '../support/walk.ts'
import { readmePicture } from './readme.ts'

const out = process.argv[2] ?? '.cache/screenshots'
const SIZES = [
  [320, 568],
  [390, 780],
  [1280, 800],
] as const
const LANGUAGES = ['en', 'el', 'ar'] as const
/** Transitions are over after 180 ms; what is drawn then stays. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 260))

async function panelPictures(browser: Browser, demo: RunningDemo): Promise<void> {
  for (const [width, height] of SIZES)
    for (const language of LANGUAGES)
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark, languages: language })
        let n = 0
        const shoot = async (name: string) => {
          await settled()
          await tab.screenshot(
            join(
              out,
              `panel-${language}-${width}-${dark ? 'dark' : 'light'}-${String(n++).padStart(2, '0')}-${name}.png`,
            ),
          )
        }
        await walkPanel(tab, demo, language, shoot)
      }
}

async function walkPanel(tab: Tab, demo: RunningDemo, language: string, shoot: (name: string) => Promise<void>) {
  await tab.goto(language === 'el' ? demo.partner : `${demo.partner}en/`)
  await shoot('page')
  const frame = await openPanel(tab)
  await until(async () => (await stepOf(frame)) === 'start')
  if (language === 'ar') await speak(frame, 'ar')
  await shoot('start')
  await overlay(frame, '.language', 'language')
  await shoot('language')
  await frame.click('[data-overlay-back]')
  await overlay(frame, '[data-numbers]', 'lines')
  await shoot('numbers')
  await frame.click('[data-overlay-back]')
  await tap(frame, '[data-value="self"]', 'start')
  await step(frame, 'how')
  await shoot('how')
  await tap(frame, '[data-value="app"]', 'how')
  await shoot('app')
  await tap(frame, '[data-value="whatsapp"]', 'app')
  await step(frame, 'address')
  await frame.click('[data-step="address"] [data-next]')
  await shoot('address-empty')
  await frame.type('[data-step="address"] input:not([type="radio"])', '+30 690 123 4567')
  await frame.evaluate(() => document.querySelector<HTMLInputElement>('[data-value="shared"]')!.click(), null)
  await shoot('address')
  for (const name of ['address', 'when', 'answer', 'word', 'more']) {
    await step(frame, name)
    if (name !== 'address') await shoot(name)
    if (name === 'when')
      await frame.evaluate(() => document.querySelector<HTMLInputElement>('[data-value="evening"]')!.click(), null)
    if (name === 'more') await morePictures(frame, shoot)
    await tap(frame, `[data-step="${name}"] [data-next]`, name)
  }
  await step(frame, 'review')
  await shoot('review')
  await frame.evaluate(() => (document.querySelector('.body')!.scrollTop = 9999), null)
  await shoot('review-end')
  await send(frame)
  await shoot('sent')
  await otherPictures(tab, demo, language, shoot)
}

/** Answers that say something on their screen before it goes on. */
const ADVISED: Readonly<Record<string, string>> = { age: 'under18', device: 'yes' }

/** Each row of what else may be told. */
async function morePictures(frame: Frame, shoot: (name: string) => Promise<void>): Promise<void> {
  const rows = await frame.evaluate(
    () => [...document.querySelectorAll<HTMLElement>('[data-open]')].map((row) => row.dataset['open']!),
    null,
  )
  for (const row of rows) {
    await frame.click(`[data-open="${row}"]`)
    await step(frame, `more-${row}`)
    if (ADVISED[row]) await frame.click(`[data-value="${ADVISED[row]}"]`)
    await shoot(`more-${row}`)
    await frame.click('[data-back]')
    await step(frame, 'more')
  }
}

/** The ways that begin otherwise. */
async function otherPictures(tab: Tab, demo: RunningDemo, language: string, shoot: (name: string) => Promise<void>) {
  await tab.goto(language === 'el' ? demo.partner : `${demo.partner}en/`)
  const frame = await openPanel(tab)
  await step(frame, 'start')
  if (language === 'ar') await speak(frame, 'ar')
  await tap(frame, '[data-value="self.now"]', 'start')
  await step(frame, 'danger')
  await shoot('danger')
  await tap(frame, '[data-back]', 'danger')
  await tap(frame, '[data-value="pro"]', 'start')
  await step(frame, 'agree')
  await frame.click('[data-value="no"]')
  await shoot('agree')
  await tap(frame, '[data-value="yes"]', 'agree')
  await step(frame, 'reach')
  await shoot('reach')
}

async function inboxPictures(browser: Browser, demo: RunningDemo): Promise<void> {
  const member = demo.members.find((one) => one.onDuty)!
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark, languages: language })
        const name = (what: string) => join(out, `inbox-${language}-${width}-${dark ? 'dark' : 'light'}-${what}.png`)
        await tab.goto(demo.inbox)
        await settled()
        await tab.screenshot(name('0-unlock'))
        const page = await unlock(tab, demo.inbox, member)
        await page.waitForSelector('[data-request]')
        await settled()
        await tab.screenshot(name('1-list'))
        await page.click('[data-request]:not([data-mine])')
        await settled()
        await tab.screenshot(name('2-before'))
        if (await page.evaluate(() => !!document.querySelector('[data-claim]'), null)) await page.click('[data-claim]')
        await page.waitForSelector('[data-reveal]')
        await settled()
        await tab.screenshot(name('3-card'))
        await page.click('[data-reveal]')
        await settled()
        await tab.screenshot(name('4-reveal'))
      }
}

/** The page for webmasters, screen by screen, as it comes and with all that it can say. */
async function embedPictures(browser: Browser, demo: RunningDemo): Promise<void> {
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark })
        await tab.goto(`${demo.embed}?lang=${language}`)
        const page = tab.main()
        await page.waitForSelector('.room iframe')
        await page.click('label[for="where-place"]')
        await page.type('#place', '1 help')
        await page.type('#color', '#F7B500')
        await page.type(
          '#headers',
          "content-security-policy: default-src 'self'; trusted-types a; script-src 'nonce-a'",
        )
        const pages = await page.evaluate(() => Math.ceil(document.documentElement.scrollHeight / innerHeight), null)
        for (let n = 0; n < pages; n++) {
          await page.evaluate((screen) => scrollTo(0, screen * innerHeight), n)
          await settled()
          const name = `embed-${language}-${width}-${dark ? 'dark' : 'light'}-${String(n).padStart(2, '0')}.png`
          await tab.screenshot(join(out, name))
        }
      }
}

await mkdir(out, { recursive: true })
const demo = await runDemo()
const browser = await openChromium()
try {
  await readmePicture(browser, demo, 'docs/panel-and-inbox.png')
  await panelPictures(browser, demo)
  await inboxPictures(browser, demo)
  await embedPictures(browser, demo)
  console.log(`pictures are in ${out} and docs/panel-and-inbox.png`)
} finally {
  await browser.close()
  await demo.stop()
}

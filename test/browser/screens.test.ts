import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DESK, NGOS } from '../../demo/people.ts'
import { type Browser, type Frame, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { sample } from '../support/release.ts'
import { openPanel, overlay, send, speak, step, stepOf, tap, unlock, until } from '../support/walk.ts'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Seen {
  readonly violations: readonly string[]
  readonly overflow: readonly string[]
  readonly small: readonly string[]
  readonly loud: readonly string[]
  /** words that give away, and full names */
  readonly given: readonly string[]
  readonly leave: string
  readonly lang: string
  /** the thread, which shows how far one is */
  readonly thread: string
}

const banned: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync('widget/locales/banned.json', 'utf8'),
)
const NAMES = [
  ...NGOS.flatMap(({ name, names }) => [name, ...Object.values(names!)]),
  ...DESK.lines.map(({ name }) => name),
]

/** Answers that say something on their screen before it goes on. */
const ADVISED: Readonly<Record<string, string>> = { age: 'under18', device: 'yes' }

/** Looks at what is drawn now as a browser, a screen reader and a finger meet it. */
async function look(frame: Frame, tag: string): Promise<Seen> {
  const stems = [...banned[tag]!, ...NAMES.map((name) => name.toLowerCase())]
  await frame.evaluate((source) => {
    if (!('axe' in window)) new Function(source)()
  }, axeSource)
  // Transitions are over when nothing moves any more; colours are only judged then.
  await until(() => frame.evaluate(() => document.getAnimations().every((one) => one.playState !== 'running'), null))
  return frame.evaluate(async (stems) => {
    const shown = (element: Element): boolean => element.getClientRects().length > 0
    const name = (element: Element): string =>
      `${element.tagName} ${element.className} ${element.textContent?.slice(0, 30)}`
    const axe = (
      window as unknown as {
        axe: { run(root: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe
    const { violations } = await axe.run(document.body)
    const panel = document.querySelector('.m-panel')!
    const width = document.documentElement.clientWidth
    const all = [...panel.querySelectorAll('*')].filter(shown)
    const exit = document.querySelector('[data-exit]')!
    const box = exit.getBoundingClientRect()
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    return {
      violations: violations.map(
        (one) =>
          `${one.id}: ${one.nodes
            .map((node) => node.html)
            .join(' ')
            .slice(0, 200)}`,
      ),
      overflow: all
        .filter(
          (one) =>
            !one.closest('svg, .sr') &&
            (one.getBoundingClientRect().right > width + 1 || one.getBoundingClientRect().left < -1),
        )
        .map(name),
      small: all
        .filter(
          (one) =>
            one.matches('button, a, label') &&
            (one.getBoundingClientRect().height < 44 || one.getBoundingClientRect().width < 44),
        )
        .map(name),
      loud: all
        .filter((one) => one.matches('input, select, textarea') && one.getAttribute('autocomplete') !== 'off')
        .map(name),
      given: stems.filter((stem) =>
        [
          document.body.textContent!,
          ...all.flatMap((one) => [...one.attributes].flatMap(({ name, value }) => (name === 'style' ? [] : value))),
        ].some((text) => text.normalize('NFC').toLowerCase().includes(stem)),
      ),
      leave: `${box.height >= 44 && box.width >= 44} ${!!hit && exit.contains(hit)}`,
      lang: `${panel.getAttribute('lang')} ${panel.getAttribute('dir')}`,
      // What boot's style sheet hides after a while is not hidden here: it has no while to wait for.
      thread: getComputedStyle(document.querySelector('.drawn')!).animationName,
    }
  }, stems)
}

describe('every screen of the panel', () => {
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

  const looks: readonly (readonly [tag: string, dir: string, dark: boolean])[] = [
    ['en', 'ltr', false],
    ['el', 'ltr', true],
    ['ar', 'rtl', false],
    ['ar', 'rtl', true],
  ]
  it.each(sample(looks, ([tag, , dark]) => (tag === 'el') === dark && tag !== 'en'))(
    'R9, R11, R17, R20, R55 in %s (%s, dark: %s) fits 320 px, has no barrier that axe finds, gives nothing away, and lets one leave',
    async (tag, dir, dark) => {
      const tab = await browser.tab({ width: 320, height: 568, dark })
      await tab.goto(`${demo.partner}en/`)
      const frame = await openPanel(tab)
      await step(frame, 'start')
      await speak(frame, tag)
      const seen: Record<string, Seen> = {}
      const see = async (name: string) => (seen[name] = await look(frame, tag))
      await see('start')
      for (const [control, name] of [
        ['.language', 'language'],
        ['[data-numbers]', 'lines'],
      ] as const) {
        await overlay(frame, control, name)
        await see(name)
        await frame.click('[data-overlay-back]')
      }
      await tap(frame, '[data-value="self"]', 'start')
      await step(frame, 'how')
      await frame.click('[data-more]')
      await see('how')
      await tap(frame, '[data-value="app"]', 'how')
      await step(frame, 'app')
      await see('app')
      await tap(frame, '[data-value="signal"]', 'app')
      await step(frame, 'address')
      await frame.click('[data-step="address"] [data-next]')
      await frame.evaluate(() => document.querySelector<HTMLInputElement>('[data-value="other"]')!.click(), null)
      await see('address')
      await frame.type('[data-step="address"] input:not([type="radio"])', '+30 690 123 4567')
      for (const name of ['address', 'when', 'answer', 'word']) {
        await step(frame, name)
        if (name !== 'address') await see(name)
        await tap(frame, `[data-step="${name}"] [data-next]`, name)
      }
      await step(frame, 'more')
      await see('more')
      const rows = await frame.evaluate(
        () => [...document.querySelectorAll<HTMLElement>('[data-open]')].map((row) => row.dataset['open']!),
        null,
      )
      expect(rows.length).toBe(11)
      for (const row of rows) {
        await frame.click(`[data-open="${row}"]`)
        await step(frame, `more-${row}`)
        const answer = ADVISED[row]
        if (answer) await frame.click(`[data-value="${answer}"]`)
        await see(`more-${row}`)
        await frame.click('[data-back]')
        await step(frame, 'more')
      }
      await tap(frame, '[data-step="more"] .primary', 'more')
      await step(frame, 'review')
      await see('review')
      expect(await send(frame)).toBe('sent')
      await see('sent')

      await tab.goto(`${demo.partner}en/`)
      const again = await openPanel(tab)
      await step(again, 'start')
      await speak(again, tag)
      await tap(again, '[data-value="self.now"]', 'start')
      await step(again, 'danger')
      seen['danger'] = await look(again, tag)
      await tap(again, '[data-back]', 'danger')
      await tap(again, '[data-value="pro"]', 'start')
      await step(again, 'agree')
      await again.click('[data-value="no"]')
      seen['agree'] = await look(again, tag)
      await tap(again, '[data-value="yes"]', 'agree')
      await step(again, 'reach')
      seen['reach'] = await look(again, tag)
      for (const [name, { violations, overflow, small, loud, given, leave, lang, thread }] of Object.entries(seen)) {
        expect({ name, violations }).toEqual({ name, violations: [] })
        expect({ name, overflow }).toEqual({ name, overflow: [] })
        expect({ name, small }).toEqual({ name, small: [] })
        expect({ name, loud }).toEqual({ name, loud: [] })
        expect({ name, given }).toEqual({ name, given: [] })
        expect({ name, leave }).toEqual({ name, leave: 'true true' })
        expect({ name, lang }).toEqual({ name, lang: `${tag} ${dir}` })
        expect({ name, thread }).toEqual({ name, thread: 'none' })
      }
    },
  )

  it('R10 holds nothing of the address after it was sent: not on the screen, and not in the memory of the frame', async () => {
    const canary = '6971234567'
    let snapshot = ''
    const tab = await browser.tab({})
    await tab.goto(`${demo.partner}en/`)
    const frame = await openPanel(tab)
    const heap = async () => {
      snapshot = await tab.heapOf!(frame)
      return snapshot.includes(canary)
    }
    await tap(frame, '[data-value="self"]', 'start')
    await tap(frame, '[data-value="sms"]', 'how')
    await step(frame, 'address')
    await frame.type('[data-step="address"] input:not([type="radio"])', canary)
    await tap(frame, '[data-skip-all]', 'address')
    await step(frame, 'review')
    // The control: while it is needed it is there, and this search finds it.
    expect(await heap()).toBe(true)
    expect(await send(frame)).toBe('sent')
    expect(await frame.evaluate(() => document.documentElement.outerHTML, null)).not.toContain(canary)
    expect(await heap()).toBe(false)
    expect(await stepOf(frame)).toBe('sent')
  })
})

describe('every screen of the inbox', () => {
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
    const tab = await browser.tab()
    await tab.goto(demo.partner)
    const frame = await openPanel(tab)
    await tap(frame, '[data-value="self"]', 'start')
    await tap(frame, '[data-value="sms"]', 'how')
    await step(frame, 'address')
    await frame.type('[data-step="address"] input:not([type="radio"])', '+30 690 123 4567')
    await tap(frame, '[data-skip-all]', 'address')
    await send(frame)
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it.each([
    ['en', 390],
    ['el', 1280],
  ])('in %s at %i px has no barrier that axe finds', async (languages, width) => {
    const tab = await browser.tab({ width, height: 800, languages })
    const found: Record<string, readonly string[]> = {}
    const see = async (name: string) => (found[name] = await tab.axe!(axeSource))
    await tab.goto(demo.inbox)
    await tab.main().waitForSelector('input[type="password"]')
    await see('unlock')
    const page = await unlock(
      tab,
      demo.inbox,
      demo.members.find((one) => one.onDuty)!,
    )
    await page.waitForSelector('[data-request]')
    await see('list')
    // Somebody on the phone says a word: by the keyboard alone, and the focus is back where it was.
    await tab.press('w')
    await page.waitForSelector('#find-word')
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '', null)
    await until(async () => (await focused()) === 'find-word')
    await page.type('#find-word', 'Apfel')
    await see('word')
    await tab.press('Enter')
    await page.waitForSelector('[data-find-again]')
    await see('no match or one')
    await page.click('[data-find-close]')
    await until(() => page.evaluate(() => !document.querySelector('dialog'), null))
    await page.click('[data-find]')
    await page.waitForSelector('#find-word')
    await tab.press('Escape')
    await until(() => page.evaluate(() => !!document.activeElement?.matches('[data-find]'), null))
    await page.click('[data-request]')
    await page.waitForSelector('[data-open]')
    await see('before')
    if (await page.evaluate(() => !!document.querySelector('[data-claim]'), null)) await page.click('[data-claim]')
    await page.waitForSelector('[data-reveal]')
    await see('card')
    expect(found).toEqual({ unlock: [], list: [], word: [], 'no match or one': [], before: [], card: [] })
  })
})

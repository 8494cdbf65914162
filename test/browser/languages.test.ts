import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { openPanel, overlay, step, tap, until } from '../support/walk.ts'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FIND = '.find input'

describe('a language', () => {
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let panel: Frame
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function opened(languages: string): Promise<void> {
    await tab?.close()
    tab = await browser.tab({ width: 320, height: 568, languages })
    await tab.goto(`${demo.partner}en/`)
    panel = await openPanel(tab)
    await step(panel, 'start')
  }
  const values = (within: string) =>
    panel.evaluate(
      (within) =>
        [...document.querySelectorAll<HTMLElement>(`${within} [data-value]`)].map((one) => one.dataset['value']!),
      within,
    )
  const typed = (text: string) =>
    panel.evaluate(
      ([find, text]) => {
        const field = document.querySelector<HTMLInputElement>(find!)!
        field.value = text!
        field.dispatchEvent(new Event('input', { bubbles: true }))
      },
      [FIND, text],
    )
  const status = () => panel.evaluate(() => document.querySelector('.find [role=status]')!.textContent, null)
  const axe = () =>
    panel.evaluate(async (source) => {
      if (!('axe' in window)) new Function(source)()
      const { violations } = await (
        window as unknown as { axe: { run(root: Element): Promise<{ violations: { id: string }[] }> } }
      ).axe.run(document.body)
      return violations.map(({ id }) => id)
    }, axeSource)

  it('has days and countries in this browser, or brings its own', async () => {
    await opened('en')
    const { files } = JSON.parse(await readFile('dist/pins.json', 'utf8')) as {
      files: Record<string, { path: string }>
    }
    const tags = Object.keys(files).flatMap((name) => (name.startsWith('lang/') ? [name.slice(5)] : []))
    const known = await panel.evaluate(
      (tags) =>
        tags.filter(
          (tag) =>
            Intl.DateTimeFormat.supportedLocalesOf(tag).length && Intl.DisplayNames.supportedLocalesOf(tag).length,
        ),
      tags,
    )
    for (const tag of tags) {
      const catalog = JSON.parse(await readFile(`dist${files[`lang/${tag}`]!.path}`, 'utf8')) as { spelled?: object }
      expect([tag, known.includes(tag) || Object.keys(catalog.spelled ?? {}).length > 50]).toEqual([tag, true])
    }
  })

  it('is found by its name in Latin letters, with the keyboard alone, and the panel then speaks it', async () => {
    await opened('el')
    await overlay(panel, '.language', 'language')
    const list = '[data-overlay="language"]'
    // The browser's own first, then by name; the page speaks English.
    expect((await values(list)).join(' ')).toMatch(/^el en de fr it nl ro sq bg uk ur ar$/)
    // No keyboard comes up by itself.
    expect(await panel.evaluate(() => document.activeElement!.id, null)).toBe('m-sheet')
    await tab.press('Tab')
    expect(await panel.evaluate((find) => document.activeElement!.matches(find), FIND)).toBe(true)
    for (const key of 'arab') await tab.press(key)
    expect(await values(list)).toEqual(['ar'])
    expect(await axe()).toEqual([])
    await typed('xyzw')
    expect(await values(list)).toEqual([])
    expect(await status()).toBe('We did not find it. Try to write it another way.')
    expect(await axe()).toEqual([])
    // Who comes back finds the whole list.
    await tab.press('Escape')
    await overlay(panel, '.language', 'language')
    expect(await values(list)).toHaveLength(12)
    expect(await status()).toBe('')
    await typed('urdu')
    await panel.evaluate((find) => document.querySelector<HTMLElement>(find)!.focus(), FIND)
    await tab.press('Tab')
    await tab.press('Enter')
    await until(() => panel.evaluate(() => !!document.querySelector('[lang="ur"] .holder:not([hidden])'), null))
  })

  it('R9, R23 to be spoken to in is found so among forty, and what was typed is no answer', async () => {
    await opened('pt-PT')
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="icall"]', 'how')
    await tap(panel, '[data-step="word"] [data-next]', 'word')
    await step(panel, 'more')
    await panel.click('[data-open="speak"]')
    await step(panel, 'more-speak')
    const list = '[data-step="more-speak"] .pairs'
    // The panel's, the browser's, then those that are asked for most.
    const first = ['en', 'pt-BR', 'fr', 'ro', 'bg', 'ar']
    expect(await values(list)).toEqual(first)
    await typed('tigri')
    expect(await values(list)).toEqual(['ti'])
    expect(await axe()).toEqual([])
    await panel.evaluate(() => document.querySelector<HTMLElement>('[data-value="ti"]')!.click(), null)
    // What was chosen stays in sight; nothing else has moved.
    await typed('')
    expect(await values(list)).toEqual([...first, 'ti'])
    await panel.click('[data-more]')
    const all = await values(list)
    expect(all).toHaveLength(41)
    expect(all.slice(0, 6)).toEqual(first)
    await typed('canary')
    expect(await values(list)).toEqual([])
    await tap(panel, '[data-step="more-speak"] .primary', 'more-speak')
    const { text, kept } = await panel.evaluate(
      () => ({
        text: document.querySelector('[data-open="speak"] .answer')!.textContent,
        kept: document.documentElement.outerHTML.includes('canary'),
      }),
      null,
    )
    expect({ text, kept }).toEqual({ text: 'ትግርኛ', kept: false })
  })
})

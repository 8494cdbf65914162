import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type Watched, watchScreens, watched } from '../support/screenWatch.ts'
import { seen } from '../support/seen.ts'
import { readBy, storedRequests } from '../support/storedRequests.ts'
import { grown, openPanel, send, step, tap } from '../support/walk.ts'
import { NAMES, STEMS } from './onNoScreen.ts'

export const PHONE = '+30 690 123 4567'

export type Way = ReturnType<typeof pathStage>

/**
 * One demo and one browser for all paths (paths.test.ts): each begins with the panel open, and what was on its screens is kept, so
 * that one can look back at all of them.
 */
export function pathStage() {
  let data: string
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let panel: Frame
  /** Presses on controls that went on. */
  let taps: number
  let before: number
  /** What was on the screens of all paths. */
  const screens: Record<string, Watched[]> = {}
  /** Numbers that the browser was told to dial. */
  const dialled: string[] = []
  /** All paths were walked: what follows looks back at them. */
  let walked = false
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mitos-paths-'))
    demo = await runDemo({ MITOS_DATA: data })
    browser = await openChromium()
    tab = await browser.tab({
      onContext: async (context) => {
        context.on('request', (one) => void (one.url().startsWith('tel:') && dialled.push(one.url())))
      },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(data, { recursive: true, force: true })
  })
  beforeEach(async () => {
    if (walked) return
    await tab.goto(`${demo.partner}en/`)
    panel = await openPanel(tab)
    await grown(panel)
    await watchScreens(panel, { stems: STEMS, names: NAMES })
    taps = 0
    before = storedRequests(data).length
  })

  afterEach(async () => {
    if (walked) return
    for (const [name, found] of Object.entries(await watched(panel))) (screens[name] ??= []).push(found)
  })

  /** Chooses on a screen, which leads to the next. */
  async function choose(at: string, value: string, next: string): Promise<void> {
    await tap(panel, `[data-step="${at}"] [data-value="${value}"]`, at)
    taps++
    await step(panel, next)
  }
  async function press(at: string, control: string, next: string): Promise<void> {
    await tap(panel, `[data-step="${at}"] ${control}`, at)
    taps++
    await step(panel, next)
  }
  const mark = (value: string) =>
    panel.evaluate((one) => document.querySelector<HTMLInputElement>(`.choices [data-value="${one}"]`)!.click(), value)
  async function address(text: string): Promise<void> {
    await step(panel, 'address')
    await panel.type('[data-step="address"] input.field', text)
  }
  /** Sends; what the NGO on duty then reads. */
  async function sent(): Promise<unknown> {
    await step(panel, 'review')
    taps++
    expect(await send(panel)).toBe('sent')
    const all = storedRequests(data)
    expect(all).toHaveLength(before + 1)
    const bodies = await Promise.all(all.map((body) => readBy(data, 'faros', body)))
    // Ids are random, and so is their order in the store: the new one is the one that was not there.
    return bodies
      .map(({ answers }) => answers)
      .find((one) => !known.has(JSON.stringify(one)) && known.add(JSON.stringify(one)))
  }
  const known = new Set<string>()
  const says = async (): Promise<string> => (await seen(panel)).text

  const rows = () =>
    panel.evaluate(
      () => [...document.querySelectorAll<HTMLElement>('[data-open]')].map((row) => row.dataset['open']),
      null,
    )
  async function open(row: string): Promise<void> {
    await panel.click(`[data-open="${row}"]`)
    await step(panel, `more-${row}`)
  }
  /** Answers one row by one tap. */
  async function one(row: string, value: string): Promise<void> {
    await open(row)
    await panel.click(`[data-step="more-${row}"] [data-value="${value}"]`)
    await step(panel, 'more')
  }
  const onward = (row: string) => tap(panel, `[data-step="more-${row}"] .primary`, `more-${row}`)

  return {
    get tab() {
      return tab
    },
    get panel() {
      return panel
    },
    /** Presses on controls that went on. */
    get taps() {
      return taps
    },
    dialled,
    screens,
    /** From here on nothing is opened any more. */
    end: () => void (walked = true),
    address,
    choose,
    mark,
    one,
    onward,
    open,
    press,
    rows,
    says,
    sent,
  }
}

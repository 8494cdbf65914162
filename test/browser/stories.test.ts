import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { filesWith, findIn } from '../support/canary.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at } from '../support/joining.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
import { copyOfNetwork } from '../support/madeNetwork.ts'
import { choose, openRow } from '../support/moreRows.ts'
import { type Recorder, startRecorder } from '../support/recorder.ts'
import { type Endpoint, startEndpoint } from '../support/pushService.ts'
import { freePort } from '../support/tied.ts'
import { TYPED } from '../support/typedFields.ts'
import { openPanel, overlay, send, speak, step, tap, unlock, until } from '../support/walk.ts'

const GROUPS = /\d{5} \d{5} \d{5} \d{5}/
const MONTH = 31 * 24 * 3600

describe('from the first word to the last', () => {
  let data: string
  let demo: RunningDemo
  let browser: Browser
  let wire: Recorder
  let mail: MailServer
  let hook: Endpoint
  let port: number
  /** with which the two may come back */
  const numbers: string[] = []
  beforeAll(async () => {
    data = (await copyOfNetwork())!
    port = await freePort()
    wire = await startRecorder(port)
    mail = await startMailServer()
    hook = await startEndpoint()
    ;[demo, browser] = await Promise.all([runDemo(environment()), openChromium()])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await wire?.stop()
    await mail?.stop()
    await hook?.stop()
    await rm(data, { recursive: true, force: true })
  })

  const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    MITOS_DATA: data,
    MITOS_DEMO_LOG: join(data, 'log'),
    MITOS_PORT: String(port),
    MITOS_ORIGIN: `http://127.0.0.1:${wire.port}`,
    MITOS_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    MITOS_MAIL_FROM: 'list@ngo.example',
    MITOS_ALERT_WAYS: 'webhook',
    MITOS_ALERT_NETWORKS: '127.0.0.0/8',
    ...more,
  })
  const member = (name: string) => demo.members.find((one) => one.name === name)!
  const text = (page: Frame): Promise<string> => page.evaluate(() => document.body.innerText, null)
  const has = (page: Frame, selector: string): Promise<boolean> =>
    page.evaluate((css) => !!document.querySelector(css), selector)
  /** Presses what is there, however it is scrolled. */
  const press = async (page: Frame, selector: string): Promise<void> => {
    await at(page, selector)
    await page.evaluate((css) => document.querySelector<HTMLElement>(css)!.click(), selector)
  }
  /** Presses one after the other. */
  const walk = async (page: Frame, ...selectors: readonly string[]): Promise<void> => {
    for (const selector of selectors) await press(page, selector)
  }
  const fill = async (page: Frame, selector: string, typed: string): Promise<void> => {
    await at(page, selector)
    await page.type(selector, typed)
  }
  /** Opens the newest request that nobody has, and takes it. */
  async function take(page: Frame): Promise<void> {
    await press(page, '[data-request] button')
    await press(page, '[data-claim]')
    await at(page, '[data-case-tab="card"]')
  }
  async function close(page: Frame): Promise<void> {
    await walk(page, '[data-case-tab="more"]', '[data-do="close"]', '[data-choice="helped"]')
    await at(page, '[data-reason="helped"]')
  }
  /** The steps of a referral, one after the other: how they agreed, to whom, what is told, and what is done with it. */
  async function refer(page: Frame, ...steps: readonly (() => Promise<void>)[]): Promise<void> {
    await walk(page, '[data-case-tab="more"]', '[data-do="refer"]')
    for (const one of steps) {
      await one()
      await press(page, '[data-next]')
    }
    await at(page, '[data-step="refer-done"]')
  }
  /** With their yes to the other NGO: a part of the request, and a note. */
  async function referByYes(page: Frame, how: 'phone' | 'mailbox', part: 'contact' | 'mailbox'): Promise<void> {
    await refer(
      page,
      () => press(page, `[name="refer-how"][value="${how}"]`),
      () => press(page, '[name="refer-whom"][value="thyra"]'),
      async () => {
        await walk(page, `[data-part="${part}"] input`, '[data-part="note"] input')
        await fill(page, '#refer-note', TYPED.passed)
      },
      async () => void (await at(page, `[data-look="${part}"]`)),
    )
    await press(page, '[data-refer-leave]')
    await at(page, '[data-away="thyra"]')
  }
  /** Takes what came from another NGO, and says so to it. */
  async function accept(page: Frame): Promise<void> {
    await press(page, '.arrived, [data-request]:not([data-mine]) [data-from]')
    await press(page, '[data-request]:not([data-mine]):has([data-from]) button')
    await press(page, '[data-claim]')
    await at(page, '[data-accept]')
    expect(await text(page)).toContain(TYPED.passed)
    await press(page, '[data-accept]')
  }
  async function reply(page: Frame): Promise<void> {
    await press(page, '[data-case-tab="replies"]')
    await fill(page, '#reply-text', TYPED.reply)
    await press(page, '[data-reply-send]')
    await until(() => has(page, '[data-replies="1"]'))
  }
  /** Comes back with the number, and reads what the NGO wrote. */
  async function comeBack(phone: Tab, kept: string, language: string): Promise<Frame> {
    await phone.goto(`${demo.partner}en/`)
    const panel = await openPanel(phone)
    if (language !== 'en') await speak(panel, language)
    await tap(panel, '[data-return]', 'start')
    await at(panel, '[data-step="return"] input')
    await panel.type('[data-step="return"] input', kept)
    await panel.click('[data-step="return"] [data-next]')
    await step(panel, 'replies')
    expect(await text(panel)).toContain(TYPED.reply)
    return panel
  }
  async function tried(page: Frame, ...results: readonly string[]): Promise<void> {
    for (const result of results) {
      await press(page, '[data-try]')
      await press(page, `[data-choice="${result}"]`)
      await at(page, '[data-done]')
    }
  }
  /** Reached, and referred by a coordinator without a yes, on paper. */
  async function referOutside(page: Frame): Promise<void> {
    await press(page, '[data-case-tab="tries"]')
    await tried(page, 'reached')
    await refer(
      page,
      async () => {
        await walk(page, '[data-door="without"]', '[name="refer-reason"][value="life"]')
        await press(page, '[name="refer-told"][value="false"]')
        await fill(page, '#refer-why', TYPED.why)
      },
      async () => {
        await press(page, '[name="refer-whom"][value="OUTSIDE"]')
        await fill(page, '#refer-name', TYPED.outside)
      },
      () => press(page, '[data-part="contact"] input'),
      () => press(page, '[data-print]'),
    )
    expect(await text(page)).toContain(TYPED.outside)
    await press(page, '[data-refer-leave]')
  }
  /** A month after the close. A clock that is far behind the end of the roster is not believed: so one of that month comes first. */
  async function wipe(): Promise<void> {
    const clock = { LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1', FAKETIME: `+${MONTH}s`, TZ: 'UTC' }
    for (let start = 0; start < 2; start++) {
      await demo.stop()
      demo = await runDemo(environment(clock))
    }
  }

  it('a woman whose device may be watched: she comes back, reads the answer and writes more; handed over, reached, referred to who takes it over, and closed', async () => {
    const phone = await browser.tab({ width: 320, height: 568, touch: true })
    await phone.goto(`${demo.partner}en/`)
    const panel = await openPanel(phone)
    await overlay(panel, '.language', 'language')
    await panel.type('[data-overlay="language"] input', TYPED.language)
    await panel.click('[data-overlay-back]')
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="back"]', 'how')
    await step(panel, 'more')
    await panel.click('[data-open="device"]')
    await step(panel, 'more-device')
    await choose(panel, ['yes'])
    await tap(panel, '[data-step="more-device"] .primary', 'more-device')
    await step(panel, 'more')
    await panel.click('[data-open="note"]')
    await step(panel, 'more-note')
    await panel.type('textarea', TYPED.note)
    await tap(panel, '[data-step="more-note"] .primary', 'more-note')
    await tap(panel, '[data-step="more"] .primary', 'more')
    expect(await send(panel)).toBe('sent')
    await panel.click('.primary[data-show]')
    const number = (await text(panel)).match(GROUPS)![0]
    numbers.push(number)
    await panel.click('header [data-close]')

    const desk = await browser.tab({ width: 390, height: 800 })
    const nikos = await unlock(desk, demo.inbox, member('nikos'))
    await take(nikos)
    expect(await text(nikos)).toContain('comes back')
    await reply(nikos)

    // Hours later, on the same phone.
    const again = await comeBack(phone, number, 'en')
    await tap(again, '[data-write]', 'replies')
    await again.type('[data-step="reply"] textarea', TYPED.more)
    await tap(again, '[data-step="reply"] [data-next]', 'reply')
    await step(again, 'sent')
    await again.click('header [data-close]')

    await until(async () => (await text(nikos)).includes(TYPED.more))
    await walk(nikos, '[data-case-tab="more"]', '[data-do="hand-over"]')
    await fill(nikos, '#over-note', TYPED.over)
    await walk(nikos, '[data-choice="hand-over"]', '[data-claim]', '[data-case-tab="card"]')
    await until(async () => (await text(nikos)).includes(TYPED.over))
    await press(nikos, '[data-case-tab="tries"]')
    await tried(nikos, 'reached')
    await referByYes(nikos, 'mailbox', 'mailbox')
    const there = await browser.tab({ width: 1280, height: 800 })
    const sofia = await unlock(there, demo.inbox, member('sofia'))
    await accept(sofia)
    await at(nikos, '[data-answer="accepted"]')
    await close(nikos)
    await close(sofia)
    for (const tab of [desk, there, phone]) await tab.close()
  })

  it('a worker on a farm, in Urdu, who reads little, on a phone that others use: tried, answered by the number that he kept, reached, referred to who takes it over, and closed', async () => {
    const phone = await browser.tab({ width: 390, height: 800, touch: true })
    await phone.goto(`${demo.partner}en/`)
    const panel = await openPanel(phone)
    await speak(panel, 'ur')
    await tap(panel, '[data-value="self"]', 'start')
    await tap(panel, '[data-value="app"]', 'how')
    await tap(panel, '[data-value="other"]', 'app')
    await step(panel, 'address')
    await panel.type('[data-step="address"] input:not([type="radio"])', TYPED.address)
    await choose(panel, ['shared'])
    for (const passed of ['address', 'when', 'answer', 'word']) {
      await step(panel, passed)
      await tap(panel, `[data-step="${passed}"] [data-next]`, passed)
    }
    await openRow(panel, 'speak')
    await choose(panel, ['little'])
    await tap(panel, '[data-step="more-speak"] .primary', 'more-speak')
    await step(panel, 'more')
    await tap(panel, '[data-step="more"] .primary', 'more')
    expect(await send(panel)).toBe('sent')
    await panel.click('[data-show]')
    const kept = (await text(panel)).match(GROUPS)![0]
    numbers.push(kept)
    await panel.click('header [data-close]')

    const [desk, there] = [
      await browser.tab({ width: 390, height: 800 }),
      await browser.tab({ width: 1280, height: 800 }),
    ]
    const [nikos, sofia] = [
      await unlock(desk, demo.inbox, member('nikos')),
      await unlock(there, demo.inbox, member('sofia')),
    ]
    await take(nikos)
    for (const words of ['Urdu', 'Reads a little.', 'Other people use it too.'])
      expect(await text(nikos)).toContain(words)
    await press(nikos, '[data-reveal]')
    await until(async () => (await at(nikos, '[data-address], [data-reason]'), true))
    if (await has(nikos, '[data-reason]')) await press(nikos, '[data-reason]')
    await until(async () => (await text(nikos)).includes(TYPED.address))
    await tried(nikos, 'no-answer')
    await reply(nikos)
    await comeBack(phone, kept, 'ur')
    await phone.close()
    await press(nikos, '[data-case-tab="tries"]')
    await tried(nikos, 'reached')
    await press(nikos, '[data-case-tab="notes"]')
    await fill(nikos, '#note-text', TYPED.tried)
    await press(nikos, '[data-note-save]')
    await at(nikos, '[data-notes="1"]')

    await referByYes(nikos, 'phone', 'contact')
    await accept(sofia)
    await at(nikos, '[data-answer="accepted"]')
    await close(nikos)
    await referOutside(sofia)
    await close(sofia)
    await desk.close()
    await there.close()
  })

  it('R39, R42, R49 of none of it has the operator a word: not on the line, on the disk, in the log or in a mail', async () => {
    const tab = await browser.tab({ width: 390, height: 800 })
    const page = await unlock(tab, demo.inbox, member('maria'))
    await press(page, '[data-find]')
    await fill(page, '#find-word', TYPED.said)
    await walk(page, '[data-find-close]', '[data-more]', '[data-guide]', '[data-write-guide]')
    await fill(page, '#guide-text', TYPED.guide)
    await press(page, '[data-next]')
    await until(async () => (await has(page, '.done')) && (await text(page)).includes(TYPED.guide))
    await walk(page, '[data-back]', '[data-interpreters]', '[data-add-interpreter]')
    for (const [field, word] of [
      ['name', TYPED.interpreter],
      ['reach', TYPED.rings],
      ['note', TYPED.community],
      ['hours', TYPED.hours],
    ] as const)
      await fill(page, `#refer-interpreter-${field}`, word)
    await page.evaluate(() => {
      const languages = document.querySelector<HTMLSelectElement>('#interpreter-languages')!
      languages.value = 'ur'
      languages.dispatchEvent(new Event('change', { bubbles: true }))
    }, null)
    await press(page, '[data-next]')
    await until(async () => (await has(page, '.done')) && (await text(page)).includes(TYPED.hours))
    await press(page, '[data-back]')
    await press(page, '[data-alerts]')
    for (const [kind, way] of [
      ['mail', 'maria@ngo.example'],
      ['webhook', `${hook.url}/calls`],
    ] as const) {
      await fill(page, `#way-${kind}`, way)
      await press(page, `[data-add="${kind}"]`)
      await at(page, `[data-way="${kind}"]`)
    }
    await press(page, '[data-test-ways]')
    await until(() => mail.mails().length > 0 && hook.received.length > 0)
    await mail.idle()
    await tab.close()

    const [line, mails, calls] = [wire.bytes(), mail.mails().join(''), JSON.stringify(hook.received)]
    // The search finds what is there: a name that is sent to log in, a route of the log, the sender of a mail, the way of a call.
    expect(findIn(line, '"nikos"')).toBe(true)
    expect(findIn(await readFile(join(data, 'log')), '"route":"/trust/chain.json"')).toBe(true)
    expect(findIn(mails, 'list@ngo.example')).toBe(true)
    expect(findIn(calls, '/calls')).toBe(true)
    const found: string[] = []
    expect(numbers).toHaveLength(2)
    const codes = numbers.flatMap((number, i) => [
      [`number ${i}`, number],
      [`digits ${i}`, number.replaceAll(' ', '')],
    ])
    for (const [what, typed] of [...Object.entries(TYPED), ...codes] as [string, string][]) {
      for (const [where, bytes] of Object.entries({ line, output: demo.output(), mails, calls }))
        if (findIn(bytes, typed)) found.push(`${what} in: ${where}`)
      found.push(...(await filesWith(data, typed)).map((file) => `${what} in ${file}`))
    }
    // The demo prints them, so that one can try it; nobody sends them.
    for (const { name, passphrase } of demo.members)
      if (findIn(line, passphrase)) found.push(`the passphrase of ${name}`)
    expect(found).toEqual([])
  })

  it('R48 a month after the end nothing of it is there', async () => {
    expect(rowsOf(data)).toEqual({ requests: 7, cases: 4 })
    await wipe()
    await until(() => rowsOf(data).cases === 0)
    expect(rowsOf(data)).toEqual({ requests: 0, cases: 0 })
  })
})

/** How many requests, and what belongs to one, and how many cases lie in a demo's database. */
function rowsOf(data: string): { requests: number; cases: number } {
  const database = new Database(join(data, 'mitos.db'), { readonly: true })
  try {
    const count = (table: string): number =>
      (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
    return { requests: count('requests'), cases: count('cases') }
  } finally {
    database.close()
  }
}

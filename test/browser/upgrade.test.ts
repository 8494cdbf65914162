import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { answerShortest, openPanel, send, step, unlock, widgetFrame } from '../support/walk.ts'

/** What the next build changes: each stage of the code, and a word that people see. */
const CHANGES = [
  ['widget/loader/loader.ts', 'READY_WITHIN = 400', 'READY_WITHIN = 401'],
  ['widget/boot/within.ts', 'WITHIN = 15_000', 'WITHIN = 15_001'],
  ['widget/locales/en.json', '"intro.title": "', '"intro.title": "B: '],
] as const
/** So that it is built in a moment: how small it gets is not what this is about. */
const QUICKLY = [
  ['dist/build/bundle.js', "options.quick ? true : 'terser'", 'true'],
  ['dist/build/gzip.js', 'ROUNDS = 30', 'ROUNDS = 1'],
  ['dist/build/files.js', '[constants.BROTLI_PARAM_QUALITY]: 11', '[constants.BROTLI_PARAM_QUALITY]: 1'],
  ['dist/build/budgets.js', 'export function checkBudgets(rows) {', 'export function checkBudgets(rows) { rows = [];'],
] as const

const loaderOf = (snippet: string): string => /\/w\/(loader\.\w+\.js)/.exec(snippet)![1]!

describe('after an upgrade of the server', () => {
  let folder: string
  let data: string
  let next: string
  let pages: PartnerPages
  let browser: Browser
  let a: RunningDemo
  let snippetA: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mitos-upgrade-'))
    data = join(folder, 'data')
    next = await nextBuild(join(folder, 'next'))
    a = await runDemo({ MITOS_DATA: data })
    snippetA = await snippetOf(`${a.partner}en/`)
    pages = await partnerPages(() => ({ html: pageWith(snippetA) }))
    browser = await openChromium()
    // A whole build is among it.
  }, 300_000)
  afterAll(async () => {
    await browser?.close()
    await pages?.close()
    await a?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('a snippet of before gets the new panel, a page that was open goes on with the old one, and what was sent is there', async () => {
    const early = await browser.tab()
    await early.goto(pages.origin)
    const before = await openPanel(early)
    await answerShortest(before, { how: 'sms', address: '6948172635' })

    // This one has loaded loader, boot and chain, and nobody has pressed yet.
    const waiting = await browser.tab()
    await waiting.goto(pages.origin)
    const pressedLater = await widgetFrame(waiting)
    await new Promise((resolve) => setTimeout(resolve, 500))

    await a.stop()
    const b = await runDemo({ MITOS_DATA: data, MITOS_PORT: new URL(a.server).port }, [], next)
    try {
      const snippetB = await snippetOf(`${b.partner}en/`)
      expect(loaderOf(snippetB)).not.toBe(loaderOf(snippetA))
      expect(/data-trust="[^"]+"/.exec(snippetB)![0]).toBe(/data-trust="[^"]+"/.exec(snippetA)![0])

      expect(await send(before)).toBe('sent')
      await pressedLater.click('[data-opener]')
      await step(pressedLater, 'start')
      expect(await pressedLater.evaluate(() => document.querySelector('h1')!.textContent, null)).not.toContain('B: ')
      await answerShortest(pressedLater, { how: 'sms', address: '6948172636' })
      expect(await send(pressedLater)).toBe('sent')

      const fresh = await browser.tab()
      await fresh.goto(pages.origin)
      const after = await openPanel(fresh)
      expect(await after.evaluate(() => document.querySelector('h1')!.textContent, null)).toContain('B: ')
      await answerShortest(after, { how: 'sms', address: '6948172637' })
      expect(await send(after)).toBe('sent')

      // What A served stays, byte by byte.
      for (const name of [loaderOf(snippetA), loaderOf(snippetB)])
        expect((await fetch(`${b.server}/w/${name}`)).status).toBe(200)

      const member = b.members.find(({ onDuty }) => onDuty)!
      const inbox = await unlock(await browser.tab({ width: 1280 }), b.inbox, member)
      await inbox.waitForSelector('[data-request]')
      expect(await inbox.evaluate(() => document.querySelectorAll('[data-request]').length, null)).toBe(3)
    } finally {
      await b.stop()
    }
  })
})

/** The same project one change later, built in a folder of its own. */
async function nextBuild(root: string): Promise<string> {
  for (const name of [
    'widget',
    'inbox',
    'shared',
    'build',
    'demo/partner',
    'server/store/sqlite/migrations',
    'dist',
    'package.json',
    'tsconfig.base.json',
  ])
    await cp(name, join(root, name), { recursive: true })
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  for (const [file, from, to] of [...CHANGES, ...QUICKLY]) {
    const text = await readFile(join(root, file), 'utf8')
    expect(text).toContain(from)
    await writeFile(join(root, file), text.replace(from, to))
  }
  execFileSync(process.execPath, [join(root, 'dist/build/main.js')], { cwd: root, stdio: 'pipe' })
  return root
}

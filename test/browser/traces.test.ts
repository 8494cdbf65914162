import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Frame, Tab } from '../support/browsers.ts'
import { findIn } from '../support/canary.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type KeptProfile, keptProfile, sessionHolds } from '../support/keptProfile.ts'
import { requestsOfPages } from '../support/netLog.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { buildWithPanel } from '../support/patchedBuild.ts'
import { type OwnBrowser, chromiumWith, firefoxWith } from '../support/profiles.ts'
import { sample } from '../support/release.ts'
import { ownClock, passTime } from '../support/seen.ts'
import { openPanel, send, speak, step, tap, until, widgetFrame } from '../support/walk.ts'

/** Typed as a name in an app, the ending behind it; nothing else in the world says it. */
const CANARY = 'kΩ8vQ2xTm'
/** Typed into a plain field of a partner's page beside the panel: what the same browser keeps of any other page. */
const MARKER = 'sΨ5kR7wLq'
/** How a visit ends. `cut` is no ending of the panel's: the browser goes while the field has the focus; `go` is that at `/go`. */
type Ending = 'send' | 'leave' | 'idle' | 'cut' | 'go'

/** Backwards, so that what a panel told is not taken for what the field itself left. */
const backwards = (text: string): string => [...text].toReversed().join('')

/** A panel that does all that ours must not: loud fields, history, and a word to the page. */
const LEAK = `;(function(){
  var loud=function(){document.querySelectorAll('input').forEach(function(e){e.removeAttribute('autocomplete')})};
  new MutationObserver(loud).observe(document,{subtree:true,childList:true});
  addEventListener('input',function(e){
    var v=Array.from(e.target.value).reverse().join('');
    history.replaceState({v:'state'+v},'');
    location.hash=encodeURIComponent('hash'+v);
    if(parent!==self)parent.postMessage(v,'*')
  },true)})();`

/** A page that keeps whatever it is told, in all the ways that a page has. */
const KEEPER = `<script>
  const database = new Promise((resolve) => {
    const asked = indexedDB.open('kept')
    asked.onupgradeneeded = () => asked.result.createObjectStore('all', { autoIncrement: true })
    asked.onsuccess = () => resolve(asked.result)
  })
  addEventListener('message', async ({ data }) => {
    if (!data.startsWith('tuc')) return
    document.title = 'title' + data
    localStorage.setItem('kept', 'storage' + data)
    ;(await database).transaction('all', 'readwrite').objectStore('all').add('database' + data)
    await (await caches.open('kept')).put('/kept', new Response('cache' + data))
    await fetch('/kept?' + encodeURIComponent('request' + data))
  })</script>`

/** Words of the last screens and of the language that was chosen: none is on the partner's page. */
const SHOWN = [
  'contact.whose.other',
  'contact.when.night',
  'need.sleep',
  'need.home',
  'contact.answer.later',
  'idle.done.title',
  'sent.title',
]

interface Left {
  readonly profile: KeptProfile
  /** names that the controls had in this visit, under which a browser keeps what was chosen */
  readonly names: readonly string[]
  /** return codes that were shown, and typed in again */
  readonly numbers: readonly string[]
  readonly folder: string
  readonly log: string
}

let top: string
let demo: RunningDemo
let leaky: RunningDemo
let pages: PartnerPages
let words: Readonly<Record<string, string>>

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'mitos-traces-'))
  words = JSON.parse(await readFile('widget/locales/el.json', 'utf8'))
  await buildWithPanel(join(top, 'leaky'), (panel) => LEAK + panel)
  ;[demo, leaky] = await Promise.all([runDemo(), runDemo({}, [], join(top, 'leaky'))])
  const snippets: Readonly<Record<string, string>> = {
    '/library': await snippetOf(`${demo.partner}en/`),
    '/leaky': await snippetOf(`${leaky.partner}en/`),
  }
  pages = await partnerPages((path) => ({
    html: pageWith(`<p><input id="plain" aria-label="Search"></p>${snippets[path] ?? ''}`, { head: KEEPER }),
    headers: { 'cache-control': 'max-age=600' },
  }))
})
afterAll(async () => {
  await Promise.all([pages?.close(), demo?.stop(), leaky?.stop()])
  await rm(top, { recursive: true, force: true, maxRetries: 5 })
})

/** The second waits a quarter of a minute for each session that Firefox keeps: for a release. */
const BROWSERS = [
  ['Chromium', chromiumWith],
  ['Firefox', firefoxWith],
] as const

describe.each(sample(BROWSERS, ([name]) => name === 'Chromium'))('in the profile of %s', (name, open) => {
  let closed: Left
  let killed: Left
  let leaked: Left

  beforeAll(async () => {
    const [panels, cuts] = [['send', 'leave', 'idle'] as const, ['go', 'cut'] as const]
    // Each ending once; before a release all of them in a browser that is killed, too.
    const all = process.env['MITOS_RELEASE'] ? [...panels, ...cuts] : cuts
    ;[closed, killed, leaked] = await Promise.all([
      visit('closed', demo, panels, (browser) => browser.close()),
      visit('killed', demo, all, (browser) => browser.kill()),
      visit('leaked', leaky, cuts, (browser) => browser.close()),
    ])
  })

  /** One browser, a tab for each ending; what is left in its profile. */
  async function visit(
    run: string,
    { server }: RunningDemo,
    endings: readonly Ending[],
    end: (browser: OwnBrowser) => Promise<void>,
  ): Promise<Left> {
    const folder = join(top, `${name}-${run}`)
    const log = `${folder}.netlog`
    await mkdir(folder)
    const browser = await open(folder, log)
    const names = new Set<string>()
    const numbers: string[] = []
    try {
      for (const ending of endings) {
        const tab = await browser.tab()
        const isPage = ending === 'go'
        await tab.goto(isPage ? `${server}/go?desk=GR` : pages.origin + (run === 'leaked' ? '/leaky' : '/library'))
        if (!isPage) await ownClock(await widgetFrame(tab))
        const panel = isPage ? tab.main() : await openPanel(tab)
        if (ending === 'send') await speak(panel, 'el')
        await answer(panel, CANARY + ending)
        await noteNames(panel, names)
        // The session is kept while the address stands in the field, and the plain field beside it tells that it was.
        const beside = isPage ? await browser.tab() : tab
        if (isPage) await beside.goto(`${pages.origin}/plain`)
        else await tab.hover(panel, 'header')
        await beside.main().click('#plain')
        await beside.main().type('#plain', MARKER + ending)
        await until(() => sessionHolds(folder, MARKER + ending))
        await finish(tab, panel, ending, names)
        if (ending === 'send') numbers.push(await comeBack(tab, panel))
      }
      await end(browser)
    } catch (error) {
      await browser.kill()
      throw error
    }
    return { profile: await keptProfile(folder), names: [...names], numbers, folder, log }
  }

  const both = () => [closed, killed]

  it('R7, R9, R10 there is no address, sent, left, forgotten or cut off; a plain field beside it is there each time', () => {
    for (const { profile } of both()) expect(profile.holding(CANARY)).toEqual([])
    // Of the page that was left nothing can be there any more; while it stood there it was, or nobody had gone on.
    for (const ending of ['send', 'idle']) expect(closed.profile.holding(MARKER + ending)).not.toEqual([])
    for (const ending of ['go', 'cut']) expect(killed.profile.holding(MARKER + ending)).not.toEqual([])
  })

  it('R7, R33 there is no number to come back with, though it was shown, and typed in again', () => {
    expect(closed.numbers).toHaveLength(1)
    for (const { profile, numbers } of both())
      for (const number of numbers)
        for (const written of [number, number.replace(/ /g, '')]) expect(profile.holding(written)).toEqual([])
  })

  it('R7, R9 there is nothing that was chosen: no words of it, and none of the names under which browsers keep choices', () => {
    const shown = SHOWN.map((key) => words[key]!.split('{')[0]!)
    for (const { profile, names } of both()) expect(profile.said([...shown, ...names])).toEqual([])
    expect(closed.names.length).toBeGreaterThanOrEqual(8)
  })

  it('R51 loader, boot and chain.json are named at most, and not which language', () => {
    const others = ({ profile }: Left) =>
      profile.paths(demo.server).filter((path) => !/^\/(w\/(loader|boot)\.\w+\.js|trust\/chain\.json)$/.test(path))
    // The link of the snippet stands in the partner's own page. Who opens the panel as a page of its own has its address in the
    // history, as of any page, and nothing more.
    for (const left of both())
      expect(others(left).filter((path) => !/^(\/go\?desk=GR.*|\/favicon\.ico|\/?)$/.test(path))).toEqual([])
    expect(closed.profile.paths(demo.server)).toContain('/trust/chain.json')
  })

  it('R8 the history has the two pages that a visitor has seen, under their own titles', () => {
    const [path, table] = name === 'Chromium' ? ['Default/History', 'urls'] : ['places.sqlite', 'moz_places']
    const database = new Database(join(closed.folder, path), { readonly: true })
    const rows = database.prepare(`select url, title from ${table} where url like 'http://127%' order by id`).all()
    database.close()
    expect(rows).toEqual([
      { url: `${pages.origin}/library`, title: 'Library' },
      { url: `${demo.partner}weather.html`, title: 'Καιρός · Weather' },
    ])
  })

  it('a panel that tells is found out, in each place where it tells', () => {
    const { profile, names } = leaked
    // Firefox keeps nothing of frames that a script has made: there the field, state and hash are found at /go.
    const framed = name === 'Chromium' ? ['cut', 'go'] : ['go']
    for (const ending of framed) {
      expect({ ending, field: profile.holding(CANARY + ending) }).not.toEqual({ ending, field: [] })
      for (const channel of ['state', 'hash'])
        expect({ ending, channel, in: profile.holding(channel + backwards(CANARY + ending)) }).not.toEqual({
          ending,
          channel,
          in: [],
        })
    }
    for (const channel of ['title', 'storage', 'database', 'cache', 'request'])
      expect({ channel, in: profile.holding(channel + backwards(`${CANARY}cut`)) }).not.toEqual({ channel, in: [] })
    expect(profile.said(names)).not.toEqual([])
  })

  if (name === 'Chromium')
    it('R5, R9 the pages asked no host but the two, and no request of anybody had the address in it', async () => {
      const log = await readFile(closed.log)
      const asked = requestsOfPages(log.toString())
      const ours = [pages.origin, demo.server, new URL(demo.partner).origin]
      expect(asked.filter((url) => !ours.includes(new URL(url).origin))).toEqual([])
      expect(asked).toContain(`${demo.server}/api/requests`)
      expect(findIn(log, CANARY)).toBe(false)
      expect(findIn(await readFile(leaked.log), backwards(`${CANARY}cut`))).toBe(true)
    })
})

/** Shows the number, closes, and reads by the number what was answered. */
async function comeBack(tab: Tab, panel: Frame): Promise<string> {
  await panel.click('[data-step="sent"] [data-show]')
  const number = await panel.evaluate(() => document.querySelector('.code')!.textContent!, null)
  await panel.click('header [data-close]')
  const again = await openPanel(tab)
  await tap(again, '[data-return]', 'start')
  await (await again.waitForSelector('[data-step="return"] input'))?.dispose()
  await again.type('[data-step="return"] input', number)
  await again.click('[data-step="return"] [data-next]')
  await step(again, 'replies')
  return number
}

async function noteNames(panel: Frame, names: Set<string>): Promise<void> {
  const now = await panel.evaluate(() => [...document.querySelectorAll('input')].map((one) => one.name), null)
  for (const one of now) names.add(one)
}

/** As far as the typed field, with a choice beside it. */
async function answer(panel: Frame, address: string): Promise<void> {
  await tap(panel, '[data-value="self"]', 'start')
  await tap(panel, '[data-value="app"]', 'how')
  await tap(panel, '[data-value="other"]', 'app')
  await step(panel, 'address')
  await choose(panel, 'other')
  await panel.type('[data-step="address"] input.field', address)
}

const choose = (panel: Frame, value: string): Promise<void> =>
  panel.evaluate((value) => document.querySelector<HTMLInputElement>(`input[data-value="${value}"]`)!.click(), value)

async function finish(tab: Tab, panel: Frame, ending: Ending, names: Set<string>): Promise<void> {
  switch (ending) {
    case 'go':
      return
    case 'cut':
      return panel.click('[data-step="address"] input.field')
    case 'leave':
      await panel.click('[data-exit]').catch(() => undefined)
      await until(() => tab.url().endsWith('/weather.html'))
      return
    case 'idle':
      await passTime(panel, 301)
      return step(panel, 'idle-done')
    case 'send':
      await tap(panel, '[data-step="address"] [data-next]', 'address')
      await until(() => panel.evaluate(() => !!document.querySelector('input[data-value="night"]'), null))
      for (const value of ['night', 'weekend']) await choose(panel, value)
      await noteNames(panel, names)
      await tap(panel, '[data-step="when"] [data-next]', 'when')
      await until(() => panel.evaluate(() => !!document.querySelector('input[data-value="appointment"]'), null))
      for (const value of ['appointment', 'yes']) await choose(panel, value)
      await noteNames(panel, names)
      await tap(panel, '[data-step="answer"] [data-next]', 'answer')
      await tap(panel, '[data-step="word"] [data-next]', 'word')
      // The second typed field, with more choices.
      await step(panel, 'more')
      await panel.click('[data-open="need"]')
      await step(panel, 'more-need')
      for (const value of ['sleep', 'home']) await choose(panel, value)
      await noteNames(panel, names)
      await tap(panel, '[data-step="more-need"] [data-next]', 'more-need')
      await panel.click('[data-open="note"]')
      await step(panel, 'more-note')
      await panel.type('textarea', `${CANARY}${ending}`)
      await tap(panel, '[data-step="more-note"] [data-next]', 'more-note')
      await tap(panel, '[data-step="more"] .primary', 'more')
      expect(await send(panel)).toBe('sent')
  }
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type ForeignSite, foreignSite } from '../support/foreignSite.ts'
import { WHOLE, sample } from '../support/release.ts'
import { answerShortest, openPanel, send, step, until } from '../support/walk.ts'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LANGUAGES = ['en', 'el', 'de', 'it', 'fr', 'nl']

let demo: RunningDemo
let site: ForeignSite
let browser: Browser
beforeAll(async () => {
  demo = await runDemo()
  site = await foreignSite()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await demo?.stop()
})

async function open(options: Parameters<Browser['tab']>[0] = {}, query = ''): Promise<{ tab: Tab; page: Frame }> {
  const tab = await browser.tab({ width: 1280, height: 900, ...options })
  await tab.goto(demo.embed + query)
  const page = tab.main()
  await page.waitForSelector('[data-text="snippet"]')
  return { tab, page }
}

const valueOf = (page: Frame, selector: string): Promise<string> =>
  page.evaluate((one) => document.querySelector<HTMLTextAreaElement>(one)!.value, selector)
const textOf = (page: Frame, selector: string): Promise<string> =>
  page.evaluate((one) => document.querySelector(one)?.textContent ?? '', selector)
const snippetOf = (page: Frame): Promise<string> => valueOf(page, '[data-text="snippet"]')

/** The widget's frame inside the preview, and the page around it. */
async function preview(tab: Tab, marker = '[data-mitos-fallback]'): Promise<{ around: Frame; widget: Frame }> {
  // What is out of sight is not drawn, and so not clicked.
  await tab.main().evaluate(() => document.querySelector('.room')!.scrollIntoView({ block: 'center' }), null)
  const find = (selector: string) =>
    until(async () => {
      for (const frame of tab.frames())
        if (
          frame.url() === 'about:srcdoc' &&
          (await frame.evaluate((one) => !!document.querySelector(one), selector).catch(() => false))
        )
          return frame
      return undefined
    })
  return { around: await find(marker), widget: await find('[data-opener]:not([hidden])') }
}

/** Presses Tab until a control has the focus. */
async function tabTo(tab: Tab, selector: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    if (await tab.main().evaluate((one) => !!document.activeElement?.matches(one), selector)) return
    await tab.press('Tab')
  }
  throw new Error(`no Tab leads to ${selector}`)
}
async function write(tab: Tab, text: string): Promise<void> {
  for (const char of text) await tab.press(char)
}

describe('a webmaster', () => {
  it('gets the snippet by keyboard alone, and it works on another origin', async () => {
    const { tab, page } = await open({}, '?lang=en')
    await tabTo(tab, '#words')
    await tab.press('ArrowDown')
    await tabTo(tab, '#opens')
    await tab.press('ArrowDown')
    await tabTo(tab, 'input[name="where"]')
    await tab.press('ArrowRight')
    await tab.press('ArrowRight')
    await tabTo(tab, '#place')
    await write(tab, 'help')
    await tabTo(tab, '#color')
    await write(tab, '#00AEEF')
    await tabTo(tab, '#site')
    await write(tab, 'limani')
    await tabTo(tab, '[data-copy="snippet"]')
    await tab.press('Enter')
    await until(async () => (await textOf(page, '[data-copy="snippet"]')).startsWith('Copied'))
    // The focus stays where it was, for the next Tab.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-copy'), null)).toBe('snippet')
    const expected = await snippetOf(page)

    site.show('<!doctype html><title>Paste</title><textarea autofocus></textarea>')
    await tab.goto(site.url)
    await tab.main().click('textarea')
    await tab.press('Control+V')
    const pasted = await valueOf(tab.main(), 'textarea')
    expect(pasted).toBe(expected)
    for (const part of [
      'Θέλετε βοήθεια;',
      'data-lang="en"',
      'data-place="#help"',
      'data-color="#00AEEF"',
      'data-site="limani"',
    ])
      expect(pasted).toContain(part)

    site.show(`<!doctype html><title>A site</title><p>One</p><div id="help"></div><p>Two</p>${pasted}`)
    await tab.goto(site.url)
    expect(
      await until(() => tab.main().evaluate(() => document.querySelector('iframe')?.parentElement?.id, null)),
    ).toBe('help')
    const frame = await openPanel(tab)
    await step(frame, 'start')
    // The colour is computed in the sealing module, which comes after the first screen.
    const panel = await until(() =>
      frame.evaluate(() => {
        const { lang, parentElement } = document.querySelector<HTMLElement>('.m-panel')!
        const fill = parentElement!.style.getPropertyValue('--fill-light')
        return fill && `${lang} ${fill}`
      }, null),
    )
    expect(panel).toBe('en #007dac')
  })

  it('uses a finger at 390 px: targets are large enough, nothing is cut off', async () => {
    const { tab, page } = await open({ width: 390, height: 780, touch: true }, '?lang=de')
    const finger = page as unknown as { tap(selector: string): Promise<void> }
    await finger.tap('label[for="where-start"]')
    await finger.tap('label[for="width-320"]')
    await finger.tap('label[for="show-yours"]')
    await finger.tap('[data-copy="link"]')
    await until(async () => (await textOf(page, '[data-copy="link"]')).startsWith('Kopiert'))
    expect(await snippetOf(page)).toContain('data-corner="start"')
    await page.type('#headers', "content-security-policy: default-src 'none'")
    await page.waitForSelector('.result')
    await finger.tap('.languages a[lang="el"]')
    await until(async () => (await textOf(page, 'h1')) === 'Βάλτε το στον ιστότοπό σας')
    expect(await page.evaluate(smallAndWide, null)).toEqual([])
    expect(
      await tab.main().evaluate(() => document.querySelector('.room iframe')!.getBoundingClientRect().width, null),
    ).toBe(320)
  })

  it.each(sample([320, 390, 1280], (width) => width === 320))(
    'sees nothing cut off in any language at %i px',
    async (width) => {
      const { page } = await open({ width, height: 700 })
      await page.click('label[for="where-place"]')
      await page.type('#color', '#F7B500')
      await page.type('#headers', "content-security-policy: default-src 'none'; trusted-types a; script-src 'nonce-a'")
      for (const tag of LANGUAGES) {
        await page.click(`.languages a[lang="${tag}"]`)
        await until(() => page.evaluate((one) => document.documentElement.lang === one, tag))
        expect([tag, await page.evaluate(smallAndWide, null)]).toEqual([tag, []])
      }
    },
  )

  it.each(sample([false, true], (dark) => dark))(
    'meets no barrier that axe finds, in six languages (dark: %s)',
    async (dark) => {
      const { tab, page } = await open({ dark, width: 390 })
      await page.click('label[for="where-place"]')
      await page.type('#place', '1 x')
      await page.type('#color', '#F7B500')
      await page.type('#site', 'Bad Site')
      await page.click('label[for="show-yours"]')
      await page.type('#headers', "content-security-policy: default-src 'none'; trusted-types a; script-src 'nonce-a'")
      await page.waitForSelector('.result')
      await page.click('h1')
      for (const tag of WHOLE ? LANGUAGES : ['en', 'el', 'de']) {
        await page.click(`.languages a[lang="${tag}"]`)
        await until(() => page.evaluate((one) => document.documentElement.lang === one, tag))
        expect([tag, await tab.axe!(axeSource)]).toEqual([tag, []])
      }
    },
  )

  it('is told beside the field what does not hold, and loses nothing by it', async () => {
    const { page } = await open({}, '?lang=en')
    await page.click('label[for="where-place"]')
    await page.type('#place', '1 x')
    await page.type('#site', 'Bad Site')
    // Not while they are still typing.
    expect(await textOf(page, '#site-hint')).toContain('Optional')
    await page.type('#color', '#D00000')
    expect(await textOf(page, '#site-hint')).toContain('at most 24')
    expect(await textOf(page, '#place-hint')).toContain('begins with a letter')
    expect(await textOf(page, '#color-hint')).toContain('alarm')
    expect(
      await page.evaluate(() => [...document.querySelectorAll('[aria-invalid="true"]')].map((one) => one.id), null),
    ).toEqual(['place', 'site'])
    expect(await snippetOf(page)).not.toMatch(/data-(place|color|site)/)
    await page.type('#headers', 'good morning')
    expect(await textOf(page, '#headers-hint')).toContain('no headers')

    await page.click('label[for="where-end"]')
    await page.click('.languages a[lang="fr"]')
    await page.click('label[for="where-place"]')
    const kept = await Promise.all(['#place', '#site', '#color', '#headers'].map((one) => valueOf(page, one)))
    expect(kept).toEqual(['1 x', 'Bad Site', '#D00000', 'good morning'])
  })

  it('sees the page stand still while it comes', async () => {
    const { page } = await open({
      onContext: async (context) =>
        void (await context.addInitScript(() => {
          Object.assign(window, { shift: 0 })
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              (window as unknown as { shift: number }).shift += (entry as unknown as { value: number }).value
          }).observe({ type: 'layout-shift', buffered: true })
        })),
    })
    await page.waitForSelector('.room iframe')
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 800)), null)
    const shift = () => page.evaluate(() => (window as unknown as { shift: number }).shift, null)
    expect(await shift()).toBe(0)
    // The control: where something does jump, this sees it.
    await page.evaluate(
      () => document.querySelector('main')!.before(Object.assign(document.createElement('p'), { textContent: 'x' })),
      null,
    )
    await until(async () => (await shift()) > 0)
  })

  it('without a script gets a snippet in each language, the link, and the lines for a policy', async () => {
    const tab = await browser.tab({
      onContext: async (context) => void (await context.route('**/w/embed.*.js', (route) => route.abort())),
    })
    await tab.goto(`${demo.embed}?lang=el`)
    const page = tab.main()
    await page.waitForSelector('.script-off textarea')
    expect(await page.evaluate(() => document.querySelectorAll('.script-off textarea').length, null)).toBe(13)
    const text = await textOf(page, '.script-off')
    for (const part of [
      `script-src ${demo.server};`,
      `connect-src ${demo.server};`,
      'trusted-types mitos;',
      'Ελληνικά',
      '</body>',
    ])
      expect(text).toContain(part)
    expect(await tab.axe!(axeSource)).toEqual([])
    site.show(`<!doctype html><title>A site</title>${await valueOf(page, '.script-off textarea')}`)
    await tab.goto(site.url)
    await step(await openPanel(tab), 'start')
  })
})

describe('the preview', () => {
  it('runs the true panel, and can send nothing', async () => {
    const { tab, page } = await open({}, '?lang=en')
    const { widget } = await preview(tab)
    await widget.click('[data-opener]')
    await answerShortest(widget, { how: 'sms', address: '+30 690 123 4567' })
    expect(await send(widget)).not.toBe('sent')
    for (const path of ['/api/requests', '/api/mailbox', '/healthz', '/inbox/'])
      expect([path, await reaches(widget, demo.server + path), await reaches(page, demo.server + path)]).toEqual([
        path,
        false,
        false,
      ])
    expect(await reaches(widget, `${demo.server}/trust/chain.json`)).toBe(true)
    expect(await reaches(page, site.url)).toBe(false)
    expect(demo.output()).not.toContain('a request came in')
  })

  // Its own script is the same in both; the panel in it is tried in Firefox by others.
  it.runIf(WHOLE)('runs in Firefox as well, and can send nothing there either', async () => {
    const firefox = await openFirefox()
    try {
      const tab = await firefox.tab({ width: 1280, height: 900 })
      await tab.goto(`${demo.embed}?lang=en`)
      await tab.main().waitForSelector('.room iframe')
      const { widget } = await preview(tab)
      await widget.click('[data-opener]')
      await step(widget, 'start')
      expect(await reaches(widget, `${demo.server}/api/requests`)).toBe(false)
      expect(await reaches(widget, `${demo.server}/trust/chain.json`)).toBe(true)
      await tab.main().click('[data-copy="snippet"]')
      await until(async () => (await textOf(tab.main(), '[data-copy="snippet"]')).startsWith('Copied'))
    } finally {
      await firefox.close()
    }
  })

  it('runs nothing of a page that is pasted, and shows its own styles', async () => {
    const { tab, page } = await open({}, '?lang=en')
    await page.click('label[for="where-place"]')
    await page.type('#place', 'help')
    await page.click('label[for="show-yours"]')
    const ran = "document.documentElement.dataset.ran='1';parent.document.title='ran'"
    const html = `<!doctype html><base href="${site.url}"><meta http-equiv="Content-Security-Policy" content="script-src 'none'">
      <style>#mine{color:rgb(1,2,3)}</style><script>${ran}</script><script src="${site.url}x.js"></script>
      <p id="mine" style="margin-top:7px">Mine</p><div id="help"></div>
      <img src="x" onerror="${ran}"><svg onload="${ran}"></svg><a id="js" href="javascript:${ran}">x</a>
      <iframe srcdoc="<script>parent.${ran}</script>"></iframe><button id="on" onclick="${ran}">x</button>
      <details data-mitos-fallback><summary>An old one</summary></details>`
    await page.evaluate((text) => {
      const area = document.querySelector<HTMLTextAreaElement>('#pasted')!
      area.value = text
      area.dispatchEvent(new Event('input', { bubbles: true }))
    }, html)
    const { around, widget } = await preview(tab, '#mine')
    await around.evaluate(() => {
      for (const id of ['js', 'on']) document.getElementById(id)!.click()
    }, null)
    await widget.click('[data-opener]')
    await step(widget, 'start')
    const seen = await around.evaluate(() => {
      const mine = getComputedStyle(document.getElementById('mine')!)
      return {
        ran: document.documentElement.dataset['ran'],
        style: `${mine.color} ${mine.marginTop}`,
        at: document.querySelector('iframe')?.parentElement?.id,
        old: document.body.textContent!.includes('An old one'),
      }
    }, null)
    expect(seen).toEqual({ ran: undefined, style: 'rgb(1, 2, 3) 7px', at: 'help', old: false })

    // Even where nothing was taken out, the policy that the frame inherits forbids it.
    const inherited = await page.evaluate(
      (text) =>
        new Promise<string[]>((resolve) => {
          const told: string[] = []
          addEventListener('message', ({ data }) => told.push(String(data)))
          const frame = document.createElement('iframe')
          frame.setAttribute('sandbox', 'allow-scripts')
          frame.srcdoc = text
          frame.onload = () => setTimeout(() => resolve(told), 500)
          document.body.append(frame)
        }),
      `<script>parent.postMessage('inline','*')</script><img src=x onerror="parent.postMessage('handler','*')"><script src="${site.url}"></script>`,
    )
    expect(inherited).toEqual([])

    await page.type('#place', '_')
    await until(async () => (await textOf(page, '#pasted-hint')).includes('no element with this id'))
    await page.click('label[for="show-example"]')
    await page.click('label[for="show-yours"]')
    expect(await valueOf(page, '#pasted')).toBe(html)
  })

  it('shows each width whole, and begins anew', async () => {
    const { tab, page } = await open({ width: 390 }, '?lang=en')
    for (const width of WHOLE ? [320, 390, 768, 1280] : [320, 1280]) {
      await page.click(`label[for="width-${width}"]`)
      const { around } = await preview(tab)
      expect(await around.evaluate(() => innerWidth, null)).toBe(width)
      const [frame, room] = await page.evaluate(
        () => ['.room iframe', '.room'].map((one) => document.querySelector(one)!.getBoundingClientRect().width),
        null,
      )
      expect(frame).toBeLessThanOrEqual(room!)
    }
    const { around } = await preview(tab)
    await around.evaluate(() => (document.body.dataset['old'] = ''), null)
    await page.click('[data-again]')
    await until(async () => {
      const { around } = await preview(tab)
      return around.evaluate(() => document.body.dataset['old'] === undefined, null)
    })
  })
})

/** Whether the browser lets a request out at all, whatever the answer. */
const reaches = (frame: Frame, url: string): Promise<boolean> =>
  frame.evaluate(
    (one) =>
      fetch(one, { mode: 'no-cors' }).then(
        () => true,
        () => false,
      ),
    url,
  )

/** Controls that are smaller than 44 px, and what stands out of the page. */
function smallAndWide(): readonly string[] {
  const width = document.documentElement.clientWidth
  const name = (one: Element): string => `${one.tagName} ${one.id} ${one.textContent?.slice(0, 20)}`
  const shown = [...document.querySelectorAll('body *')].filter(
    (one) => one.getClientRects().length > 0 && !one.closest('.sr, .room, svg'),
  )
  const controls = shown.filter((one) =>
    one.matches('a, button, select, textarea, input:not([type="radio"]), .radios label'),
  )
  const rect = (one: Element): DOMRect => one.getBoundingClientRect()
  return [
    ...controls.filter((one) => rect(one).height < 44 || rect(one).width < 44).map((one) => `small: ${name(one)}`),
    ...shown.filter((one) => rect(one).right > width + 1 || rect(one).left < -1).map((one) => `wide: ${name(one)}`),
    ...shown
      .filter((one) => one.matches('button, .radios label, .rows b') && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `cut: ${name(one)}`),
  ]
}

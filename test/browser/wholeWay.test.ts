import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PublicKey, type SecretKey, fromBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { openRequest } from '../../shared/envelope.ts'
import { codeOf } from '../../shared/errors.ts'
import type { RequestPage } from '../../shared/staffApi.ts'
import { readSecrets } from '../../demo/keys.ts'
import { type Browser, type Frame, openChromium, openFirefox } from '../support/browsers.ts'
import { runDemoBehindNginx } from '../support/demoBehindNginx.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { WHOLE } from '../support/release.ts'
import { answerShortest, openPanel, send, unlock, until } from '../support/walk.ts'
import { openWebKit } from '../support/webkit.ts'

const { crypto } = await sumoSodium()

/** What the server hands to a member who is logged in, asked from their own page. */
const listOf = (page: Frame): Promise<RequestPage> =>
  page.evaluate(async () => (await fetch('/api/inbox/requests')).json(), null)

describe.each([
  ['Chromium', openChromium, runDemo],
  ['Firefox', openFirefox, runDemo],
  // WebKit keeps no `__Host-` cookie without TLS, on this machine neither.
  ['WebKit through nginx', openWebKit, runDemoBehindNginx],
] as const)('the whole way in %s', (name, open, run) => {
  /** What the server hands out is the same in each browser: once, but for a release. */
  const also = (what: string, test: () => Promise<void>): void => {
    if (WHOLE || name === 'Chromium') it(what, test)
  }
  let folder: string
  let demo: RunningDemo
  let browser: Browser

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mitos-way-'))
    demo = await run({ MITOS_DATA: join(folder, 'data') })
    browser = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('R23, R24 a person asks on a partner page, and the member on duty reads how to reach them', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    const taps = await countTaps(panel, async () => {
      await answerShortest(panel, { how: 'call', address: '+30 690 123 4567' })
      expect(await send(panel)).toBe('sent')
    })
    expect(taps).toBe(4)
    await until(() => demo.output().includes('a request came in: 8,281 bytes, sealed'))

    const inbox = await browser.tab({ width: 1280, height: 800 })
    const page = await unlock(
      inbox,
      demo.inbox,
      demo.members.find((member) => member.onDuty)!,
    )
    await page.waitForSelector('[data-request]')
    await page.click('[data-request]')
    await page.waitForSelector('[data-claim]')
    // Before it is taken on, nothing of the way to the person is in the document, nor in the list.
    const before = await page.evaluate(() => document.querySelector('#app')!.innerHTML, null)
    expect(before).not.toContain('4567')
    expect(before).not.toContain('data-reveal')
    await page.click('[data-claim]')
    await page.waitForSelector('[data-reveal]')
    const card = await page.evaluate(() => document.body.innerText, null)
    expect(card).toContain('4567')
    expect(card).not.toContain('123 4567')
    const html = await page.evaluate(() => document.querySelector('#app')!.innerHTML, null)
    expect(html.replace(/[^0-9]/g, '')).not.toContain('1234567')

    await page.click('[data-reveal]')
    const reasons = await page.evaluate(() => document.querySelectorAll('[data-reason]').length, null)
    if (reasons) {
      expect(reasons).toBe(3)
      await page.click('[data-reason]')
    }
    const shown = await until(() =>
      page.evaluate(() => document.querySelector('[data-address]')?.textContent?.includes('690 123 4567'), null),
    )
    expect(shown).toBe(true)
  })

  also('the other NGO sees an empty list, and its real key does not open the real bytes', async () => {
    const mine = await browser.tab()
    const onDuty = await unlock(
      mine,
      demo.inbox,
      demo.members.find((member) => member.onDuty)!,
    )
    const [request] = (await listOf(onDuty)).requests
    expect(request).toBeDefined()

    const other = await browser.tab()
    const page = await unlock(
      other,
      demo.inbox,
      demo.members.find((member) => !member.onDuty)!,
    )
    expect((await listOf(page)).requests).toEqual([])
    expect(await page.evaluate(() => document.querySelectorAll('[data-request]').length, null)).toBe(0)

    const secrets = (await readSecrets(join(folder, 'data')))!
    const chain = await onDuty.evaluate(async () => (await fetch('/trust/chain.json')).json(), null)
    const network: string = JSON.parse(chain.roots[0].signed).network
    const opens = async (ngo: string) => {
      const secret = secrets.ngos[ngo]!.boxSecret as SecretKey
      const keys = [{ publicKey: crypto.boxPublicKey(secret) as PublicKey, secret }]
      return openRequest(crypto, fromBase64(request!.sealed), { network, ngo, keys }).then(
        ({ answers }) => answers['for'],
        (error) => codeOf(error),
      )
    }
    expect(await opens('faros')).toBe('self')
    expect(await opens('thyra')).toBe('open-wrong-key')
    expect((await readFile(join(folder, 'data', 'mitos.db'))).includes('690 123 4567')).toBe(false)
  })
})

/** Counts the taps on buttons inside the frame that change what is asked. */
async function countTaps(frame: Frame, walk: () => Promise<void>): Promise<number> {
  await frame.evaluate(() => {
    const counter = window as unknown as { taps: number; last: string }
    counter.taps = 0
    addEventListener(
      'click',
      () => {
        const step = document.querySelector('[data-step]')?.getAttribute('data-step') ?? ''
        // Send may be pressed again while the panel does not listen yet (R53); that is one tap of the way.
        if (step !== counter.last) counter.taps++
        counter.last = step
      },
      true,
    )
  }, null)
  await walk()
  return frame.evaluate(() => (window as unknown as { taps: number }).taps, null)
}

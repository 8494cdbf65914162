import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoSecrets, readSecrets } from '../../demo/keys.ts'
import { toBase64, toHex } from '../../shared/bytes.ts'
import { findIn } from '../support/canary.ts'
import type { Frame } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at } from '../support/joining.ts'
import { type KeptProfile, keptProfile, sessionHolds } from '../support/keptProfile.ts'
import { copyOfNetwork } from '../support/madeNetwork.ts'
import { pageWith, type PartnerPages, partnerPages } from '../support/partnerPage.ts'
import { memoryWith } from '../support/processMemory.ts'
import { postRequest } from '../support/postRequest.ts'
import { type OwnBrowser, chromiumWith } from '../support/profiles.ts'
import { unlock, until } from '../support/walk.ts'

/** What the person told, what a member wrote down, and what the member is still writing. */
const TEXTS = {
  address: '+306951770246',
  told: 'theblueboatatthethirdpier',
  note: 'herbrotherpicksuponfridays',
  unsaved: 'askherforthegreenfolder',
}
/** Typed into a plain field of another page: what the same browser keeps of any page. */
const MARKER = 'plainwordsofanotherpage'

describe('A stolen laptop whose inbox is locked', () => {
  let top: string
  let demo: RunningDemo
  let pages: PartnerPages
  let browser: OwnBrowser
  let secrets: DemoSecrets
  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), 'mitos-laptop-'))
    await mkdir(join(top, 'profile'))
    const data = (await copyOfNetwork())!
    ;[demo, browser, pages] = await Promise.all([
      runDemo({ MITOS_DATA: data }),
      chromiumWith(join(top, 'profile'), join(top, 'netlog')),
      partnerPages(() => ({ html: pageWith('<p><input id="plain" aria-label="Search"></p>') })),
    ])
    secrets = (await readSecrets(data))!
    const contact = { to: 'person', how: 'call', address: TEXTS.address, word: 3 } as const
    await postRequest(demo.server, { for: 'self', contact, note: TEXTS.told })
  })
  afterAll(async () => {
    await browser?.kill()
    await Promise.all([demo?.stop(), pages?.close()])
    await rm(top, { recursive: true, force: true, maxRetries: 5 })
  })

  it('R44 holds no key anywhere in its memory, no text that its page can reach, and neither in its profile', async () => {
    const tab = await browser.tab()
    const { passphrase } = demo.members.find(({ name }) => name === 'nikos')!
    const page = await unlock(tab, demo.inbox, { name: 'nikos', passphrase })
    await work(page)
    const words = { ...TEXTS, passphrase }
    const [nikos, faros] = [secrets.members['nikos']!, secrets.ngos['faros']!]
    const keys = {
      'own box': nikos.boxSecret,
      'own sign': nikos.signSeed,
      'the inbox': faros.boxSecret,
      "the inbox's sign": faros.signSeed,
    }
    const reachable = async (): Promise<readonly string[]> => {
      const heap = await tab.heapOf!(page)
      return Object.entries(words).flatMap(([name, text]) => (findIn(heap, text) ? [name] : []))
    }
    let pids = await browser.renderers!()
    const inMemory = async (): Promise<readonly string[]> => {
      const wanted = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, waysOf(name, key)]))
      const found = await Promise.all(pids.map((pid) => memoryWith(pid, wanted)))
      // Only one of them runs the page.
      pids = pids.filter((_, i) => found[i]!.length)
      return found.flat()
    }

    // Where nothing is found afterwards it was there before. The passphrase is let go as soon as it has opened the keys.
    expect([...(await reachable())].sort()).toEqual(['address', 'note', 'told', 'unsaved'])
    expect([...(await inMemory())].sort()).toEqual(Object.keys(keys).sort())
    const beside = await browser.tab()
    await beside.goto(`${pages.origin}/plain`)
    await beside.main().type('#plain', MARKER)
    await until(() => sessionHolds(join(top, 'profile'), MARKER))
    // As a browser does for a tab behind another one, which is not laid out again: it keeps the elements that it drew last.
    await page.evaluate(() => Object.assign(self, { kept: [...document.querySelectorAll('#app *')] }), null)
    await tab.press('Escape')
    for (const _ of [1, 2]) await tab.press('Escape')
    // A tab that is not seen draws no frames, by which the driver waits for what comes.
    await until(() => page.evaluate(() => document.querySelector('.cover h1')?.textContent === 'Locked', null))
    await expect.poll(reachable).toEqual([])
    expect(await inMemory()).toEqual([])

    await browser.kill()
    const profile: KeptProfile = await keptProfile(join(top, 'profile'))
    for (const text of Object.values(words)) expect(profile.holding(text)).toEqual([])
    for (const key of Object.values(keys)) expect(profile.withBytes(spelled(key))).toEqual([])
    expect(profile.holding(MARKER)).not.toEqual([])
  })
})

/** The inbox's come as text (§11), which nothing can overwrite: what the browser freed of that may stay a while (threat model). */
const waysOf = (name: string, key: Uint8Array): readonly Buffer[] =>
  name.startsWith('own') ? spelled(key) : [Buffer.from(key)]

/** In all the ways in which a key may be written. */
const spelled = (key: Uint8Array): readonly Buffer[] => [
  Buffer.from(key),
  Buffer.from(toBase64(key)),
  Buffer.from(toBase64(key), 'utf16le'),
  Buffer.from(toHex(key)),
]

/** Takes the request, shows the number, writes one note and begins another. */
async function work(page: Frame): Promise<void> {
  await page.click('[data-request] button')
  await page.click('[data-claim]')
  await page.click('[data-reveal]')
  await at(page, '[data-address], [data-reason]')
  const asks = await page.evaluate(() => !!document.querySelector('[data-reason]'), null)
  if (asks) await page.click('[data-reason]')
  await at(page, '[data-address]')
  await page.click('[data-case-tab="notes"]')
  await page.type('#note-text', TEXTS.note)
  await page.click('[data-note-save]')
  await at(page, '[data-notes="1"]')
  await page.type('#note-text', TEXTS.unsaved)
}

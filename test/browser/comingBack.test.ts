import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSecrets } from '../../demo/keys.ts'
import { type PublicKey, type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { type OpenedRequest, openRequest } from '../../shared/envelope.ts'
import { type Reply, replyTo, sealReply } from '../../shared/reply.ts'
import type { RequestPage } from '../../shared/staffApi.ts'
import { checkBody, readHeader } from '../../shared/wire.ts'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { look } from '../support/look.ts'
import { copyOfNetwork } from '../support/madeNetwork.ts'
import { hide, wait } from '../support/idleness.ts'
import { hurry, ownClock } from '../support/seen.ts'
import { openPanel, send, step, tap, unlock, until, widgetFrame } from '../support/walk.ts'

const crypto = await standardSodium()
const GROUPS = /\d{5} \d{5} \d{5} \d{5}/

let folder: string
let demo: RunningDemo
let browser: Browser
let ngo: { readonly keys: { publicKey: PublicKey; secret: SecretKey }; readonly signSeed: Uint8Array }
let network: string
let member: Frame

beforeAll(async () => {
  folder = (await copyOfNetwork())!
  ;[demo, browser] = await Promise.all([runDemo({ MITOS_DATA: folder }), openChromium()])
  const onDuty = demo.members.find((one) => one.onDuty)!
  const { boxSecret, signSeed } = (await readSecrets(folder))!.ngos['faros']!
  const secret = boxSecret as SecretKey
  ngo = { keys: { publicKey: crypto.boxPublicKey(secret), secret }, signSeed }
  member = await unlock(await browser.tab(), demo.inbox, onDuty)
  const chain = await member.evaluate(async () => (await fetch('/trust/chain.json')).json(), null)
  network = JSON.parse(chain.roots[0].signed).network
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  await rm(folder, { recursive: true, force: true })
})

const textOf = (frame: Frame): Promise<string> => frame.evaluate(() => document.body.innerText, null)
const htmlOf = (frame: Frame): Promise<string> => frame.evaluate(() => document.documentElement.outerHTML, null)

/** What lies in the inbox, newest last, opened with the NGO's own key. */
async function inInbox(): Promise<readonly (OpenedRequest & { id: string; address: Uint8Array })[]> {
  const { requests } = await member.evaluate(
    async (): Promise<RequestPage> => (await fetch('/api/inbox/requests')).json(),
    null,
  )
  return Promise.all(
    requests.map(async ({ id, sealed }) => {
      const body = checkBody(fromBase64(sealed))
      const opened = await openRequest(crypto, body, { network, ngo: 'faros', keys: [ngo.keys] })
      return { ...opened, id, address: readHeader(body).address }
    }),
  )
}

/** The NGO answers, as its inbox does; the seed of another one's key makes an answer that nobody may believe. */
async function answer(reply: Pick<Reply, 'n' | 'text'>, seed = ngo.signSeed): Promise<void> {
  const request = (await inInbox()).find(({ fields }) => fields.kind === 'request')!
  const { proof } = request.fields
  const at = Math.floor(Date.now() / 3_600_000) * 3600
  const whole: Reply = { type: 'reply', v: 1, network, ngo: 'faros', proof, at, lang: 'en', ...reply }
  const sealed = toBase64(sealReply(crypto, whole, replyTo(request.address, request.fields), seed))
  const status = await member.evaluate(
    async ([id, sealed]) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sealed }) }
      return (await fetch(`/api/inbox/requests/${id}/replies`, init)).status
    },
    [request.id, sealed] as const,
  )
  expect(status).toBe(204)
}

/** Asks for nothing but to come back; the panel after it was sent. */
async function askedToComeBack(tab: Tab): Promise<Frame> {
  await tab.goto(`${demo.partner}en/`)
  const panel = await openPanel(tab)
  await tap(panel, '[data-value="self"]', 'start')
  await tap(panel, '[data-value="back"]', 'how')
  await tap(panel, '[data-step="more"] [data-skip-all]', 'more')
  expect(await send(panel)).toBe('sent')
  expect(await htmlOf(panel)).not.toMatch(GROUPS)
  return panel
}

async function shownNumber(panel: Frame): Promise<string> {
  await panel.click('.primary[data-show]')
  return (await textOf(panel)).match(GROUPS)![0]
}

/** To the screens for who has a number, on a partner's page or on `/go`. */
async function comeBack(panel: Frame, number: string): Promise<void> {
  await tap(panel, '[data-return]', 'start')
  await panel.waitForSelector('[data-step="return"] input')
  await panel.type('[data-step="return"] input', number)
  await panel.click('[data-step="return"] [data-next]')
}

it('R33 a person comes back with the number, reads, writes again, and deletes it all', async () => {
  const number = await shownNumber(await askedToComeBack(await browser.tab()))
  expect((await inInbox()).map(({ answers }) => answers['contact'])).toEqual([{ to: 'nobody', how: 'back' }])
  await answer({ n: 1, text: 'Come on Friday.\nAsk for us at the door.' })
  await answer({ n: 3, text: 'We are there until six.' })
  await answer({ n: 4, text: 'Give us your passport.' }, new Uint8Array(32).fill(9))

  const tab = await browser.tab({ width: 320, height: 568 })
  await tab.goto(`${demo.partner}en/`)
  const panel = await openPanel(tab)
  // Two digits that changed places are found on the device.
  await comeBack(panel, number.replace(/(\d)(?!\1)(\d)/, '$2$1'))
  await until(async () => (await textOf(panel)).includes('It has a mistake'))
  await panel.evaluate(() => void (document.querySelector<HTMLInputElement>('input.field')!.value = ''), null)
  await panel.type('input.field', number.replace(/ /g, ''))
  const field = () => panel.evaluate(() => document.querySelector<HTMLInputElement>('input.field')!.value, null)
  expect(await field()).toBe(number)
  await panel.click('[data-step="return"] [data-next]')
  await step(panel, 'replies')
  const read = await textOf(panel)
  expect(read.indexOf('until six')).toBeGreaterThan(0)
  expect(read.indexOf('on Friday')).toBeGreaterThan(read.indexOf('until six'))
  expect(read).toContain('Today')
  // Of three numbers one is wanting: perhaps what could not be checked, of which no word is shown.
  expect(read).toContain('There is a message that we cannot check')
  expect(read).not.toContain('passport')
  expect(await htmlOf(panel)).not.toMatch(GROUPS)
  const { violations, overflow, cut, small } = await look(panel)
  expect({ violations, overflow, cut, small }).toEqual({ violations: [], overflow: [], cut: [], small: [] })

  await tap(panel, '[data-write]', 'replies')
  await panel.type('[data-step="reply"] textarea', 'Can I bring my child?')
  await tap(panel, '[data-step="reply"] [data-next]', 'reply')
  await step(panel, 'sent')
  expect(await textOf(panel)).toMatch(/can open your message now/)
  expect((await inInbox()).map(({ fields }) => (fields as unknown as { text?: string }).text)).toContain(
    'Can I bring my child?',
  )
  const authors = (await inInbox()).map(({ fields }) => fields.author)
  expect(new Set(authors).size).toBe(1)

  const page = await browser.tab()
  await page.goto(`${demo.server}/go`)
  const own = page.main()
  await step(own, 'start')
  await comeBack(own, number)
  await step(own, 'replies')
  await tap(own, '[data-delete]', 'replies')
  await tap(own, '[data-step="return-delete"] [data-next]', 'return-delete')
  await step(own, 'deleted')
  expect((await inInbox()).map(({ fields }) => [fields.kind, fields.author])).toEqual([['withdraw', authors[0]]])
  await own.click('.primary[data-close]')

  // Who finds the number afterwards reads what who made it up would read.
  await tab.goto(`${demo.partner}en/`)
  await ownClock(await widgetFrame(tab))
  const later = await openPanel(tab)
  await comeBack(later, number)
  await step(later, 'replies')
  expect(await textOf(later)).toContain('There is no answer yet, or the number is not right')
  // R10, R15 and after five minutes without a touch the box is closed, and the number nowhere.
  await wait(later, 301)
  await until(() => later.evaluate(() => !document.querySelector('[data-step]'), null))
  const heap = await tab.heapOf!(later)
  expect(heap).not.toContain(number)
  expect(heap).not.toContain(number.replace(/ /g, ''))
})

it('R33 the number hides again after a minute, and while nobody looks; closed, it is nowhere', async () => {
  const tab = await browser.tab()
  const panel = await askedToComeBack(tab)
  await hurry(panel, 30)
  const number = await shownNumber(panel)
  await until(async () => !GROUPS.test(await htmlOf(panel)))
  // By the clock of the page again.
  await hurry(panel, 1 / 30)
  expect(await shownNumber(panel)).toBe(number)
  await hide(panel, true)
  expect(await htmlOf(panel)).not.toMatch(GROUPS)
  const digits = number.replace(/ /g, '')
  expect(await tab.heapOf!(panel)).toContain(digits)
  await hide(panel, false)
  await panel.click('header [data-close]')
  await until(() => panel.evaluate(() => !document.querySelector('[data-step]'), null))
  expect(await tab.heapOf!(panel)).not.toContain(digits)
})

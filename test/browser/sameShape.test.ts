import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { type KeyId, checkBody, readHeader } from '../../shared/wire.ts'
import { grind, hasWork } from '../../shared/work.ts'
import { type Browser, type Frame, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type Way, answerShortest, openPanel, send, widgetFrame } from '../support/walk.ts'

const sodium = await standardSodium()

/** The id just before one that shows work for the key to which this body went. */
async function idBefore(body: Uint8Array): Promise<{ readonly id: readonly number[]; readonly keyId: KeyId }> {
  const { keyId } = readHeader(checkBody(body))
  const found = await grind(sodium, keyId, { now: () => 0, pause: async () => {}, isWanted: () => true })
  const id = [...found!]
  // Counted up by one in the panel; an end of 0 would have to borrow.
  return id[15] ? { id: id.map((byte, i) => (i === 15 ? byte - 1 : byte)), keyId } : idBefore(body)
}

/** Whatever draws 16 bytes in the frame gets these: work that begins there ends at its second try. */
const drawing = (frame: Frame, id: readonly number[]): Promise<void> =>
  frame.evaluate((bytes) => {
    const draw = crypto.getRandomValues.bind(crypto)
    crypto.getRandomValues = (array) => {
      if (array instanceof Uint8Array && array.length === bytes.length) array.set(bytes)
      else draw(array)
      return array
    }
  }, id)

describe('who watches the line', () => {
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

  /** All that a request shows, its sealed bytes aside. */
  async function shapeOf(
    way: Way,
    before: (frame: Frame) => Promise<void> = async () => {},
    after: (frame: Frame) => Promise<void> = async () => {},
  ): Promise<{ readonly shape: object; readonly body: Buffer; readonly others: object }> {
    const seen: Request[] = []
    const tab = await browser.tab({ onContext: async (context) => void context.on('request', (one) => seen.push(one)) })
    await tab.goto(`${demo.partner}en/`)
    await before(await widgetFrame(tab))
    const panel = await openPanel(tab)
    await answerShortest(panel, way)
    expect(await send(panel)).toBe('sent')
    await after(panel)
    const posts = seen.filter((one) => one.method() === 'POST')
    expect(posts).toHaveLength(1)
    const [post] = posts as [Request]
    const body = post.postDataBuffer()!
    const headers = await post.allHeaders()
    const others = seen.filter((one) => one !== post).map((one) => `${one.method()} ${one.url()}`)
    return { shape: { method: post.method(), url: post.url(), headers, length: body.length }, body, others }
  }

  it('sees the same method, path, headers and 8,281 bytes whatever was answered', async () => {
    const first = await shapeOf({ how: 'call', address: '6971234567' })
    const second = await shapeOf({
      how: 'app',
      app: 'other',
      address: 'a name of sixty-four characters that is as long as it may ever be'.slice(0, 64),
    })
    expect(first.body.length).toBe(8281)
    expect(second.shape).toEqual(first.shape)
    expect(second.body.equals(first.body)).toBe(false)
    expect(first.shape).toMatchObject({ method: 'POST', url: `${demo.server}/api/requests` })
    expect(Object.keys((first.shape as { headers: object }).headers)).not.toContain('cookie')
    expect(Object.keys((first.shape as { headers: object }).headers)).not.toContain('referer')
  })

  it('sees no more where the device had the time for work in the id than where it had not', async () => {
    const plain = await shapeOf({ how: 'call', address: '6971234567' })
    const { id, keyId } = await idBefore(plain.body)
    const worked = await shapeOf({ how: 'call', address: '6971234567' }, (frame) => drawing(frame, id))
    expect(hasWork(sodium, keyId, readHeader(checkBody(worked.body)).id)).toBe(true)
    expect(worked.shape).toEqual(plain.shape)
    expect(worked.others).toEqual(plain.others)
  })

  it('sees the same files fetched, from one host, whatever was answered, and whether the number was looked at or not', async () => {
    const first = await shapeOf({ how: 'sms', address: '6971234567' })
    const second = await shapeOf({ how: 'helper', address: '6970000000' }, undefined, async (panel) => {
      await panel.click('[data-step="sent"] [data-show]')
      await (await panel.waitForSelector('.code'))?.dispose()
    })
    expect(second.others).toEqual(first.others)
    for (const one of first.others as string[])
      expect(one.startsWith(`GET ${demo.server}/`) || one.startsWith(`GET ${demo.partner}`)).toBe(true)
  })
})

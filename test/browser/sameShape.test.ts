import type { Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type Way, answerShortest, openPanel, send } from '../support/walk.ts'

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
  ): Promise<{ readonly shape: object; readonly body: Buffer; readonly others: object }> {
    const seen: Request[] = []
    const tab = await browser.tab({ onContext: async (context) => void context.on('request', (one) => seen.push(one)) })
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    await answerShortest(panel, way)
    expect(await send(panel)).toBe('sent')
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

  it('sees the same files fetched, from one host, whatever was answered', async () => {
    const first = await shapeOf({ how: 'sms', address: '6971234567' })
    const second = await shapeOf({ how: 'helper', address: '6970000000' })
    expect(second.others).toEqual(first.others)
    for (const one of first.others as string[])
      expect(one.startsWith(`GET ${demo.server}/`) || one.startsWith(`GET ${demo.partner}`)).toBe(true)
  })
})

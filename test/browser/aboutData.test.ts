import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { noticeFile } from '../../shared/notice.ts'
import type { Roster } from '../../shared/roster.ts'
import type { Frame } from '../support/browsers.ts'
import { read } from '../support/falseDocuments.ts'
import { type Lie, type LyingServer, lyingServer, told } from '../support/lyingServer.ts'
import { onLyingStage } from '../support/lyingStage.ts'
import { hurry } from '../support/seen.ts'
import { readBy } from '../support/storedRequests.ts'
import { answerShortest, openPanel, overlay, send, speak, step, until } from '../support/walk.ts'

const words = async (tag: string): Promise<Readonly<Record<string, string>>> =>
  JSON.parse(await readFile(`widget/locales/${tag}.json`, 'utf8'))
const NOTICE = '/trust/notices/'
const hashOf = (text: string): string => createHash('sha256').update(noticeFile(text)).digest('base64url')

onLyingStage('"More about your data" in %s', (stage) => {
  let server: LyingServer

  /** Up to the review, by way of a server that may lie. */
  async function review(lie: Lie, work: (frame: Frame) => Promise<void>, language?: string): Promise<void> {
    server = await lyingServer(stage.demo, lie)
    try {
      await stage.tab.goto(server.page)
      const frame = await openPanel(stage.tab)
      await answerShortest(frame, { how: 'call', address: '+30 690 123 4567' })
      if (language) await speak(frame, language)
      await step(frame, 'review')
      await work(frame)
    } finally {
      await server.close()
    }
  }
  const asked = () => server.asked.filter((one) => one.includes(NOTICE))
  const about = (frame: Frame) => overlay(frame, '[data-about]', 'about-data')
  /** What the overlay says once it no longer asks for a moment. */
  const said = async (frame: Frame, tag = 'en') => {
    const { wait } = await words(tag)
    return until(() =>
      frame.evaluate((wait) => {
        const sheet = document.querySelector<HTMLElement>('[data-overlay="about-data"]')!
        if (sheet.innerText.includes(wait)) return undefined
        const body = sheet.querySelector<HTMLElement>('.told')
        return {
          text: sheet.innerText,
          told: body && [body.lang, getComputedStyle(body).direction],
          blocks: [...(body?.querySelectorAll('h2, p, li') ?? [])].map((one) => `${one.tagName} ${one.textContent}`),
          numbers: [...(body?.querySelectorAll('bdi') ?? [])].map((one) => `${one.dir} ${one.textContent}`),
        }
      }, wait!),
    )
  }
  const sealed = async () => (await readBy(stage.data, 'faros', server.posts[0]!.body)).fields.shown
  const roster = () => read<Roster>(stage.forge.chain().roster)
  /** The chain with a roster whose NGOs tell something else, or nothing, about data. */
  const telling = (notices: Readonly<Record<string, string>> | undefined): string => {
    const ngos = roster().ngos.map((ngo) => ({ ...ngo, notices }))
    return JSON.stringify({ ...stage.forge.chain(), roster: stage.forge.again(stage.forge.chain().roster, { ngos }) })
  }

  it('comes only at a tap, in the language of the panel, and its hash is sealed', async () =>
    review(
      () => undefined,
      async (frame) => {
        expect(asked()).toEqual([])
        await about(frame)
        const shown = await said(frame)
        // The panel's own language, which is said once.
        expect(shown.told).toEqual(['', 'ltr'])
        expect(shown.blocks).toEqual(
          expect.arrayContaining([
            'P This is a demo. The organisation is invented.',
            'H2 Who is responsible',
            'LI To delete it.',
          ]),
        )
        expect(shown.numbers).toEqual(expect.arrayContaining(['ltr +30 210 000 0001', 'ltr privacy@example.org']))
        const { en } = roster().ngos[0]!.notices!
        expect(asked()).toEqual([`GET ${NOTICE}${en}`])
        await frame.click('[data-overlay-back]')
        expect(await send(frame)).toBe('sent')
        expect(await sealed()).toMatchObject({ notice: en, lang: 'en' })
      },
    ))

  if (stage.engine !== 'Chromium') return

  const HOSTILE = '<b>bold</b>\n# <img src=x onerror=alert(1)>\n- one\n- two\n\n&lt;script>'
  it('says calmly that other bytes are not it, and asks again at the next tap; it is only text, in the language there is', async () =>
    review(
      ({ path, before }) =>
        path === '/trust/chain.json'
          ? told(200, telling({ el: hashOf(HOSTILE) }))
          : path.startsWith(NOTICE)
            ? told(200, Buffer.from(noticeFile(before ? HOSTILE : HOSTILE.replace('one', 'two'))))
            : undefined,
      async (frame) => {
        await about(frame)
        const refused = await said(frame, 'ur')
        expect(refused.text).toContain((await words('ur'))['review.more.none'])
        expect(refused).toMatchObject({ told: null, blocks: [] })
        await frame.click('[data-overlay-back]')
        await about(frame)
        const shown = await said(frame, 'ur')
        expect(shown.told).toEqual(['el', 'ltr'])
        expect(shown.blocks).toEqual([
          'P Ελληνικά',
          'P <b>bold</b>',
          'H2 <img src=x onerror=alert(1)>',
          'LI one',
          'LI two',
          'P &lt;script>',
        ])
        const made = () => document.querySelectorAll('.told img, .told b, .told script').length
        expect(await frame.evaluate(made, null)).toBe(0)
        await frame.click('[data-overlay-back]')
        expect(await send(frame)).toBe('sent')
        expect(await sealed()).toMatchObject({ notice: hashOf(HOSTILE), lang: 'ur' })
      },
      'ur',
    ))

  it('that never comes is not what the person was shown: nothing is sealed of it', async () =>
    review(
      ({ path }) => (path.startsWith(NOTICE) ? 'silence' : undefined),
      async (frame) => {
        await hurry(frame, 20)
        await about(frame)
        expect((await said(frame)).text).toContain((await words('en'))['review.more.none'])
        await frame.click('[data-overlay-back]')
        expect(await send(frame)).toBe('sent')
        expect(await sealed()).toMatchObject({ notice: null, lang: 'en' })
      },
    ))

  it('has no button where the NGO tells nothing', async () =>
    review(
      ({ path }) => (path === '/trust/chain.json' ? told(200, telling(undefined)) : undefined),
      async (frame) => {
        expect(await frame.evaluate(() => !!document.querySelector('.notice li'), null)).toBe(true)
        expect(await frame.evaluate(() => !!document.querySelector('[data-about]'), null)).toBe(false)
      },
    ))
})

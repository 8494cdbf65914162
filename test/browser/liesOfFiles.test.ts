import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Release } from '../../shared/release.ts'
import { type Browser, type Frame, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type Lie, type LyingServer, type Told, lyingServer, told, withBody } from '../support/lyingServer.ts'
import { sample } from '../support/release.ts'
import { hurry, seen } from '../support/seen.ts'
import { answerShortest, openPanel, send, step, tap, until, widgetFrame } from '../support/walk.ts'

type Answer = Told | 'silence' | 'cut' | undefined
type Row = readonly [how: string, lie: (truth: Told) => Answer, says: 'refused' | 'unreachable']

/** Something that still reads as what it was. */
const otherwise = (body: string): string => body.replace(/function|You are| /, '$& ')

const LIES: readonly Row[] = [
  ['with one byte more (arbitrary software installation)', (truth) => withBody(truth, otherwise), 'refused'],
  ['with its last byte cut off', (truth) => withBody(truth, (body) => body.slice(0, -1)), 'refused'],
  ['with nothing in it', () => told(200), 'refused'],
  ['as a page', () => told(200, '<!doctype html><title>Welcome</title>', { 'content-type': 'text/html' }), 'refused'],
  ['as 404 (malicious mirrors)', () => told(404), 'unreachable'],
  ['as 500, with the true bytes', (truth) => ({ ...truth, status: 500 }), 'unreachable'],
  ['by way of another address with other bytes', () => told(302, '', { location: '/trust/chain.json' }), 'unreachable'],
  ['with a cut connection', () => 'cut', 'unreachable'],
  ['without an end (endless data)', (truth) => ({ ...truth, ending: 'flood' }), 'unreachable'],
  ['not at all, without a word', () => 'silence', 'unreachable'],
]

/** Waited for as long as the one without an end, so it is tried where people wait for the panel itself. */
const SLOW: Row = [
  'by a byte a second (slow retrieval)',
  (truth) => ({ ...truth, ending: 'byte by byte' }),
  'unreachable',
]

/** What stands in for each file in the code that boot shows. */
const FILES = [
  ['panel', 'panel'],
  ['lang-en', 'catalog'],
  ['seal', 'seal'],
  ['later', 'later'],
  ['words-en', 'catalog'],
] as const

/** Stand for the others where not all are tried. */
const IN_FIREFOX = [
  'panel with one byte more (arbitrary software installation)',
  'lang-en as a page',
  'seal as 404 (malicious mirrors)',
  'words-en with nothing in it',
  'panel without an end (endless data)',
  'lang-en without an end (endless data)',
  'seal by way of another address with other bytes',
]

const isFile = (path: string, name: string): boolean => path.startsWith(`/w/${name}.`)

const ALL = FILES.flatMap(([file, stage]) =>
  // The last one costs three times the patience where it is asked three times.
  [
    ...LIES.slice(0, ['seal', 'later', 'words-en'].includes(file) ? -1 : undefined),
    ...(file === 'panel' ? [SLOW] : []),
  ].map(([how, lie, says]) => ({
    name: `${file} ${how}`,
    file,
    lie,
    says,
    code: `${stage}-${says}`,
  })),
)

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))('a server that lies to %s', (engine, open) => {
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let server: LyingServer
  beforeAll(async () => {
    demo = await runDemo()
    browser = await open()
    tab = await browser.tab()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function lying(lie: Lie, work: () => Promise<void>): Promise<void> {
    server = await lyingServer(demo, lie)
    // A page whose scripts never end does not end loading.
    const going = tab.goto(server.page).catch(() => undefined)
    try {
      await until(() => tab.url() === server.page)
      await work()
    } finally {
      await server.close()
      await going
    }
  }
  const about =
    (name: string, lie: (truth: Told) => Answer): Lie =>
    async ({ path }, truth) =>
      isFile(path, name) ? lie(await truth()) : undefined

  /** Boot's own lines; the panel's have no code. */
  async function bootLines(frame: Frame) {
    await frame.waitForSelector('[data-code]')
    return seen(frame)
  }

  const everyFile = ALL.filter(({ name }) => engine === 'Chromium' || IN_FIREFOX.includes(name))
  const standing = ({ name, file }: { name: string; file: string }) =>
    engine === 'Chromium' ? file === 'panel' || IN_FIREFOX.includes(name) : /one byte more|as a page/.test(name)
  it.for(sample(everyFile, standing).map((one) => [one.name, one] as const))(
    'gives %s: lines, and the link only where nothing was refused',
    async ([, { file, lie, says, code }]) =>
      lying(about(file, lie), async () => {
        const frame = await widgetFrame(tab)
        if (says === 'unreachable') await hurry(frame, 10)
        await frame.click('[data-opener]')
        const shown = await bootLines(frame)
        expect(shown).toMatchObject({
          step: 'lines',
          code,
          links: says === 'refused' ? [] : [`${server.origin}/go?desk=GR&lang=en`],
        })
        expect(shown.numbers).toContain('tel:112')
        expect(server.posts).toEqual([])
      }),
  )

  it.for(LIES.filter(([how]) => engine === 'Chromium' || how.startsWith('with one byte more')))(
    "gives boot %s: the page's own link and numbers stay",
    async ([, lie]) =>
      lying(about('boot', lie), async () => {
        const page = tab.main()
        await page.waitForSelector('[data-mitos-fallback]')
        const ended = until(async () => page.evaluate(() => !!document.querySelector('details[open] a'), null))
        const answer = lie(told(200))
        // Where it never ends, nobody opens them; the person does.
        if (answer === 'silence' || Object(answer).ending === 'flood') await page.click('[data-mitos-fallback] summary')
        await ended
        const shown = await seen(page)
        expect(shown.links).toContain(`${server.origin}/go?desk=GR&lang=en`)
        expect(shown.numbers).toEqual(['tel:1109', 'tel:112'])
        const frame = await page.evaluate(
          () => document.querySelector('iframe')!.checkVisibility({ visibilityProperty: true }),
          null,
        )
        expect(frame).toBe(false)
        expect(server.asked.filter((one) => /panel|seal|POST/.test(one))).toEqual([])
      }),
  )

  if (engine === 'Chromium')
    it('gives the sealing module as the panel (wrong software installation): lines and no link', async () => {
      const chain = (await (await fetch(`${demo.server}/trust/chain.json`)).json()) as { release: { signed: string } }
      const { files } = JSON.parse(chain.release.signed) as Release
      const seal = Buffer.from(await (await fetch(demo.server + files['seal']!.path)).arrayBuffer())
      await lying(
        ({ path }) => (isFile(path, 'panel') ? told(200, seal, { 'content-type': 'text/javascript' }) : undefined),
        async () => {
          const frame = await widgetFrame(tab)
          await frame.click('[data-opener]')
          expect(await bootLines(frame)).toMatchObject({ code: 'panel-refused', links: [] })
          expect(server.posts).toEqual([])
        },
      )
    })

  if (engine === 'Chromium')
    it.each([
      ['back', 'with one byte more (arbitrary software installation)', 'back-refused'],
      ['back-en', 'as a page', 'catalog-refused'],
      ['back', 'as 404 (malicious mirrors)', undefined],
      ['back-en', 'as 404 (malicious mirrors)', undefined],
    ] as const)(
      'gives who has a number %s %s: lines, and the first screen where nothing was refused',
      async (file, how, code) =>
        lying(about(file, LIES.find(([one]) => one === how)![1]), async () => {
          const frame = await openPanel(tab)
          await tap(frame, '[data-return]', 'start')
          if (code) expect(await bootLines(frame)).toMatchObject({ code, links: [] })
          else {
            await step(frame, 'lines')
            expect((await seen(frame)).numbers).toContain('tel:112')
            await tap(frame, '[data-step="lines"] [data-back]', 'lines')
            await step(frame, 'start')
          }
          expect(server.posts).toEqual([])
        }),
    )

  it('gives scripts by way of another origin: they run, since their bytes are the true ones', async () =>
    lying(
      ({ path }) =>
        isFile(path, 'panel') || isFile(path, 'seal')
          ? told(302, '', { location: `${server.page}elsewhere${path}` })
          : undefined,
      async () => {
        const frame = await openPanel(tab)
        await answerShortest(frame, { how: 'call', address: '+306901234567' })
        expect(await send(frame)).toBe('sent')
        expect(server.posts.map(({ kept }) => kept)).toEqual([true])
        expect(server.asked.filter((one) => one.includes('elsewhere')).length).toBe(2)
      },
    ))
})

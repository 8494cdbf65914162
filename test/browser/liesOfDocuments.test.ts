import { expect, it } from 'vitest'
import type { Roster } from '../../shared/roster.ts'
import { BELIEVED, type Change, OVER, REFUSED, REFUSED_LATER } from '../support/falseChains.ts'
import { read } from '../support/falseDocuments.ts'
import { type Lie, type Told, lyingServer, told, withBody } from '../support/lyingServer.ts'
import { type When, onLyingStage } from '../support/lyingStage.ts'
import { hurry, moveClock, seen } from '../support/seen.ts'
import { mitos } from '../support/mitos.ts'
import { step, widgetFrame } from '../support/walk.ts'

const DAY = 86_400
const now = Math.floor(Date.now() / 1000)

/** Not refused, but not had: the server's own page is offered after the numbers. */
const NOT_HAD: readonly (readonly [what: string, lie: (truth: Told) => Told | 'silence' | 'cut', when?: When])[] = [
  ['nothing at all (malicious mirrors)', () => told(200)],
  ['404 (malicious mirrors)', () => told(404, 'not here'), 'and in Firefox'],
  ['500', () => told(500)],
  ['429', () => told(429, '{"code":"too-many"}'), 'and in Firefox'],
  ['half of it, and a cut connection', (truth) => ({ ...truth, body: truth.body.subarray(0, 3000), ending: 'cut' })],
  ['no answer (malicious mirrors)', () => 'silence', 'and in Firefox'],
  ['an answer without an end (endless data)', (truth) => ({ ...truth, ending: 'flood' }), 'always'],
  ['a byte a second (slow retrieval)', (truth) => ({ ...truth, ending: 'byte by byte' }), 'always'],
]

const isChain = (path: string): boolean => path === '/trust/chain.json'

onLyingStage('a server that lies to %s', (stage) => {
  const { engine, here } = stage

  /** Opens the panel on a server that tells this lie, and looks at where the person ends. */
  async function opened(lie: Lie, end = 'lines', times = 1, ahead = 0) {
    const server = await lyingServer(stage.demo, lie)
    try {
      await stage.tab.goto(ahead ? `${server.page}?ahead=${ahead}` : server.page)
      const frame = await widgetFrame(stage.tab)
      await hurry(frame, times)
      if (ahead) await moveClock(frame, ahead)
      await frame.click('[data-opener]')
      await step(frame, end)
      return { ...(await seen(frame)), posts: server.posts, asked: server.asked, server: server.origin }
    } finally {
      await server.close()
    }
  }

  const aChain =
    (change: Change): Lie =>
    async ({ path }, truth) => {
      if (!isChain(path)) return undefined
      const chain = stage.forge.chain()
      const changed = await change(chain, stage.forge)
      const instead = typeof changed === 'string' || Object(changed).roster ? changed : chain
      return withBody(await truth(), () => (typeof instead === 'string' ? instead : JSON.stringify(instead)))
    }

  it.for(here(REFUSED))('R21 about %s: lines, no link, and none of its code runs', async ([, change, code]) => {
    const { asked, posts, ...shown } = await opened(aChain(change))
    expect(shown).toMatchObject({ code, links: [] })
    expect(shown.numbers).toContain('tel:112')
    expect(asked.filter((one) => /panel|seal|lang|words/.test(one))).toEqual([])
    expect(posts).toEqual([])
  })

  it.for(here(REFUSED_LATER))('about %s: lines and no link before anything is sent', async ([, change, code]) => {
    const server = await lyingServer(stage.demo, aChain(change))
    await stage.tab.goto(server.page)
    const frame = await widgetFrame(stage.tab)
    await frame.click('[data-opener]')
    // The panel has a list of lines of its own; this one comes from boot.
    await frame.waitForSelector('[data-code]')
    const shown = await seen(frame)
    await server.close()
    expect(shown).toMatchObject({ step: 'lines', code, links: [] })
    expect(shown.numbers).toContain('tel:112')
    expect(server.posts).toEqual([])
  })

  it.for(here(OVER))('R21 gives %s: the panel shows lines and no link', async ([, change]) => {
    const { posts, ...shown } = await opened(aChain(change))
    expect(shown).toMatchObject({ code: undefined, links: [] })
    expect(shown.text).toContain('We cannot take messages now. Please call one of these numbers.')
    expect(shown.numbers).toContain('tel:112')
    expect(shown.numbers).toContain('tel:1109')
    expect(posts).toEqual([])
  })

  it.for(here(NOT_HAD))('R21 gives %s for the chain: lines first, the link second', async ([, lie]) => {
    const { posts, server, ...shown } = await opened(
      async ({ path }, truth) => (isChain(path) ? lie(await truth()) : undefined),
      'lines',
      10,
    )
    expect(shown).toMatchObject({ code: 'chain-unreachable', links: [`${server}/go?desk=GR&lang=en`] })
    expect(shown.numbers).toContain('tel:112')
    expect(posts).toEqual([])
  })

  if (engine === 'Chromium')
    it.for(BELIEVED)('that %s is believed', async ([, change]) => {
      const { asked, ...shown } = await opened(aChain(change), 'start')
      expect(shown.code).toBeUndefined()
      expect(asked.some((one) => one.includes('/w/panel.'))).toBe(true)
      expect(asked.filter((one) => one.includes('/w/more.'))).toEqual([])
    })

  if (engine === 'Chromium')
    it('that shows the highest version there is (fast-forward), and then a lower one (rollback), is believed both times', async () => {
      const ahead = aChain(async (chain, { again, hash }) => {
        const previous = await hash(chain.roster)
        chain.roster = again(chain.roster, { version: 2 ** 53 - 1, previous })
      })
      const server = await lyingServer(stage.demo, async (asked, truth) => {
        if (!isChain(asked.path)) return undefined
        const said = asked.before ? await truth() : ((await ahead(asked, truth)) as Told)
        return { ...said, headers: { ...said.headers, 'cache-control': 'no-store' } }
      })
      for (const _ of [1, 2]) {
        await stage.tab.goto(server.page)
        const frame = await widgetFrame(stage.tab)
        await frame.click('[data-opener]')
        await step(frame, 'start')
      }
      await server.close()
      expect(server.asked.filter((one) => one.includes('chain.json')).length).toBe(2)
    })

  if (engine === 'Chromium')
    it.for([
      ['1970', 0, 0],
      ['2040', 2_208_988_800, 0],
      // The server's clock may move the panel's by some hours, but decides nothing about what has ended.
      [
        'an hour after the roster, and a server that says it is not yet (indefinite freeze)',
        now + 14 * DAY + 3600,
        7200,
      ],
    ] as const)('R21 meets a clock of %s: the panel shows lines and no link', async ([, clock, behind]) => {
      const shown = await opened(
        aChain((chain) => behind && (chain.time = clock - behind)),
        'lines',
        1,
        clock - now,
      )
      expect(shown).toMatchObject({ code: undefined, links: [] })
      expect(shown.text).toContain('We cannot take messages now. Please call one of these numbers.')
      expect(shown.numbers).toContain('tel:1109')
    })

  if (engine === 'Chromium')
    it.for([
      ['has a rota on which nobody is left', ({ desks: [desk] }: Roster) => ({ desks: [{ ...desk!, shifts: [] }] })],
      [
        'has revoked the keys of all who read (key compromise)',
        ({ ngos }: Roster) => ({ revoked: ngos.map(({ box }) => box.key) }),
      ],
    ] as const)('R21, R32 %s: lines, and words that say so', async ([, change]) => {
      const { posts, ...shown } = await opened(
        aChain((chain, { again }) => (chain.roster = again(chain.roster, change(read<Roster>(chain.roster))))),
      )
      expect(shown).toMatchObject({ code: undefined, links: [] })
      expect(shown.text).toContain('Nobody can read messages now. Please call.')
      expect(shown.numbers).toEqual(expect.arrayContaining(['tel:112', 'tel:1109']))
      expect(posts).toEqual([])
    })

  if (engine === 'Chromium')
    it('R3, R21 and that was told to switch this site off: only lines at the next load, and the panel again once it is on', async () => {
      const truth: Lie = () => undefined
      expect((await mitos(stage.data, 'site', 'off', 'limani')).code).toBe(0)
      const { posts, ...shown } = await opened(truth)
      expect(shown).toMatchObject({ code: undefined, links: [] })
      expect(shown.numbers).toContain('tel:1109')
      expect(posts).toEqual([])
      expect((await mitos(stage.data, 'site', 'on', 'limani')).code).toBe(0)
      await opened(truth, 'start')
    })

  if (engine === 'Chromium')
    it('or is away until the tap is asked again at the tap', async () => {
      const shown = await opened(({ path, before }) => (isChain(path) && !before ? told(503) : undefined), 'start')
      expect(shown.asked.filter((one) => one.includes('chain.json')).length).toBe(2)
    })

  it('or never ends an answer is asked again at the next tap', async () => {
    const server = await lyingServer(stage.demo, async ({ path, before }, truth) =>
      isChain(path) && !before ? { ...(await truth()), ending: 'drip' } : undefined,
    )
    try {
      await stage.tab.goto(`${server.page}?hurry`)
      const frame = await widgetFrame(stage.tab)
      await hurry(frame, 10)
      await frame.click('[data-opener]')
      await step(frame, 'lines')
      expect(await seen(frame)).toMatchObject({ code: 'chain-unreachable' })
      await frame.click('[data-close]')
      await frame.click('[data-opener]')
      await step(frame, 'start')
    } finally {
      await server.close()
    }
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, toBase64, toHex } from '../../shared/bytes.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { signDocument } from '../../shared/signed.ts'
import { BODY_SIZE } from '../../shared/wire.ts'
import type { Roster } from '../../shared/roster.ts'
import type { Frame } from '../support/browsers.ts'
import { type ChainJson, read } from '../support/falseDocuments.ts'
import {
  type Asked,
  type Lie,
  type LyingServer,
  type Told,
  lyingServer,
  told,
  withBody,
} from '../support/lyingServer.ts'
import { onLyingStage } from '../support/lyingStage.ts'
import { hurry, noteSteps, notedSteps, seen } from '../support/seen.ts'
import { openedBy, storedRequests } from '../support/storedRequests.ts'
import { answerShortest, openPanel, send, step, until } from '../support/walk.ts'

const NOT_KEPT = 'We did not get your message. Your answers are still here.'
const NOBODY_KNOWS = 'We do not know if your message arrived. Please try again. We will not get it twice.'
const CLOSED = 'We cannot take messages now. Please call one of these numbers.'
const HTML = { 'content-type': 'text/html' }
const WELCOME = '<!doctype html><title>Welcome</title>'

type Answer = Told | 'silence' | 'cut'
type Row = readonly [
  what: string,
  lie: (truth: () => Promise<Told>, elsewhere: string) => Promise<Answer> | Answer,
  says: string,
  firefox?: 'and in Firefox',
]

/** Stored, and something else is said. */
const after = async (truth: () => Promise<Told>, answer: Answer): Promise<Answer> => {
  expect((await truth()).status).toBe(204)
  return answer
}

const ANSWERS: readonly Row[] = [
  ['200 and a page', () => told(200, WELCOME, HTML), NOBODY_KNOWS, 'and in Firefox'],
  ['200 and a page that never ends', () => ({ ...told(200, WELCOME, HTML), ending: 'drip' }), NOBODY_KNOWS],
  ['201', () => told(201), NOBODY_KNOWS],
  ['a 204 that no other site may read', () => ({ status: 204, headers: {}, body: Buffer.alloc(0) }), NOBODY_KNOWS],
  [
    'a way elsewhere, where 204 is told to all',
    (_, elsewhere) => told(307, '', { location: elsewhere }),
    NOBODY_KNOWS,
    'and in Firefox',
  ],
  ['a way elsewhere, as a page', (_, elsewhere) => told(302, '', { location: elsewhere }), NOBODY_KNOWS],
  ['400', () => told(400, '{"code":"request-length"}'), NOT_KEPT],
  ['403 and a page', () => told(403, WELCOME, HTML), NOT_KEPT],
  ['404', () => told(404), NOT_KEPT],
  ['429', () => told(429, '{"code":"too-many"}'), NOT_KEPT, 'and in Firefox'],
  ['413', () => told(413, '{"code":"too-large"}'), NOT_KEPT],
  ['500', () => told(500), NOT_KEPT],
  ['503 with Retry-After', () => told(503, '', { 'retry-after': '1' }), NOT_KEPT, 'and in Firefox'],
  ['a cut connection', () => 'cut', NOBODY_KNOWS],
  ['a cut connection, after storing', (truth) => after(truth, 'cut'), NOBODY_KNOWS, 'and in Firefox'],
  ['500, after storing', (truth) => after(truth, told(500)), NOT_KEPT],
  ['nothing, ever', () => 'silence', NOBODY_KNOWS, 'and in Firefox'],
]

const isPost = ({ method, path }: Asked): boolean => method === 'POST' && path === '/api/requests'

onLyingStage('a server that lies to %s about a request', (stage) => {
  const { here } = stage

  async function atReview(page: string): Promise<Frame> {
    await stage.tab.goto(page)
    const frame = await openPanel(stage.tab)
    await noteSteps(frame)
    await answerShortest(frame, { how: 'call', address: '+30 690 123 4567' })
    return frame
  }

  /** How many of these bodies are on the server's disk. */
  const kept = (bodies: readonly Buffer[]): number =>
    storedRequests(stage.data).filter((one) => bodies.some((body) => body.equals(one))).length

  describe('one answer after the other, to the same person', () => {
    let server: LyingServer
    let frame: Frame
    let answer: Row[1] | undefined
    beforeAll(async () => {
      server = await lyingServer(stage.demo, (asked, truth) =>
        isPost(asked) && answer ? answer(truth, `${server.page}elsewhere${asked.path}`) : undefined,
      )
      frame = await atReview(server.page)
    })
    afterAll(async () => server?.close())

    /** Presses Send or Try again, and waits for what comes of it. */
    async function press(): Promise<string> {
      const before = (await notedSteps(frame)).filter((one) => one === 'sending').length
      return until(async () => {
        const steps = await notedSteps(frame)
        if (steps.filter((one) => one === 'sending').length === before) await frame.click('[data-next]')
        const last = steps.at(-1)!
        return steps.length > before && steps.filter((one) => one === 'sending').length > before && last !== 'sending'
          ? last
          : undefined
      })
    }

    // Once nobody knows, that stays: a later refusal does not say that the earlier try was lost. So refusals come first.
    const inOrder = [NOT_KEPT, NOBODY_KNOWS].flatMap((words) => here(ANSWERS).filter(([, , says]) => says === words))
    it.for(inOrder)('R21 who answers %s: not sent, the numbers, and the answers stay', async ([, lie, says]) => {
      answer = lie
      const hasten = says === NOBODY_KNOWS && lie(async () => told(204), '') === 'silence'
      if (hasten) await hurry(frame, 20)
      expect(await press()).toBe('not-sent')
      if (hasten) await hurry(frame, 1 / 20)
      const shown = await seen(frame)
      expect(shown.text).toContain(says)
      expect(shown.numbers).toContain('tel:112')
      expect(shown.links).toEqual([])
      expect(await notedSteps(frame)).not.toContain('sent')
      expect(server.asked.filter((one) => one.includes('elsewhere'))).toEqual([])
    })

    it('who tells the truth in the end: the same bytes, on disk once, and only then sent', async () => {
      answer = undefined
      expect(await press()).toBe('sent')
      const bodies = server.posts.map(({ body }) => body)
      expect(bodies.length).toBe(here(ANSWERS).length + 1)
      expect(new Set(bodies.map((body) => body.toString('hex'))).size).toBe(1)
      expect(bodies[0]!.length).toBe(BODY_SIZE)
      expect(kept(bodies)).toBe(1)
      expect(await openedBy(stage.data, bodies[0]!)).toEqual(['faros'])
    })
  })

  /** Walks to the review on a server that tells this lie, works there, and looks at what was told to whom. */
  async function walked(lie: Lie, work: (frame: Frame, server: LyingServer) => Promise<void>): Promise<void> {
    const server = await lyingServer(stage.demo, lie)
    try {
      const frame = await atReview(server.page)
      await work(frame, server)
      if (!server.posts.some((post) => post.kept)) expect(await notedSteps(frame)).not.toContain('sent')
    } finally {
      await server.close()
    }
  }

  /** `410` to the first `times` requests, and then another chain than the one that the panel has. */
  const gone = (times: number, chain: (asked: Asked, truth: () => Promise<Told>) => Promise<Told> | undefined): Lie => {
    let posts = 0
    return (asked, truth) => {
      if (isPost(asked) && posts++ < times) return told(410, '{"code":"request-key-unknown"}')
      return asked.path === '/trust/chain.json' ? chain(asked, truth) : undefined
    }
  }
  const changed = (truth: () => Promise<Told>, change: (chain: ChainJson) => void) =>
    truth().then((answer) => {
      const chain = stage.forge.chain()
      change(chain)
      return withBody(answer, () => JSON.stringify(chain))
    })
  /** The roster after the one in force, in which the other NGO is on duty now. */
  const newer = (chain: ChainJson, version = 7, seeds = stage.forge.secrets.rosterSeeds): void => {
    const { desks } = read<Roster>(chain.roster)
    const shifts = desks[0]!.shifts.map(([start, length], i) => [start, length, i % 2 ? 'faros' : 'thyra'])
    const previous = chain.roster.signatures[0]!.key
    chain.roster = stage.forge.again(chain.roster, { version, previous, desks: [{ ...desks[0]!, shifts }] }, seeds)
  }

  /** Presses Send once, whatever comes then. */
  const pressSend = (frame: Frame) =>
    until(async () => {
      if ((await notedSteps(frame)).includes('sending')) return true
      await frame.click('[data-next]')
      return undefined
    })

  async function expectLines(frame: Frame): Promise<void> {
    await step(frame, 'lines')
    const shown = await seen(frame)
    expect(shown).toMatchObject({ code: undefined, links: [] })
    expect(shown.text).toContain(CLOSED)
    expect(shown.numbers).toContain('tel:112')
  }

  it('and says that the key is gone, with a newer roster: the person sees whom it is for now, and agrees anew', async () =>
    walked(
      gone(1, ({ before }, truth) => (before ? changed(truth, newer) : undefined)),
      async (frame, { posts }) => {
        await pressSend(frame)
        await until(async () => (await seen(frame)).text.includes('Another team is there now: the Evening Team.'))
        expect(await notedSteps(frame)).not.toContain('sent')
        expect(await send(frame)).toBe('sent')
        expect(posts.map((post) => post.kept)).toEqual([false, true])
        expect(await openedBy(stage.data, posts[0]!.body)).toEqual(['faros'])
        expect(await openedBy(stage.data, posts[1]!.body)).toEqual(['thyra'])
        expect(posts[0]!.body.subarray(1, 17).equals(posts[1]!.body.subarray(1, 17))).toBe(false)
        expect(kept(posts.map(({ body }) => body))).toBe(1)
      },
    ))

  const GONE: readonly (readonly [
    what: string,
    chain: (asked: Asked, truth: () => Promise<Told>) => Promise<Told | 'silence'> | Told | 'silence' | undefined,
    firefox?: 'and in Firefox',
  ])[] = [
    ['the roster is no newer', () => undefined],
    [
      'the newer roster is by keys of strangers',
      ({ before }, truth) =>
        before ? changed(truth, (chain) => newer(chain, 7, stage.forge.strangers.rosterSeeds)) : undefined,
      'and in Firefox',
    ],
    [
      'the roster is an older one (rollback)',
      ({ before }, truth) => (before ? undefined : changed(truth, (chain) => newer(chain, 5))),
    ],
    [
      'the chain is of another network',
      ({ before }) => (before ? told(200, JSON.stringify(stage.forge.foreign)) : undefined),
    ],
    ['the chain cannot be had', ({ before }) => (before ? told(500) : undefined)],
    ['the chain never ends', ({ before }) => (before ? { ...told(200, '{'), ending: 'drip' } : undefined)],
  ]

  it.for(here(GONE))('and says that the key is gone, but %s: lines, and nothing more is sent', async ([, chain]) =>
    walked(gone(9, chain as () => undefined), async (frame, { posts }) => {
      await frame.evaluate(() => {
        const real = AbortSignal.timeout
        AbortSignal.timeout = (wait) => real.call(AbortSignal, wait / 20)
      }, null)
      await send(frame)
      await expectLines(frame)
      expect(posts.length).toBe(1)
    }),
  )

  if (stage.engine === 'Firefox') return

  it('and says that the key is gone, by a switch: the person agrees anew, and it is sealed to the spare key', async () => {
    const crypto = await standardSodium()
    const key = (n: number) => new Uint8Array(32).fill(n)
    const spare = {
      generation: 9,
      key: toBase64(crypto.boxPublicKey(key(1))),
      sign: toBase64(crypto.signPublicKey(key(2))),
    }
    const { secrets } = stage.forge
    const withSpare = (chain: ChainJson): Roster => {
      const roster = read<Roster>(chain.roster)
      const ngos = roster.ngos.map((ngo) => (ngo.id === 'faros' ? { ...ngo, spare } : ngo))
      chain.roster = stage.forge.again(chain.roster, { version: 7, previous: spare.key, ngos }, secrets.rosterSeeds)
      return roster
    }
    const switched = (chain: ChainJson): void => {
      const { network, issued } = withSpare(chain)
      const value = { type: 'switch', v: 1, network, ngo: 'faros', generation: 9, issued } as const
      chain.switches = [signDocument(crypto, value, [secrets.members['maria']!.signSeed])]
    }
    const chain = gone(1, ({ before }, truth) => changed(truth, before ? switched : withSpare))
    // The true server does not know these keys.
    const taking: Lie = (asked, truth) => chain(asked, truth) ?? (isPost(asked) ? told(204) : undefined)
    const server = await lyingServer(stage.demo, taking)
    try {
      const frame = await atReview(server.page)
      await pressSend(frame)
      await until(async () => (await notedSteps(frame)).filter((one) => one === 'review').length > 1)
      // A press may have been one too many, and then it was for the new keys.
      if (!(await notedSteps(frame)).includes('sent')) expect(await send(frame)).toBe('sent')
      expect(await notedSteps(frame)).not.toContain('lines')
      const keyIds = server.posts.map(({ body }) => toHex(body.subarray(17, 25)))
      expect(keyIds[1]).toBe(toHex(keyIdOf(crypto, fromBase64(spare.key, 32))))
      expect(keyIds[0]).not.toBe(keyIds[1])
    } finally {
      await server.close()
    }
  })

  it('and says a second time that the key is gone: lines, however new the roster', async () =>
    walked(
      gone(9, ({ before }, truth) => (before ? changed(truth, (chain) => newer(chain, 6 + before)) : undefined)),
      async (frame, { posts }) => {
        await pressSend(frame)
        await until(async () => (await seen(frame)).text.includes('Another team'))
        await send(frame)
        await expectLines(frame)
        expect(posts.length).toBe(2)
      },
    ))

  it('and says that the id is taken: the next try has a new one, and is stored once', async () =>
    walked(
      (asked) => (isPost(asked) && !asked.before ? told(409, '{"code":"request-conflict"}') : undefined),
      async (frame, { posts }) => {
        expect(await send(frame)).toBe('not-sent')
        expect((await seen(frame)).text).toContain(NOT_KEPT)
        await frame.click('[data-step="not-sent"] [data-next]')
        await step(frame, 'sent')
        const bodies = posts.map(({ body }) => body)
        expect(bodies.length).toBe(2)
        expect(bodies[0]!.subarray(1, 17).equals(bodies[1]!.subarray(1, 17))).toBe(false)
        expect(kept(bodies)).toBe(1)
      },
    ))
})

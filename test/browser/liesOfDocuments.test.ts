import { expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import type { Roster } from '../../shared/roster.ts'
import { type ChainJson, type Forge, read } from '../support/falseDocuments.ts'
import { type Lie, type Told, lyingServer, told, withBody } from '../support/lyingServer.ts'
import { onLyingStage } from '../support/lyingStage.ts'
import { hurry, seen } from '../support/seen.ts'
import { mitos } from '../support/mitos.ts'
import { step, widgetFrame } from '../support/walk.ts'

const { crypto } = await sumoSodium()
const DAY = 86_400
const now = Math.floor(Date.now() / 1000)

/** Changes the true chain; what is returned goes out instead. */
type Change = (chain: ChainJson, forge: Forge) => unknown

const flipped = (signed: string): string => signed.replace('"v":1', '"v":2')
const fresh = () => crypto.random(32)

/** A second root; everything is as before but for the changes. */
const secondRoot = ({ again, secrets }: Forge, { roots }: ChainJson, changes: object, seeds = secrets.rootSeeds) =>
  again(roots[0]!, { version: 2, ...changes }, seeds)

/** A true change of the root's and the roster's keys, as a keeper makes it. */
function rotated(forge: Forge, chain: ChainJson) {
  const [keys, rosterSeed] = [[fresh(), fresh()], fresh()]
  const changes = { keys: keys.map(forge.publicKey), rosterKeys: [forge.publicKey(rosterSeed)] }
  const by = (seeds: readonly Uint8Array[]) => secondRoot(forge, chain, changes, seeds)
  return { by, keys, both: [...forge.secrets.rootSeeds, ...keys], rosterSeed }
}

async function withRelease(chain: ChainJson, forge: Forge, changes: object): Promise<void> {
  chain.release = forge.again(chain.release, changes)
  chain.roster = forge.again(chain.roster, { release: await forge.hash(chain.release) })
}

/** The demo's NGOs with keys of somebody else: who could sign this roster would read. */
const stolenNgos = (chain: ChainJson, { foreign }: Forge) => {
  const theirs = read<Roster>(foreign.roster).ngos
  return read<Roster>(chain.roster).ngos.map((ngo, i) => ({ ...ngo, box: theirs[i]!.box }))
}

type Row = readonly [what: string, change: Change, code: string, firefox?: 'and in Firefox']

const REFUSED: readonly Row[] = [
  [
    'a byte of the root',
    ({ roots }) => (roots[0] = { ...roots[0]!, signed: flipped(roots[0]!.signed) }),
    'root-refused',
  ],
  [
    'a byte of the roster',
    (chain) => (chain.roster = { ...chain.roster, signed: flipped(chain.roster.signed) }),
    'roster-refused',
    'and in Firefox',
  ],
  [
    'a byte of the release',
    (chain) => (chain.release = { ...chain.release, signed: flipped(chain.release.signed) }),
    'release-refused',
  ],
  ['the chain, cut in half', (chain) => JSON.stringify(chain).slice(0, 3000), 'chain-refused', 'and in Firefox'],
  ['the chain, a page instead', () => '<!doctype html><title>Welcome</title>', 'chain-refused'],
  ['the network: another, whole and true', (_, { foreign }) => foreign, 'root-refused', 'and in Firefox'],
  ['the network, its root after ours', (chain, { foreign }) => chain.roots.push(...foreign.roots), 'root-refused'],
  [
    'the network, all but our root',
    ({ roots }, { foreign }) => ({ ...foreign, roots }),
    'roster-refused',
    'and in Firefox',
  ],
  [
    'the network, in a roster by our own keys',
    (chain, { again, foreign }) =>
      (chain.roster = again(chain.roster, { network: read<Roster>(foreign.roster).network })),
    'roster-refused',
  ],
  [
    'who reads: keys of strangers, signed by strangers',
    (chain, forge) =>
      (chain.roster = forge.again(chain.roster, { ngos: stolenNgos(chain, forge) }, forge.strangers.rosterSeeds)),
    'roster-refused',
    'and in Firefox',
  ],
  [
    'who reads, under the signature of the true roster',
    (chain, forge) => {
      const { signed } = forge.again(chain.roster, { ngos: stolenNgos(chain, forge) })
      chain.roster = { ...chain.roster, signed }
    },
    'roster-refused',
  ],
  [
    'the roster, without a signature',
    (chain) => (chain.roster = { ...chain.roster, signatures: [] }),
    'roster-refused',
  ],
  [
    'the release, by one key of two',
    (chain) => (chain.release = { ...chain.release, signatures: chain.release.signatures.slice(1) }),
    'release-refused',
    'and in Firefox',
  ],
  [
    'the release, by one key twice',
    (chain) => {
      const [first] = chain.release.signatures
      chain.release = { ...chain.release, signatures: [first!, first!] }
    },
    'release-refused',
  ],
  [
    'the roster, by the keys of releases',
    (chain, { again, secrets }) => (chain.roster = again(chain.roster, {}, secrets.releaseSeeds)),
    'roster-refused',
    'and in Firefox',
  ],
  [
    'the roster, by the keys of the root',
    (chain, { again, secrets }) => (chain.roster = again(chain.roster, {}, secrets.rootSeeds)),
    'roster-refused',
  ],
  [
    'the release, by the keys of the root',
    (chain, { again, secrets }) => (chain.release = again(chain.release, {}, secrets.rootSeeds)),
    'release-refused',
  ],
  [
    'the roster, signed as a release by its own key',
    (chain, { sign, secrets }) => {
      const inner = { ...read<Roster>(chain.roster), type: 'release' }
      chain.roster = sign(inner, secrets.rosterSeeds)
    },
    'roster-refused',
  ],
  [
    'the release, by the keys of strangers that the roster names',
    async (chain, { again, hash, strangers }) => {
      chain.release = again(chain.release, { version: 9 }, strangers.releaseSeeds)
      chain.roster = again(chain.roster, { release: await hash(chain.release) })
    },
    'release-refused',
  ],
  [
    'the release, one that the roster does not name',
    (chain, { again }) => (chain.release = again(chain.release, { version: 9 })),
    'release-refused',
    'and in Firefox',
  ],
  ['the roots, without the first', (chain, forge) => (chain.roots = [secondRoot(forge, chain, {})]), 'root-refused'],
  ['the roots, none', (chain) => (chain.roots = []), 'root-refused'],
  [
    'the roots, one left out',
    (chain, forge) => chain.roots.push(forge.again(chain.roots[0]!, { version: 3 })),
    'root-refused',
  ],
  [
    'the second root, by the keys of rosters',
    (chain, forge) => chain.roots.push(secondRoot(forge, chain, {}, forge.secrets.rosterSeeds)),
    'root-refused',
  ],
  [
    'the second root, by one old key and all new ones',
    (chain, forge) => {
      const { by, keys } = rotated(forge, chain)
      chain.roots.push(by([forge.secrets.rootSeeds[0]!, ...keys]))
    },
    'root-refused',
    'and in Firefox',
  ],
  [
    'the second root, by old keys alone',
    (chain, forge) => chain.roots.push(rotated(forge, chain).by(forge.secrets.rootSeeds)),
    'root-refused',
  ],
  [
    'the roots: a key that the second took away signs the roster',
    (chain, forge) => {
      const { by, both } = rotated(forge, chain)
      chain.roots.push(by(both))
    },
    'roster-refused',
  ],
  [
    'the roots, the newer one hidden from a newer roster',
    (chain, forge) => (chain.roster = forge.again(chain.roster, {}, [rotated(forge, chain).rosterSeed])),
    'roster-refused',
  ],
]

/** The gate lets these in, since their signatures hold; the whole check in the sealing module does not. */
const REFUSED_LATER: readonly Row[] = [
  [
    'the spelling of the roster',
    (chain, { secrets }) => {
      const signed = chain.roster.signed.replace(':', ': ')
      const seed = secrets.rosterSeeds[0]!
      const sig = toBase64(crypto.sign(Buffer.from(`mitos/roster/v1\n${signed}`), seed))
      chain.roster = { signed, signatures: [{ key: chain.roster.signatures[0]!.key, sig }] }
    },
    'roster-refused',
    'and in Firefox',
  ],
  [
    'who reads: a key that everybody can open',
    (chain, { again }) => {
      const { ngos } = read<Roster>(chain.roster)
      const weak = { ...ngos[0]!.box, key: toBase64(new Uint8Array(32)) }
      chain.roster = again(chain.roster, { ngos: [{ ...ngos[0]!, box: weak }, ngos[1]] })
    },
    'roster-refused',
  ],
  [
    'the root, with more than a year to live',
    (chain, forge) => chain.roots.push(secondRoot(forge, chain, { expires: now + 400 * DAY })),
    'root-refused',
  ],
  [
    'the release, which asks for a newer roster',
    (chain, forge) => withRelease(chain, forge, { minRoster: 99 }),
    'release-refused',
  ],
  ['the chain, eight megabytes of it', (chain) => ({ ...chain, more: 'x'.repeat(8 << 20) }), 'chain-refused'],
]

/** Rightly signed by all, but their time is over. */
const OVER: readonly (readonly [what: string, change: Change, firefox?: 'and in Firefox'])[] = [
  [
    'an expired roster',
    (chain, { again }) => (chain.roster = again(chain.roster, { issued: now - 9 * DAY, expires: now - 1 })),
    'and in Firefox',
  ],
  ['an expired release', (chain, forge) => withRelease(chain, forge, { issued: now - 9 * DAY, expires: now - 1 })],
  [
    'an expired root',
    (chain, forge) => chain.roots.push(secondRoot(forge, chain, { issued: now - 9 * DAY, expires: now - 1 })),
  ],
  ['this site, as one that is switched off', (chain) => (chain.off = ['limani'])],
]

/** Not refused, but not had: the server's own page is offered after the numbers. */
const NOT_HAD: readonly (readonly [
  what: string,
  lie: (truth: Told) => Told | 'silence' | 'cut',
  firefox?: 'and in Firefox',
])[] = [
  ['nothing at all', () => told(200)],
  ['404', () => told(404, 'not here'), 'and in Firefox'],
  ['500', () => told(500)],
  ['429', () => told(429, '{"code":"too-many"}'), 'and in Firefox'],
  ['half of it, and a cut connection', (truth) => ({ ...truth, body: truth.body.subarray(0, 3000), ending: 'cut' })],
  ['no answer', () => 'silence', 'and in Firefox'],
  ['an answer without an end', (truth) => ({ ...truth, ending: 'drip' })],
]

const isChain = (path: string): boolean => path === '/trust/chain.json'

onLyingStage('a server that lies to %s', (stage) => {
  const { engine, here } = stage

  /** Opens the panel on a server that tells this lie, and looks at where the person ends. */
  async function opened(lie: Lie, end = 'lines', times = 1) {
    const server = await lyingServer(stage.demo, lie)
    try {
      await stage.tab.goto(server.page)
      const frame = await widgetFrame(stage.tab)
      await hurry(frame, times)
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
    it.for([
      ['says nothing false', () => {}],
      [
        'changed its root and roster keys as it may',
        (chain: ChainJson, { again, ...forge }: Forge) => {
          const { by, both, rosterSeed } = rotated({ again, ...forge }, chain)
          chain.roots.push(by(both))
          chain.roster = again(chain.roster, {}, [rosterSeed])
        },
      ],
      ['tells names that nobody knows yet', (chain: ChainJson) => ({ ...chain, later: { a: 1 } })],
    ] as const)('that %s is believed', async ([, change]) => {
      const { asked, ...shown } = await opened(aChain(change), 'start')
      expect(shown.code).toBeUndefined()
      expect(asked.some((one) => one.includes('/w/panel.'))).toBe(true)
    })

  if (engine === 'Chromium')
    it('R21, R32 has a rota on which nobody is left: lines, and words that say so', async () => {
      const { posts, ...shown } = await opened(
        aChain((chain, { again }) => {
          const [desk] = read<Roster>(chain.roster).desks
          chain.roster = again(chain.roster, { desks: [{ ...desk!, shifts: [] }] })
        }),
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

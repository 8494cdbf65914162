import { toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import type { Roster } from '../../shared/roster.ts'
import { type ChainJson, type Forge, read } from './falseDocuments.ts'
import type { When } from './lyingStage.ts'

const { crypto } = await sumoSodium()
const DAY = 86_400
const now = Math.floor(Date.now() / 1000)

/** Changes the true chain; what is returned goes out instead. */
export type Change = (chain: ChainJson, forge: Forge) => unknown

const flipped = (signed: string): string => signed.replace('"v":1', '"v":2')
const fresh = () => crypto.random(32)

/** What no signature covers: a file that somebody would like to run. */
const MORE = { path: '/w/more.js', sha384: 'A'.repeat(64) }

/** A second root; everything is as before but for the changes. */
const secondRoot = ({ again, secrets }: Forge, { roots }: ChainJson, changes: object, seeds = secrets.rootSeeds) =>
  again(roots[0]!, { version: 2, ...changes }, seeds)

/** A true change of the root's and the roster's keys, as a keeper makes it. */
export function rotated(forge: Forge, chain: ChainJson) {
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

/** What is false, with the name of the attack that it is in the list of The Update Framework's specification. */
type Row = readonly [what: string, change: Change, code: string, when?: When]

/** Refused by boot's gate: none of its code runs. */
export const REFUSED: readonly Row[] = [
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
    'the network, all but our root (mix-and-match)',
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
    'who reads: keys of strangers, signed by strangers (arbitrary software installation)',
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
    'the release, by one key of two (key compromise)',
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
    'the roster, by the keys of releases (key compromise)',
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
    'the roster, signed as a release by its own key (wrong software installation)',
    (chain, { sign, secrets }) => {
      const inner = { ...read<Roster>(chain.roster), type: 'release' }
      chain.roster = sign(inner, secrets.rosterSeeds)
    },
    'roster-refused',
    'always',
  ],
  [
    'the release, in whose place the roster stands (wrong software installation)',
    (chain) => (chain.release = chain.roster),
    'release-refused',
    'always',
  ],
  [
    'the release, with a file more under its signatures (extraneous dependencies)',
    (chain) => {
      const signed = chain.release.signed.replace('"files":{', `"files":{"more":${JSON.stringify(MORE)},`)
      chain.release = { ...chain.release, signed }
    },
    'release-refused',
    'always',
  ],
  [
    'the release, by the keys of strangers that the roster names (arbitrary software installation)',
    async (chain, { again, hash, strangers }) => {
      chain.release = again(chain.release, { version: 9 }, strangers.releaseSeeds)
      chain.roster = again(chain.roster, { release: await hash(chain.release) })
    },
    'release-refused',
    'always',
  ],
  [
    'the release, one that the roster does not name (mix-and-match)',
    (chain, { again }) => (chain.release = again(chain.release, { version: 9 })),
    'release-refused',
    'and in Firefox',
  ],
  ['the roots, without the first', (chain, forge) => (chain.roots = [secondRoot(forge, chain, {})]), 'root-refused'],
  ['the roots, none', (chain) => (chain.roots = []), 'root-refused'],
  [
    'the roots, one left out (fast-forward)',
    (chain, forge) => chain.roots.push(forge.again(chain.roots[0]!, { version: 3 })),
    'root-refused',
    'always',
  ],
  [
    'the second root, by the keys of rosters',
    (chain, forge) => chain.roots.push(secondRoot(forge, chain, {}, forge.secrets.rosterSeeds)),
    'root-refused',
  ],
  [
    'the second root, by one old key and all new ones (key compromise)',
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
    'the roots: a key that the second took away signs the roster (key compromise)',
    (chain, forge) => {
      const { by, both } = rotated(forge, chain)
      chain.roots.push(by(both))
    },
    'roster-refused',
    'always',
  ],
  [
    'the roots, the newer one hidden from a newer roster (mix-and-match)',
    (chain, forge) => (chain.roster = forge.again(chain.roster, {}, [rotated(forge, chain).rosterSeed])),
    'roster-refused',
    'always',
  ],
]

/** The gate lets these in, since their signatures hold; the whole check in the sealing module does not. */
export const REFUSED_LATER: readonly Row[] = [
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
    'the release, which asks for a newer roster (rollback)',
    (chain, forge) => withRelease(chain, forge, { minRoster: 99 }),
    'release-refused',
    'always',
  ],
  [
    'the version of the roster, higher than can be counted (fast-forward)',
    (chain, { again }) => (chain.roster = again(chain.roster, { version: 2 ** 53 })),
    'roster-refused',
    'always',
  ],
  [
    'the chain, eight megabytes of it (endless data)',
    (chain) => ({ ...chain, more: 'x'.repeat(8 << 20) }),
    'chain-refused',
    'always',
  ],
]

/** Rightly signed by all, but their time is over. */
export const OVER: readonly (readonly [what: string, change: Change, when?: When])[] = [
  [
    'an expired roster (indefinite freeze)',
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

/**
 * Rightly signed by all whose keys it needs, so a client that remembers nothing cannot know better: the panel opens. Who does
 * notice stands in docs/threat-model.md.
 */
export const BELIEVED: readonly (readonly [what: string, change: Change])[] = [
  ['says nothing false', () => {}],
  [
    'changed its root and roster keys as it may (key compromise: as many keys as it takes)',
    (chain, forge) => {
      const { by, both, rosterSeed } = rotated(forge, chain)
      chain.roots.push(by(both))
      chain.roster = forge.again(chain.roster, {}, [rosterSeed])
    },
  ],
  [
    'tells names that nobody knows yet (extraneous dependencies)',
    (chain) => ({ ...chain, files: { more: MORE }, a: 1 }),
  ],
  [
    'stays with a roster of a week ago that has an hour left (indefinite freeze)',
    (chain, { again }) => {
      const [desk] = read<Roster>(chain.roster).desks
      chain.time = now - 7 * DAY
      const times = { issued: now - 7 * DAY, expires: now + 3600 }
      // More than two days after its end it has nobody.
      chain.roster = again(chain.roster, { ...times, desks: [{ ...desk!, shifts: desk!.shifts.slice(0, 3) }] })
    },
  ],
]

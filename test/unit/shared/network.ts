import { toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import type { Release } from '../../../shared/release.ts'
import type { Root } from '../../../shared/root.ts'
import type { Roster } from '../../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'

export const NOW = 1_795_543_200
const DAY = 86_400

const seed = (n: number) => new Uint8Array(32).fill(n)
export const SEEDS = { root: [seed(1), seed(2)], roster: [seed(3)], release: [seed(4), seed(5)], lead: seed(6) }

/** A small network whose documents a test can bend before they are signed. */
export function smallNetwork(crypto: MemberCrypto) {
  const keys = (seeds: readonly Uint8Array[]) => seeds.map((one) => toBase64(crypto.signPublicKey(one)))
  const network = toBase64(new Uint8Array(16).fill(1))
  const root: Root = {
    type: 'root',
    v: 1,
    network,
    version: 1,
    issued: NOW - DAY,
    expires: NOW + 100 * DAY,
    keys: keys(SEEDS.root),
    threshold: 2,
    rosterKeys: keys(SEEDS.roster),
    rosterThreshold: 1,
    releaseKeys: keys(SEEDS.release),
    releaseThreshold: 2,
  }
  const file = (name: string) => ({ path: `/w/${name}.js`, sha384: 'A'.repeat(64) })
  const release: Release = {
    type: 'release',
    v: 1,
    version: 3,
    name: '1.0.0',
    issued: NOW - DAY,
    expires: NOW + 100 * DAY,
    files: { panel: file('panel'), seal: file('seal'), inbox: file('inbox'), 'lang/en': file('en') },
  }
  const box = (n: number, generation: number) => ({
    generation,
    key: toBase64(crypto.boxPublicKey(seed(n))),
    sign: toBase64(crypto.signPublicKey(seed(n + 1))),
  })
  const minutes = Math.floor(NOW / 60)
  const roster: Roster = {
    type: 'roster',
    v: 1,
    network,
    version: 2,
    issued: NOW - 3600,
    expires: NOW + 10 * DAY,
    previous: toBase64(new Uint8Array(32).fill(2)),
    release: '',
    ngos: [
      {
        id: 'a21',
        name: 'A',
        quietName: 'the Help Team',
        box: box(20, 3),
        spare: box(30, 4),
        signKeys: [],
        leads: keys([SEEDS.lead]),
        teamMin: 1,
        languages: ['el'],
        answersWithin: 24,
      },
      {
        id: 'gcr',
        name: 'B',
        quietName: 'the Other Team',
        box: box(40, 1),
        signKeys: [],
        leads: keys([seed(9)]),
        teamMin: 1,
        languages: [],
        answersWithin: 12,
      },
    ],
    desks: [
      {
        id: 'GR',
        tz: 'Europe/Athens',
        emergency: '112',
        regions: [],
        houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
        mobilePattern: '^69',
        exits: ['https://weather.example/'],
        shifts: [
          [minutes - 30, 60, 'a21'],
          [minutes + 90, 60, 'gcr'],
        ],
        lines: [
          {
            number: '1109',
            name: 'Line',
            quietName: 'Help line',
            serves: ['all'],
            hours: 'always',
            cost: 'free',
            kind: 'social',
            checked: null,
          },
        ],
      },
    ],
    revoked: [],
  }
  const pinOf = async (document: SignedDocument) => toBase64(await crypto.sha256(utf8(document.signed)))
  return { root, release, roster, pinOf, network }
}

type Bend<T> = (document: T) => unknown

/** Signs a whole chain; each part can be bent before, or the finished chain after. */
export async function makeChain(
  crypto: MemberCrypto,
  bend: {
    root?: Bend<Root>
    release?: Bend<Release>
    roster?: Bend<Roster>
    rosterSeeds?: readonly Uint8Array[]
    time?: number
    off?: string[]
  } = {},
) {
  const parts = smallNetwork(crypto)
  const sign = (document: unknown, seeds: readonly Uint8Array[]) =>
    signDocument(crypto, document as Parameters<typeof signDocument>[1], seeds)
  const root = sign(bend.root?.(parts.root) ?? parts.root, SEEDS.root)
  const release = sign(bend.release?.(parts.release) ?? parts.release, SEEDS.release)
  const named = { ...parts.roster, release: await parts.pinOf(release) }
  const roster = sign(bend.roster?.(named) ?? named, bend.rosterSeeds ?? SEEDS.roster)
  const chain = {
    roots: [root],
    release,
    roster,
    switches: [] as unknown[],
    off: bend.off ?? [],
    time: bend.time ?? NOW,
  }
  return { chain, text: JSON.stringify(chain), pin: await parts.pinOf(root), parts }
}

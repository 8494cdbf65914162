import { readFile } from 'node:fs/promises'
import type { PublicKey, SecretKey } from '../shared/bytes.ts'
import { fromBase64, toBase64 } from '../shared/bytes.ts'
import type { Argon2id, MemberCrypto } from '../shared/crypto/crypto.ts'
import { sealInboxKey } from '../shared/inboxKey.ts'
import { loginKey, passphraseKeys, writeBlob } from '../shared/member.ts'
import type { Release, ReleaseFile } from '../shared/release.ts'
import { noticeFile } from '../shared/notice.ts'
import type { Notice } from '../shared/noticeDocument.ts'
import { DAY, type Root } from '../shared/root.ts'
import type { BoxKeys, Ngo, Roster, Shift } from '../shared/roster.ts'
import { type SignedDocument, signDocument } from '../shared/signed.ts'
import type { Team } from '../shared/team.ts'
import { utf8 } from '../shared/text.ts'
import type { StoredInboxKey, StoredMember, StoredTeam } from '../server/store/store.ts'
import type { DemoSecrets, NgoSecrets } from './keys.ts'
import { NOTICES } from './notices.ts'
import { DESK, MEMBERS, NGOS } from './people.ts'

/** What the makers of a network need: cryptography, the day, and where the exit page is. */
export interface Makers {
  readonly crypto: MemberCrypto
  readonly argon2id: Argon2id
  /** seconds UTC */
  readonly now: number
}

const GENERATION = 1
const SPARE = 2

/** New secrets for a whole throw-away network. */
export async function makeSecrets(crypto: MemberCrypto): Promise<DemoSecrets> {
  const seeds = (count: number) => Array.from({ length: count }, () => crypto.random(32))
  const pair = () => ({ boxSecret: crypto.random(32), signSeed: crypto.random(32) })
  const nouns: readonly { readonly en: string }[] = JSON.parse(
    await readFile(new URL('../shared/words.json', import.meta.url), 'utf8'),
  ).words
  // Four of 200 words are 30 bits: enough for a network that dies with this process.
  const passphrase = () =>
    Array.from(crypto.random(4), (byte) => nouns[byte % nouns.length]!.en.toLowerCase()).join(' ')
  return {
    rootSeeds: seeds(2),
    rosterSeeds: seeds(1),
    releaseSeeds: seeds(2),
    network: crypto.random(16),
    ngos: Object.fromEntries(NGOS.map(({ id }) => [id, { ...pair(), spare: pair() }])),
    members: Object.fromEntries(
      MEMBERS.map(({ login }) => [
        login,
        {
          id: crypto.random(16),
          boxSecret: crypto.random(32),
          signSeed: crypto.random(32),
          passphrase: passphrase(),
        },
      ]),
    ),
  }
}

/** The network's first root: two keys for the root, two for releases, one for rosters. */
export function makeRoot({ crypto, now }: Makers, secrets: DemoSecrets): SignedDocument {
  const publicKeys = (seeds: readonly Uint8Array[]) => seeds.map((seed) => toBase64(crypto.signPublicKey(seed)))
  const root: Root = {
    type: 'root',
    v: 1,
    network: toBase64(secrets.network),
    version: 1,
    issued: now,
    expires: now + 180 * DAY,
    keys: publicKeys(secrets.rootSeeds),
    threshold: 2,
    rosterKeys: publicKeys(secrets.rosterSeeds),
    rosterThreshold: 1,
    releaseKeys: publicKeys(secrets.releaseSeeds),
    releaseThreshold: 2,
  }
  return signDocument(crypto, root, secrets.rootSeeds)
}

export function makeRelease(
  { crypto, now }: Makers,
  secrets: DemoSecrets,
  files: Readonly<Record<string, ReleaseFile>>,
  version: number,
): SignedDocument {
  const release: Release = {
    type: 'release',
    v: 1,
    version,
    name: `0.1.0-demo.${version}`,
    issued: now,
    expires: now + 90 * DAY,
    files,
  }
  return signDocument(crypto, release, secrets.releaseSeeds)
}

export interface RosterParts {
  readonly version: number
  /** hash of the roster before, or null for the first */
  readonly previous: string | null
  /** hash of the release in force */
  readonly release: string
  readonly exits: readonly string[]
}

/** A roster for 14 days in which the first NGO is on duty now, and the two take turns. */
export async function makeRoster(
  { crypto, now }: Makers,
  secrets: DemoSecrets,
  parts: RosterParts,
): Promise<SignedDocument> {
  const hour = Math.floor(now / 3600) * 60
  const turns = Array.from({ length: 48 }, (_, i): Shift => [hour - 60 + i * 480, 480, NGOS[i % 2]!.id])
  const expires = now + 14 * DAY
  const notices = await Promise.all(NGOS.map((ngo) => noticeHashes(crypto, ngo)))
  const roster: Roster = {
    type: 'roster',
    v: 1,
    network: toBase64(secrets.network),
    version: parts.version,
    issued: now,
    expires,
    previous: parts.previous,
    release: parts.release,
    ngos: NGOS.map((ngo, i) => ({
      ...ngo,
      notices: notices[i]!,
      ...boxesOf(crypto, secrets.ngos[ngo.id]!),
      signKeys: [],
      leads: MEMBERS.filter((member) => member.ngo === ngo.id && member.role === 'lead').map(({ login }) =>
        toBase64(crypto.signPublicKey(secrets.members[login]!.signSeed)),
      ),
      teamMin: 1,
    })),
    desks: [{ ...DESK, exits: parts.exits, shifts: turns.filter(([start]) => 60 * start < expires + 2 * DAY) }],
    revoked: [],
  }
  return signDocument(crypto, roster, secrets.rosterSeeds)
}

async function noticeHashes(
  crypto: MemberCrypto,
  ngo: (typeof NGOS)[number],
): Promise<Readonly<Record<string, string>>> {
  const hashed = Object.entries(NOTICES).map(async ([lang, text]) => [
    lang,
    toBase64(await crypto.sha256(noticeFile(text(ngo)))),
  ])
  return Object.fromEntries(await Promise.all(hashed))
}

/** What the NGOs tell about data, each signed by a lead of theirs. */
export const makeNotices = ({ crypto, now }: Makers, secrets: DemoSecrets): readonly SignedDocument[] =>
  NGOS.flatMap((ngo) => {
    const lead = MEMBERS.find((member) => member.ngo === ngo.id && member.role === 'lead')!
    return Object.values(NOTICES).map((text) => {
      const notice: Notice = {
        type: 'notice',
        v: 1,
        network: toBase64(secrets.network),
        ngo: ngo.id,
        issued: now,
        text: text(ngo),
      }
      return signDocument(crypto, notice, [secrets.members[lead.login]!.signSeed])
    })
  })

function boxesOf(crypto: MemberCrypto, { spare, ...box }: NgoSecrets): Pick<Ngo, 'box' | 'spare'> {
  const keysOf = ({ boxSecret, signSeed }: Omit<NgoSecrets, 'spare'>, generation: number): BoxKeys => ({
    generation,
    key: toBase64(crypto.boxPublicKey(boxSecret)),
    sign: toBase64(crypto.signPublicKey(signSeed)),
  })
  return { box: keysOf(box, GENERATION), ...(spare && { spare: keysOf(spare, SPARE) }) }
}

/** The key pair with which an NGO's members open requests. */
export function boxPair(
  crypto: MemberCrypto,
  secrets: DemoSecrets,
  ngo: string,
): { publicKey: PublicKey; secret: SecretKey } {
  const secret = secrets.ngos[ngo]!.boxSecret as SecretKey
  return { publicKey: crypto.boxPublicKey(secret), secret }
}

/** What the server keeps of an NGO's members: wrapped keys, the signed team, and sealed inbox keys. */
export interface Staff {
  readonly members: readonly StoredMember[]
  readonly teams: readonly StoredTeam[]
  readonly inboxKeys: readonly StoredInboxKey[]
}

export async function makeStaff({ crypto, argon2id, now }: Makers, secrets: DemoSecrets): Promise<Staff> {
  const network = toBase64(secrets.network)
  const members: StoredMember[] = []
  for (const { login, ngo } of MEMBERS) {
    const own = secrets.members[login]!
    const { wrap, login: shown } = await passphraseKeys(crypto, argon2id, own.passphrase, network, login)
    members.push({
      id: own.id,
      ngo,
      name: login,
      blob: writeBlob(crypto, network, own.id, { boxSecret: own.boxSecret as SecretKey, signSeed: own.signSeed }, wrap),
      loginKeys: [loginKey(crypto, shown)],
      sign: crypto.signPublicKey(own.signSeed),
    })
  }
  const teams: StoredTeam[] = []
  const inboxKeys: StoredInboxKey[] = []
  for (const { id: ngo } of NGOS) {
    const { team, leadSeed } = teamOf(crypto, secrets, ngo, now)
    const document = signDocument(crypto, team, [leadSeed])
    const hash = toBase64(await crypto.sha256(utf8(document.signed)))
    teams.push({ ngo, version: team.version, bytes: utf8(JSON.stringify(document)) })
    const { spare, ...box } = secrets.ngos[ngo]!
    const hand = (generation: number, keys: typeof box, member: (typeof team.members)[number]): void =>
      void inboxKeys.push({
        member: fromBase64(member.id, 16),
        generation,
        sealed: sealInboxKey(
          crypto,
          { network, ngo, generation, ...keys },
          member,
          { version: team.version, hash },
          now,
          leadSeed,
        ),
      })
    for (const member of team.members) {
      hand(GENERATION, box, member)
      // The spare is for coordinators only.
      if (spare && member.role === 'lead') hand(SPARE, spare, member)
    }
  }
  return { members, teams, inboxKeys }
}

function teamOf(crypto: MemberCrypto, secrets: DemoSecrets, ngo: string, now: number) {
  const own = MEMBERS.filter((member) => member.ngo === ngo)
  const team: Team = {
    type: 'team',
    v: 1,
    network: toBase64(secrets.network),
    ngo,
    version: 1,
    issued: now,
    members: own.map(({ login, name, role }) => {
      const { id, boxSecret, signSeed } = secrets.members[login]!
      return {
        id: toBase64(id),
        name,
        login,
        role,
        box: toBase64(crypto.boxPublicKey(boxSecret)),
        sign: toBase64(crypto.signPublicKey(signSeed)),
      }
    }),
  }
  return { team, leadSeed: secrets.members[own.find(({ role }) => role === 'lead')!.login]!.signSeed }
}

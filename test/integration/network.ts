import { createHash } from 'node:crypto'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { loginKey, loginMessage, writeBlob } from '../../shared/member.ts'
import type { SecretKey } from '../../shared/bytes.ts'
import type { StoredMember } from '../../server/store/store.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import { type SealedRequest, writeBody, writeHeader } from '../../shared/wire.ts'
import type { RequestId } from '../../shared/wire.ts'

export const crypto = await standardSodium()
/** This hour: servers that run as processes of their own have the machine's clock, and documents end. */
export const NOW = Math.floor(Date.now() / 3_600_000) * 3600
const DAY = 86_400
export const NETWORK = toBase64(new Uint8Array(16).fill(1))

/** A seed that a test can name again. */
export const seed = (name: string): Uint8Array => new Uint8Array(createHash('sha256').update(name).digest())
export const signKey = (name: string): string => toBase64(crypto.signPublicKey(seed(name)))
export const boxKey = (name: string): string => toBase64(crypto.boxPublicKey(seed(name)))
export const hashOf = (document: SignedDocument): string =>
  createHash('sha256').update(document.signed).digest('base64url')
const sign = (inner: object, names: readonly string[]): SignedDocument =>
  signDocument(crypto, inner as { type: 'root' }, names.map(seed))

/** Files of a release as a build would make them. */
export const INBOX_HTML =
  '<!doctype html><title>Inbox</title><style>p{margin:0}</style><p>Unlock</p><script>console.log(1)</script>'
export const BUILT = {
  'loader.abc.js': 'loader()',
  'boot.abc.js': 'boot()',
  'panel.abc.js': 'panel()',
  'seal.abc.js': 'seal()',
  'lang-en.abc.json': '{"a":"b"}',
  'inbox.abc.html': INBOX_HTML,
} as const
const file = (name: keyof typeof BUILT) => ({
  path: `/w/${name}`,
  sha384: createHash('sha384').update(BUILT[name]).digest('base64'),
})

export const root = (version = 1, changes: object = {}, signers: readonly string[] = ['keeper']): SignedDocument =>
  sign(
    {
      type: 'root',
      v: 1,
      network: NETWORK,
      version,
      issued: NOW - DAY,
      expires: NOW + 100 * DAY,
      keys: [signKey('keeper')],
      threshold: 1,
      rosterKeys: [signKey('roster')],
      rosterThreshold: 1,
      releaseKeys: [signKey('release')],
      releaseThreshold: 1,
      ...changes,
    },
    signers,
  )

export const release = (version = 1, changes: object = {}, signers: readonly string[] = ['release']): SignedDocument =>
  sign(
    {
      type: 'release',
      v: 1,
      version,
      name: '1.0.0',
      issued: NOW - DAY,
      expires: NOW + 100 * DAY,
      files: {
        panel: file('panel.abc.js'),
        seal: file('seal.abc.js'),
        'lang/en': file('lang-en.abc.json'),
        inbox: file('inbox.abc.html'),
      },
      ...changes,
    },
    signers,
  )

export const ngo = (id: string, generation = 1, changes: object = {}) => ({
  id,
  name: id,
  quietName: 'the Help Team',
  box: { generation, key: boxKey(`${id} ${generation}`), sign: signKey(`${id} sign ${generation}`) },
  signKeys: [],
  leads: [signKey(`${id} lead`)],
  teamMin: 1,
  languages: ['en'],
  answersWithin: 24,
  ...changes,
})

export const roster = (
  version = 1,
  previous: SignedDocument | null = null,
  changes: object = {},
  signers: readonly string[] = ['roster'],
): SignedDocument =>
  sign(
    {
      type: 'roster',
      v: 1,
      network: NETWORK,
      version,
      issued: NOW - 3600 + version,
      expires: NOW + 10 * DAY,
      previous: previous && hashOf(previous),
      release: hashOf(release()),
      ngos: [ngo('a21'), ngo('gcr')],
      desks: [
        {
          id: 'GR',
          tz: 'Europe/Athens',
          emergency: '112',
          regions: [],
          houseRule: { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 },
          mobilePattern: '^69',
          exits: ['https://example.org/'],
          shifts: [[NOW / 60 - 10, 480, 'a21']],
          lines: [
            {
              number: '1109',
              name: 'Line',
              quietName: 'Line',
              serves: ['all'],
              hours: 'always',
              cost: 'free',
              kind: 'line',
              checked: null,
            },
          ],
        },
      ],
      revoked: [],
      ...changes,
    },
    signers,
  )

/** A request as far as the server can tell; `fill` varies its bytes. */
export function sealedFor(key: string, fill = 1, id: Uint8Array = crypto.random(16)): SealedRequest {
  const header = writeHeader({
    id: id as RequestId,
    keyId: keyIdOf(crypto, fromBase64(key)),
    address: new Uint8Array(8),
    tag: new Uint8Array(8),
  })
  return writeBody(header, new Uint8Array(8240).fill(fill))
}

/** A member with a log-in of their own; the passphrase's keys are seeds here, since the server never sees a passphrase. */
export function member(name: string, of: string): StoredMember & { readonly login: Uint8Array } {
  const id = seed(`${name} id`).slice(0, 16)
  const login = seed(`${name} login`)
  const keys = { boxSecret: seed(`${name} box`) as SecretKey, signSeed: seed(`${name} sign`) }
  return {
    id,
    ngo: of,
    name,
    blob: writeBlob(crypto, NETWORK, id, keys, seed(`${name} wrap`)),
    loginKeys: [loginKey(crypto, login)],
    sign: crypto.signPublicKey(keys.signSeed),
    login,
  }
}

export const loginSignature = (name: string, origin: string, id: Uint8Array, challenge: string, time: number): string =>
  toBase64(crypto.sign(loginMessage(origin, id, fromBase64(challenge), time), seed(`${name} sign`)))

import type { Api } from '../../../inbox/api.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import type { AlertSettings } from '../../../shared/alertsApi.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { sealRequest } from '../../../shared/envelope.ts'
import { MitosError } from '../../../shared/errors.ts'
import { sealInboxKey } from '../../../shared/inboxKey.ts'
import type { Json } from '../../../shared/json.ts'
import { type MemberKeys, loginMessage, passphraseKeys, publicKeysOf, writeBlob } from '../../../shared/member.ts'
import { composeRequest } from '../../../shared/request.ts'
import { deriveCode, makeCode } from '../../../shared/returnCode.ts'
import { signDocument } from '../../../shared/signed.ts'
import type { RequestPage, RequestRow } from '../../../shared/staffApi.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { NOW, SEEDS, makeChain } from '../shared/network.ts'
import { call } from './facts.ts'

export const ORIGIN = 'https://mitos.example'
export const PASSPHRASE = 'correct horse battery staple'
export const bytes = (n: number, length = 32): Uint8Array => new Uint8Array(length).fill(n)

export let crypto: MemberCrypto
export let world: Awaited<ReturnType<typeof makeWorld>>

/** To be called before anything else here. */
export async function prepare(): Promise<void> {
  crypto = (await sodium()).crypto
  world = await makeWorld()
}

/** A network, one member of the NGO `a21`, and a server that keeps its word. */
async function makeWorld() {
  const { crypto, argon2id } = await sodium()
  const { chain, text, parts } = await makeChain(crypto)
  const { network } = parts
  const keys = { boxSecret: bytes(50), signSeed: bytes(51) } as unknown as MemberKeys
  const own = publicKeysOf(crypto, keys)
  const id = toBase64(bytes(52, 16))
  const member = { id, name: 'Maria', login: 'maria', role: 'member', box: toBase64(own.box), sign: toBase64(own.sign) }
  const team = (members: readonly object[]) =>
    signDocument(crypto, { type: 'team', v: 1, network, ngo: 'a21', version: 1, issued: NOW, members } as never, [
      SEEDS.lead,
    ])
  const derived = await passphraseKeys(crypto, argon2id, PASSPHRASE, network, 'maria')
  const blob = writeBlob(crypto, network, bytes(52, 16), keys, derived.wrap)
  const inbox = { network, ngo: 'a21', generation: 3, boxSecret: bytes(20), signSeed: bytes(21) }
  const at = { version: 1, hash: toBase64(bytes(1)) }
  const inboxKey = toBase64(sealInboxKey(crypto, inbox, member, at, NOW, SEEDS.lead))
  return { chain, text, network, roster: JSON.parse(chain.roster.signed), member, own, team, blob, derived, inboxKey }
}

export async function requestRow(damage = false): Promise<RequestRow> {
  const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), world.network)
  const setting = { rosterHash: toBase64(bytes(1)), ngo: 'a21', desk: 'GR', site: null, t: NOW, skew: null, tz: null }
  const request = composeRequest(crypto, call(), { roster: world.roster, lang: 'el', shown: null, ...setting }, code)
  const id = crypto.random(16) as RequestId
  const sealed = sealRequest(crypto, request, code, id)
  if (damage) sealed[4000]! ^= 1
  return { id: toBase64(id), hour: NOW, check: false, sealed: toBase64(sealed), claim: null }
}

/** Of a server on which nothing is set up that could call anybody. */
export const NO_ALERTS: AlertSettings = {
  ways: [],
  can: { mail: false, push: null, webhook: false },
  runs: false,
  team: null,
}

export const pageOf = (requests: readonly RequestRow[], rest: Partial<RequestPage> = {}): RequestPage => ({
  whole: true,
  requests,
  next: null,
  mark: 'mark',
  total: requests.length,
  ...rest,
})

export function server(bend: Partial<Api> = {}): Api {
  const challenge = toBase64(bytes(7))
  return {
    chain: async () => world.text,
    changedChain: async () => ({ text: world.text, etag: '"one"' }),
    roster: () => Promise.reject(new MitosError('not-found')),
    login: async ({ login, ...who }) => {
      const known = 'name' in who && who.name === 'maria' && login === toBase64(world.derived.login)
      const decoy = bytes(9, 195).with(0, 1).with(121, 1)
      return { blob: toBase64(known ? world.blob : decoy), challenge, serverTime: NOW }
    },
    session: async ({ member, time, signature }) => {
      const message = loginMessage(ORIGIN, fromBase64(member), fromBase64(challenge), time)
      if (!(await crypto.verify(world.own.sign, message, fromBase64(signature)))) throw new MitosError('login-refused')
    },
    me: async () => ({
      member: world.member.id,
      ngo: 'a21',
      team: world.team([world.member]) as unknown as Json,
      keys: [world.inboxKey],
    }),
    page: async () => pageOf([]),
    logout: async () => undefined,
    logoutEverywhere: async () => undefined,
    invited: () => Promise.reject(new MitosError('invitation-unknown')),
    join: () => Promise.reject(new MitosError('invitation-unknown')),
    firstRoot: () => Promise.reject(new MitosError('not-found')),
    begun: async () => ({ begun: false }),
    found: async () => undefined,
    invitations: async () => ({ invitations: [], left: [] }),
    guide: async () => ({ version: 0, generation: 0, sealed: null }),
    putGuide: async () => undefined,
    memberNotes: async () => ({ members: [] }),
    putSpoken: async () => undefined,
    leave: async () => undefined,
    invite: async () => ({ expires: NOW + 72 * 3600 }),
    withdraw: async () => undefined,
    putTeam: async () => undefined,
    putKeys: async () => undefined,
    notice: () => Promise.reject(new MitosError('not-found')),
    putNotice: async () => undefined,
    putSwitch: async () => undefined,
    putOwnKeys: async () => undefined,
    alerts: async () => NO_ALERTS,
    putAlerts: async () => NO_ALERTS,
    testAlerts: async () => NO_ALERTS,
    seenAlert: async () => undefined,
    callNobody: async () => undefined,
    callAgain: async () => undefined,
    ...bend,
  }
}

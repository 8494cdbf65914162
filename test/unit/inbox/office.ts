import { expect, vi } from 'vitest'
import type { Api } from '../../../inbox/api.ts'
import type { Join } from '../../../inbox/join/join.ts'
import type { Setup } from '../../../inbox/setup/setup.ts'
import { createInbox } from '../../../inbox/state.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import type { Derive } from '../../../inbox/unlock/derive.ts'
import type { UnlockDeps } from '../../../inbox/unlock/unlock.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { type ErrorCode, MitosError } from '../../../shared/errors.ts'
import { sealInboxKey } from '../../../shared/inboxKey.ts'
import type { Json } from '../../../shared/json.ts'
import { kitKeys } from '../../../shared/kit.ts'
import { type MemberKeys, loginKey, loginMessage, publicKeysOf, writeEntries } from '../../../shared/member.ts'
import { signDocument } from '../../../shared/signed.ts'
import type { Invitation, JoinRequest } from '../../../shared/staffApi.ts'
import type { Team } from '../../../shared/team.ts'
import { utf8 } from '../../../shared/text.ts'
import { NOW, SEEDS, makeChain } from '../shared/network.ts'
import { fakeCases } from './fakeCases.ts'
import { NO_ALERTS, pageOf } from './member.ts'

export const ORIGIN = 'https://mitos.example'
export const PASSPHRASE = 'the passphrase of maria'
export const KIT = new Uint8Array(15).fill(3)
const bytes = (n: number, length = 32): Uint8Array => new Uint8Array(length).fill(n)
const refuse = (code: ErrorCode): never => {
  throw new MitosError(code)
}

interface Kept {
  readonly sign: string
  blob: string
  loginKeys: readonly string[]
}

/** A server of one NGO with one coordinator, Maria, and nothing of Argon2id's time. */
export async function openOffice() {
  const { crypto } = await sodium()
  const { text, parts } = await makeChain(crypto)
  const { network } = parts
  const derive: Derive = async ({ passphrase, name }) => {
    const x = crypto.blake2b(utf8(`${passphrase.normalize('NFKC')}\n${name}`), 64)
    return { wrap: x.slice(0, 32), login: x.slice(32) }
  }
  const maria = { boxSecret: bytes(50), signSeed: SEEDS.lead.slice() } as unknown as MemberKeys
  const own = publicKeysOf(crypto, maria)
  const id = toBase64(bytes(52, 16))
  const keys = { box: toBase64(own.box), sign: toBase64(own.sign) }
  const members = [{ id, name: 'Maria', login: 'maria', role: 'lead' as const, ...keys }]
  const first: Team = { type: 'team', v: 1, network, ngo: 'a21', version: 1, issued: NOW, members }
  const team = signDocument(crypto, first, [SEEDS.lead])
  const inbox = { network, ngo: 'a21', generation: 3, boxSecret: bytes(20), signSeed: bytes(21) }
  const at = { version: 1, hash: toBase64(await crypto.sha256(utf8(team.signed))) }
  const byPassphrase = await derive({ passphrase: PASSPHRASE, network, name: 'maria' })
  const byKit = kitKeys(crypto, network, KIT)
  const kept: Kept = {
    sign: keys.sign,
    blob: toBase64(
      writeEntries(crypto, network, bytes(52, 16), maria, [
        { kind: 'passphrase', wrap: byPassphrase.wrap },
        { kind: 'kit', wrap: byKit.wrap },
      ]),
    ),
    loginKeys: [byPassphrase, byKit].map(({ login }) => toBase64(loginKey(crypto, login))),
  }
  return {
    crypto,
    network,
    derive,
    /** what the server keeps; a test may bend it, as an operator could */
    team: team as { signed: string } & typeof team,
    sealed: new Map([[id, [toBase64(sealInboxKey(crypto, inbox, members[0]!, at, NOW, SEEDS.lead))]]]),
    kept: new Map([['maria', kept]]),
    ids: new Map([[id, 'maria']]),
    invitations: new Map<string, Invitation>(),
    /** ids of who left */
    left: new Set<string>(),
    asked: [] as string[],
    chain: text,
  }
}
export type Office = Awaited<ReturnType<typeof openOffice>>

const teamOf = (office: Office): Team => JSON.parse(office.team.signed) as Team

/** The server as one browser sees it, with a session of its own. */
export function apiOf(office: Office, bend: Partial<Api> = {}): Api {
  const { crypto } = office
  const challenge = toBase64(bytes(7))
  let member: string | null = null
  const me = (): string =>
    member && teamOf(office).members.some((one) => one.id === member) ? member : refuse('not-logged-in')
  const api: Api = {
    chain: async () => office.chain,
    changedChain: async () => ({ text: office.chain, etag: null }),
    roster: () => refuse('not-found'),
    async login({ login, ...who }) {
      const found = office.kept.get('name' in who ? who.name : (office.ids.get(who.member) ?? ''))
      const known = found?.loginKeys.includes(toBase64(loginKey(crypto, fromBase64(login))))
      const decoy = toBase64(bytes(9, 195).with(0, 1).with(121, 1))
      return { blob: known ? found!.blob : decoy, challenge, serverTime: NOW }
    },
    async session(ask) {
      const { sign } = office.kept.get(office.ids.get(ask.member) ?? '') ?? refuse('login-refused')
      const message = loginMessage(ORIGIN, fromBase64(ask.member), fromBase64(challenge), ask.time)
      if (!(await crypto.verify(fromBase64(sign), message, fromBase64(ask.signature)))) refuse('login-refused')
      member = ask.member
    },
    me: async () => ({
      member: me(),
      ngo: 'a21',
      team: office.team as unknown as Json,
      keys: office.sealed.get(me()) ?? [],
    }),
    page: async () => (me(), pageOf([])),
    logout: async () => void (member = null),
    logoutEverywhere: async () => void (member = null),
    async invited({ invite }) {
      const one = office.invitations.get(invite)
      if (!one || one.joined) return refuse('invitation-unknown')
      const name = teamOf(office).members.find(({ id }) => id === one.member)?.login
      return { ngo: 'a21', expires: one.expires, member: one.member && name ? { id: one.member, name } : null }
    },
    guide: async () => ({ version: 0, generation: 0, sealed: null }),
    putGuide: async () => undefined,
    memberNotes: async () => (me(), { members: [] }),
    putSpoken: async () => undefined,
    join: async (ask) => takeIn(office, ask),
    firstRoot: () => Promise.reject(new MitosError('not-found')),
    begun: async () => ({ begun: false }),
    found: async () => undefined,
    invitations: async () => (me(), { invitations: [...office.invitations.values()], left: [...office.left] }),
    async invite({ id, member: renewed }) {
      const one = { id, expires: NOW + 72 * 3600, member: renewed ?? null, joined: null }
      office.invitations.set(id, one)
      return { expires: one.expires }
    },
    withdraw: async (id) => void office.invitations.delete(id),
    async putTeam({ team, keys }) {
      const next = team as unknown as Office['team']
      if ((JSON.parse(next.signed) as Team).version !== teamOf(office).version + 1) refuse('team-version')
      office.team = next
      for (const { member: to, sealed } of keys) office.sealed.set(to, [...(office.sealed.get(to) ?? []), sealed])
      for (const [id, { joined }] of office.invitations)
        if (joined && teamOf(office).members.some((one) => one.id === joined.member)) office.invitations.delete(id)
    },
    alerts: async () => NO_ALERTS,
    putAlerts: async () => NO_ALERTS,
    testAlerts: async () => NO_ALERTS,
    seenAlert: async () => undefined,
    callNobody: async () => undefined,
    callAgain: async () => undefined,
    async leave({ name }) {
      if (office.ids.get(me()) !== name) refuse('bad-input')
      office.left.add(me())
      office.kept.delete(name)
      member = null
    },
    async putKeys({ keys }) {
      for (const { member: to, sealed } of keys) office.sealed.set(to, [...(office.sealed.get(to) ?? []), sealed])
    },
    notice: () => refuse('not-found'),
    putNotice: async () => undefined,
    async putSwitch(document) {
      office.chain = JSON.stringify({ ...JSON.parse(office.chain), switches: [document] })
    },
    async putOwnKeys({ blob, loginKeys }) {
      const kept = office.kept.get(office.ids.get(me())!)!
      Object.assign(kept, { blob, loginKeys: loginKeys.map((key, i) => key ?? kept.loginKeys[i]!) })
    },
    ...bend,
  }
  return api
}

function takeIn(office: Office, ask: JoinRequest): void {
  office.asked.push(JSON.stringify(ask))
  const one = office.invitations.get(ask.invite)
  if (!one || one.joined) return refuse('invitation-unknown')
  if (!one.member && office.kept.has(ask.name)) return refuse('name-taken')
  const member = toBase64(fromBase64(ask.blob).slice(1, 17))
  const { name, shown, box, sign, mac, blob, loginKeys } = ask
  office.invitations.set(ask.invite, { ...one, joined: { member, name, shown, box, sign, mac } })
  office.kept.set(name, { sign, blob, loginKeys })
  office.ids.set(member, name)
}

/** An inbox of its own at this server, with a clock that a test moves. */
export function deskOf(
  office: Office,
  bend: Partial<Api> = {},
  derive: Derive = office.derive,
  rest: Partial<UnlockDeps> = {},
) {
  let t = NOW * 1000
  const inbox = createInbox(
    { api: apiOf(office, bend), cases: fakeCases(), sodium, derive, now: () => t, origin: ORIGIN, ...rest },
    'en',
  )
  return { inbox, wait: (ms: number) => void (t += ms) }
}

/** Six words and a kit, written down and typed back, until they are kept. */
export async function setUp(setup: Setup): Promise<{ readonly passphrase: string; readonly kit: string }> {
  const passphrase = setup.words()
  await setup.next()
  setup.type(passphrase)
  await setup.next()
  const kit = setup.kit()
  await setup.next()
  setup.type(kit)
  await setup.next()
  return { passphrase, kit }
}

/** The setup of somebody who joins, once the invitation was read and the names are told. */
export async function named(join: Join, login = 'eleni'): Promise<Setup> {
  await vi.waitFor(() => expect(join.state.value.kind).not.toBe('opening'), { timeout: 20_000 })
  join.type({ shown: 'Eleni K.', login })
  join.named()
  const state = join.state.value
  if (state.kind !== 'setup') throw new Error(state.kind)
  return state.setup
}

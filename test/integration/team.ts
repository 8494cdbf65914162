import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { sealInboxKey } from '../../shared/inboxKey.ts'
import { invitationId, invitationMac, makeInvitation } from '../../shared/invitation.ts'
import { kitKeys, makeKit } from '../../shared/kit.ts'
import { loginKey, writeEntries } from '../../shared/member.ts'
import type { SecretKey } from '../../shared/bytes.ts'
import type { JoinRequest, LoginChallenge } from '../../shared/staffApi.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import type { TeamMember } from '../../shared/team.ts'
import type { Config } from '../../server/config.ts'
import type { StoredMember } from '../../server/store/store.ts'
import { boxKey, crypto, hashOf, loginSignature, member, ngo, release, root, roster, seed, signKey } from './network.ts'
import { type TestServer, startServer } from './server.ts'

export const NETWORK = toBase64(new Uint8Array(16).fill(1))
const SAME = { 'sec-fetch-site': 'same-origin' }

/** The NGO `a21` with its coordinator lena and a spare key, and `gcr` with its coordinator gina. */
export const ngos = (changes: object = {}) => [
  ngo('a21', 1, {
    leads: [signKey('lena sign')],
    spare: { generation: 2, key: boxKey('a21 2'), sign: signKey('a21 sign 2') },
    ...changes,
  }),
  ngo('gcr', 1, { leads: [signKey('gina sign')] }),
]
export const firstRoster = roster(1, null, { ngos: ngos() })

/** @param keys whose seeds the member's keys are made of; else the name's */
export const place = (name: string, role: TeamMember['role'] = 'member', keys = name): TeamMember => ({
  id: toBase64(seed(`${name} id`).slice(0, 16)),
  name: `${name[0]!.toUpperCase()}${name.slice(1)}`,
  login: name,
  role,
  box: boxKey(`${keys} box`),
  sign: signKey(`${keys} sign`),
})
export const team = (
  version: number,
  members: readonly TeamMember[],
  changes: object = {},
  signer = 'lena sign',
): SignedDocument =>
  signDocument(
    crypto,
    { type: 'team', v: 1, network: NETWORK, ngo: 'a21', version, issued: 1, members, ...changes } as { type: 'team' },
    [seed(signer)],
  )

/** The NGO's keys of one generation, handed to a member; `secret` names the seed of its box key. */
export const inboxKey = (to: TeamMember, generation = 1, signer = 'lena sign', secret = `a21 ${generation}`) => {
  const inbox = {
    network: NETWORK,
    ngo: 'a21',
    generation,
    boxSecret: seed(secret),
    signSeed: seed(`a21 sign ${generation}`),
  }
  const sealed = sealInboxKey(crypto, inbox, to, { version: 1, hash: hashOf(team(1, [])) }, 1, seed(signer))
  return { member: to.id, generation, sealed: toBase64(sealed) }
}

/** A server on which lena leads maria and nikos of `a21`, and gina is alone at `gcr`. */
export async function teamServer(config: Partial<Config> = {}): Promise<TestServer> {
  const server = await startServer({ limit: 1000, ...config })
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', firstRoster],
  ] as const)
    if ((await server.put(kind, document)).status !== 204) throw new Error(kind)
  for (const [name, of] of [
    ['lena', 'a21'],
    ['maria', 'a21'],
    ['nikos', 'a21'],
    ['gina', 'gcr'],
  ] as const) {
    await server.store.putMember(storedMember(name, of))
    if (of === 'gcr') continue
    const { member, sealed, ...rest } = inboxKey(place(name))
    await server.store.putInboxKey({ member: fromBase64(member), sealed: fromBase64(sealed), ...rest })
  }
  await putTeam(server, 'a21', 1, team(1, [place('lena', 'lead'), place('maria'), place('nikos')]))
  await putTeam(server, 'gcr', 1, team(1, [place('gina', 'lead')], { ngo: 'gcr' }, 'gina sign'))
  return server
}

export const storedMember = (name: string, of: string): StoredMember => {
  const { login: _, ...stored } = member(name, of)
  return stored
}

/** As an operator would: past every check. */
export const putTeam = (server: TestServer, of: string, version: number, document: SignedDocument) =>
  server.store.putTeam({ ngo: of, version, bytes: Buffer.from(JSON.stringify(document)) })

/** A browser's cookie and its requests. `log`: every body that it sent, by path. */
export function visitor(server: TestServer) {
  let cookie = ''
  const log: [path: string, body: string][] = []
  const fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (typeof init.body === 'string') log.push([path, init.body])
    const response = await server.get(path, { ...init, headers: { ...SAME, cookie, ...(init.headers as object) } })
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return response
  }
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`/api/inbox/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  return { fetch, send, log, cookie: () => cookie }
}
export type Visitor = ReturnType<typeof visitor>

/** Logs a member of network.ts in. @param keys whose seeds their keys are made of @param login a kit's, or the passphrase's */
export async function logIn(
  server: TestServer,
  name: string,
  login = seed(`${name} login`),
  keys = name,
): Promise<Visitor & { readonly status: number; readonly blob: string }> {
  const who = visitor(server)
  const { challenge, blob } = (await (
    await who.send('POST', 'login', { name, login: toBase64(login) })
  ).json()) as LoginChallenge
  const id = seed(`${name} id`).slice(0, 16)
  const signature = loginSignature(keys, server.origin, id, challenge, server.now)
  const { status } = await who.send('POST', 'session', { member: toBase64(id), challenge, time: server.now, signature })
  return { ...who, status, blob }
}

/** What somebody who has the link sends: passphrase and kit, keys of seeds. */
export function joining(name: string, secret: Uint8Array, keys = name, changes: Partial<JoinRequest> = {}) {
  const id = seed(`${name} id`).slice(0, 16)
  const own = { boxSecret: seed(`${keys} box`) as SecretKey, signSeed: seed(`${keys} sign`) }
  const kit = kitKeys(crypto, NETWORK, makeKit(crypto))
  const { box, sign } = place(name, 'member', keys)
  const request: JoinRequest = {
    invite: toBase64(invitationId(crypto, secret)),
    name,
    shown: place(name).name,
    box,
    sign,
    blob: toBase64(
      writeEntries(crypto, NETWORK, id, own, [
        { kind: 'passphrase', wrap: seed(`${keys} wrap`) },
        { kind: 'kit', wrap: kit.wrap },
      ]),
    ),
    loginKeys: [seed(`${keys} login`), kit.login].map((one) => toBase64(loginKey(crypto, one))),
    mac: toBase64(invitationMac(crypto, secret, { network: NETWORK, ngo: 'a21', name, box, sign })),
    ...changes,
  }
  return { request, kit }
}

/** A coordinator invites. @param member whose keys are to be renewed */
export async function invite(lead: Pick<Visitor, 'send'>, member?: string): Promise<Uint8Array> {
  const secret = makeInvitation(crypto)
  const id = toBase64(invitationId(crypto, secret))
  const response = await lead.send('POST', 'invitations', { id, ...(member ? { member } : {}) })
  if (response.status !== 201) throw new Error(await response.text())
  return secret
}

import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { CHAIN_CAP, type Chain, readChain } from '../../shared/chain.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import { type InboxKey, openInboxKey } from '../../shared/inboxKey.ts'
import { type Json, type JsonObject, readJson } from '../../shared/json.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { kitKeys } from '../../shared/kit.ts'
import {
  type EntryKind,
  type MemberKeys,
  type WrapKeys,
  loginMessage,
  openBlob,
  publicKeysOf,
} from '../../shared/member.ts'
import { object, list } from '../../shared/shape.ts'
import { readPinned } from '../../shared/signed.ts'
import { LOGIN_NAME, readTeam } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import { type Session, wipeSession } from '../session.ts'
import type { Derive } from './derive.ts'
import type { Sodium } from './sodium.ts'

/** 1 network checked · 2 keys made · 3 logged in · 4 inbox keys opened */
export type Stage = 0 | 1 | 2 | 3 | 4

export interface UnlockDeps {
  readonly api: Api
  readonly sodium: Sodium
  readonly derive: Derive
  /** milliseconds UTC */
  readonly now: () => number
  readonly origin: string
}

/** A log-in name, and what opens the member's keys. @see kit.ts for the 15 bytes */
export type Typed = { readonly name: string } & ({ readonly passphrase: string } | { readonly kit: Uint8Array })

/**
 * From a name and a passphrase, or the recovery kit, to the keys of the inbox. An unknown name and a wrong passphrase fail alike.
 * @throws MitosError `login-refused` | `chain-refused` … `roster-refused` | `key-id-clash` | `team-refused` |
 *   `not-logged-in` (the keys opened, the server refused them) | `crypto-unavailable` | the server's codes
 * @param left the member left: throws its reason at the next step; no key stays, whatever fails
 */
export async function unlock(
  deps: UnlockDeps,
  typed: Typed,
  onStage: (stage: Stage) => void,
  left?: AbortSignal,
): Promise<Session> {
  const { api, now } = deps
  const name = typed.name.trim().toLowerCase()
  onStage(0)
  const { crypto, chain, got } = await readNetwork(deps)
  onStage(1)
  if (!LOGIN_NAME.test(name)) throw new MitosError('login-refused')
  const { network } = chain.roster
  const wraps = await wrapsOf(deps, crypto, network, { ...typed, name })
  const { keys, challenge, serverTime } = await openMember(deps, crypto, { network, name, wraps }, () => {
    left?.throwIfAborted()
    onStage(2)
  }).finally(() => wipe(wraps.wrap, wraps.login))
  try {
    left?.throwIfAborted()
    // The signature's time is the server's own where it told it: a phone whose clock is wrong can log in all the same.
    const time = serverTime ?? Math.floor(now() / 1000)
    const message = loginMessage(deps.origin, keys.id, fromBase64(challenge, 32), time)
    const signature = toBase64(crypto.sign(message, keys.signSeed))
    await api.session({ member: toBase64(keys.id), challenge, time, signature }).catch((cause: unknown) => {
      throw codeOf(cause) === 'server-unreachable' ? cause : new MitosError('not-logged-in', cause)
    })
    left?.throwIfAborted()
    onStage(3)
    const session = await openInbox(deps, crypto, chain, got, keys)
    if (left?.aborted) wipeSession(session)
    left?.throwIfAborted()
    onStage(4)
    return session
  } catch (error) {
    wipe(keys.boxSecret, keys.signSeed)
    throw error
  }
}

/**
 * The network as its signed documents tell it.
 * @throws MitosError `crypto-unavailable` | `chain-refused` … `roster-refused` | `key-id-clash` | the server's codes
 */
export async function readNetwork({ api, sodium, now }: UnlockDeps) {
  const { crypto } = await sodium().catch((cause: unknown) => {
    throw new MitosError('crypto-unavailable', cause)
  })
  const text = await api.chain()
  const got = Math.floor(now() / 1000)
  const chain = await trustedChain(crypto, text)
  checkKeyIds(crypto, chain.roster)
  return { crypto, chain, got }
}

/** What opens one entry of the member's blob. */
interface Wraps extends WrapKeys {
  readonly kind: EntryKind
}

async function wrapsOf(
  deps: Pick<UnlockDeps, 'derive'>,
  crypto: Session['crypto'],
  network: string,
  typed: Typed,
): Promise<Wraps> {
  if ('kit' in typed) return { kind: 'kit', ...kitKeys(crypto, network, typed.kit) }
  const { name, passphrase } = typed
  return { kind: 'passphrase', ...(await deps.derive({ passphrase, network, name })) }
}

/** Logs in with the derived keys, and opens the member's own with them. */
async function openMember(
  { api }: Pick<UnlockDeps, 'api'>,
  crypto: Session['crypto'],
  { network, name, wraps }: { readonly network: string; readonly name: string; readonly wraps: Wraps },
  onDerived: () => void,
) {
  onDerived()
  const { blob, challenge, serverTime } = await api.login({ name, login: toBase64(wraps.login) })
  const keys = openOwn(() => openBlob(crypto, network, fromBase64(blob), wraps.wrap, undefined, wraps.kind))
  return { keys, challenge, serverTime }
}

/**
 * Whether it is the present passphrase of who has unlocked; nothing is opened for longer.
 * @throws MitosError `login-refused` where it is not | the server's codes
 */
export async function checkPassphrase(
  deps: Pick<UnlockDeps, 'api' | 'derive'>,
  { crypto, chain, member }: Session,
  passphrase: string,
): Promise<void> {
  const { network } = chain.roster
  const name = member.login
  const wraps = await wrapsOf(deps, crypto, network, { name, passphrase })
  const { keys } = await openMember(deps, crypto, { network, name, wraps }, () => undefined).finally(() =>
    wipe(wraps.wrap, wraps.login),
  )
  wipe(keys.boxSecret, keys.signSeed)
}

/**
 * The inbox pins the first root of the chain that its own server sends: it takes its very code from that server, so a pin from
 * elsewhere would promise more than holds (protocol, "What must hold" 1). The walk still shows a broken or mixed chain.
 */
async function trustedChain(verifier: Verifier, text: string): Promise<Chain> {
  let first: Json
  try {
    const value = readJson(utf8(text), CHAIN_CAP)
    if (!object({ roots: list(object({}), 1, 32) })(value)) throw new MitosError('document-shape')
    first = ((value as JsonObject)['roots'] as readonly Json[])[0]!
    const { hash } = await readPinned(verifier, first, 'root')
    return await readChain(verifier, text, hash)
  } catch (cause) {
    throw codeOf(cause).endsWith('-refused') ? cause : new MitosError('chain-refused', cause)
  }
}

/** A server answers unknown names with a blob that nothing opens: whatever fails here is one and the same failure. */
function openOwn<T>(open: () => T): T {
  try {
    return open()
  } catch (cause) {
    throw new MitosError('login-refused', cause)
  }
}

async function openInbox(
  { api, now }: UnlockDeps,
  crypto: Session['crypto'],
  chain: Chain,
  got: number,
  keys: MemberKeys & { readonly id: Uint8Array },
): Promise<Session> {
  const me = await api.me()
  const { roster } = chain
  const ngo = roster.ngos.find((one) => one.id === me.ngo)
  if (!ngo) throw new MitosError('team-refused')
  const team = await readTeam(crypto, me.team, roster, ngo)
  const own = publicKeysOf(crypto, keys)
  const member = team.members.find((one) => one.id === toBase64(keys.id))
  if (!member || member.box !== toBase64(own.box) || member.sign !== toBase64(own.sign))
    throw new MitosError('team-refused')
  const self = { id: member.id, box: own.box, boxSecret: keys.boxSecret }
  const boxes: InboxKey[] = []
  const refused: ErrorCode[] = []
  for (const sealed of me.keys)
    try {
      boxes.push(await openInboxKey(crypto, fromBase64(sealed), self, roster, ngo))
    } catch (error) {
      refused.push(codeOf(error))
    }
  return { crypto, chain, got, ngo, team, member, keys, boxes, refused, clock: () => Math.floor(now() / 1000) }
}

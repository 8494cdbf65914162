import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { Chain } from '../../shared/chain.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { kitKeys } from '../../shared/kit.ts'
import { type EntryKind, type MemberKeys, type WrapKeys, loginMessage, openBlob } from '../../shared/member.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import type { Api } from '../api.ts'
import { type Session, wipeSession } from '../session.ts'
import { type Memory, createMemory } from '../trust/memory.ts'
import { historyOf } from '../trust/history.ts'
import { trustedChain } from '../trust/trusted.ts'
import type { Derive } from './derive.ts'
import { AT_ONCE, ngoOf, placeIn, teamOf } from './membership.ts'
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
  /** what this page saw before; without it, nothing */
  readonly memory?: Memory
}

/** A log-in name, and what opens the member's keys. @see kit.ts for the 15 bytes */
export type Typed = { readonly name: string } & ({ readonly passphrase: string } | { readonly kit: Uint8Array })

/**
 * From a name and a passphrase, or the recovery kit, to the keys of the inbox. An unknown name and a wrong passphrase fail alike.
 * @throws MitosError `login-refused` | `chain-refused` … `roster-refused` | `key-id-clash` | `team-refused` | `trust-older` |
 *   `trust-changed` | `trust-history` | `not-logged-in` (the keys opened, the server refused them) | `crypto-unavailable` | the server's codes
 * @param left the member left: throws its reason at the next step; no key stays, whatever fails
 */
export async function unlock(
  deps: UnlockDeps,
  typed: Typed,
  onStage: (stage: Stage) => void,
  left?: AbortSignal,
): Promise<Session> {
  const { api, now, memory = createMemory() } = deps
  const name = typed.name.trim().toLowerCase()
  onStage(0)
  const { crypto, chain, got } = await readNetwork({ ...deps, memory })
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
    const session = await openInbox(deps, memory, crypto, chain, got, keys)
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
export async function readNetwork({ api, sodium, now, memory = createMemory() }: UnlockDeps) {
  const { crypto } = await sodium().catch((cause: unknown) => {
    throw new MitosError('crypto-unavailable', cause)
  })
  const text = await api.chain()
  const got = Math.floor(now() / 1000)
  const chain = await trustedChain(crypto, text, memory, api.roster)
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
  memory: Memory,
  crypto: Session['crypto'],
  chain: Chain,
  got: number,
  keys: MemberKeys & { readonly id: Uint8Array },
): Promise<Session> {
  const me = await api.me()
  const ngo = ngoOf(chain, me.ngo)
  const team = await teamOf(crypto, me.team, chain, ngo, memory)
  const history = historyOf(crypto, api.roster, memory, chain, ngo.id)
  const belonging = { chain, ngo, team, id: toBase64(keys.id), keys, sealed: me.keys, history }
  const place = await placeIn(crypto, belonging, AT_ONCE)
  return { crypto, chain, got, ngo, team, keys, ...place, clock: () => Math.floor(now() / 1000) }
}

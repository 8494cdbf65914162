import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { Chain } from '../../shared/chain.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { readKeep } from '../../shared/keep.ts'
import { kitKeys } from '../../shared/kit.ts'
import {
  type BlobEntry,
  type EntryKind,
  type MemberKeys,
  type WrapKeys,
  loginMessage,
  openBlob,
  readBlobShape,
} from '../../shared/member.ts'
import { passkeyKeys, prfInput } from '../../shared/passkey.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import type { Api } from '../api.ts'
import type { PasskeyPort } from '../passkey/browser.ts'
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
  /** the browser's passkeys; absent where there are none */
  readonly passkeys?: PasskeyPort
}

/** A log-in name, and what opens the member's keys; or a passkey, which knows whose it is. @see kit.ts for the 15 bytes */
export type Typed =
  | ({ readonly name: string } & ({ readonly passphrase: string } | { readonly kit: Uint8Array }))
  | { readonly passkey: PasskeyPort }

/**
 * From a name and a passphrase, or the recovery kit, or a passkey, to the keys of the inbox. An unknown name and a wrong passphrase
 * fail alike.
 * @throws MitosError `login-refused` | `chain-refused` … `roster-refused` | `key-id-clash` | `team-refused` | `trust-older` |
 *   `trust-changed` | `trust-history` | `not-logged-in` (the keys opened, the server refused them) | `crypto-unavailable` | `passkey-cancelled` |
 *   `passkey-unsupported` | the server's codes
 * @param left the member left: throws its reason at the next step; no key stays, whatever fails
 */
export async function unlock(
  deps: UnlockDeps,
  typed: Typed,
  onStage: (stage: Stage) => void,
  left?: AbortSignal,
): Promise<Session> {
  const { api, now, memory = createMemory() } = deps
  onStage(0)
  const { crypto, chain, got } = await readNetwork({ ...deps, memory })
  onStage(1)
  const { network } = chain.roster
  const wraps = await wrapsOf(deps, crypto, network, typed, left)
  const { keys, kinds, challenge, serverTime } = await openMember(deps, crypto, network, wraps, () => {
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
    const place = await openInbox(deps, memory, crypto, chain, got, keys)
    const session = { ...place, passkeys: kinds.filter((kind) => kind === 'passkey').length }
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

/** What opens one entry of the member's blob, and whose blob that is. */
interface Wraps extends WrapKeys {
  readonly kind: EntryKind
  readonly who: { readonly name: string } | { readonly member: string }
}

/** @throws MitosError `login-refused`: such a name cannot be | `passkey-cancelled` | `passkey-unsupported` */
async function wrapsOf(
  deps: Pick<UnlockDeps, 'derive'>,
  crypto: Session['crypto'],
  network: string,
  typed: Typed,
  left?: AbortSignal,
): Promise<Wraps> {
  if ('passkey' in typed) {
    const { member, output } = await typed.passkey.ask(prfInput(crypto, network), left)
    try {
      return { kind: 'passkey', who: { member: toBase64(member) }, ...passkeyKeys(crypto, output) }
    } finally {
      wipe(output)
    }
  }
  const name = typed.name.trim().toLowerCase()
  if (!LOGIN_NAME.test(name)) throw new MitosError('login-refused')
  if ('kit' in typed) return { kind: 'kit', who: { name }, ...kitKeys(crypto, network, typed.kit) }
  const { passphrase } = typed
  return { kind: 'passphrase', who: { name }, ...(await deps.derive({ passphrase, network, name })) }
}

/** Logs in with the derived keys, and opens the member's own with them. */
async function openMember(
  { api }: Pick<UnlockDeps, 'api'>,
  crypto: Session['crypto'],
  network: string,
  { kind, who, wrap, login }: Wraps,
  onDerived: () => void,
) {
  onDerived()
  const { blob: given, challenge, serverTime } = await api.login({ ...who, login: toBase64(login) })
  const blob = fromBase64(given)
  const id = 'member' in who ? fromBase64(who.member, 16) : undefined
  const [keys, kinds] = openOwn(
    () => [openBlob(crypto, network, blob, wrap, id, kind), readBlobShape(blob).kinds] as const,
  )
  return { blob, keys, kinds, challenge, serverTime }
}

/**
 * The blob of who has unlocked, as the server keeps it, and the entry that opens it: `use` has both as long as it takes.
 * @throws MitosError `login-refused` where it is not the present passphrase | the server's codes | what `use` throws
 */
export async function withPassphrase<T>(
  deps: Pick<UnlockDeps, 'api' | 'derive'>,
  { crypto, chain, member }: Session,
  passphrase: string,
  use: (blob: Uint8Array, by: BlobEntry) => T | Promise<T>,
): Promise<T> {
  const { network } = chain.roster
  const wraps = await wrapsOf(deps, crypto, network, { name: member.login, passphrase })
  try {
    const { blob, keys } = await openMember(deps, crypto, network, wraps, () => undefined)
    wipe(keys.boxSecret, keys.signSeed)
    return await use(blob, wraps)
  } finally {
    wipe(wraps.wrap, wraps.login)
  }
}

/**
 * Whether it is the present passphrase of who has unlocked; nothing is opened for longer.
 * @throws MitosError `login-refused` where it is not | the server's codes
 */
export const checkPassphrase = (
  deps: Pick<UnlockDeps, 'api' | 'derive'>,
  session: Session,
  passphrase: string,
): Promise<void> => withPassphrase(deps, session, passphrase, () => undefined)

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
): Promise<Omit<Session, 'passkeys'>> {
  const me = await api.me()
  const ngo = ngoOf(chain, me.ngo)
  const team = await teamOf(crypto, me.team, chain, ngo, memory)
  const history = historyOf(crypto, api.roster, memory, chain, ngo.id)
  const belonging = { chain, ngo, team, id: toBase64(keys.id), keys, sealed: me.keys, history }
  const place = await placeIn(crypto, belonging, AT_ONCE)
  const keep = readKeep(me.keep)
  return { crypto, chain, got, ngo, team, keys, ...place, keep, clock: () => Math.floor(now() / 1000) }
}

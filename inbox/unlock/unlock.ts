import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { Chain } from '../../shared/chain.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { type MemberKeys, type PassphraseKeys, loginMessage, openBlob } from '../../shared/member.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import type { Api } from '../api.ts'
import { type Session, wipeSession } from '../session.ts'
import { type Memory, createMemory } from '../trust/memory.ts'
import { trustedChain } from '../trust/trusted.ts'
import type { Derive } from './derive.ts'
import { ngoOf, placeIn, teamOf } from './membership.ts'
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

/**
 * From a name and a passphrase to the keys of the inbox. An unknown name and a wrong passphrase fail alike.
 * @throws MitosError `login-refused` | `chain-refused` … `roster-refused` | `key-id-clash` | `team-refused` | `trust-older` |
 *   `trust-changed` | `trust-history` | `not-logged-in` (the keys opened, the server refused them) | `crypto-unavailable` | the server's codes
 * @param left the member left: throws its reason at the next step; no key stays, whatever fails
 */
export async function unlock(
  deps: UnlockDeps,
  typed: { readonly name: string; readonly passphrase: string },
  onStage: (stage: Stage) => void,
  left?: AbortSignal,
): Promise<Session> {
  const { api, now, memory = createMemory() } = deps
  const name = typed.name.trim().toLowerCase()
  onStage(0)
  const { crypto } = await deps.sodium().catch((cause: unknown) => {
    throw new MitosError('crypto-unavailable', cause)
  })
  const text = await api.chain()
  const got = Math.floor(now() / 1000)
  const chain = await trustedChain(crypto, text, memory, api.roster)
  onStage(1)
  if (!LOGIN_NAME.test(name)) throw new MitosError('login-refused')
  const { network } = chain.roster
  const derived = await deps.derive({ passphrase: typed.passphrase, network, name })
  const { keys, challenge, serverTime } = await openMember(deps, crypto, { network, name, derived }, () => {
    left?.throwIfAborted()
    onStage(2)
  }).finally(() => wipe(derived.wrap, derived.login))
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

/** Logs in with the derived keys, and opens the member's own with them. */
async function openMember(
  { api }: UnlockDeps,
  crypto: Session['crypto'],
  { network, name, derived }: { readonly network: string; readonly name: string; readonly derived: PassphraseKeys },
  onDerived: () => void,
) {
  onDerived()
  const { blob, challenge, serverTime } = await api.login({ name, login: toBase64(derived.login) })
  const keys = openOwn(() => openBlob(crypto, network, fromBase64(blob), derived.wrap))
  return { keys, challenge, serverTime }
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
  const belonging = { chain, ngo, team, id: toBase64(keys.id), keys, sealed: me.keys }
  const place = await placeIn(crypto, belonging)
  return { crypto, chain, got, ngo, team, keys, ...place, clock: () => Math.floor(now() / 1000) }
}

import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { need } from '../../shared/errors.ts'
import { kitKeys } from '../../shared/kit.ts'
import { type MemberKeys, loginKey, writeEntries } from '../../shared/member.ts'
import type { JoinRequest } from '../../shared/staffApi.ts'
import { wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Derive } from '../unlock/derive.ts'
import { type UnlockDeps, checkPassphrase } from '../unlock/unlock.ts'
import type { Made, SetupTask } from './setup.ts'

export interface Owner {
  /** whether the keys are still there: a lock overwrites them, and zeros must never be kept in their place */
  readonly alive: () => boolean
  readonly network: string
  /** log-in name */
  readonly name: string
  /** 16 bytes */
  readonly id: Uint8Array
  readonly keys: MemberKeys
}

/**
 * A member's keys under a passphrase and a kit, as the server keeps them: both are written at each change, since only who has
 * the kit can write its entry (protocol §12).
 * @throws MitosError `not-logged-in` where the keys were wiped meanwhile
 */
export async function wrapOwnKeys(
  { crypto, derive }: { readonly crypto: MemberCrypto; readonly derive: Derive },
  { alive, network, name, id, keys }: Owner,
  { passphrase, kit }: Made,
): Promise<Pick<JoinRequest, 'blob' | 'loginKeys'>> {
  const byPassphrase = await derive({ passphrase, network, name })
  const byKit = kitKeys(crypto, network, kit)
  try {
    need(alive(), 'not-logged-in')
    const blob = writeEntries(crypto, network, id, keys, [
      { kind: 'passphrase', wrap: byPassphrase.wrap },
      { kind: 'kit', wrap: byKit.wrap },
    ])
    const loginKeys = [byPassphrase, byKit].map(({ login }) => toBase64(loginKey(crypto, login)))
    return { blob: toBase64(blob), loginKeys }
  } finally {
    wipe(byPassphrase.wrap, byPassphrase.login, byKit.wrap, byKit.login)
  }
}

/** What a member's own page, or who came in by the kit, sets up: kept by the server in the place of what was there. */
export function ownKeysTask(
  deps: Pick<UnlockDeps, 'api' | 'derive'>,
  session: Session,
  alive: () => boolean,
  task: Pick<SetupTask, 'kind' | 'kit'>,
  kept: () => void,
): SetupTask {
  const { crypto, chain, member, keys, ngo } = session
  const owner = { alive, network: chain.roster.network, name: member.login, id: fromBase64(member.id, 16), keys }
  return {
    ...task,
    known: [member.name, member.login, ngo.id, ngo.name],
    check: (passphrase) => checkPassphrase(deps, session, passphrase),
    async save(made) {
      await deps.api.putOwnKeys(await wrapOwnKeys({ crypto, derive: deps.derive }, owner, made))
      kept()
    },
    why: wordsFor,
  }
}

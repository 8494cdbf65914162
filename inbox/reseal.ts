import { fromBase64, sameBytes, toBase64 } from '../shared/bytes.ts'
import { type CaseOf, type Signers, openCaseKey, sealCaseKey } from '../shared/caseKey.ts'
import { type ErrorCode, MitosError, codeOf } from '../shared/errors.ts'
import type { InboxKey } from '../shared/inboxKey.ts'
import type { CaseKeyRecord } from '../shared/staffApi.ts'
import type { CaseApi } from './cases/api.ts'
import { openNewest } from './cases/key.ts'
import type { Session } from './session.ts'

/** How it went; nothing of it is for a member's eyes while it goes well. */
export interface Resealed {
  /** cases that have the key of the newest generation only, now */
  readonly done: number
  /** cases of which nothing could be made, and why: the next browser tries again */
  readonly failed: readonly { readonly case: string; readonly code: ErrorCode }[]
  /** whether it stopped before it had looked at all of them */
  readonly more: boolean
}
export interface ResealOptions {
  /** whose signature on an older record counts */
  readonly signers: Signers
  /** so many cases at most; the next call goes on */
  readonly most?: number
  /** between two cases: others come first */
  readonly pause?: () => Promise<void>
  /** the inbox was locked, or another session took over */
  readonly isOver?: () => boolean
}
type Own = Pick<Session, 'crypto' | 'chain' | 'ngo' | 'member' | 'keys' | 'boxes'>

/** Behind every event: a reading that is for the keys alone. */
const NO_EVENTS = 2 ** 32 - 1

/**
 * Seals the keys of cases anew for the generation in force (protocol §13), one case after the other, where this browser holds the
 * keys of both. An older record goes only after the newer one was read back and opened to the same key; so it may be cut off
 * anywhere, and five browsers may do it at once. A case that fails is passed over.
 * @throws MitosError `server-unreachable` | `not-logged-in` and what else the list of cases is refused with
 */
export async function resealCaseKeys(api: CaseApi, session: Own, options: ResealOptions): Promise<Resealed> {
  const { most = Infinity, pause = async () => undefined, isOver = () => false } = options
  const { box } = session.ngo
  const target = session.boxes.find((one) => one.generation === box.generation && toBase64(one.publicKey) === box.key)
  const failed: { case: string; code: ErrorCode }[] = []
  let done = 0
  let after: string | null = null
  if (!target) return { done, failed, more: false }
  do {
    const { cases, next } = await api.oldKeys(target.generation, after)
    for (const one of cases) {
      if (isOver() || done + failed.length >= most) return { done, failed, more: true }
      try {
        await resealOne(api, session, target, one, options.signers)
        done++
      } catch (error) {
        const code = codeOf(error)
        if (code === 'server-unreachable' || code === 'not-logged-in') throw error
        failed.push({ case: one.case, code })
      }
      await pause()
    }
    after = next
  } while (after !== null)
  return { done, failed, more: false }
}

/** @throws MitosError `open-…`: no record opens, or the one of the newest generation does not open to the same key */
async function resealOne(
  api: CaseApi,
  session: Own,
  target: InboxKey,
  { case: id, keys }: { readonly case: string; readonly keys: readonly CaseKeyRecord[] },
  signers: Signers,
): Promise<void> {
  const { crypto, chain, ngo, member, keys: own } = session
  const of: CaseOf = { network: chain.roster.network, ngo: ngo.id, case: id }
  const older = await openNewest(
    session,
    of,
    keys.filter(({ generation }) => generation < target.generation),
    signers,
  )
  try {
    if (!keys.some(({ generation }) => generation >= target.generation)) {
      const by = { id: member.id, signSeed: own.signSeed }
      await put(api, id, target.generation, sealCaseKey(crypto, older, by, target.publicKey))
    }
    const held = (await api.read(id, NO_EVENTS)).keys
    const newest = held.find(({ generation }) => generation === target.generation)
    if (!newest) throw new MitosError('case-generation')
    const again = await openCaseKey(crypto, fromBase64(newest.sealed), target, of, signers)
    const same = sameBytes(again.key, older.key)
    again.key.fill(0)
    if (!same) throw new MitosError('open-key')
    for (const { generation } of held) if (generation < target.generation) await api.dropKey(id, generation)
  } finally {
    older.key.fill(0)
  }
}

/** Another browser may have been first: what it put is read back like one's own. */
async function put(api: CaseApi, id: string, generation: number, sealed: Uint8Array): Promise<void> {
  try {
    await api.putKey(id, generation, toBase64(sealed))
  } catch (error) {
    if (codeOf(error) !== 'case-generation') throw error
  }
}

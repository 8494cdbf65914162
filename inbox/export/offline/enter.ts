import { toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { MitosError, need } from '../../../shared/errors.ts'
import type { MemberKeys } from '../../../shared/member.ts'
import type { Me, PastTeam } from '../../../shared/staffApi.ts'
import type { Session } from '../../session.ts'
import { historyOf } from '../../trust/history.ts'
import { FARTHEST } from '../../trust/line.ts'
import { type Memory, createMemory } from '../../trust/memory.ts'
import { trustedChain } from '../../trust/trusted.ts'
import { ngoOf, placeIn, teamOf } from '../../unlock/membership.ts'

/** The signed papers of a copy: what the server would have given. */
export interface Papers {
  chain: string
  me: Me | null
  /** texts by version */
  readonly rosters: Map<number, string>
  readonly teams: Map<number, PastTeam>
}

export const rosterIn =
  ({ rosters }: Papers) =>
  async (version: number): Promise<string> => {
    const text = rosters.get(version)
    if (text === undefined) throw new MitosError('not-found')
    return text
  }

/**
 * What unlocking does with a server's answers, done with a copy's: chain, team, the member's place in it, the inbox's keys.
 * That a document has ended is no reason to refuse it: the day for a copy may be years away.
 */
export async function enterCopy(
  crypto: MemberCrypto,
  network: string,
  papers: Papers,
  keys: MemberKeys & { readonly id: Uint8Array },
  now: number,
): Promise<{ readonly session: Session; readonly memory: Memory }> {
  const { me } = papers
  need(me && papers.chain, 'export-damaged')
  const memory = createMemory()
  const chain = await trustedChain(crypto, papers.chain, memory, rosterIn(papers))
  need(chain.roster.network === network, 'chain-refused')
  const ngo = ngoOf(chain, me.ngo)
  const team = await teamOf(crypto, me.team, chain, ngo, memory)
  const history = historyOf(crypto, rosterIn(papers), memory, chain, ngo.id)
  const belonging = { chain, ngo, team, id: toBase64(keys.id), keys, sealed: me.keys, history }
  const place = await placeIn(crypto, belonging, FARTHEST)
  return { memory, session: { crypto, chain, got: now, ngo, team, keys, passkeys: 0, clock: () => now, ...place } }
}

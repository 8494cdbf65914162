import { readKeep } from '../../shared/keep.ts'
import type { Api } from '../api.ts'
import type { Session } from '../session.ts'
import { ngoOf, placeIn, teamOf } from '../unlock/membership.ts'
import { historyOf } from './history.ts'
import { FARTHEST } from './line.ts'
import type { Memory } from './memory.ts'
import { trustedChain, withoutTime } from './trusted.ts'

/** What the round before left, so that an answer that has not changed costs nothing. */
export interface Rounds {
  etag: string | null
  /** team and keys as they came */
  me: string
}

export const createRounds = (): Rounds => ({ etag: null, me: '' })

/**
 * One quiet round while the inbox is open: the chain, the team and the member's inbox keys anew. What goes back is refused and
 * what was there stays; what is newer is taken over. The keys that are open stay open: requests that were sealed for them lie
 * here still.
 * @param raise told of each refusal; the round goes on
 * @returns the same session where nothing is new
 * @throws MitosError the server's codes; `team-refused` where the member or the NGO is no longer one
 */
export async function renew(
  api: Api,
  session: Session,
  memory: Memory,
  rounds: Rounds,
  raise: (error: unknown) => void,
): Promise<Session> {
  const { crypto, keys } = session
  const { team: document, keys: sealed, keep } = await api.me()
  const { chain, got } = await newerChain(api, session, memory, rounds, raise)
  const told = JSON.stringify([document, sealed, keep])
  if (chain === session.chain && told === rounds.me && !session.behind) return session
  const ngo = ngoOf(chain, session.ngo.id)
  let { team } = session
  try {
    team = await teamOf(crypto, document, chain, ngo, memory)
    rounds.me = told
  } catch (error) {
    raise(error)
  }
  const history = historyOf(crypto, api.roster, memory, chain, ngo.id)
  const belonging = { chain, ngo, team, id: session.member.id, keys, sealed, history }
  const place = await placeIn(crypto, belonging, FARTHEST, session)
  if (place.behind?.why) raise(place.behind.why)
  return { ...session, ...place, chain, got, ngo, team, keep: readKeep(keep) }
}

async function newerChain(
  api: Api,
  { crypto, clock, chain, got }: Session,
  memory: Memory,
  rounds: Rounds,
  raise: (error: unknown) => void,
): Promise<Pick<Session, 'chain' | 'got'>> {
  try {
    const answer = await api.changedChain(rounds.etag)
    const arrived = clock()
    const isNew = answer && withoutTime(answer.text) !== memory.text
    const newer = isNew ? await trustedChain(crypto, answer.text, memory, api.roster) : chain
    // Only what was believed need not come again.
    if (answer) rounds.etag = answer.etag
    return isNew ? { chain: newer, got: arrived } : { chain, got }
  } catch (error) {
    raise(error)
    return { chain, got }
  }
}

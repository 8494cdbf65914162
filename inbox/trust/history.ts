import type { Chain } from '../../shared/chain.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import type { Named } from '../../shared/inboxKey.ts'
import type { History } from '../unlock/inboxKeys.ts'
import { type FetchRoster, FARTHEST, type Kept, walkLine } from './line.ts'
import type { Memory } from './memory.ts'
import { headOf } from './trusted.ts'

/** The rosters from the one in force back, as far as the page knows them and without a gap. */
export function lineBack({ line }: Pick<Memory, 'line'>, head: number): readonly Kept[] {
  const all: Kept[] = []
  for (let at = line.get(head); at?.keys; at = line.get(at.version - 1)) all.push(at)
  return all
}

/**
 * What the rosters said of one NGO's keys. What is fetched the page remembers.
 * @param memory knows the chain's roster
 */
export function historyOf(
  verifier: Verifier,
  fetchRoster: FetchRoster,
  memory: Memory,
  chain: Chain,
  ngo: string,
): History {
  const head = headOf(chain)
  const back = (): readonly Kept[] => lineBack(memory, head.version)
  return {
    known: () => back().flatMap(({ keys }): readonly Named[] => [keys?.get(ngo) ?? []].flat()),
    async more() {
      const last = back().at(-1)
      if (!last || last.version <= Math.max(1, head.version - FARTHEST)) return false
      memory.line = await walkLine(verifier, fetchRoster, head, memory.line, last.version - 1)
      return true
    },
  }
}

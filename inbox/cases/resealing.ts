import type { ReadonlySignal } from '@preact/signals'
import { signersIn } from '../../shared/caseKey.ts'
import { resealCaseKeys } from '../reseal.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import type { CaseApi } from './api.ts'
import { knownTeams } from './teams.ts'

interface ResealingDeps {
  readonly api: CaseApi
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  readonly holds: (one: Session) => boolean
}

/** Between two cases, in milliseconds: whoever works comes first. */
const PAUSE = 20

/**
 * Seals the keys of cases anew for the keys in force, in the background: after unlocking, and when a switch or a roster brought
 * newer ones. What fails is tried again at the next unlocking.
 */
export function createResealing({ api, memory, session, holds }: ResealingDeps) {
  /** the generation for which it was looked */
  let looked: number | null = null

  async function run(current: Session): Promise<void> {
    const { crypto, chain, ngo, team } = current
    const leads = [...memory.line.values()].flatMap(({ keys }) => keys?.get(ngo.id)?.leads ?? [])
    const signers = signersIn(await knownTeams(api, { crypto, chain, ngo, team }, leads))
    await resealCaseKeys(api, current, {
      signers,
      pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE)),
      isOver: () => !holds(current),
    })
  }

  /** Looks once for each generation; without its key there is nothing to do yet. */
  function look(current: Session): void {
    const { generation } = current.ngo.box
    if (looked === generation || !current.boxes.some((box) => box.generation === generation)) return
    looked = generation
    void run(current).catch(() => void (looked = null))
  }

  return {
    look,
    begin(): void {
      looked = null
      if (session.value) look(session.value)
    },
  }
}

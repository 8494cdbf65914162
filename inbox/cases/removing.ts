import type { ERASE } from '../../shared/caseActs.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Audit } from '../audit/state.ts'
import { type Item, idsOf } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'
import type { CaseApi } from './api.ts'

export type EraseReason = (typeof ERASE)[number]

/** Who may delete without a code; the server asks the same, and every browser that reads the case. */
export const mayErase = ({ member }: Session): boolean => member.role !== 'member'

/** So many rows the server removes at once: one, and fifty with it. */
const AT_ONCE = 51

interface RemovingDeps {
  readonly api: Pick<CaseApi, 'remove'>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
  readonly audit?: Pick<Audit, 'write'>
}

/** What goes before its time (protocol §13): taken back by the person, or deleted on request. */
export function createRemoving({ api, rows, holds, audit }: RemovingDeps) {
  /** withdrawals that were carried out, or cannot be */
  const done = new Set<string>()

  /**
   * All of them, however many; one that is gone already is no error, and an answer that was lost is asked for once more.
   * @returns whether any went by this @throws MitosError `case-refused` and as `callBy`
   */
  async function remove(ids: readonly string[], withdrawal: string | null): Promise<boolean> {
    let went = false
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const [first, ...also] = ids.slice(i, i + AT_ONCE)
      let lost = false
      try {
        await api.remove(first!, { also, withdrawal }).catch((error: unknown) => {
          lost = codeOf(error) === 'server-unreachable'
          if (!lost) throw error
          return api.remove(first!, { also, withdrawal })
        })
        went = true
      } catch (error) {
        if (codeOf(error) !== 'not-found') throw error
        // It went by the question of which no answer came.
        went ||= lost
      }
    }
    return went
  }

  return {
    /**
     * Carries out what persons took back: their signature was checked when the row was opened, and it is by the author of the request
     * that goes. A server that deleted it itself has left nothing to do.
     * @throws MitosError `not-logged-in`
     */
    async carryOut(current: Session): Promise<void> {
      for (const item of rows.shown.all.value) {
        if (item.kind !== 'request' || !item.takenBack) continue
        const { by } = item.takenBack
        const due = item.takenBack.rows.filter((id) => rows.rows.value.has(id))
        if (!due.length || done.has(by) || !holds(current)) continue
        try {
          const went = await remove(due, by)
          done.add(by)
          if (!went) continue
          audit?.write({ what: 'withdrawn', ...(item.case && { case: item.case.id }) }, current)
          await rows.pull(current)
        } catch (error) {
          const code = codeOf(error)
          if (code === 'not-logged-in') throw error
          // The server will not: it is shown as taken back all the same.
          if (code === 'case-refused') done.add(by)
        }
      }
    },
    /** @throws MitosError `case-refused` and as `callBy`; one that is gone already is no error */
    async erase(item: Item): Promise<void> {
      await remove([item.id, ...idsOf(item).filter((id) => id !== item.id)], null)
    },
    clear: (): void => done.clear(),
  }
}

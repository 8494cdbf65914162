import type { ERASE } from '../../shared/caseActs.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Item } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'
import type { CaseApi } from './api.ts'

export type EraseReason = (typeof ERASE)[number]

/** Who may delete without a code; the server asks the same, and every browser that reads the case. */
export const mayErase = ({ member }: Session): boolean => member.role !== 'member'

interface RemovingDeps {
  readonly api: Pick<CaseApi, 'remove'>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
}

/** What goes before its time (protocol §13): taken back by the person, or deleted on request. */
export function createRemoving({ api, rows, holds }: RemovingDeps) {
  /** withdrawals that were carried out, or cannot be */
  const done = new Set<string>()

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
        const [first, ...also] = item.takenBack.rows.filter((id) => rows.rows.value.has(id))
        if (!first || done.has(by) || !holds(current)) continue
        try {
          await api.remove(first, { also, withdrawal: by })
          done.add(by)
          await rows.pull(current)
        } catch (error) {
          const code = codeOf(error)
          if (code === 'not-logged-in') throw error
          // Somebody else's browser was first, or the server will not: it is shown as taken back all the same.
          if (code === 'not-found' || code === 'case-refused') done.add(by)
        }
      }
    },
    /** @throws MitosError `case-refused` and as `callBy`; one that is gone already is no error */
    async erase(item: Item): Promise<void> {
      const also = item.kind === 'request' ? item.ids.filter((id) => id !== item.id) : []
      try {
        await api.remove(item.id, { also, withdrawal: null })
      } catch (error) {
        if (codeOf(error) !== 'not-found') throw error
      }
    },
    clear: (): void => done.clear(),
  }
}

import { type ReadonlySignal, signal } from '@preact/signals'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import { type Item, type OpenedRow, idsOf } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'
import type { Doing, Writing } from './writing.ts'

interface OwedAct {
  /** of the row, and of the member */
  readonly id: string
  readonly by: string
  readonly doing: Doing
  /** as it was on the screen; not any more after a lock */
  readonly item?: Item
}

interface OwedDeps {
  readonly session: ReadonlySignal<Session | null>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
  readonly append: Writing['append']
  /** it may not be written any more, and why */
  readonly refused: (item: Item, code: ErrorCode) => void
}

export type Owed = ReturnType<typeof createOwed>

/**
 * Acts that happened whether or not the case tells of them yet: numbers that were shown, and what went to another NGO just before
 * a lock. They outlive it, without anything of the person: the same member's next unlocking on this page writes them.
 */
export function createOwed({ session, rows, holds, append, refused }: OwedDeps) {
  let owed: readonly OwedAct[] = []
  const owes = signal(0)

  /** How many of them are this member's. */
  function count(): void {
    const by = session.value?.member.id
    owes.value = owed.filter((one) => one.by === by).length
  }

  return {
    owes,
    count,
    add: (one: OwedAct): void => void (owed = [...owed, one]),

    /** Writes what this member owes. @throws MitosError what the rest stays owed for */
    async write(current: Session): Promise<void> {
      for (const one of owed.filter(({ by }) => by === current.member.id)) {
        if (!holds(current)) return
        if (!owed.includes(one)) continue
        const item = rows.shown.all.value.find((other) => idsOf(other).includes(one.id)) ?? one.item
        // After a lock the list comes first.
        if (!item && !rows.shown.loaded.value) return
        try {
          if (item) await append(current, item, one.doing)
        } catch (error) {
          const code = codeOf(error)
          if (code === 'server-unreachable' || code === 'not-logged-in' || !holds(current)) throw error
          // It may not be written any more; the number is known to the member all the same.
          if (item) refused(item, code)
        }
        // Not the first: that one may have gone meanwhile, with its row.
        owed = owed.filter((other) => other !== one)
        count()
      }
    },
    forget(gone: readonly OpenedRow[]): void {
      owed = owed.filter((one) => !gone.some(({ id }) => id === one.id))
      count()
    },
    /** What they hold of the person goes; the acts stay. */
    lock(): void {
      owed = owed.map(({ id, by, doing }) => ({ id, by, doing }))
      owes.value = 0
    },
  }
}

import { type ReadonlySignal, type Signal, batch, signal } from '@preact/signals'
import { ORIGINS } from '../../shared/takenBack.ts'
import type { Item, OpenedRow, Request } from '../list/items.ts'
import type { Session } from '../session.ts'

/** So often it is asked at most while nothing is opened, milliseconds. */
const ASK = 60_000

export interface TakenDeps {
  readonly rows: ReadonlySignal<ReadonlyMap<string, OpenedRow>>
  /** milliseconds UTC */
  readonly now: () => number
  readonly holds: (one: Session) => boolean
  /** `POST /api/inbox/taken-back` */
  readonly ask: (origins: readonly string[]) => Promise<readonly string[]>
  /** more was taken back */
  readonly told: () => void
}

export type Taken = ReturnType<typeof createTaken>

/**
 * Whom another NGO referred here, and who took it back there since (protocol §9). The server says so and nobody signs it: it hides
 * how to reach them, and deletes nothing.
 */
export function createTaken({ rows, now, holds, ask, told }: TakenDeps) {
  const taken: Signal<ReadonlySet<string>> = signal(new Set())
  /** of whom a member says that they want to go on, by item */
  const goesOn: Signal<ReadonlySet<string>> = signal(new Set())
  let askedAt = -Infinity

  /** Always all of them in one order, so that a question does not tell which one was opened. */
  const origins = (): readonly string[] => {
    const open = [...rows.value.values()].flatMap(({ read, case: mark }) => {
      const origin = read.kind === 'opened' && (mark?.closed ?? null) === null ? read.handed?.origin : undefined
      return origin === undefined || taken.value.has(origin) ? [] : [origin]
    })
    return [...new Set(open)].sort()
  }

  async function look(current: Session): Promise<void> {
    askedAt = now()
    const all = origins()
    try {
      for (let i = 0; i < all.length; i += ORIGINS) {
        const found = await ask(all.slice(i, i + ORIGINS))
        if (!holds(current)) return
        if (!found.length) continue
        taken.value = new Set([...taken.value, ...found])
        told()
      }
    } catch {
      // A server that is older does not know the question, and one that is away is asked again.
    }
  }

  const tookBack = (item: Item): item is Request =>
    item.kind === 'request' &&
    item.handed?.origin !== undefined &&
    taken.value.has(item.handed.origin) &&
    !goesOn.value.has(item.id)

  return {
    /** The list, with what was taken back marked as such. */
    marked: (items: readonly Item[]): readonly Item[] =>
      taken.value.size ? items.map((item) => (tookBack(item) ? { ...item, tookBackThere: true } : item)) : items,
    /** After each fetch of the list. */
    async follow(current: Session): Promise<void> {
      if (now() - askedAt >= ASK) await look(current)
    },
    /** Somebody looks at it now. */
    async opened(current: Session, id: string): Promise<void> {
      const read = rows.value.get(id)?.read
      if (read?.kind === 'opened' && read.handed?.origin !== undefined) await look(current)
    },
    /** The NGO that referred asked the person: the card is there again, until this page locks. */
    goOn: ({ id }: Request): void => void (goesOn.value = new Set(goesOn.value).add(id)),
    clear: (): void =>
      batch(() => {
        taken.value = new Set()
        goesOn.value = new Set()
        askedAt = -Infinity
      }),
  }
}

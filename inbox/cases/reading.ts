import { codeOf } from '../../shared/errors.ts'
import type { Item, Request } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'
import { unreadOf } from './added.ts'
import type { Files } from './files.ts'
import { isClosedItself } from './silence.ts'
import type { Queue } from './queue.ts'
import { caseIn, stateOf } from './view.ts'
import type { Writing } from './writing.ts'

interface ReadingDeps {
  readonly rows: Rows
  readonly files: Files
  readonly writing: Writing
  readonly quietly: Queue['quietly']
  readonly holds: (one: Session) => boolean
  /** whether the member has what is opened before them */
  readonly looks: () => boolean
  /** What was read calls nobody any more. @param id of its row */
  readonly quiet: (id: string) => Promise<void>
}

/** What the person added, and that who has the case has read it. */
export function createReading({ rows, files, writing, quietly, holds, looks, quiet }: ReadingDeps) {
  /** rows of which the server knows that they call nobody any more */
  const calm = new Set<string>()

  /** Rows for which somebody may be called still; none where the case is not open here. */
  const loudOf = (item: Request): readonly string[] =>
    item.withdrawn || !caseIn(files.of(item))
      ? []
      : item.wrote.flatMap(({ id }) => (rows.rows.value.has(id) && !calm.has(id) ? [id] : []))

  async function read(current: Session, given: Request): Promise<void> {
    const item = writing.newest(given)
    if (item.kind !== 'request' || !looks() || !holds(current)) return
    const state = stateOf(item, files.of(item))
    const lead = current.member.role === 'lead'
    const ended = state === 'closed'
    const mine = item.claim?.by === current.member.id
    // What closed by itself is open again once its owner reads it; a coordinator's look leaves that to them.
    const theirs = ended && lead && !isClosedItself(item, caseIn(files.of(item)))
    if (state === 'gone' || !(mine || theirs)) return
    for (const id of loudOf(item)) {
      const sent = rows.rows.value.get(id)?.sent
      if (!sent || sent.signed === null) continue
      const { header, signed } = sent
      if (unreadOf(item, caseIn(files.of(item))).includes(id))
        await writing.append(current, item, { acts: [{ kind: 'message', header, signed }] })
      // What is closed calls until one has seen it who can open it again.
      if (ended && !lead) continue
      await quiet(id).catch((error: unknown) => {
        if (codeOf(error) !== 'not-found') throw error
      })
      if (holds(current)) calm.add(id)
    }
  }

  return {
    /**
     * What the person added goes into the case once who has it has it before them, of a closed one who had it or a coordinator, and calls
     * nobody any more; what fails is tried again with the next list.
     */
    readBy(current: Session, item: Item): void {
      // Nothing waits for it: who works comes first.
      if (item.kind === 'request' && loudOf(item).length) void quietly(() => read(current, item))
    },
    clear: (): void => calm.clear(),
  }
}

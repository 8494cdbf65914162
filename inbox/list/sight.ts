import { type Poll, older } from './feed.ts'
import type { OpenedRow } from './items.ts'

/** What becomes of rows that an answer does not bring any more. */
export interface Parted {
  /** what stays on the screen, oldest first */
  readonly rows: ReadonlyMap<string, OpenedRow>
  /** the server has them no more */
  readonly gone: readonly OpenedRow[]
  /** the member is off shift, and they are out of sight */
  readonly unseen: readonly OpenedRow[]
  /** of these the member has something open, or is writing: they stay until that is over */
  readonly kept: ReadonlySet<string>
}

/**
 * Tells what is gone from what went out of sight when a shift ended (protocol §13): the server names what is gone, and where it does
 * not know, one's own is gone, since that never goes out of sight.
 * @param before as it was on the screen @param kept what was kept until now @param isBusy whether the member works with a row
 */
export function part(
  before: ReadonlyMap<string, OpenedRow>,
  found: Poll,
  kept: ReadonlySet<string>,
  member: string,
  isBusy: (row: OpenedRow) => boolean,
): Parted {
  const went = [...before.values()].filter(({ id }) => !found.rows.has(id))
  const isGone = ({ id, claim }: OpenedRow): boolean =>
    !found.off || (found.gone ? found.gone.has(id) : claim?.by === member && !kept.has(id))
  const gone = went.filter(isGone)
  // What changed since is told without them, so that they stand in it as they did.
  const held = [...kept].flatMap((id) => (found.whole ? [] : (found.rows.get(id) ?? [])))
  const outside = [...went.filter((row) => !isGone(row)), ...held]
  const stay = outside.filter(isBusy)
  const unseen = outside.filter((row) => !isBusy(row))
  const changes = unseen.some(({ id }) => found.rows.has(id)) || stay.some(({ id }) => !found.rows.has(id))
  const without = new Set(unseen.map(({ id }) => id))
  const rows = changes
    ? new Map(
        [...new Map([...found.rows, ...stay.map((row) => [row.id, { ...row, offered: false }] as const)]).values()]
          .filter(({ id }) => !without.has(id))
          .sort(older)
          .map((row) => [row.id, row]),
      )
    : found.rows
  return { rows, gone, unseen, kept: new Set(stay.map(({ id }) => id)) }
}

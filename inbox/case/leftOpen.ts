import type { Case } from '../../shared/caseFold.ts'
import { type Unwritten, unwrittenOf } from '../cases/unwritten.ts'
import { type Item, type Request, isOff } from '../list/items.ts'

/** For so long after a number was shown an unlocking leads to its result sheet, seconds: a night's work. Its mark in the list stays. */
const OPEN_FOR = 12 * 3600

/**
 * The contact that a member was in the middle of when their screen locked: the last number that they were shown, where they wrote no
 * result of it.
 * @param t seconds UTC
 */
export function leftOpen(
  items: readonly Item[],
  caseOf: (item: Item) => Case | null,
  member: string,
  t: number,
): { readonly item: Request; readonly shown: Unwritten } | null {
  const open = items.flatMap((item) => {
    if (item.kind !== 'request' || isOff(item) || item.claim?.by !== member || item.case?.closed !== null) return []
    const shown = unwrittenOf(caseOf(item), member)
    // A clock that went back makes no contact a new one.
    return shown && Math.abs(t - shown.at) < OPEN_FOR ? [{ item, shown }] : []
  })
  return open.reduce<(typeof open)[number] | null>(
    (last, one) => (last && last.shown.at >= one.shown.at ? last : one),
    null,
  )
}

import type { Item, Request } from '../list/items.ts'

/**
 * The open requests whose word somebody says, for whom every member's list has a row: new ones, also those that came just now
 * and wait above the list, one's own, and those that a colleague took – whoever picks up the phone must know whom to fetch. What
 * was removed by the person, or is closed, is found no more.
 * @param word 0–199
 */
export function saidBy(items: readonly Item[], word: number): readonly Request[] {
  return items.filter(
    (item): item is Request =>
      item.kind === 'request' &&
      !item.withdrawn &&
      (item.case?.closed ?? null) === null &&
      item.ways.some(({ told }) => told.contact?.word === word),
  )
}

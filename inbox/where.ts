/** What may stand in the place of a case: the list of what else there is, and its parts. */
export const PLACES = [
  'more',
  'members',
  'keys',
  'alerts',
  'overview',
  'notices',
  'guide',
  'audit',
  'export',
  'settings',
  'legal',
] as const
export type Place = (typeof PLACES)[number]

/** Where a member is: at the list, with a case beside it or none; at the rota; at a place. */
export type Where = 'list' | 'rota' | Place

/** The place of that name; null at the list and at the rota. */
export const placeOf = (where: Where): Place | null => PLACES.find((one) => one === where) ?? null

import { DAY } from '../../../shared/root.ts'
import type { Ngo } from '../../../shared/roster.ts'

/** So long after its sheet was made the key before may sign (protocol §11): a roster's longest life. */
export const OLD_SIGNS = 31 * DAY

/** When the sheet was made that brought an NGO's present keys, as its old keys tell; 0 where there are none. */
export const sheetMade = ({ signKeys }: Pick<Ngo, 'signKeys'>): number =>
  Math.max(0, ...signKeys.map(({ until }) => until - OLD_SIGNS))

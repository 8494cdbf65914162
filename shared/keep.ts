import { int, object } from './shape.ts'

/** How long a request is kept, in days. */
export interface Keep {
  /** since it came, where nobody claims it */
  readonly unread: number
  /** since it was closed */
  readonly closed: number
  /** since it was claimed, where nobody closes it */
  readonly open: number
}

/** Where an operator sets nothing else. */
export const KEEP: Keep = { unread: 14, closed: 30, open: 180 }

const isKeep = object({ unread: int(1, 365), closed: int(1, 365), open: int(1, 365) })

/** What a server says of its own days; undefined: nothing that one could believe. */
export const readKeep = (json: unknown): Keep | undefined => (isKeep(json) ? (json as Keep) : undefined)

/** So many days a backup may hold what the server has wiped (protocol §15). */
export const BACKUP_DAYS = 7

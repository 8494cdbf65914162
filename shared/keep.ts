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

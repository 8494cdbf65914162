/** What attacks, as `attackers.ts` does it and `underAttack.ts` tells of it. */
export const SLOWHTTPTEST = '/usr/bin/slowhttptest'
export const LIMIT = 60
/** Requests of the one client that floods, in ten seconds. */
export const FLOOD = 10 * LIMIT
export const IDLE = 2000
/** Slow clients of each kind. */
export const SLOW = 400

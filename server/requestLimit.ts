import type { RateLimitOptions } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Clients } from './clients.ts'

/** How many times the soft limit one client may send in a minute; a whole onion service or proxy may be one client. */
const ONE = 100
/** How many times the soft limit all together may send in a minute: those above it, and apart from them those below. */
const ALL = 1000
const MINUTE = 60_000

/** How many clients are counted; where more come within a minute, those that were seen longest ago begin anew. */
const KEPT = 50_000

/** `mark`: taken, and shown among "Please check". */
export type Verdict = 'fine' | 'mark' | 'refuse'
/** Counts one request and says what becomes of it; it asks whether the id shows work only where that matters. */
export type RequestLimit = (request: FastifyRequest, hasWork: () => boolean) => Promise<Verdict>

/**
 * Counts requests in memory, by @fastify/rate-limit. Nobody is turned away for the soft limit, because a person may sit behind
 * the same address as a flood: their row is marked, and a member sees it among "Please check". While more come than one client
 * may send, so are those whose id shows no work. Only a flood that would fill the disk is refused, and it meets itself: clients
 * above the soft limit share a hard limit of their own, so that few addresses take nothing from all others.
 *
 * @param app has @fastify/rate-limit
 * @param soft requests a minute and client
 */
export function requestLimit(app: FastifyInstance, soft: number, clients: Clients): RequestLimit {
  const counter = (options: RateLimitOptions) => {
    const count = app.createRateLimit({ timeWindow: MINUTE, ...options })
    return async (request: FastifyRequest) => {
      const found = await count(request)
      // Nobody is on a list of those who may do anything.
      return found.isAllowed ? { isExceeded: false, isBanned: false } : found
    }
  }
  const together = (max: number) => counter({ max, keyGenerator: () => 'all', cache: 1 })
  const one = counter({ max: soft, ban: soft * (ONE - 1), keyGenerator: ({ ip }) => clients.nameOf(ip), cache: KEPT })
  const [people, floods, load] = [together(soft * ALL), together(soft * ALL), together(soft)]

  return async (request, hasWork) => {
    const client = await one(request)
    if (client.isBanned) return 'refuse'
    const isBusy = (await load(request)).isExceeded
    const all = await (client.isExceeded ? floods : people)(request)
    if (all.isExceeded) return 'refuse'
    return client.isExceeded || (isBusy && !hasWork()) ? 'mark' : 'fine'
  }
}

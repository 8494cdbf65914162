import { and, asc, count, desc, eq, lte, max, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { SLOTS } from '../../../shared/mailbox.ts'
import { replies, requests } from './schema.ts'

const at = sql.placeholder

/** The statements of what waits for return codes. */
export const prepareMailboxes = (db: ReturnType<typeof drizzle>) => ({
  requestsAt: db
    .select({ id: requests.id, keyId: requests.keyId, tag: requests.tag })
    .from(requests)
    .where(eq(requests.address, at('address')))
    .orderBy(asc(requests.hour), asc(requests.id))
    .prepare(),
  countAt: db
    .select({ rows: count() })
    .from(requests)
    .where(eq(requests.address, at('address')))
    .prepare(),
  addressOf: db
    .select({ address: requests.address })
    .from(requests)
    .where(eq(requests.id, at('id')))
    .prepare(),
  repliesAt: db
    .select({ sealed: replies.sealed })
    .from(replies)
    .where(eq(replies.address, at('address')))
    .orderBy(desc(replies.n))
    .limit(SLOTS)
    .prepare(),
  lastReply: db
    .select({ n: max(replies.n) })
    .from(replies)
    .where(eq(replies.address, at('address')))
    .prepare(),
  addReply: db
    .insert(replies)
    .values({ address: at('address'), n: at('n'), sealed: at('sealed') })
    .prepare(),
  removeReplies: db
    .delete(replies)
    .where(and(eq(replies.address, at('address')), lte(replies.n, at('upTo'))))
    .prepare(),
})

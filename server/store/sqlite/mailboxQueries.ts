import { and, asc, count, desc, eq, lte, max, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { SLOTS } from '../../../shared/mailbox.ts'
import { caseAway, cases, mailboxAway, replies, requests } from './schema.ts'

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
  /** Who stepped back from the case of one request. */
  awayFromCaseOf: db
    .select({ member: caseAway.member })
    .from(caseAway)
    .innerJoin(cases, eq(cases.id, caseAway.case))
    .where(eq(cases.request, at('request')))
    .prepare(),
  awayFromAddress: db
    .select({ member: mailboxAway.member })
    .from(mailboxAway)
    .where(eq(mailboxAway.address, at('address')))
    .prepare(),
  addAwayFromAddress: db
    .insert(mailboxAway)
    .values({ address: at('address'), member: at('member') })
    .onConflictDoNothing()
    .prepare(),
  removeAwayFromAddress: db
    .delete(mailboxAway)
    .where(eq(mailboxAway.address, at('address')))
    .prepare(),
  /** What is left of what a member stepped back from, and what came after it. */
  leftAwayOf: db
    .select({ request: requests.id, keyId: requests.keyId, address: requests.address })
    .from(mailboxAway)
    .innerJoin(requests, eq(requests.address, mailboxAway.address))
    .where(eq(mailboxAway.member, at('member')))
    .prepare(),
  leftAway: db
    .select({ request: requests.id, member: mailboxAway.member })
    .from(mailboxAway)
    .innerJoin(requests, eq(requests.address, mailboxAway.address))
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

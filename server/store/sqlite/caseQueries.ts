import { and, asc, count, eq, gt, gte, isNull, lt, lte, notExists, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { alias } from 'drizzle-orm/sqlite-core'
import { caseAway, caseEvents, caseKeys, cases, claims, requests } from './schema.ts'

const at = sql.placeholder
/** the row of which a case is */
const first = alias(requests, 'first')

/** The statements of cases: their keys and events, and who has them. */
export function prepareCases(db: ReturnType<typeof drizzle>) {
  const whole = {
    id: cases.id,
    request: cases.request,
    ngo: cases.ngo,
    length: cases.length,
    acted: cases.acted,
    wakeAt: cases.wakeAt,
    keyId: requests.keyId,
    by: claims.by,
    hour: claims.hour,
    closed: claims.closed,
  }
  const joined = () =>
    db
      .select(whole)
      .from(cases)
      .innerJoin(requests, eq(requests.id, cases.request))
      .leftJoin(claims, eq(claims.request, cases.request))
      .$dynamic()
  return {
    caseById: joined()
      .where(eq(cases.id, at('id')))
      .prepare(),
    caseOfRequest: joined()
      .where(eq(cases.request, at('request')))
      .prepare(),
    addCase: db
      .insert(cases)
      .values({
        id: at('id'),
        request: at('request'),
        ngo: at('ngo'),
        length: 1,
        acted: at('acted'),
        wakeAt: at('wakeAt'),
      })
      .prepare(),
    lengthenCase: db
      .update(cases)
      .set({ length: sql`${at('length')}`, acted: sql`${at('acted')}`, wakeAt: sql`${at('wakeAt')}` })
      .where(eq(cases.id, at('id')))
      .prepare(),
    ...preparedClaims(db),
    ...preparedKeys(db),
    addCaseEvent: db
      .insert(caseEvents)
      .values({ case: at('case'), seq: at('seq'), bytes: at('bytes') })
      .prepare(),
    caseEventsFrom: db
      .select({ seq: caseEvents.seq, bytes: caseEvents.bytes })
      .from(caseEvents)
      .where(and(eq(caseEvents.case, at('case')), gte(caseEvents.seq, at('seq'))))
      .orderBy(asc(caseEvents.seq))
      .limit(at('limit'))
      .prepare(),
    addAway: db
      .insert(caseAway)
      .values({ case: at('case'), member: at('member') })
      .onConflictDoNothing()
      .prepare(),
    isAway: db
      .select({ rows: count() })
      .from(caseAway)
      .where(and(eq(caseAway.case, at('case')), eq(caseAway.member, at('member'))))
      .prepare(),
    // What the same person sends after it is no more theirs to find than the request (R46).
    requestsAwayOf: db
      .selectDistinct({ request: requests.id, keyId: requests.keyId })
      .from(caseAway)
      .innerJoin(cases, eq(cases.id, caseAway.case))
      .innerJoin(first, eq(first.id, cases.request))
      .innerJoin(requests, eq(requests.address, first.address))
      .where(eq(caseAway.member, at('member')))
      .prepare(),
  }
}

function preparedClaims(db: ReturnType<typeof drizzle>) {
  return {
    setClaim: db
      .insert(claims)
      .values({ request: at('request'), by: at('by'), hour: at('hour') })
      .onConflictDoUpdate({
        target: claims.request,
        set: { by: sql`excluded.by`, hour: sql`excluded.hour`, closed: sql`NULL` },
      })
      .prepare(),
    /** In one statement: what is written meanwhile comes before it or after. */
    closeSilent: db
      .update(claims)
      .set({ closed: sql`${at('hour')}` })
      .where(
        and(
          isNull(claims.closed),
          lte(claims.hour, at('until')),
          notExists(
            db
              .select({ id: cases.id })
              .from(cases)
              .where(and(eq(cases.request, claims.request), gt(cases.acted, at('until')))),
          ),
        ),
      )
      .prepare(),
    openAgain: db
      .update(claims)
      .set({ closed: sql`NULL` })
      .where(eq(claims.request, at('request')))
      .prepare(),
    removeClaim: db
      .delete(claims)
      .where(eq(claims.request, at('request')))
      .prepare(),
  }
}

function preparedKeys(db: ReturnType<typeof drizzle>) {
  return {
    addCaseKey: db
      .insert(caseKeys)
      .values({ case: at('case'), generation: at('generation'), sealed: at('sealed') })
      .prepare(),
    removeCaseKey: db
      .delete(caseKeys)
      .where(and(eq(caseKeys.case, at('case')), eq(caseKeys.generation, at('generation'))))
      .prepare(),
    caseKeysOf: db
      .select({ generation: caseKeys.generation, sealed: caseKeys.sealed })
      .from(caseKeys)
      .where(eq(caseKeys.case, at('case')))
      .orderBy(asc(caseKeys.generation))
      .prepare(),
    /** Cases of an NGO that still have a key of an older generation. */
    casesWithOldKeys: db
      .selectDistinct({ id: cases.id })
      .from(cases)
      .innerJoin(caseKeys, eq(caseKeys.case, cases.id))
      .where(and(eq(cases.ngo, at('ngo')), gt(cases.id, at('after')), lt(caseKeys.generation, at('before'))))
      .orderBy(asc(cases.id))
      .limit(at('limit'))
      .prepare(),
    countCaseKeys: db
      .select({ rows: count() })
      .from(caseKeys)
      .innerJoin(cases, eq(cases.id, caseKeys.case))
      .where(and(eq(cases.ngo, at('ngo')), eq(caseKeys.generation, at('generation'))))
      .prepare(),
  }
}

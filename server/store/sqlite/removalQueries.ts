import { and, asc, count, eq, gt, inArray, isNull, lte, min, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { callsNobody, cases, claims, inboxKeys, members, requests, sitesOff, tombstones } from './schema.ts'

const at = sql.placeholder

/** The statements of what goes again: requests, keys of old generations, sites. */
export function prepareRemovals(db: ReturnType<typeof drizzle>) {
  /** Hours and claims of requests, without their bytes. */
  const ages = () =>
    db
      .select({
        id: requests.id,
        keyId: requests.keyId,
        hour: requests.hour,
        claimed: claims.hour,
        closed: claims.closed,
        acted: cases.acted,
        quiet: callsNobody.request,
      })
      .from(requests)
      .leftJoin(claims, eq(claims.request, requests.id))
      .leftJoin(cases, eq(cases.request, requests.id))
      .leftJoin(callsNobody, eq(callsNobody.request, requests.id))
  return {
    close: db
      .update(claims)
      .set({ closed: sql`${at('hour')}` })
      .where(and(eq(claims.request, at('request')), isNull(claims.closed)))
      .prepare(),
    // One step along the primary key for each key, however many rows it has.
    nextKeyId: db
      .select({ keyId: min(requests.keyId) })
      .from(requests)
      .where(gt(requests.keyId, at('after')))
      .prepare(),
    /** Of a key's rows, from the oldest on. */
    agesAfter: ages()
      .where(
        and(
          eq(requests.keyId, at('keyId')),
          sql`(${requests.hour}, ${requests.id}) > (${at('hour')}, ${at('id')})`,
          lte(requests.hour, at('until')),
        ),
      )
      .orderBy(asc(requests.hour), asc(requests.id))
      .limit(at('limit'))
      .prepare(),
    ageOf: ages()
      .where(eq(requests.id, at('id')))
      .prepare(),
    removeRequest: db
      .delete(requests)
      .where(eq(requests.id, at('id')))
      .prepare(),
    addTombstone: db
      .insert(tombstones)
      .values({ keyId: at('keyId'), hash: at('hash') })
      .onConflictDoNothing()
      .prepare(),
    tombstone: db
      .select({ rows: count() })
      .from(tombstones)
      .where(and(eq(tombstones.keyId, at('keyId')), eq(tombstones.hash, at('hash'))))
      .prepare(),
    tombstonesOf: db
      .select()
      .from(tombstones)
      .where(eq(tombstones.keyId, at('keyId')))
      .prepare(),
    removeTombstones: db
      .delete(tombstones)
      .where(eq(tombstones.keyId, at('keyId')))
      .prepare(),
    generationsOf: db
      .selectDistinct({ generation: inboxKeys.generation })
      .from(inboxKeys)
      .innerJoin(members, eq(members.id, inboxKeys.member))
      .where(eq(members.ngo, at('ngo')))
      .prepare(),
    removeInboxKeys: db
      .delete(inboxKeys)
      .where(
        and(
          eq(inboxKeys.generation, at('generation')),
          inArray(
            inboxKeys.member,
            db
              .select({ id: members.id })
              .from(members)
              .where(eq(members.ngo, at('ngo'))),
          ),
        ),
      )
      .prepare(),
    sitesOff: db.select().from(sitesOff).orderBy(asc(sitesOff.site)).prepare(),
    countSitesOff: db.select({ rows: count() }).from(sitesOff).prepare(),
    siteOff: db
      .insert(sitesOff)
      .values({ site: at('site') })
      .onConflictDoNothing()
      .prepare(),
    siteOn: db
      .delete(sitesOff)
      .where(eq(sitesOff.site, at('site')))
      .prepare(),
  }
}

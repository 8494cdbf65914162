import { and, asc, eq, isNull, lt, lte, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { alias } from 'drizzle-orm/sqlite-core'
import { sameBytes } from '../../../shared/bytes.ts'
import type { RequestId } from '../../../shared/wire.ts'
import type { AlertStore, StoredWay, Unopened, Wake } from '../alertStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'
import { alertWays, alerts, callsNobody, caseAway, cases, claims, requests } from './schema.ts'

const at = sql.placeholder
/** the row of which a case is */
const first = alias(requests, 'first')

/** The statements of who is called, and by which way. */
export function prepareAlerts(db: ReturnType<typeof drizzle>) {
  return {
    alertWays: db.select().from(alertWays).orderBy(asc(alertWays.id)).prepare(),
    alertWaysOf: db
      .select()
      .from(alertWays)
      .where(eq(alertWays.member, at('member')))
      .orderBy(asc(alertWays.id))
      .prepare(),
    addAlertWay: db
      .insert(alertWays)
      .values({
        id: at('id'),
        member: at('member'),
        kind: at('kind'),
        sealed: at('sealed'),
        result: at('result'),
        hour: at('hour'),
      })
      .prepare(),
    // What is still to go out by it goes with it.
    removeAlertWay: db
      .delete(alertWays)
      .where(eq(alertWays.id, at('id')))
      .prepare(),
    removeAlertWaysOf: db
      .delete(alertWays)
      .where(eq(alertWays.member, at('member')))
      .prepare(),
    setAlertResult: db
      .update(alertWays)
      .set({ result: sql`${at('result')}`, hour: sql`${at('hour')}` })
      .where(eq(alertWays.id, at('id')))
      .prepare(),
    alertWay: db
      .select()
      .from(alertWays)
      .where(eq(alertWays.id, at('id')))
      .prepare(),
    alerts: db.select().from(alerts).orderBy(asc(alerts.way)).prepare(),
    addAlert: db
      .insert(alerts)
      .values({ way: at('way'), tries: 0 })
      .onConflictDoNothing()
      .prepare(),
    countAlertTry: db
      .update(alerts)
      .set({ tries: sql`${alerts.tries} + 1` })
      .where(eq(alerts.way, at('way')))
      .prepare(),
    removeAlert: db
      .delete(alerts)
      .where(eq(alerts.way, at('way')))
      .prepare(),
    unopened: db
      .select({ id: requests.id, hour: requests.hour, address: requests.address, wakeAt: cases.wakeAt })
      .from(requests)
      .leftJoin(claims, eq(claims.request, requests.id))
      .leftJoin(cases, eq(cases.request, requests.id))
      .leftJoin(callsNobody, eq(callsNobody.request, requests.id))
      .where(
        and(
          eq(requests.keyId, at('keyId')),
          sql`(${requests.hour}, ${requests.id}) > (${at('hour')}, ${at('id')})`,
          isNull(claims.request),
          isNull(callsNobody.request),
        ),
      )
      .orderBy(asc(requests.hour), asc(requests.id))
      .limit(at('limit'))
      .prepare(),
    claimedAddresses: db
      .selectDistinct({ address: requests.address, by: claims.by, closed: sql<number>`${claims.closed} IS NOT NULL` })
      .from(claims)
      .innerJoin(requests, eq(requests.id, claims.request))
      .where(eq(requests.keyId, at('keyId')))
      .prepare(),
    wakes: db
      .select({
        request: cases.request,
        address: requests.address,
        ngo: cases.ngo,
        by: claims.by,
        wakeAt: cases.wakeAt,
      })
      .from(cases)
      .innerJoin(requests, eq(requests.id, cases.request))
      .innerJoin(claims, eq(claims.request, cases.request))
      .where(and(lte(cases.wakeAt, at('now')), lt(cases.acted, cases.wakeAt), isNull(claims.closed)))
      .prepare(),
    silent: db
      .select({ ngo: cases.ngo, by: claims.by, acted: sql<number>`max(${cases.acted}, ${claims.hour})` })
      .from(cases)
      .innerJoin(claims, eq(claims.request, cases.request))
      .where(and(lte(cases.acted, at('until')), lte(claims.hour, at('until')), isNull(claims.closed)))
      .prepare(),
    steppedBack: db
      .selectDistinct({ request: requests.id, member: caseAway.member })
      .from(caseAway)
      .innerJoin(cases, eq(cases.id, caseAway.case))
      .innerJoin(first, eq(first.id, cases.request))
      .innerJoin(requests, eq(requests.address, first.address))
      .prepare(),
    callNobody: db
      .insert(callsNobody)
      .values({ request: at('request') })
      .onConflictDoNothing()
      .prepare(),
    callAgain: db
      .delete(callsNobody)
      .where(eq(callsNobody.request, at('request')))
      .prepare(),
  }
}

type Read = <T>(work: (db: Queries) => T) => Promise<T>

export function alertStore(commits: GroupCommit<Queries>, read: Read): AlertStore {
  const write = async (work: (db: Queries) => unknown, erases = false): Promise<void> => {
    await commits.write(work, erases)
  }
  return {
    alertWays: () => read((db) => db.alertWays.all()),
    alertWaysOf: (member) => read((db) => db.alertWaysOf.all({ member })),
    setAlertWays: (member, ways) => commits.write((db) => setWays(db, member, ways), true),
    setAlertResult: (id, result, hour) => write((db) => db.setAlertResult.run({ id, result, hour })),
    alerts: () => read((db) => db.alerts.all()),
    addAlerts: (ways) =>
      write((db) => {
        for (const way of ways) if (db.alertWay.get({ id: way })) db.addAlert.run({ way })
      }),
    countAlertTry: (way) => write((db) => db.countAlertTry.run({ way })),
    removeAlerts: (ways) =>
      write((db) => {
        for (const way of ways) db.removeAlert.run({ way })
      }, true),
    unopened: (keyId, after, limit) =>
      read((db) => {
        const { hour, id } = after ?? { hour: -1, id: new Uint8Array() }
        return db.unopened.all({ keyId, hour, id, limit }).map((row): Unopened => ({ ...row, id: row.id as RequestId }))
      }),
    claimedAddresses: (keyId) =>
      read((db) => db.claimedAddresses.all({ keyId }).map((row) => ({ ...row, closed: row.closed === 1 }))),
    wakes: (now) => read((db) => db.wakes.all({ now }).map((row): Wake => ({ ...row, wakeAt: row.wakeAt! }))),
    silent: (until) => read((db) => db.silent.all({ until })),
    steppedBack: () => read((db) => [...db.steppedBack.all(), ...db.leftAway.all()]),
    setCalls: (id, calls, keyIds) =>
      commits.write((db) => {
        const held = db.requestById.get({ id })
        if (!held || !keyIds.some((one) => sameBytes(one, held.keyId))) return false
        const query = calls ? db.callAgain : db.callNobody
        query.run({ request: id })
        return true
      }),
  }
}

/** A way that stays keeps how it went, and what is still to go out by it. */
function setWays(db: Queries, member: Uint8Array, ways: readonly StoredWay[]): boolean {
  if (!db.memberById.get({ id: member })) return false
  const before = db.alertWaysOf.all({ member })
  const isIn = (list: readonly StoredWay[], { id }: StoredWay): boolean => list.some((one) => sameBytes(one.id, id))
  for (const way of before) if (!isIn(ways, way)) db.removeAlertWay.run({ id: way.id })
  for (const way of ways) if (!isIn(before, way)) db.addAlertWay.run({ ...way, member })
  return true
}

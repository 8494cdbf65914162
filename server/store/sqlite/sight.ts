import { type SQL, and, count, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { toHex } from '../../../shared/bytes.ts'
import type { KeyId } from '../../../shared/wire.ts'
import type { Sight } from '../store.ts'
import type { Queries } from './queries.ts'
import { callsNobody, cases, claims, requests } from './schema.ts'

const at = sql.placeholder
const listed = (name: string): SQL => sql`(SELECT value FROM json_each(${at(name)}))`
const isHidden = sql`hex(${requests.address}) IN ${listed('hidden')}`
const isOurs = sql`hex(${requests.keyId}) IN ${listed('keys')}`

/** The statements that leave out what is not in sight. */
export function prepareSights(db: ReturnType<typeof drizzle>) {
  const { id, keyId, hour, address } = requests
  const place = { id, keyId, hour, address }
  const joined = () =>
    db
      .select()
      .from(requests)
      .leftJoin(claims, eq(claims.request, id))
      .leftJoin(cases, eq(cases.request, id))
      .$dynamic()
  return {
    /** Of a key, what came up to an hour, from a place in the list on. */
    seenBefore: joined()
      .where(and(eq(keyId, at('keyId')), sql`(${hour}, ${id}) < (${at('hour')}, ${at('id')})`, sql`NOT ${isHidden}`))
      .orderBy(desc(hour), desc(id))
      .limit(at('limit'))
      .prepare(),
    countSeen: db
      .select({ rows: count() })
      .from(requests)
      .where(and(eq(keyId, at('keyId')), lte(hour, at('upTo')), sql`NOT ${isHidden}`))
      .prepare(),
    /** Mailboxes of which some came up to an hour and some later: one walk along their index, which has the hours. */
    oldAndNew: db
      .select({ address })
      .from(requests)
      .where(isOurs)
      .groupBy(address)
      .having(sql`min(${hour}) <= ${at('upTo')} AND max(${hour}) > ${at('upTo')}`)
      .prepare(),
    newAt: db
      .select(place)
      .from(requests)
      .where(and(eq(address, at('address')), gt(hour, at('upTo')), isOurs))
      .prepare(),
    isOldAt: db
      .select({ rows: count() })
      .from(requests)
      .where(and(eq(address, at('address')), lte(hour, at('upTo')), isOurs))
      .prepare(),
    /** With which nothing is to be done. Crossed, so that the few are walked and not the many. */
    idleAfter: db
      .select(place)
      .from(callsNobody)
      .crossJoin(requests)
      .leftJoin(claims, eq(claims.request, id))
      .leftJoin(cases, eq(cases.request, id))
      .where(
        and(
          eq(id, callsNobody.request),
          gt(hour, at('upTo')),
          isOurs,
          sql`${claims.request} IS NULL AND ${cases.id} IS NULL`,
        ),
      )
      .prepare(),
    isIdle: db
      .select({ rows: count() })
      .from(callsNobody)
      .leftJoin(claims, eq(claims.request, callsNobody.request))
      .leftJoin(cases, eq(cases.request, callsNobody.request))
      .where(and(eq(callsNobody.request, at('id')), sql`${claims.request} IS NULL AND ${cases.id} IS NULL`))
      .prepare(),
  }
}

type Row = NonNullable<ReturnType<Queries['claimedById']['get']>>
type Place = Pick<Row['requests'], 'id' | 'keyId' | 'hour' | 'address'>

/** Whether a row, which is sealed for one of these keys, is in sight. */
export function isSeen(db: Queries, { id, hour, address }: Place, sight: Sight, keyIds: readonly KeyId[]): boolean {
  const { upTo, shown, hidden } = sight
  const mailbox = toHex(address)
  if (hidden.has(mailbox)) return false
  if (hour <= upTo || shown.has(mailbox)) return true
  const { keys } = valuesOf(sight, keyIds)
  return isSome(db.isOldAt.get({ address, upTo, keys })) || isSome(db.isIdle.get({ id }))
}

const isSome = (found: { readonly rows: number } | undefined): boolean => (found?.rows ?? 0) > 0

/** How many rows are in sight. */
export function countSeen(db: Queries, sight: Sight, keyIds: readonly KeyId[]): number {
  const { upTo, hidden } = valuesOf(sight, keyIds)
  const older = keyIds.map((keyId) => db.countSeen.get({ keyId, upTo, hidden })?.rows ?? 0)
  return older.reduce((sum, rows) => sum + rows, newer(db, sight, keyIds).length)
}

/**
 * Rows in sight behind a place in the list, the newest first. What is newer than all that is shown is few, and found by its mailboxes; what
 * is hidden there is not walked over, however much it is.
 */
export function seenRows(
  db: Queries,
  sight: Sight,
  keyIds: readonly KeyId[],
  { hour, id, limit }: { readonly hour: number; readonly id: Uint8Array; readonly limit: number },
): readonly Row[] {
  const { upTo, hidden } = valuesOf(sight, keyIds)
  const isBehind = (one: Place): boolean => one.hour < hour || (one.hour === hour && Buffer.compare(one.id, id) < 0)
  const found = (hour > upTo ? newer(db, sight, keyIds) : [])
    .filter(isBehind)
    .slice(0, limit)
    .flatMap((one) => db.claimedById.get({ id: one.id }) ?? [])
  if (found.length >= limit) return found
  const from = hour > upTo ? { hour: upTo, id: BEHIND_ALL } : { hour, id }
  return [...found, ...keyIds.flatMap((keyId) => db.seenBefore.all({ keyId, ...from, limit, hidden }))]
}

/** As no id of 16 bytes is. */
const BEHIND_ALL = new Uint8Array(17).fill(255)

/** What is in sight although it came later, the newest first. */
function newer(db: Queries, sight: Sight, keyIds: readonly KeyId[]): readonly Place[] {
  const { upTo, keys } = valuesOf(sight, keyIds)
  const mailboxes = new Set([...sight.shown, ...db.oldAndNew.all({ upTo, keys }).map(({ address }) => toHex(address))])
  const found = [...mailboxes].flatMap((one) => db.newAt.all({ address: Buffer.from(one, 'hex'), upTo, keys }))
  const all = [...found, ...db.idleAfter.all({ upTo, keys })].filter(({ address }) => !sight.hidden.has(toHex(address)))
  const once = new Map(all.map((one) => [toHex(one.id), one]))
  return [...once.values()].sort((a, b) => b.hour - a.hour || Buffer.compare(b.id, a.id))
}

const valuesOf = ({ upTo, hidden }: Sight, keyIds: readonly KeyId[]) => ({
  upTo,
  hidden: hexOf([...hidden]),
  keys: hexOf(keyIds.map(toHex)),
})

/** SQLite writes capital letters. */
const hexOf = (names: readonly string[]): string => JSON.stringify(names.map((one) => one.toUpperCase()))

import { type SQL, and, count, desc, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { toHex } from '../../../shared/bytes.ts'
import type { KeyId } from '../../../shared/wire.ts'
import type { Sight } from '../store.ts'
import { callsNobody, cases, claims, requests } from './schema.ts'

const at = sql.placeholder

/** Whether a row is in sight, asked of each row where it lies, so that a page is full however many are not. */
function inSight(): SQL {
  const address = sql`hex(${requests.address})`
  const listed = (name: string): SQL => sql`(SELECT value FROM json_each(${at(name)}))`
  // Of what the same person sent before, the index alone tells key and hour.
  const sameMailbox = sql`EXISTS (SELECT 1 FROM requests AS o WHERE o.address = ${requests.address}
    AND o.hour <= ${at('upTo')} AND hex(o.key_id) IN ${listed('keys')})`
  const nothingToDo = sql`EXISTS (SELECT 1 FROM ${callsNobody} WHERE ${callsNobody.request} = ${requests.id})
    AND NOT EXISTS (SELECT 1 FROM claims AS c WHERE c.request = ${requests.id})
    AND NOT EXISTS (SELECT 1 FROM cases AS k WHERE k.request = ${requests.id})`
  return sql`(${address} NOT IN ${listed('hidden')} AND (${requests.hour} <= ${at('upTo')}
    OR ${address} IN ${listed('shown')} OR ${sameMailbox} OR (${nothingToDo})))`
}

/** The statements that leave out what is not in sight. */
export function prepareSights(db: ReturnType<typeof drizzle>) {
  const joined = () =>
    db
      .select()
      .from(requests)
      .leftJoin(claims, eq(claims.request, requests.id))
      .leftJoin(cases, eq(cases.request, requests.id))
      .$dynamic()
  return {
    seenById: joined()
      .where(and(eq(requests.id, at('id')), inSight()))
      .prepare(),
    seenBefore: joined()
      .where(
        and(
          eq(requests.keyId, at('keyId')),
          sql`(${requests.hour}, ${requests.id}) < (${at('hour')}, ${at('id')})`,
          inSight(),
        ),
      )
      .orderBy(desc(requests.hour), desc(requests.id))
      .limit(at('limit'))
      .prepare(),
    countSeen: db
      .select({ rows: count() })
      .from(requests)
      .where(and(eq(requests.keyId, at('keyId')), inSight()))
      .prepare(),
  }
}

/** As the statements take it. @param keyIds all of the NGO's */
export const sightValues = ({ upTo, shown, hidden }: Sight, keyIds: readonly KeyId[]) => ({
  upTo,
  shown: hexOf([...shown]),
  hidden: hexOf([...hidden]),
  keys: hexOf(keyIds.map(toHex)),
})

/** SQLite writes capital letters. */
const hexOf = (names: readonly string[]): string => JSON.stringify(names.map((one) => one.toUpperCase()))

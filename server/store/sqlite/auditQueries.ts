import { and, asc, desc, eq, gte, lt, lte, max, min, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { audit, auditKeys } from './schema.ts'

const at = sql.placeholder

/** The statements of the audit. */
export function prepareAudit(db: ReturnType<typeof drizzle>) {
  return {
    lastAuditLine: db
      .select()
      .from(audit)
      .where(eq(audit.ngo, at('ngo')))
      .orderBy(desc(audit.seq))
      .limit(1)
      .prepare(),
    firstAuditLine: db
      .select({ seq: min(audit.seq) })
      .from(audit)
      .where(eq(audit.ngo, at('ngo')))
      .prepare(),
    addAuditLine: db
      .insert(audit)
      .values({
        ngo: at('ngo'),
        seq: at('seq'),
        by: at('by'),
        at: at('at'),
        head: at('head'),
        line: at('line'),
        detail: at('detail'),
      })
      .prepare(),
    auditLinesFrom: db
      .select()
      .from(audit)
      .where(and(eq(audit.ngo, at('ngo')), gte(audit.seq, at('seq'))))
      .orderBy(asc(audit.seq))
      .limit(at('limit'))
      .prepare(),
    auditNgos: db.selectDistinct({ ngo: audit.ngo }).from(audit).prepare(),
    newestAuditLineUntil: db
      .select({ seq: max(audit.seq) })
      .from(audit)
      .where(and(eq(audit.ngo, at('ngo')), lte(audit.at, at('until'))))
      .prepare(),
    removeAuditLinesBefore: db
      .delete(audit)
      .where(and(eq(audit.ngo, at('ngo')), lt(audit.seq, at('seq'))))
      .prepare(),
    auditKeysOf: db
      .select({ generation: auditKeys.generation, sealed: auditKeys.sealed })
      .from(auditKeys)
      .where(eq(auditKeys.ngo, at('ngo')))
      .orderBy(asc(auditKeys.generation))
      .prepare(),
    newestAuditKey: db
      .select({ generation: max(auditKeys.generation) })
      .from(auditKeys)
      .where(eq(auditKeys.ngo, at('ngo')))
      .prepare(),
    addAuditKey: db
      .insert(auditKeys)
      .values({ ngo: at('ngo'), generation: at('generation'), sealed: at('sealed') })
      .prepare(),
    removeAuditKeys: db
      .delete(auditKeys)
      .where(eq(auditKeys.ngo, at('ngo')))
      .prepare(),
    removeAuditKey: db
      .delete(auditKeys)
      .where(and(eq(auditKeys.ngo, at('ngo')), eq(auditKeys.generation, at('generation'))))
      .prepare(),
  }
}

import { and, count, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { sameBytes } from '../../../shared/bytes.ts'
import type { GuideStore, StoredPaper } from '../guideStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'
import { guides, interpreters } from './schema.ts'

const at = sql.placeholder

type Database = ReturnType<typeof drizzle>

const preparePaper = (db: Database, table: typeof guides | typeof interpreters) => ({
  get: db
    .select()
    .from(table)
    .where(eq(table.ngo, at('ngo')))
    .prepare(),
  put: db
    .insert(table)
    .values({ ngo: at('ngo'), version: at('version'), generation: at('generation'), sealed: at('sealed') })
    .onConflictDoUpdate({
      target: table.ngo,
      set: { version: sql`excluded.version`, generation: sql`excluded.generation`, sealed: sql`excluded.sealed` },
    })
    .prepare(),
  /** how many are sealed to a generation */
  count: db
    .select({ rows: count() })
    .from(table)
    .where(and(eq(table.ngo, at('ngo')), eq(table.generation, at('generation'))))
    .prepare(),
})

/** The statements of house guides and of lists of interpreters. */
export const prepareGuides = (db: Database) => ({
  papers: { guide: preparePaper(db, guides), interpreters: preparePaper(db, interpreters) },
})

type Read = <T>(work: (db: Queries) => T) => Promise<T>

export function guideStore(commits: GroupCommit<Queries>, read: Read): GuideStore {
  const of = (kind: keyof Queries['papers']) => ({
    get: (ngo: string) => read((db) => db.papers[kind].get.get({ ngo })),
    put: (paper: StoredPaper) =>
      commits.write((db) => {
        const held = db.papers[kind].get.get({ ngo: paper.ngo })
        // An answer that was lost: it is asked once more.
        if (held?.version === paper.version) return sameBytes(held.sealed, paper.sealed)
        if (paper.version !== (held?.version ?? 0) + 1) return false
        db.papers[kind].put.run({ ...paper })
        return true
      }, true),
  })
  const [guide, interpreters] = [of('guide'), of('interpreters')]
  return {
    guide: guide.get,
    putGuide: guide.put,
    interpreters: interpreters.get,
    putInterpreters: interpreters.put,
  }
}

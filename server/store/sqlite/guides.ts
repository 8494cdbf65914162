import { and, count, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { sameBytes } from '../../../shared/bytes.ts'
import type { GuideStore } from '../guideStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'
import { guides } from './schema.ts'

const at = sql.placeholder

/** The statements of house guides. */
export const prepareGuides = (db: ReturnType<typeof drizzle>) => ({
  guide: db
    .select()
    .from(guides)
    .where(eq(guides.ngo, at('ngo')))
    .prepare(),
  putGuide: db
    .insert(guides)
    .values({ ngo: at('ngo'), version: at('version'), generation: at('generation'), sealed: at('sealed') })
    .onConflictDoUpdate({
      target: guides.ngo,
      set: { version: sql`excluded.version`, generation: sql`excluded.generation`, sealed: sql`excluded.sealed` },
    })
    .prepare(),
  countGuides: db
    .select({ rows: count() })
    .from(guides)
    .where(and(eq(guides.ngo, at('ngo')), eq(guides.generation, at('generation'))))
    .prepare(),
})

type Read = <T>(work: (db: Queries) => T) => Promise<T>

export const guideStore = (commits: GroupCommit<Queries>, read: Read): GuideStore => ({
  guide: (ngo) => read((db) => db.guide.get({ ngo })),
  putGuide: (guide) =>
    commits.write((db) => {
      const held = db.guide.get({ ngo: guide.ngo })
      // An answer that was lost: it is asked once more.
      if (held?.version === guide.version) return sameBytes(held.sealed, guide.sealed)
      if (guide.version !== (held?.version ?? 0) + 1) return false
      db.putGuide.run({ ...guide })
      return true
    }, true),
})

import { defineConfig } from 'drizzle-kit'

/** `npx drizzle-kit generate` writes the next migration. Add ` WITHOUT ROWID` to new tables by hand: drizzle cannot say it. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './server/store/sqlite/schema.ts',
  out: './server/store/sqlite/migrations',
})

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The project's migrations and one more, as a later version would bring it. */
export function addMigration(folder: string, sql = 'CREATE TABLE extra (a integer);'): void {
  mkdirSync(folder)
  cpSync(new URL('../../../server/store/sqlite/migrations', import.meta.url), folder, { recursive: true })
  const journal = join(folder, 'meta/_journal.json')
  const value = JSON.parse(readFileSync(journal, 'utf8')) as { entries: object[] }
  value.entries.push({ idx: value.entries.length, version: '6', when: 9e12, tag: '9999_later', breakpoints: true })
  writeFileSync(journal, JSON.stringify(value))
  writeFileSync(join(folder, '9999_later.sql'), sql)
}

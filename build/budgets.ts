import type { BuiltFile } from './files.ts'

/** Sizes that a person pays for, in bytes of gzip (a kB is 1,000 bytes). The build fails above them. */
const BUDGETS: readonly { readonly what: string; readonly parts: readonly string[]; readonly most: number }[] = [
  { what: 'loader and boot', parts: ['loader', 'boot'], most: 5_200 },
  { what: 'panel and one catalog', parts: ['panel', 'lang/en'], most: 27_000 },
  { what: 'sealing module', parts: ['seal'], most: 28_000 },
  { what: 'the screens after the first', parts: ['later', 'words/en'], most: 19_000 },
  { what: 'coming back with a number', parts: ['back', 'back/en'], most: 6_000 },
  { what: 'the whole way', parts: ['loader', 'boot', 'panel', 'lang/en', 'words/en', 'seal', 'later'], most: 74_000 },
]

/** The same for pages that no person at risk loads, which the README does not tell. */
const PAGES: typeof BUDGETS = [
  { what: 'page for webmasters', parts: ['embed', 'embedStyle'], most: 40_000 },
  { what: 'inbox', parts: ['inbox'], most: 465_000 },
]

export interface BudgetRow {
  readonly what: string
  readonly gzip: number
  readonly most: number
}

type Files = Readonly<Record<string, BuiltFile>>

export const budgetRows = (files: Files): readonly BudgetRow[] => rowsOf(BUDGETS, files)
export const pageRows = (files: Files): readonly BudgetRow[] => rowsOf(PAGES, files)

function rowsOf(budgets: typeof BUDGETS, files: Files): readonly BudgetRow[] {
  return budgets.map(({ what, parts, most }) => ({
    what,
    most,
    gzip: parts.reduce((sum, part) => sum + files[part]!.gzip, 0),
  }))
}

/** @throws Error naming each row that is over */
export function checkBudgets(rows: readonly BudgetRow[]): void {
  const over = rows.filter((row) => row.gzip > row.most)
  if (over.length)
    throw new Error(`over budget: ${over.map((row) => `${row.what} ${row.gzip} > ${row.most}`).join('; ')}`)
}

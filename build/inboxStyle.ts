import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The inbox's style sheets in the order in which they hold: later ones may change what earlier ones say. */
const ORDER = [
  'style/base.css',
  'style/controls.css',
  'unlock/unlock.css',
  'setup/setup.css',
  'found/found.css',
  'generations/generations.css',
  'style/shell.css',
  'list/list.css',
  'find/find.css',
  'case/case.css',
  'cases/cases.css',
  'style/tabs.css',
  'members/members.css',
  'rota/rota.css',
  'overview/overview.css',
  'alerts/alerts.css',
  'audit/audit.css',
  'duty/duty.css',
  'referral/referral.css',
  'case/first.css',
  'notices/notices.css',
  'guide/guide.css',
  'interpreters/interpreters.css',
  'rest/rest.css',
  'settings/settings.css',
  'several/several.css',
  // wide screens, forced colours, print
  'style/desk.css',
]

/**
 * All style sheets of the inbox as one text.
 * @param folder `inbox/`
 * @throws Error where a style sheet lies in it that is not named above, or the other way round, or has no dark colours
 */
export async function inboxStyle(folder: string): Promise<string> {
  const there = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.css'))
  const unnamed = there.filter((path) => !ORDER.includes(path))
  if (unnamed.length) throw new Error(`build/inboxStyle.ts does not name ${unnamed.join(', ')}`)
  return withChosenDark((await Promise.all(ORDER.map((path) => readFile(join(folder, path), 'utf8')))).join(''))
}

/** The dark colours stand once in the source: here they come a second time, for who chose them though the device is light. */
function withChosenDark(css: string): string {
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme='light'\]\) (\{[^}]+\})/.exec(css)
  if (!dark) throw new Error('build/inboxStyle.ts does not find the dark colours in style/base.css')
  return `${css}:root[data-theme='dark'] ${dark[1]}`
}

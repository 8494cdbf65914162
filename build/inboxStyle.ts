import { pageStyle } from './pageStyle.ts'

/** The inbox's style sheets in the order in which they hold. */
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
  'theirs/theirs.css',
  'notices/notices.css',
  'guide/guide.css',
  'rest/rest.css',
  'settings/settings.css',
  'several/several.css',
  // wide screens, forced colours, print
  'style/desk.css',
]

/**
 * The inbox's style.
 * @param root the repository
 * @throws Error as `pageStyle` does, and where there are no dark colours
 */
export async function inboxStyle(root: string): Promise<string> {
  return withChosenDark(await pageStyle(root, 'inbox', ORDER))
}

/** The dark colours stand once in the source: here they come a second time, for who chose them though the device is light. */
function withChosenDark(css: string): string {
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme='light'\]\) (\{[^}]+\})/.exec(css)
  if (!dark) throw new Error('build/inboxStyle.ts does not find the dark colours in build/colours.css')
  return `${css}:root[data-theme='dark'] ${dark[1]}`
}

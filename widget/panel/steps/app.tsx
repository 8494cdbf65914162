import type { App } from '../../../shared/answers.ts'
import { withFields } from '../answersDraft.ts'
import { Option, Screen, Text } from '../controls.tsx'
import type { Panel, View } from '../view.ts'

const APPS: readonly App[] = ['whatsapp', 'viber', 'signal', 'telegram', 'messenger', 'other']

/** Names of apps are not translated. */
export const appName = (app: App | undefined, { t }: Pick<Panel, 't'>): string =>
  app === 'whatsapp'
    ? 'WhatsApp'
    : app && app !== 'other'
      ? app[0]!.toUpperCase() + app.slice(1)
      : t('contact.app.other')

export const AppStep: View = ({ p }) => {
  const { t, act, state } = p
  const choose = (app: App) => act.onward('app', withFields(state.draft, { app }))
  return (
    <Screen p={p} step="app" title={t('contact.app.q')}>
      <ul role="list" class="options" aria-labelledby="m-title">
        {APPS.map((app) => (
          <Option value={app} label={appName(app, p)} chosen={state.draft.app === app} on={() => choose(app)} />
        ))}
      </ul>
      <div class="skips">
        <Text p={p} word="common.skip" on={() => choose('other')} is={{ 'data-skip': '' }} />
      </div>
    </Screen>
  )
}

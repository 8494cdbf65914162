import type { App } from '../../../shared/answers.ts'
import { withFields } from '../answersDraft.ts'
import { Option, Screen, Skips } from '../controls.tsx'
import { usePanel } from '../panelContext.ts'

/** Names of apps are not translated. */
export const APPS: readonly (readonly [App, string | undefined])[] = [
  ['whatsapp', 'WhatsApp'],
  ['viber', 'Viber'],
  ['signal', 'Signal'],
  ['telegram', 'Telegram'],
  ['messenger', 'Messenger'],
  ['other', undefined],
]

export function AppStep() {
  const { t, act, state } = usePanel()
  const { draft } = state
  const choose = (app: App) => act.onward('app', withFields(draft, { app }))
  return (
    <Screen step="app" title={t('contact.app.q')} onBack={() => act.backward('app')}>
      <ul role="list" class="options pairs" aria-labelledby="m-title">
        {APPS.map(([app, name]) => (
          <Option
            key={app}
            value={app}
            label={name ?? t('contact.app.other')}
            chosen={draft.app === app}
            onChoose={() => choose(app)}
          />
        ))}
      </ul>
      <Skips onSkip={() => choose('other')} />
    </Screen>
  )
}

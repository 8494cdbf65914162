import { Fact, Option, Screen, Text } from '../controls.tsx'
import { soon } from '../format.ts'
import type { View } from '../view.ts'
import { rich } from '../rich.tsx'
import { quietName } from '../words.ts'

export const Start: View = ({ p }) => {
  const { t, act, state, lang, desk } = p
  const { duty, t: now } = state.judged
  if (duty.kind === 'none' || !desk) return null
  const ngo = quietName(duty.ngo, lang)
  const from = duty.kind === 'later' && soon(duty.from, now, lang, desk.tz)
  return (
    <Screen p={p} step="start" back={false} title={t('intro.title')}>
      <p class="hint">{t('intro.body')}</p>
      <h2 id="m-who">{t('who.q')}</h2>
      <ul role="list" class="options" aria-labelledby="m-who">
        <Option
          value="self"
          icon="person"
          label={t('who.self')}
          chosen={!!state.draft.how}
          on={() => act.onward('start')}
        />
      </ul>
      <div class="facts">
        <Fact icon="clock" class="small duty">
          {rich(t(from ? 'duty.later' : 'duty.on'), { ngo, from })}
        </Fact>
        <Fact icon="device" class="small">
          {t('device.hint')}
        </Fact>
        <Fact icon="lock" class="small">
          {rich(t('app.runby'), { ngo })}
        </Fact>
        {state.catalog.reviewed === null && (
          <Fact icon="mark" class="small">
            {t('draft.note')}
          </Fact>
        )}
        <div class="asides">
          <Text p={p} word="who.reads" on={() => act.open('who-reads')} />
          <Text p={p} word="exit.help.title" on={() => act.open('exit-help')} />
        </div>
      </div>
    </Screen>
  )
}

import { changeFor } from '../answersDraft.ts'
import { Fact, Option, Screen, Text } from '../controls.tsx'
import { soon } from '../format.ts'
import type { View } from '../view.ts'
import { HaveNumber } from './ends.tsx'
import { rich } from '../rich.tsx'
import { quietName } from '../words.ts'

/** For whom it is; who is in danger says so by the same tap. */
const WHO = [
  ['self', 'person', { for: 'self', now: false }],
  ['self.now', 'mark', { for: 'self', now: true }],
  ['other', 'people', { for: 'other', now: false }],
  ['pro', 'case', { for: 'pro', now: false }],
] as const

export const Start: View = ({ p }) => {
  const { t, act, state, lang, desk } = p
  const { draft } = state
  const { duty, t: now } = state.judged
  if (duty.kind === 'none' || !desk) return null
  const ngo = quietName(duty.ngo, lang)
  const from = duty.kind === 'later' && soon(duty.from, now, lang, desk.tz)
  return (
    <Screen p={p} step="start" back={false} title={t('intro.title')}>
      <p class="hint">{t('intro.body')}</p>
      <h2 id="m-who">{t('who.q')}</h2>
      <ul role="list" class="options" aria-labelledby="m-who">
        {WHO.map(([value, icon, about]) => (
          <Option
            value={value}
            icon={icon}
            label={t(`who.${value}`)}
            chosen={draft.for === about.for && !!draft.now === !!about.now}
            on={() => act.onward('start', changeFor(draft, about))}
          />
        ))}
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
          <HaveNumber p={p} />
        </div>
      </div>
    </Screen>
  )
}

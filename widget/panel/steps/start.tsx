import { Option, Screen, useArmed } from '../controls.tsx'
import { soon } from '../format.ts'
import { Icon, type IconName } from '../icons.tsx'
import { usePanel } from '../panelContext.ts'
import { quietName, rich } from '../words.tsx'

export function Start() {
  const { t, act, state } = usePanel()
  const armed = useArmed()
  return (
    <Screen step="start" title={t('intro.title')}>
      <p>{t('intro.body')}</p>
      <h2 id="m-who">{t('who.q')}</h2>
      <ul role="list" class="options" aria-labelledby="m-who">
        <Option
          value="self"
          icon="person"
          label={t('who.self')}
          chosen={state.draft.how !== undefined}
          disabled={!armed}
          onChoose={() => act.onward('start')}
        />
      </ul>
      <OnDuty />
      <div class="facts">
        <Fact icon="device" text={t('device.hint')} />
        <Reader />
        {state.catalog.reviewed === null && <Fact icon="mark" text={t('draft.note')} />}
      </div>
      <div class="asides">
        <button type="button" class="text" onClick={() => act.open('who-reads')}>
          {t('who.reads')}
        </button>
        <button type="button" class="text" onClick={() => act.open('exit-help')}>
          {t('exit.help.title')}
        </button>
      </div>
    </Screen>
  )
}

const Fact = ({ icon, text }: { icon: IconName; text: preact.ComponentChild }) => (
  <p class="fact small">
    <Icon name={icon} size={20} />
    <span>{text}</span>
  </p>
)

function Reader() {
  const { t, state, lang } = usePanel()
  const { duty } = state.judged
  return duty.kind === 'none' ? null : (
    <Fact icon="lock" text={rich(t('app.runby'), { ngo: quietName(duty.ngo, lang) })} />
  )
}

/** Two lines high, whatever it says. */
function OnDuty() {
  const { t, state, lang, desk } = usePanel()
  const { duty, t: now } = state.judged
  if (duty.kind === 'none' || !desk) return <div class="duty" />
  const ngo = quietName(duty.ngo, lang)
  return (
    <p class={`duty fact small ${duty.kind}`}>
      <Icon name="clock" size={20} />
      <span>
        {duty.kind === 'on'
          ? rich(t('duty.on'), { ngo })
          : rich(t('duty.later'), { ngo, from: soon(duty.from, now, lang, desk.tz) })}
      </span>
    </p>
  )
}

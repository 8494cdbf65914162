import type { ComponentChildren, JSX } from 'preact'
import { type Part, Languages } from '../App.tsx'
import { CALLER_ID, LOCK_MINUTES, THEMES } from './settings.ts'

/** More → Settings: how it looks, when it locks, and what to look at on one's own phone. Nothing of it is kept. */
export function SettingsView({ inbox, say }: Part): JSX.Element {
  const { theme, minutes, ticked, tick } = inbox.settings
  return (
    <div class="settings">
      <p class="hint">{say('settings.means')}</p>
      <Group name="theme" title={say('settings.theme')}>
        {THEMES.map((one) => (
          <Choice
            key={one}
            name={one}
            words={say(`settings.theme.${one}`)}
            on={theme.value === one}
            choose={() => void (theme.value = one)}
          />
        ))}
      </Group>
      <Group name="lock" title={say('settings.lock')} hint={say('settings.lock.means')}>
        {LOCK_MINUTES.map((one) => (
          <Choice
            key={one}
            name={String(one)}
            words={say.amount(one, 'minute')}
            on={minutes.value === one}
            choose={() => void (minutes.value = one)}
          />
        ))}
      </Group>
      <section data-setting="language">
        <h3>{say('shell.language')}</h3>
        <Languages inbox={inbox} say={say} />
      </section>
      <fieldset data-setting="callerid">
        <legend>
          <h3>{say('settings.caller')}</h3>
        </legend>
        <p class="hint">{say('settings.caller.means')}</p>
        {CALLER_ID.map((one) => (
          <label key={one} class="tick">
            <input
              autocomplete="off"
              type="checkbox"
              data-tick={one}
              checked={ticked.value.has(one)}
              onChange={(event) => tick(one, event.currentTarget.checked)}
            />
            <span>{say(`settings.caller.${one}`)}</span>
          </label>
        ))}
        <p class="hint" role="status">
          {ticked.value.size === CALLER_ID.length ? say('settings.caller.all') : ''}
        </p>
      </fieldset>
    </div>
  )
}

function Group(props: {
  readonly name: string
  readonly title: string
  readonly hint?: string
  readonly children: ComponentChildren
}): JSX.Element {
  const { name, title, hint, children } = props
  return (
    <section data-setting={name}>
      <h3 id={`settings-${name}`}>{title}</h3>
      {hint && <p class="hint">{hint}</p>}
      <div class="languages" role="group" aria-labelledby={`settings-${name}`}>
        {children}
      </div>
    </section>
  )
}

const Choice = (props: {
  readonly name: string
  readonly words: string
  readonly on: boolean
  readonly choose: () => void
}): JSX.Element => (
  <button type="button" class="quiet" data-choose={props.name} aria-pressed={props.on} onClick={props.choose}>
    {props.words}
  </button>
)

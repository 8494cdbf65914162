import type { ComponentChildren, JSX } from 'preact'
import { type Part, Languages } from '../App.tsx'
import type { Session } from '../session.ts'
import { Door } from './Doors.tsx'
import { HouseRules, Kept, QuietName } from './Ours.tsx'
import { Tongues } from './Tongues.tsx'
import { CALLER_ID, LOCK_MINUTES, THEMES } from './settings.ts'

type Props = Part & { readonly session: Session }

/** More → Settings: how one is called and calls, what holds for all of the NGO, and how this page looks and when it locks. */
export function SettingsView(props: Props): JSX.Element {
  return (
    <div class="settings">
      <section data-setting="doors">
        <Door {...props} to="guide" word="staff.guide" />
        <Door {...props} to="alerts" word="more.alerts" means="settings.alerts.means" />
      </section>
      <QuietName {...props} />
      <CallerId {...props} />
      <Tongues {...props} />
      <HouseRules {...props} />
      <Kept {...props} />
      <Look {...props} />
      <section data-setting="records">
        <Door {...props} to="legal" word="legal.title" means="settings.legal.means" />
        <Door {...props} to="audit" word="more.audit" />
      </section>
    </div>
  )
}

/** Language, theme and lock: for as long as the page is open. */
function Look({ inbox, say }: Props): JSX.Element {
  const { theme, minutes } = inbox.settings
  return (
    <>
      <section data-setting="language">
        <h3>{say('shell.language')}</h3>
        <p class="hint">{say('settings.means')}</p>
        <Languages inbox={inbox} say={say} />
      </section>
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
    </>
  )
}

/** What to look at on one's own phone. */
function CallerId({ inbox, say }: Props): JSX.Element {
  const { ticked, tick } = inbox.settings
  return (
    <fieldset data-setting="callerid">
      <legend>
        <h3>{say('settings.caller')}</h3>
      </legend>
      <p class="hint">{say('settings.caller.means')}</p>
      {CALLER_ID.map((one) => (
        <label key={one} class="tick">
          <input
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

import { useEffect } from 'preact/hooks'
import type { JSX } from 'preact'
import { Boundary } from './Boundary.tsx'
import { Case } from './case/Case.tsx'
import { LANGUAGES, type Speech } from './i18n.ts'
import { Icon } from './icons.tsx'
import { FoundPage } from './found/FoundPage.tsx'
import { JoinPage } from './join/JoinPage.tsx'
import { List } from './list/List.tsx'
import { type OnShift, onShift } from './list/duty.ts'
import { Find } from './find/Find.tsx'
import { Cover } from './lock/Cover.tsx'
import { Keys } from './Keys.tsx'
import { SendTest } from './SendTest.tsx'
import { Rest } from './rest/RestPage.tsx'
import { Rota } from './rota/Rota.tsx'
import { More } from './more/More.tsx'
import type { Session } from './session.ts'
import type { Setup } from './setup/setup.ts'
import { SetupSteps } from './setup/SetupSteps.tsx'
import type { Inbox } from './state.ts'
import { Tabs } from './Tabs.tsx'
import { Unlock } from './unlock/Unlock.tsx'
import { placeOf } from './where.ts'

export interface Part {
  readonly inbox: Inbox
  readonly say: Speech
}

export function App({ inbox }: { readonly inbox: Inbox }): JSX.Element {
  const say = inbox.tongue.say.value
  const title = say('staff.title')
  useEffect(() => {
    document.title = title
    document.documentElement.lang = say.lang
  }, [title, say.lang])
  const theme = inbox.settings.theme.value
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  const screen = inbox.screen.value
  switch (screen.kind) {
    case 'unlock':
      return <Unlock inbox={inbox} say={say} by={screen.by} stage={screen.stage} said={screen.said} />
    case 'join':
      return screen.join.of === 'found' ? (
        <FoundPage inbox={inbox} say={say} found={screen.join} />
      ) : (
        <JoinPage inbox={inbox} say={say} join={screen.join} />
      )
    case 'cover':
      return <Cover inbox={inbox} say={say} />
    case 'open':
      return inbox.keys.setup.value?.kind === 'lost' ? (
        <Recover inbox={inbox} say={say} setup={inbox.keys.setup.value} />
      ) : (
        <Shell inbox={inbox} say={say} session={screen.session} />
      )
  }
}

/** Who came in with the kit sets a new passphrase at once. */
function Recover({ inbox, say, setup }: Part & { readonly setup: Setup }): JSX.Element {
  return (
    <main class="unlock">
      <div>
        <header>
          <h1>{say('lost.title')}</h1>
          <button type="button" class="quiet" onClick={() => inbox.drop()}>
            <Icon name="lock" />
            {say('shell.lock')}
          </button>
        </header>
        <SetupSteps say={say} setup={setup} />
      </div>
      <Languages inbox={inbox} say={say} />
    </main>
  )
}

export function Shell({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const shift = onShift(session, inbox.t.value)
  const where = inbox.where.value
  const place = placeOf(where)
  const resting = inbox.rest.resting.value
  if (resting) return <Rest inbox={inbox} say={say} session={session} resting={resting} shift={shift} />
  return (
    <div class="shell" data-view={where === 'rota' ? where : inbox.openId.value || place ? 'case' : 'list'}>
      <header class="top">
        <h1 tabIndex={-1}>{say('staff.title')}</h1>
        <Duty say={say} shift={shift} t={inbox.t.value} />
        <button type="button" class="quiet lock" onClick={() => inbox.drop()}>
          <Icon name="lock" />
          <span>{say('shell.lock')}</span>
        </button>
      </header>
      <Tabs inbox={inbox} say={say} />
      <main>
        {where === 'rota' ? (
          <section class="wide rota">
            <Boundary instead={<p class="notice">{say('error.other')}</p>}>
              <Rota inbox={inbox} say={say} session={session} shift={shift} />
            </Boundary>
          </section>
        ) : (
          <>
            <section class="list">
              <Boundary instead={<p class="notice">{say('error.other')}</p>}>
                <List inbox={inbox} say={say} session={session} shift={shift} />
              </Boundary>
            </section>
            <section class="case">
              {place ? (
                <More inbox={inbox} say={say} session={session} place={place} />
              ) : (
                <Case inbox={inbox} say={say} session={session} />
              )}
            </section>
          </>
        )}
      </main>
      <footer class="foot">
        <details class="tongues">
          <summary>
            {say('shell.language')} <span class="hint">{LANGUAGES.find(({ tag }) => tag === say.lang)!.name}</span>
          </summary>
          <Languages inbox={inbox} say={say} />
        </details>
        <SendTest inbox={inbox} say={say} session={session} />
        <button type="button" class="quiet keys" aria-haspopup="dialog" onClick={() => (inbox.help.value = true)}>
          {say('shell.keys')} <kbd>?</kbd>
        </button>
      </footer>
      {inbox.help.value && <Keys inbox={inbox} say={say} />}
      {inbox.finding.value && (
        <Boundary instead={<p class="notice">{say('error.other')}</p>}>
          <Find inbox={inbox} say={say} session={session} />
        </Boundary>
      )}
    </div>
  )
}

function Duty({ say, shift, t }: { readonly say: Speech; readonly shift: OnShift; readonly t: number }): JSX.Element {
  const on = shift.kind === 'on'
  const words = on
    ? say('duty.on', { time: say.end(shift.until, t, shift.tz) })
    : shift.kind === 'off' && shift.next !== null
      ? say('duty.offnext', { time: say.moment(shift.next, t, shift.tz) })
      : say('duty.off')
  return (
    <p class="duty" data-on={on}>
      <i aria-hidden="true" />
      {words}
    </p>
  )
}

export function Languages({ inbox, say }: Part): JSX.Element {
  const { tongue } = inbox
  return (
    <div class="languages" role="group" aria-label={say('shell.language')}>
      {LANGUAGES.map(({ tag, name }) => (
        <button
          type="button"
          class="quiet"
          key={tag}
          lang={tag}
          aria-pressed={tag === tongue.lang.value}
          onClick={() => void tongue.choose(tag, !inbox.session.value)}
        >
          {name}
        </button>
      ))}
      {tongue.lacks.value && <p class="hint">{say('shell.lacks')}</p>}
    </div>
  )
}

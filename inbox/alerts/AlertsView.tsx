import type { JSX } from 'preact'
import { type AlertWay, WAYS } from '../../shared/alertsApi.ts'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import type { Session } from '../session.ts'
import { Told } from '../setup/Told.tsx'
import { Called } from './Called.tsx'
import { canPush } from './push.ts'

type Props = Part & { readonly session: Session }

/** How one is called when somebody wrote, and whether it works. */
export function AlertsView(props: Props): JSX.Element {
  const { inbox, say } = props
  const { settings, busy, said } = inbox.alerts
  const found = settings.value
  if (!found) return said.value ? <Told say={say} said={said.value} /> : <p class="hint">{say('list.loading')}</p>
  const { can, ways } = found
  const any = can.mail || can.webhook || can.push !== null
  return (
    <>
      <Called inbox={inbox} say={say} />
      <p class="hint">{say(any ? 'alerts.means' : 'alerts.none')}</p>
      <ul role="list" class="members">
        {ways.map((way) => (
          <Way key={way.id} {...props} way={way} />
        ))}
      </ul>
      {ways.length > 0 && (
        <button
          type="button"
          class="primary"
          data-test-ways
          aria-disabled={busy.value}
          onClick={() => void inbox.alerts.test()}
        >
          {say('alerts.test')}
        </button>
      )}
      <Told say={say} said={said.value} />
      {ways.length < WAYS && (
        <>
          {can.push !== null && canPush() && (
            <button type="button" class="plain" data-add="push" onClick={() => void inbox.alerts.addHere()}>
              {say('alerts.push.add')}
            </button>
          )}
          {can.mail && <Field inbox={inbox} say={say} kind="mail" label="alerts.mail" add="alerts.mail.add" />}
          {can.webhook && <Field inbox={inbox} say={say} kind="webhook" label="alerts.hook" add="alerts.hook.add" />}
        </>
      )}
      {any && <Team {...props} />}
    </>
  )
}

const KINDS = { mail: 'alerts.by.mail', push: 'alerts.by.push', webhook: 'alerts.by.hook' } as const

function Way({ inbox, say, session, way }: Props & { readonly way: AlertWay }): JSX.Element {
  return (
    <li data-way={way.kind}>
      <div>
        <p>
          {say(KINDS[way.kind])} · <bdi translate={false}>{way.shown}</bdi>
        </p>
        <p class={way.result === 'arrived' || way.result === 'none' ? 'hint' : 'wrong'} data-result={way.result}>
          {resultWords(inbox, say, session, way)}
        </p>
      </div>
      <button
        type="button"
        class="quiet"
        data-remove-way
        aria-label={say('alerts.remove.which', { way: `${say(KINDS[way.kind])} ${way.shown}` })}
        onClick={() => void inbox.alerts.remove(way.id)}
      >
        {say('members.remove')}
      </button>
    </li>
  )
}

function resultWords(
  inbox: Props['inbox'],
  say: Props['say'],
  session: Session,
  { kind, result, at }: AlertWay,
): string {
  const { tz } = session.chain.roster.desks[0]!
  const time = at ? say.moment(at, inbox.t.value, tz) : ''
  if (result === 'arrived') return say(kind === 'mail' ? 'alerts.arrived.mail' : 'alerts.arrived', { time })
  if (result === 'none') return say('alerts.untried')
  return say(FAILED[result], { time })
}

const FAILED: Readonly<Record<'alert-refused' | 'alert-gone' | 'alert-unreachable', Key>> = {
  'alert-refused': 'alerts.refused',
  'alert-gone': 'alerts.gone',
  'alert-unreachable': 'alerts.unreachable',
}

function Field({
  inbox,
  say,
  kind,
  label,
  add,
}: Part & { readonly kind: 'mail' | 'webhook'; readonly label: Key; readonly add: Key }): JSX.Element {
  const { typed, busy } = inbox.alerts
  return (
    <form
      class="way"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.value[kind]) void inbox.alerts.addTyped(kind)
      }}
    >
      <label for={`way-${kind}`}>{say(label)}</label>
      <input
        id={`way-${kind}`}
        type="text"
        inputMode={kind === 'mail' ? 'email' : 'url'}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        maxLength={1000}
        dir="ltr"
        readOnly={busy.value}
        value={typed.value[kind]}
        aria-describedby="said"
        onInput={(event) => (typed.value = { ...typed.value, [kind]: event.currentTarget.value })}
      />
      <button type="submit" class="plain" data-add={kind} aria-disabled={busy.value}>
        {say(add)}
      </button>
    </form>
  )
}

/** For a coordinator: who can be called, and never how. */
function Team({ inbox, say, session }: Props): JSX.Element | null {
  const team = inbox.alerts.settings.value?.team
  if (!team) return null
  return (
    <>
      <h3>{say('alerts.team')}</h3>
      <ul role="list" class="members">
        {session.team.members.map(({ id, name, login }) => {
          const works = team.some((one) => one.member === id && one.works)
          return (
            <li key={id} data-called={login}>
              <div>
                <p>
                  <bdi>{name}</bdi>
                </p>
                <p class={works ? 'hint' : 'unset'}>{say(works ? 'alerts.team.works' : 'alerts.team.none')}</p>
              </div>
            </li>
          )
        })}
      </ul>
    </>
  )
}

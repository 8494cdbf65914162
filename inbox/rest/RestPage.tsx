import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { Loop } from '../icons.tsx'
import type { OnShift } from '../list/duty.ts'
import type { Session } from '../session.ts'
import { type Resting, othersOn } from './rest.ts'

type Props = Part & { readonly session: Session }

/** Stands at the end of one's own cases, and under More. */
export function NeedBreak({ inbox, say, session }: Props): JSX.Element | null {
  if (session.member.role === 'privacy') return null
  return (
    <button type="button" class="plain" data-break onClick={() => void inbox.rest.begin()}>
      {say('giveback.break')}
    </button>
  )
}

const focus = (heading: HTMLHeadingElement | null): void => heading?.focus({ preventScroll: true })

/** Nothing of anybody is on it: what was given back, and who is there now. */
export function Rest(props: Props & { readonly resting: Resting; readonly shift: OnShift }): JSX.Element {
  const { inbox, say, session, resting, shift } = props
  const { giving, given, left } = resting
  const others = othersOn(session, inbox.t.value)
  const leads = session.team.members.filter(({ id, role }) => role === 'lead' && id !== session.member.id)
  return (
    <main class="rest" data-rest={giving ? 'giving' : left ? 'left' : 'done'}>
      <Loop />
      <h1 tabIndex={-1} ref={focus}>
        {say('rest.title')}
      </h1>
      <div role="status">
        {giving ? (
          <p>{say('rest.giving')}</p>
        ) : left ? (
          <>
            <p class="notice">{say('rest.left', { n: left })}</p>
            {inbox.away.value && <p class="hint">{say('error.away')}</p>}
          </>
        ) : (
          <p>{say(given ? 'rest.done' : 'rest.nothing', { n: given })}</p>
        )}
      </div>
      <p>
        {others.length
          ? say('rest.on', { names: say.list(others) })
          : leads.length
            ? say('rest.nobody', { names: say.list(leads.map(({ name }) => name)) })
            : say('rest.alone')}
      </p>
      {shift.kind === 'on' && (
        <p class="hint">{say('rest.still', { time: say.end(shift.until, inbox.t.value, shift.tz) })}</p>
      )}
      {left > 0 && (
        <button
          type="button"
          class="primary"
          data-break-again
          aria-disabled={giving}
          onClick={() => void inbox.rest.begin()}
        >
          {say('rest.again')}
        </button>
      )}
      <button type="button" class="plain" data-rest-end onClick={inbox.rest.end}>
        {say('rest.end')}
      </button>
      <button type="button" class="quiet" onClick={() => inbox.drop()}>
        {say('shell.lock')}
      </button>
    </main>
  )
}

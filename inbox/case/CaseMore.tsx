import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { LoggedEvent } from '../../shared/caseFold.ts'
import type { Part } from '../App.tsx'
import type { Form } from '../cases/screen.ts'
import { mayDo } from '../cases/view.ts'
import type { Key } from '../i18n.ts'
import { type Item, isOff } from '../list/items.ts'
import type { Session } from '../session.ts'
import { TheirsDoor } from '../theirs/Theirs.tsx'
import { Erase } from './Erase.tsx'
import { actWords, nameOf, refusedWords, whenOf } from './words.ts'

type Props = Part & { readonly session: Session; readonly item: Item }

/** For each form an act of its kind: whether it may be opened. */
const ACTIONS: readonly (readonly [Exclude<Form['kind'], 'erase'>, CaseAct, Key])[] = [
  ['hand-over', { kind: 'hand-over', to: null, note: '' }, 'case.over'],
  ['back', { kind: 'give-back', reason: 'other' }, 'staff.act.release'],
  ['step-back', { kind: 'step-back' }, 'staff.act.stepback'],
  ['close', { kind: 'close', reason: 'helped' }, 'staff.act.close'],
]

/** How a case goes on without its owner, or ends; and all that happened. */
export function CaseMore(props: Props): JSX.Element {
  const { inbox, say, session, item } = props
  const { cases, t } = inbox
  const may = (act: CaseAct): boolean => !item.case || mayDo(session, item, cases.fileOf(item), act, t.value)
  const now = cases.caseIn(item)
  // Which yes there is, or why none, is asked in the first step.
  const contacted = now?.standing?.state === 'contact' && may({ kind: 'note', text: 'x' }) && !isGone(item)
  const early = ['new', 'claimed', 'tried'].includes(cases.stateOf(item)) && !isGone(item)
  const form = (kind: (typeof ACTIONS)[number][0]): Form =>
    kind === 'hand-over' ? { kind, to: null, note: '' } : kind === 'try' ? { kind, next: 0 } : { kind }
  return (
    <div class="case-more">
      <div class="beside">
        {contacted && item.kind === 'request' && (
          <button type="button" class="plain" data-do="refer" onClick={() => inbox.referrals.begin(item)}>
            {say('staff.act.refer')}
          </button>
        )}
        {ACTIONS.filter(([, act]) => may(act)).map(([kind, , words]) => (
          <button type="button" class="plain" key={kind} data-do={kind} onClick={() => (cases.form.value = form(kind))}>
            {say(words)}
          </button>
        ))}
      </div>
      {early && <p class="hint">{say('refer.later')}</p>}
      <TheirsDoor inbox={inbox} say={say} session={session} item={item} />
      <Erase inbox={inbox} say={say} session={session} told />
      <History {...props} />
    </div>
  )
}

const isGone = (item: Item): boolean => item.kind === 'request' && isOff(item)

function History({ inbox, say, session, item }: Props): JSX.Element | null {
  const events = inbox.cases.caseIn(item)?.events ?? []
  if (!events.length) return null
  const t = inbox.t.value
  const { tz } = item.kind === 'request' ? item.facts.desk : session.chain.roster.desks[0]!
  return (
    <details>
      <summary>{say('case.history', { n: events.length })}</summary>
      <ol role="list" class="entries">
        {events.map((event) => (
          <Entry key={event.seq} say={say} session={session} event={event} t={t} tz={tz} />
        ))}
      </ol>
    </details>
  )
}

function Entry(props: {
  readonly say: Props['say']
  readonly session: Session
  readonly event: LoggedEvent
  readonly t: number
  readonly tz: string
}): JSX.Element {
  const { say, session, event, t, tz } = props
  const refused = refusedWords(say, event)
  return (
    <li data-event={event.kind === 'opened' ? event.act?.kind : 'shut'} data-refused={event.refused}>
      {event.kind === 'opened' && (
        <>
          <p>{event.act ? actWords(say, session, event.act) : say('event.later')}</p>
          <p class="hint">
            {nameOf(session, event.by)} · {whenOf(say, event.at, t, tz)}
          </p>
        </>
      )}
      {refused && <p class="notice">{refused}</p>}
    </li>
  )
}

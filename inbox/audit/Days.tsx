import type { JSX } from 'preact'
import type { ReadLine } from '../../shared/auditRead.ts'
import { localDate } from './days.ts'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'
import { seesAll } from './state.ts'
import { didWords, nameOf, shortOf } from './words.ts'

interface Props extends Part {
  readonly session: Session
}

/** The newest day first, within it the newest line first. */
export function Days(props: Props): JSX.Element | null {
  const { inbox, say, session } = props
  const { audit } = inbox
  const { tz } = session.chain.roster.desks[0]!
  const all = shownLines(props)
  const days = byDay(all, tz)
  if (!days.length && audit.of.value === null) return null
  return (
    <section class="auditdays" aria-labelledby="auditdays">
      <h2 id="auditdays">{say(seesAll(session) ? 'audit.list' : 'audit.list.own')}</h2>
      {seesAll(session) && <Whose {...props} />}
      {!days.length && <p>{say('audit.list.none')}</p>}
      {days.slice(0, audit.days.value).map(([day, lines]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h3 id={`day-${day}`}>{say.date(lines[0]!.at, tz)}</h3>
          <ul>
            {lines.map((line) => (
              <Line key={line.seq} {...props} line={line} />
            ))}
          </ul>
        </section>
      ))}
      {days.length > audit.days.value && (
        <button type="button" class="quiet" data-audit-older onClick={() => void (audit.days.value += 14)}>
          {say('audit.older')}
        </button>
      )}
    </section>
  )
}

function byDay(
  lines: readonly ReadLine[],
  tz: string,
): readonly (readonly [day: string, lines: readonly ReadLine[]])[] {
  const days = new Map<string, ReadLine[]>()
  for (const line of lines) {
    const day = localDate(line.at, tz)
    days.set(day, [...(days.get(day) ?? []), line])
  }
  return [...days]
}

function shownLines({ inbox, session }: Props): readonly ReadLine[] {
  const { audit } = inbox
  const own = session.member.id
  const of = seesAll(session) ? audit.of.value : own
  return (audit.read.value?.lines ?? []).filter(({ by }) => of === null || by === of).sort((a, b) => b.seq - a.seq)
}

/** Somebody who is not in the team any more may have lines too. */
function Whose({ inbox, say, session }: Props): JSX.Element {
  const { audit } = inbox
  const ids = [...new Set((audit.read.value?.lines ?? []).map(({ by }) => by))]
  return (
    <div class="fields auditwhose">
      <label for="audit-whose">{say('audit.whose')}</label>
      <select
        autocomplete="off"
        id="audit-whose"
        value={audit.of.value ?? ''}
        onChange={(event) => void (audit.of.value = event.currentTarget.value || null)}
      >
        <option value="">{say('audit.everybody')}</option>
        {ids.map((id) => (
          <option key={id} value={id} selected={id === audit.of.value}>
            {nameOf(say, session, id)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** One line: the hour, who, what, and of which request, which can be opened while it is there. */
function Line({ inbox, say, session, line }: Props & { readonly line: ReadLine }): JSX.Element {
  const { by, at, did } = line
  const item = did?.case === undefined ? undefined : inbox.all.value.find((one) => one.case?.id === did.case)
  return (
    <li data-audit-line={line.seq}>
      <span class="hint">{say.clock(at, session.chain.roster.desks[0]!.tz)}</span>
      <span>
        {seesAll(session) && <strong>{nameOf(say, session, by)}: </strong>}
        {didWords(say, did)}
      </span>
      {did?.case !== undefined &&
        (item ? (
          <button type="button" class="quiet" onClick={() => inbox.open(item.id)}>
            {say('audit.of', { id: shortOf(did.case) })}
          </button>
        ) : (
          <span class="hint">{say('audit.of', { id: shortOf(did.case) })}</span>
        ))}
    </li>
  )
}

import type { ComponentChildren, JSX } from 'preact'
import { codePoints } from '../../shared/text.ts'
import type { Part as Props } from '../App.tsx'
import type { Key, Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Facts } from '../list/facts.ts'
import type { Row } from '../list/order.ts'
import { languageOf } from '../list/Row.tsx'
import { FirstMessage } from './FirstMessage.tsx'
import { OpenGuide } from '../guide/Beside.tsx'
import { Lines, Sentences } from './Lines.tsx'
import { Number } from './Number.tsx'
import { VerdictBlock } from './VerdictBlock.tsx'
import { type Part, cardLines } from './cardLines.ts'

/** What its owner's case adds to the card. */
export interface CardSlots {
  /** below the line of the language */
  readonly language?: ComponentChildren
  /** below the answer about sharing */
  readonly share?: ComponentChildren
  /** whether the fold of sharing stands open */
  readonly shareOpen?: boolean
  /** in the place of the words that the person is to be told who wrote */
  readonly foot?: ComponentChildren
}

/**
 * The safety card in the order in which it is read: what stops, whether it is a good time, who picks up, how, what to say, what
 * if somebody else answers, when to stop, the phone, the language, the note – and only then the number (R24, R43).
 */
export function Card({
  inbox,
  say,
  row,
  newer = false,
  stopped = false,
  slots = {},
}: Props & {
  readonly row: Row
  readonly newer?: boolean
  readonly stopped?: boolean
  readonly slots?: CardSlots
}): JSX.Element {
  const { item, ways } = row
  const { facts } = item
  if (item.withdrawn) return <p class="strip ember">{say('staff.deleted.note')}</p>
  const card = cardLines(facts)
  const fold = `fold-${item.id}`
  return (
    <div class="card" key={fold}>
      <Strip inbox={inbox} say={say} row={row} marks={card.marks} t={inbox.t.value} />
      <Wrote say={say} row={row} />
      {newer && <p class="strip amber">{say('card.newer')}</p>}
      {ways.length > 1 && (
        <p class="strip amber">{say(ways.length === 2 ? 'card.ways' : 'card.ways.many', { n: ways.length })}</p>
      )}
      {ways.map((way, i) => (
        <section class="way" key={i}>
          {ways.length > 1 && <h3>{say('card.way', { n: i + 1 })}</h3>}
          <VerdictBlock say={say} verdict={way.verdict} facts={way.facts} t={inbox.t.value} />
          <Lines
            say={say}
            facts={way.facts}
            lines={cardLines(way.facts).lines}
            below={{ say: <FirstMessage inbox={inbox} say={say} facts={way.facts} />, language: slots.language }}
          />
          {ways.length > 1 && !stopped && <Number inbox={inbox} say={say} row={row} way={i} newer={newer} />}
        </section>
      ))}
      {card.note.map((line) => (
        <details key={line.id}>
          <summary>
            {say('fold.note')} <span class="hint">{noteSize(say, facts)}</span>
          </summary>
          <Sentences say={say} facts={facts} parts={line.parts} />
        </details>
      ))}
      {ways.length === 1 && !stopped && <Number inbox={inbox} say={say} row={row} way={0} newer={newer} />}
      <details>
        <summary>{say('fold.more')}</summary>
        <Lines say={say} facts={facts} lines={card.more} />
      </details>
      {!item.handed &&
        card.share.map((line) => (
          <details key={line.id} open={slots.shareOpen === true}>
            <summary>{say('fold.share')}</summary>
            <Sentences say={say} facts={facts} parts={line.parts} />
            {slots.share}
          </details>
        ))}
      {card.foot && (slots.foot ?? <p class="hint">{say('staff.third.tell')}</p>)}
      {facts.replyBy !== null && !row.late && (
        <p class="hint">{say('card.promised', { time: say.moment(facts.replyBy, inbox.t.value, facts.desk.tz) })}</p>
      )}
    </div>
  )
}

const GRAVE: readonly Key[] = ['danger.now', 'danger.now.other', 'age.under18']

/** One strip for all that stops or warns, the gravest gives the colour; what is only to be known stands below it. */
function Strip(props: Props & { readonly row: Row; readonly marks: readonly Part[]; readonly t: number }): JSX.Element {
  const { inbox, say, row, marks, t } = props
  const { facts, check, under } = row.item
  const keyed = marks.flatMap((part) => ('key' in part ? [part.key] : []))
  const grave = keyed.filter((key) => GRAVE.includes(key))
  // Another NGO may not have handed on what would be told here.
  const { handed } = row.item
  const asked = !handed || handed.consent.what.includes('safety')
  const calm = keyed.filter((key) => !GRAVE.includes(key) && (asked || !key.startsWith('age.')))
  const other = [
    row.late &&
      facts.replyBy !== null &&
      say('card.latefor', {
        ago: say.ago(facts.replyBy, t),
        time: say.moment(facts.replyBy, t, facts.desk.tz),
      }),
    facts.odd > 0 && say('card.odd'),
    check && say('card.check'),
    under &&
      say(`card.roster.${under}`, {
        version: facts.roster?.version ?? '–',
        hash: facts.roster?.hash.slice(0, 8) ?? '–',
      }),
    facts.test && say('card.test'),
  ].filter(Boolean)
  return (
    <>
      {grave.length + other.length > 0 && (
        <div class={`strip ${grave.length ? 'ember' : 'amber'}`}>
          <Icon name="mark" />
          <div>
            {grave.map((key) => (
              <p key={key}>
                <strong>{say(key)}</strong>
              </p>
            ))}
            {other.map((words) => (
              <p key={words}>{words}</p>
            ))}
            {grave.length > 0 && <OpenGuide inbox={inbox} say={say} />}
          </div>
        </div>
      )}
      {calm.length > 0 && (
        <p class="pills">
          {calm.map((key) => (
            <span key={key} class="pill framed">
              {say(key)}
            </span>
          ))}
        </p>
      )}
    </>
  )
}

function Wrote({ say, row }: { readonly say: Speech; readonly row: Row }): JSX.Element | null {
  const { wrote, facts } = row.item
  if (!wrote.length) return null
  return (
    <div class="wrote">
      <p>
        <strong>{say('card.wrote')}</strong>
      </p>
      {wrote.map(({ text, contact }, i) => (
        <div key={i}>
          {text !== undefined && (
            <Sentences say={say} facts={facts} parts={[{ kind: 'person', from: ['note'], text }]} />
          )}
          {contact && <p>{say('card.wrote.contact')}</p>}
        </div>
      ))}
    </div>
  )
}

function noteSize(say: Speech, facts: Facts): string {
  const n = codePoints(facts.told.note ?? '')
  // The note was typed in the panel, so in its language more likely than in the one that the person asked for.
  const language = facts.lang ?? languageOf(facts)
  return language ? say('fold.note.size', { n, language: say.language(language) }) : say('fold.note.sizeonly', { n })
}

import type { JSX } from 'preact'
import { REPLY_TEXT } from '../../shared/reply.ts'
import { cleanText, codePoints } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import { Writing } from '../case/Writing.tsx'
import { nameOf, whenOf } from '../case/words.ts'
import { mayDo, turnsIn } from '../cases/view.ts'
import { type Request, isOff } from '../list/items.ts'
import type { Session } from '../session.ts'
import { mayTellTooMuch } from './warn.ts'

/** What was answered to a person's number, and the field for another answer. What was typed stays until the server has it. */
export function Replies({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Request }): JSX.Element {
  const { cases } = inbox
  const t = inbox.t.value
  const turns = turnsIn(item, cases.caseIn(item))
  const replies = turns.filter(({ by }) => by !== null)
  const lang = item.facts.told.more?.speak ?? item.facts.lang ?? 'en'
  const text = cases.answers.value.get(item.id) ?? ''
  const left = REPLY_TEXT - codePoints(text)
  const may =
    mayDo(session, item, cases.fileOf(item), { kind: 'reply', n: 1, lang, text: 'x' }, t) &&
    !isOff(item) &&
    (!item.handed || !!item.handed.person)
  const names = session.team.members.map(({ name }) => name)
  const send = async (): Promise<void> => {
    if (!text.trim() || left < 0 || cases.busy.value) return
    const sent = await cases.answer(item, { lang, text: text.trim() })
    // What was typed while it was sent stays.
    if (sent && cases.answers.value.get(item.id) === text) cases.typeAnswer(item, '')
  }
  return (
    <div class="entries" data-replies={replies.length}>
      {!replies.length && <p class="hint">{say('reply.none')}</p>}
      {turns.length > 0 && (
        <ol role="list">
          {turns.map((turn, i) => (
            <li key={i} data-turn={turn.by === null ? 'person' : 'us'}>
              {turn.text === undefined ? (
                <p>{say('reply.contact')}</p>
              ) : (
                <p class="person" translate={false} dir="auto" lang={turn.lang}>
                  {cleanText(turn.text, true)}
                </p>
              )}
              <p class="hint">
                {turn.by === null ? say('reply.person') : nameOf(session, turn.by)} ·{' '}
                {whenOf(say, turn.at, t, item.facts.desk.tz)}
              </p>
            </li>
          ))}
        </ol>
      )}
      {item.handed && !item.handed.person && <p class="hint">{say('reply.nobox')}</p>}
      {may && (
        <Writing
          id="reply"
          say={say}
          label={say('reply.label', { language: say.language(lang) })}
          rows={5}
          text={text}
          left={left}
          busy={cases.busy.value}
          hint={say('reply.hint')}
          type={(text) => cases.typeAnswer(item, text)}
          save={() => void send()}
          mark="data-reply-send"
          button={say('reply.send')}
          lang={lang}
        >
          <p class="hint" role="status">
            {mayTellTooMuch(text, names) ? say('staff.reply.warn') : ''}
          </p>
        </Writing>
      )}
    </div>
  )
}

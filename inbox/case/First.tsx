import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { mayDo } from '../cases/view.ts'
import type { Key, Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Request } from '../list/items.ts'
import { type Session, initials } from '../session.ts'
import { firstContactIn, markNote, mayNoteAsking } from './firstContact.ts'
import { nameOf } from './words.ts'

type Props = Part & { readonly session: Session; readonly item: Request }

/** "24 Nov 2026, NK": of what was told or asked the day and who did it. */
export function dayAndWho(say: Speech, session: Session, { by, at }: { by: string; at: number }, tz: string): string {
  return `${say.date(at, tz)}, ${initials(nameOf(session, by))}`
}

/** Below the answer about sharing: that it is to be asked, and what the person said when it was. */
export function ShareAsked({ inbox, say, session, item }: Props): JSX.Element | null {
  const { cases } = inbox
  const now = cases.caseIn(item)
  const { asks, share } = firstContactIn(now)
  const { tz } = item.facts.desk
  if (share)
    return (
      <p data-share={share.said}>
        {say(`first.share.${share.said}.done`)} <span class="hint">{dayAndWho(say, session, share, tz)}</span>
      </p>
    )
  if (asks)
    return (
      <p data-share="asks">
        {say('first.asks')} <span class="hint">{dayAndWho(say, session, asks, tz)}</span>
      </p>
    )
  if (!mayNoteAsking(item.facts, now)) return null
  return <Marks inbox={inbox} say={say} session={session} item={item} mark="ask-share" words={askWords(now?.tries)} />
}

const askWords = (tries: readonly { readonly result: string }[] = []): Key =>
  tries.some(({ result }) => result === 'reached') ? 'first.ask.next' : 'first.ask'

/** Of a request that somebody else wrote: the person is to be told, and was told by whom on which day. */
export function ToldWho({ inbox, say, session, item }: Props): JSX.Element {
  const now = inbox.cases.caseIn(item)
  const { told } = firstContactIn(now)
  if (told)
    return (
      <p class="first-done" data-told>
        <Icon name="good" />
        <span>
          {say('first.told')} <span class="hint">{dayAndWho(say, session, told, item.facts.desk.tz)}</span>
        </span>
      </p>
    )
  const reached = now?.tries.some(({ result }) => result === 'reached')
  return (
    <div class="first-due" data-tell>
      <p>{say('staff.third.tell')}</p>
      {reached ? (
        <Marks inbox={inbox} say={say} session={session} item={item} mark="told" words="first.told.now" />
      ) : (
        <p class="hint">{say('first.told.later')}</p>
      )}
    </div>
  )
}

/** A button that writes a mark into the case, as a note whose words say it too. */
function Marks(props: Props & { readonly mark: 'ask-share' | 'told'; readonly words: Key }): JSX.Element | null {
  const { inbox, say, session, item, mark, words } = props
  const { cases, t } = inbox
  const act = markNote(mark, say(mark === 'told' ? 'first.told' : 'first.asks'))
  if (!item.case || !mayDo(session, item, cases.fileOf(item), act, t.value)) return null
  const done = { key: mark === 'told' ? 'first.told' : 'first.asks' } as const
  return (
    <button
      type="button"
      class="quiet"
      data-mark={mark}
      aria-disabled={cases.busy.value}
      onClick={() => void (cases.busy.value || cases.write(item, { acts: [act], done }))}
    >
      {say(words)}
    </button>
  )
}

import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { TABS } from '../cases/screen.ts'
import { type Stop, answersIn, stopOf } from '../cases/view.ts'
import { FitButton } from '../interpreters/Fitting.tsx'
import { type Request, isOff } from '../list/items.ts'
import { rowOf } from '../list/order.ts'
import { AwayNote } from '../referral/AwayNote.tsx'
import { ReceivedNote } from '../referral/ReceivedNote.tsx'
import { TookBack } from '../referral/TookBack.tsx'
import { Replies } from '../replies/Replies.tsx'
import type { Session } from '../session.ts'
import { Card, type CardSlots } from './Card.tsx'
import { linkOf } from './address.ts'
import { firstContactIn } from './firstContact.ts'
import { CaseMore } from './CaseMore.tsx'
import { ShareAsked, ToldWho } from './First.tsx'
import { HandedNote } from './HandedNote.tsx'
import { Notes } from './Notes.tsx'
import { AskedToStop, Held } from './Stops.tsx'
import { Silence } from './Silence.tsx'
import { Tries } from './Tries.tsx'

type Props = Part & { readonly session: Session; readonly item: Request; readonly trouble: JSX.Element }

/** One's own case: the card, the tries, the notes, and how it goes on. */
export function Work({ inbox, say, session, item, trouble }: Props): JSX.Element {
  const { cases } = inbox
  const tab = cases.tab.value
  const parts = { inbox, say, session, item }
  const stop = stopIn(parts)
  return (
    <>
      <div class="case-tabs" role="group" aria-label={say('case.tabs')}>
        {TABS.map((one) => (
          <button
            type="button"
            class="quiet"
            key={one}
            data-case-tab={one}
            aria-pressed={one === tab}
            onClick={() => {
              cases.tab.value = one
              // What was done elsewhere has been read.
              cases.done.value = null
            }}
          >
            {say(`case.tab.${one}`)}
            {one === 'tries' && count(cases.caseIn(item)?.tries.length)}
            {one === 'replies' && count(answersIn(cases.caseIn(item)).length)}
            {one === 'notes' && count(cases.caseIn(item)?.notes.length)}
          </button>
        ))}
      </div>
      {trouble}
      <AwayNote inbox={inbox} say={say} session={session} item={item} />
      {item.tookBackThere && <TookBack {...parts} full={tab === 'card'} />}
      {!item.tookBackThere && <AskedToStop inbox={inbox} say={say} item={item} />}
      {!item.tookBackThere && <Held inbox={inbox} say={say} item={item} />}
      {tab === 'card' && !item.tookBackThere && <Silence inbox={inbox} say={say} session={session} item={item} />}
      {!item.tookBackThere && <Stopped inbox={inbox} say={say} stop={stop} item={item} />}
      {tab === 'card' && !item.tookBackThere && <Drawn {...parts} stop={stop} />}
      {tab === 'tries' && (
        <>
          <Tries {...parts} />
          {!isOff(item) && !isContacted(inbox, item) && <TryButton inbox={inbox} say={say} look="plain" />}
        </>
      )}
      {tab === 'replies' && <Replies {...parts} />}
      {tab === 'notes' && <Notes {...parts} />}
      {tab === 'more' && <CaseMore {...parts} />}
      {(tab === 'card' || tab === 'tries') && !isOff(item) && <Bottom {...parts} stop={stop} />}
    </>
  )
}

const count = (n = 0): JSX.Element | null => (n ? <span class="count"> {n}</span> : null)

export function stopIn({ inbox, session, item }: Omit<Props, 'say' | 'trouble'>): Stop {
  const leads = session.team.members.filter(({ role }) => role === 'lead').map(({ id }) => id)
  return stopOf(inbox.cases.caseIn(item), leads, item.facts.desk.houseRule.tries, inbox.cases.more.value)
}

function Drawn({ inbox, say, session, item, stop }: Omit<Props, 'trouble'> & { readonly stop: Stop }): JSX.Element {
  const { drawn, newer } = drawnItem(inbox.revealed.value?.item, item)
  return (
    <>
      <ReceivedNote inbox={inbox} say={say} session={session} item={item} />
      <HandedNote inbox={inbox} say={say} session={session} item={item} />
      <Card
        inbox={inbox}
        say={say}
        row={rowOf(drawn, session.member.id, inbox.t.value)}
        newer={newer}
        stopped={stop !== null}
        slots={slotsOf({ inbox, say, session, item: drawn })}
      />
    </>
  )
}

/** What the case adds to the card: who fits to interpret, what was asked about sharing, and whether the person knows who wrote. */
function slotsOf(parts: Omit<Props, 'trouble'>): CardSlots {
  const { asks, share } = firstContactIn(parts.inbox.cases.caseIn(parts.item))
  return {
    language: <FitButton {...parts} facts={parts.item.facts} />,
    share: <ShareAsked {...parts} />,
    shareOpen: asks !== null || share !== null,
    foot: <ToldWho {...parts} />,
  }
}

/** While a number is on the screen it and its rules stay what they were, whatever comes; only a withdrawal takes it away. */
export function drawnItem(shown: Request | undefined, item: Request): { drawn: Request; newer: boolean } {
  const newer = shown?.id === item.id && !item.withdrawn && shown.ids.join() !== item.ids.join()
  return { drawn: newer ? shown : item, newer }
}

/** Why the number is not shown for now, and who decides. */
function Stopped({
  inbox,
  say,
  stop,
  item,
}: Part & { readonly stop: Stop; readonly item: Request }): JSX.Element | null {
  if (stop === null || stop === 'asked-to-stop') return null
  if (stop === 'word-wrong')
    return (
      <p class="strip ember" data-stop={stop}>
        <strong>{say('case.stop.word')}</strong>
      </p>
    )
  const { tries } = item.facts.desk.houseRule
  const goOn = (): void => {
    inbox.cases.more.value = true
    inbox.cases.tab.value = 'card'
  }
  return (
    <div class="strip amber" data-stop={stop}>
      <div>
        <p>{say('case.stop.spent', { n: tries })}</p>
        <button type="button" class="plain" data-more-tries onClick={goOn}>
          {say('case.stop.more')}
        </button>
      </div>
    </div>
  )
}

const TryButton = ({ inbox, say, look }: Part & { readonly look: 'primary' | 'plain' }): JSX.Element => (
  <button type="button" class={look} data-try onClick={() => (inbox.cases.form.value = { kind: 'try', next: 0 })}>
    {say('staff.act.tried')}
  </button>
)

/** The one thing that comes next, under the thumb. */
function Bottom({
  inbox,
  say,
  session,
  item,
  stop,
}: Omit<Props, 'trouble'> & { readonly stop: Stop }): JSX.Element | null {
  const { ways } = rowOf(item, session.member.id, inbox.t.value)
  const shown = inbox.revealed.value?.item.id === item.id && inbox.cases.tab.value === 'card'
  if (isContacted(inbox, item))
    return (
      <div class="thumb">
        <TryButton inbox={inbox} say={say} look={shown && dials(ways) ? 'plain' : 'primary'} />
      </div>
    )
  const [way] = ways
  if (!stop && ways.every((one) => one.facts.told.contact?.how === 'back'))
    return (
      <div class="thumb">
        <button type="button" class="primary" data-answer onClick={() => (inbox.cases.tab.value = 'replies')}>
          {say('reply.write')}
        </button>
      </div>
    )
  if (stop || ways.length !== 1 || !way!.free || !way!.facts.told.contact?.address) return null
  const show = (): void => {
    inbox.cases.tab.value = 'card'
    inbox.reveal(0)
    queueMicrotask(() => document.querySelector('section.number')?.scrollIntoView({ block: 'center' }))
  }
  return (
    <div class="thumb phone">
      <button type="button" class="primary" data-show onClick={show}>
        {say('case.show')}
      </button>
    </div>
  )
}

/** Whether a number that is shown has a button that calls: then that is what comes next. */
const dials = (ways: ReturnType<typeof rowOf>['ways']): boolean =>
  ways.some(({ facts: { told } }) => !!told.contact?.address && linkOf(told.contact, told.contact.address) !== null)

/** Whether the number was shown and nothing was written of it yet. */
function isContacted({ contact, cases }: Part['inbox'], item: Request): boolean {
  const acts = (cases.caseIn(item)?.events ?? []).flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [one.act.kind] : [],
  )
  const shown = acts.lastIndexOf('show') > acts.lastIndexOf('try')
  return shown || contact.value === item.id
}

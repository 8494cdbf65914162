import { useEffect, useRef } from 'preact/hooks'
import type { ComponentChildren, JSX } from 'preact'
import type { ErrorCode } from '../../shared/errors.ts'
import { Quiet } from '../alerts/Quiet.tsx'
import type { Part } from '../App.tsx'
import { Boundary } from '../Boundary.tsx'
import type { Key, Speech } from '../i18n.ts'
import { Beside } from '../guide/Beside.tsx'
import { Icon } from '../icons.tsx'
import { focusRow } from '../keyboard.ts'
import type { Item } from '../list/items.ts'
import { rowOf } from '../list/order.ts'
import { Referring } from '../referral/Referring.tsx'
import { TookBack } from '../referral/TookBack.tsx'
import type { Session } from '../session.ts'
import { Theirs, TheirsDoor } from '../theirs/Theirs.tsx'
import { Aside, Others } from './Aside.tsx'
import { Before } from './Before.tsx'
import { Ended } from './Ended.tsx'
import { Erase } from './Erase.tsx'
import { Gone } from './Gone.tsx'
import { Sheet } from './Sheet.tsx'
import { Troubles } from './Troubles.tsx'
import { Work } from './Work.tsx'

export function Case({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const id = inbox.openId.value
  const item = inbox.opened.value
  const { done } = inbox.cases
  if (!id)
    return (
      <p class="hint pick" role="status">
        {done.value ? say(done.value.key, done.value.values) : inbox.order.value.length > 0 && say('list.pick')}
      </p>
    )
  const refer = item && inbox.referrals.referOf(item)
  const giving = item && inbox.theirs.of(item)
  const title = giving
    ? 'theirs.title'
    : refer
      ? 'refer.title'
      : titleOf(item, inbox.own.value !== null, item !== null && inbox.cases.stateOf(item) === 'closed')
  const { tab } = inbox.cases
  // The parts of a case share a heading: it does not take the focus from the buttons that lead to them.
  const words = title === 'card.title' && tab.value !== 'card' ? say(`case.tab.${tab.value}`) : say(title)
  return (
    <article data-open={id} key={id}>
      <button
        type="button"
        class="quiet back"
        onClick={() => {
          // Out of the steps of a copy or a referral it goes to the case.
          if (giving) return inbox.theirs.leave()
          if (refer) return inbox.referrals.leave()
          inbox.close()
          focusRow(id)
        }}
      >
        <Icon name="back" />
        {say(refer || giving ? 'refer.tocase' : 'shell.back')}
      </button>
      <Heading key={title}>{words}</Heading>
      <Boundary instead={<Closed say={say} code="internal" />}>
        <Body inbox={inbox} say={say} session={session} item={item} />
      </Boundary>
      {item && (
        <Boundary instead={<p class="notice">{say('error.other')}</p>}>
          <Sheet inbox={inbox} say={say} session={session} item={item} />
          <Beside inbox={inbox} say={say} session={session} />
        </Boundary>
      )}
    </article>
  )
}

function titleOf(item: Item | null, own: boolean, ended: boolean): Key {
  if (item && ended) return 'case.ended.title'
  if (!item) return 'card.gone.title'
  if (item.kind === 'shut') return 'staff.pile.check'
  return own ? 'card.title' : 'before.title'
}

/** The case under its heading. Without hooks, so that tests draw it. */
export function Body(props: Part & { readonly session: Session; readonly item: Item | null }): JSX.Element {
  const { inbox, say, session, item } = props
  if (!item) return <p class="notice">{say('card.gone')}</p>
  const giving = inbox.theirs.of(item)
  if (giving && item.kind === 'request')
    return <Theirs inbox={inbox} say={say} session={session} item={item} giving={giving} />
  const refer = inbox.referrals.referOf(item)
  if (refer) return <Referring inbox={inbox} say={say} session={session} refer={refer} />
  const trouble = <Troubles inbox={inbox} say={say} session={session} item={item} />
  const state = inbox.cases.stateOf(item)
  const erase = <Erase inbox={inbox} say={say} session={session} />
  if (item.kind === 'request' && (item.withdrawn || state === 'gone'))
    return (
      <>
        {trouble}
        <Gone say={say} item={item} />
        {!item.withdrawn && erase}
      </>
    )
  if (state === 'closed')
    return (
      <>
        {trouble}
        <Ended inbox={inbox} say={say} session={session} item={item} />
        {erase}
      </>
    )
  if (item.kind === 'shut')
    return (
      <>
        {trouble}
        <Closed say={say} code={item.code} />
        <Quiet inbox={inbox} say={say} id={item.id} />
        <Aside inbox={inbox} say={say} session={session} item={item} />
        {erase}
      </>
    )
  if (inbox.own.value) return <Work inbox={inbox} say={say} session={session} item={item} trouble={trouble} />
  const row = rowOf(item, session.member.id, inbox.t.value)
  return (
    <>
      {trouble}
      {item.tookBackThere && <TookBack inbox={inbox} say={say} session={session} item={item} />}
      <Before inbox={inbox} say={say} session={session} row={row} />
      <Others inbox={inbox} say={say} session={session} item={item} />
      <Aside inbox={inbox} say={say} session={session} item={item} />
      {session.member.role === 'privacy' && <TheirsDoor inbox={inbox} say={say} session={session} item={item} />}
      {!hasMore(inbox, session, item) && erase}
    </>
  )
}

/** Whether a coordinator has "More" of what somebody else has, and the deleting in it. */
const hasMore = ({ cases }: Part['inbox'], { member }: Session, item: Item): boolean =>
  member.role === 'lead' && item.claim !== null && item.claim.by !== member.id && cases.caseIn(item) !== null

function Closed({ say, code }: { readonly say: Speech; readonly code: ErrorCode }): JSX.Element {
  return (
    <>
      <p>{say('before.shut')}</p>
      <p class="hint">{say('before.shut.body')}</p>
      <p class="hint">{say('error.code', { code })}</p>
    </>
  )
}

/** Takes the focus when a step begins, so that a screen reader and the keyboard are where the eye is. */
function Heading({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'start' })
  }, [])
  return (
    <h2 tabIndex={-1} ref={heading}>
      {children}
    </h2>
  )
}

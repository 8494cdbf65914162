import { useEffect, useRef } from 'preact/hooks'
import type { ComponentChildren, JSX } from 'preact'
import type { ErrorCode } from '../../shared/errors.ts'
import { Quiet } from '../alerts/Quiet.tsx'
import type { Part } from '../App.tsx'
import { Boundary } from '../Boundary.tsx'
import type { Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import { focusRow } from '../keyboard.ts'
import type { Item, Request } from '../list/items.ts'
import { rowOf } from '../list/order.ts'
import type { Session } from '../session.ts'
import { Before } from './Before.tsx'
import { Card } from './Card.tsx'

export function Case({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const id = inbox.openId.value
  const item = inbox.opened.value
  if (!id) return <p class="hint pick">{inbox.order.value.length > 0 && say('list.pick')}</p>
  const own = inbox.own.value
  const title = !item || item.kind === 'shut' ? 'staff.pile.check' : own ? 'card.title' : 'before.title'
  return (
    <article data-open={id} key={id}>
      <button
        type="button"
        class="quiet back"
        onClick={() => {
          inbox.close()
          focusRow(id)
        }}
      >
        <Icon name="back" />
        {say('shell.back')}
      </button>
      <Heading key={title}>{say(title)}</Heading>
      <Boundary instead={<Closed say={say} code="internal" />}>
        <Body inbox={inbox} say={say} session={session} item={item} />
      </Boundary>
    </article>
  )
}

function Body(props: Part & { readonly session: Session; readonly item: Item | null }): JSX.Element {
  const { inbox, say, session, item } = props
  if (!item) return <p class="notice">{say('card.gone')}</p>
  if (item.kind === 'shut')
    return (
      <>
        <Closed say={say} code={item.code} />
        <Quiet inbox={inbox} say={say} id={item.id} />
      </>
    )
  const { id } = session.member
  if (!inbox.own.value) return <Before inbox={inbox} say={say} session={session} row={rowOf(item, id, inbox.t.value)} />
  const { drawn, newer } = drawnItem(inbox.revealed.value?.item, item)
  return <Card inbox={inbox} say={say} row={rowOf(drawn, id, inbox.t.value)} newer={newer} />
}

/** While a number is on the screen it and its rules stay what they were, whatever comes; only a withdrawal takes it away. */
export function drawnItem(shown: Request | undefined, item: Request): { drawn: Request; newer: boolean } {
  const newer = shown?.id === item.id && !item.withdrawn && shown.ids.join() !== item.ids.join()
  return { drawn: newer ? shown : item, newer }
}

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

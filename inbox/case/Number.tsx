import { useLayoutEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import type { Contact } from '../list/facts.ts'
import type { Row } from '../list/order.ts'
import { REASONS } from './contact.ts'
import { groupsOf, linkOf, maskAddress, showAddress } from './address.ts'

/**
 * The last line. The address itself is in the page only while it is shown. When a button here is gone the focus is on the address, and
 * not on what comes next: Enter that is held too long must not call anybody.
 */
export function Number({
  inbox,
  say,
  row,
  way,
  newer,
}: Part & { readonly row: Row; readonly way: number; readonly newer: boolean }): JSX.Element | null {
  const { facts, verdict, free } = row.ways[way]!
  const { contact } = facts.told
  if (verdict.kind === 'none' || !contact?.address) return null
  const label = labelOf(contact)
  const { revealed, asking } = inbox
  const shown = revealed.value?.item.id === row.item.id && revealed.value.way === way
  const heading = `number-${way}`
  return (
    <section class="number" aria-labelledby={heading}>
      <h3 id={heading}>{say(label)}</h3>
      {row.item.reached && <p class="hint">{say('number.again')}</p>}
      {shown ? (
        <Shown inbox={inbox} say={say} contact={contact} address={contact.address} />
      ) : (
        <p class="address" tabIndex={-1}>
          <bdi dir="ltr" translate={false}>
            {maskAddress(contact.address)}
          </bdi>
        </p>
      )}
      {shown && newer && <p class="notice">{say('card.newer')}</p>}
      {!shown && !newer && asking.value !== way && (
        <button type="button" class={free ? 'primary' : 'plain'} data-reveal onClick={() => inbox.reveal(way)}>
          {say(!free ? 'number.anyway' : label === 'line.number' ? 'staff.act.number' : 'number.show.address')}
        </button>
      )}
      {!newer && asking.value === way && <Reasons inbox={inbox} say={say} way={way} />}
    </section>
  )
}

function labelOf({ how, address }: Contact): Key {
  if (how === 'email') return 'line.address.email'
  return how === 'app' && !showAddress(address ?? '').phone ? 'line.address.app' : 'line.number'
}

/** The question has the focus, and not the first answer: Enter that is held too long must not choose one. */
function Reasons({ inbox, say, way }: Part & { readonly way: number }): JSX.Element {
  const question = useRef<HTMLParagraphElement>(null)
  useLayoutEffect(() => question.current?.focus(), [])
  return (
    <div class="reasons" role="group" aria-labelledby="reasons">
      <p id="reasons" tabIndex={-1} ref={question}>
        {say('staff.safe.override')}
      </p>
      {REASONS.map((reason) => (
        <button type="button" class="plain" key={reason} data-reason={reason} onClick={() => inbox.reveal(way, reason)}>
          {say(`number.reason.${reason}`)}
        </button>
      ))}
      <button type="button" class="quiet" onClick={() => (inbox.asking.value = null)}>
        {say('number.cancel')}
      </button>
    </div>
  )
}

function Shown({
  inbox,
  say,
  contact,
  address,
}: Part & { readonly contact: Contact; readonly address: string }): JSX.Element {
  const { text, cleaned } = showAddress(address)
  const link = linkOf(contact, address)
  // In tens: a countdown that runs every second hurries.
  const left = Math.max(10, Math.ceil(((inbox.revealed.value?.until ?? 0) - inbox.tick.value) / 10_000) * 10)
  return (
    <>
      <p class="address" data-address tabIndex={-1}>
        <bdi dir="ltr" translate={false}>
          {groupsOf(text).map((group, i) => (
            <span key={i}>{group}</span>
          ))}
        </bdi>
      </p>
      {cleaned && <p class="hint">{say('number.cleaned')}</p>}
      {link && (
        <a class="primary" href={link.href} rel="noreferrer">
          {say(`link.${link.kind}`, { app: link.app ?? '' })}
        </a>
      )}
      <p class="countdown">
        <span role="timer">{say('number.shown', { time: say.amount(left, 'second') })}</span>
        <button type="button" class="quiet" onClick={() => inbox.hide()}>
          {say('number.hide')}
        </button>
      </p>
    </>
  )
}

import type { ComponentChildren, JSX } from 'preact'
import { type Span, endOf } from '../../shared/rota/cover.ts'
import { wallOf } from '../../shared/rota/zone.ts'
import type { Shift } from '../../shared/roster.ts'
import type { DeskPart } from './Rota.tsx'
import { deleteShift, moveShift } from './actions.ts'
import { formOf, shiftAt } from './desk.ts'
import { dateWords, ngoName } from './words.ts'

/** By how much an arrow key moves, minutes. */
const STEP = 60

/**
 * A stretch of a day: text for members, a button for coordinators. Pressing opens its fields, so that nothing needs a drag.
 */
export function Block(
  props: DeskPart & {
    readonly span: Span
    readonly style?: Readonly<Record<string, string>>
    readonly class?: string
    readonly children: ComponentChildren
  },
): JSX.Element {
  const { inbox, say, session, at, edits, now, span, style, children } = props
  const { tz } = at.desk
  const own = span.ngo === session.ngo.id
  // Who does not see the column hears it.
  const day = <span class="unseen">{dateWords(say, wallOf(span.from, tz).day)} </span>
  const shift = span.ngo === null ? null : shiftAt(at.shifts, span.from)
  const shared = {
    class: `block ${span.ngo === null ? 'nobody' : own ? 'own' : ''} ${props.class ?? ''}`,
    'data-from': span.from,
    'data-to': span.to,
    ...(style && { style }),
  }
  // What is over cannot be changed.
  if (!edits || span.to <= now)
    return (
      <div {...shared}>
        {day}
        {children}
      </div>
    )
  const [from, to] = shift ? [shift[0], endOf(shift)] : [Math.max(span.from, now - (now % 15)), span.to]
  return (
    <button
      type="button"
      {...shared}
      data-shift={shift ? shift[0] : undefined}
      onClick={() => inbox.rota.open(formOf(from, to, tz, shift?.[2] ?? session.ngo.id, shift))}
      onKeyDown={(event) => {
        if (shift && onArrow(props, shift, event)) event.preventDefault()
      }}
    >
      {day}
      {children}
    </button>
  )
}

export const nameOf = ({ say, session, span }: DeskPart & { readonly span: Span }): string => {
  const name = ngoName(say, session.chain.roster, span.ngo)
  return span.ngo === session.ngo.id ? say('rota.us', { ngo: name }) : name
}

/** Arrows move a shift, with Shift its end; Delete takes it away. */
export function onArrow({ inbox, session, now }: DeskPart, shift: Shift, event: KeyboardEvent): boolean {
  const { key, shiftKey } = event
  if (key === 'Delete') {
    deleteShift(inbox, session, shift)
    focusBlock(Math.max(shift[0], now))
    return true
  }
  const by = key === 'ArrowUp' ? -STEP : key === 'ArrowDown' ? STEP : 0
  if (!by || event.ctrlKey || event.metaKey || event.altKey) return false
  const [from, to] = [shiftKey ? shift[0] : shift[0] + by, endOf(shift) + by]
  moveShift(inbox, session, shift, from, to)
  focusBlock(Math.max(from, now))
  return true
}

/**
 * The block at a moment is another one now; after the signals have drawn. The same stretch stands in the agenda too, which is
 * hidden on a desk.
 */
function focusBlock(at: number): void {
  queueMicrotask(() =>
    [...document.querySelectorAll<HTMLElement>('button.block')]
      .filter((one) => one.getClientRects().length)
      .find(({ dataset }) => Number(dataset['from']) <= at && at < Number(dataset['to']))
      ?.focus(),
  )
}

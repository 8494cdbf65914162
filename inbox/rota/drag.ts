import { endOf } from '../../shared/rota/cover.ts'
import type { DeskPart } from './Rota.tsx'
import { HOUR_PX } from './Week.tsx'
import { moveShift } from './actions.ts'
import { formOf, shiftAt } from './desk.ts'
import type { Drag } from './state.ts'

/** To what a pointer snaps, minutes. */
const SNAP = 30
/** A pointer that moves less presses, px. */
const SLOP = 5
/** So near its lower edge a shift is lengthened, px. */
const EDGE = 8

/** The moment below a pointer, in the column that it is over. */
function momentAt(event: PointerEvent): number | undefined {
  const column = document
    .elementsFromPoint(event.clientX, event.clientY)
    .map((one) => one.closest<HTMLElement>('[data-column]'))
    .find((one) => one !== null)
  if (!column) return undefined
  const minutes = ((event.clientY - column.getBoundingClientRect().top) / HOUR_PX) * 60
  return Number(column.dataset['column']) + Math.round(minutes / SNAP) * SNAP
}

/** What a pointer that went from one moment to another would make. */
export function dragged(old: Drag['old'], atEdge: boolean, from: number, to: number): Drag {
  if (!old) return { old, from: Math.min(from, to), to: Math.max(from, to) }
  if (atEdge) return { old, from: old[0], to: Math.max(old[0] + SNAP, to) }
  return { old, from: old[0] + to - from, to: endOf(old) + to - from }
}

/** Draws where nobody is, moves a shift, or lengthens it at its lower edge. A finger scrolls, so it only presses. */
export function onPointer({ inbox, session, at }: DeskPart, down: PointerEvent): void {
  const block = (down.target as HTMLElement).closest<HTMLElement>('button[data-from]')
  const start = momentAt(down)
  if (down.button !== 0 || down.pointerType === 'touch' || !block || start === undefined) return
  const { rota } = inbox
  const old = block.dataset['shift'] ? shiftAt(at.shifts, Number(block.dataset['shift'])) : null
  const atEdge = block.getBoundingClientRect().bottom - down.clientY <= EDGE
  const listening = new AbortController()
  const move = (event: PointerEvent): void => {
    if (!rota.drag.value && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < SLOP) return
    const moment = momentAt(event)
    if (moment !== undefined) rota.drag.value = dragged(old, atEdge, start, moment)
  }
  const end = (): void => {
    listening.abort()
    const drag = rota.drag.value
    rota.drag.value = null
    if (!drag || inbox.session.value !== session) return
    // The press that would follow on the block is part of the drag.
    const pressing = new AbortController()
    addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: pressing.signal })
    setTimeout(() => pressing.abort(), 0)
    if (drag.to <= drag.from) return
    if (drag.old) moveShift(inbox, session, drag.old, drag.from, drag.to)
    else rota.open(formOf(drag.from, drag.to, at.desk.tz, session.ngo.id, null))
  }
  const { signal } = listening
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', end, { signal })
  addEventListener('pointercancel', () => (listening.abort(), (rota.drag.value = null)), { signal })
}

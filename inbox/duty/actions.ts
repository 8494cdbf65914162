import { horizonOf } from '../../shared/rota/draft.ts'
import { shiftsOf, within } from '../../shared/rota/duty.ts'
import { expand } from '../../shared/rota/pattern.ts'
import { minuteOf } from '../../shared/rota/zone.ts'
import { dayOf, deskOf, minutesOf, timeOf } from '../rota/desk.ts'
import { floorOf, wrong } from '../rota/actions.ts'
import type { OursForm, OursPatternForm, Sentence } from '../rota/state.ts'
import type { Session } from '../session.ts'
import type { Inbox } from '../state.ts'

/** Draws stretches, each as far as it lies in the NGO's own shifts and is not over. */
function draw(
  inbox: Inbox,
  { chain, ngo }: Session,
  stretches: readonly (readonly [from: number, to: number])[],
  who: readonly string[],
): void {
  const shifts = shiftsOf(chain.roster, ngo.id)
  const floor = floorOf(inbox.t.value)
  const step = stretches.flatMap(([from, to]) => within(shifts, { from: Math.max(from, floor), to, who }))
  if (!step.length) return refuse(inbox, { key: 'ours.bad.none' })
  inbox.rota.open(null)
  inbox.duty.draw(step)
}

const refuse = (inbox: Inbox, sentence: Sentence): void => void (inbox.rota.bad.value = sentence)

export function saveOurs(inbox: Inbox, session: Session, form: OursForm): void {
  const { tz } = deskOf(inbox.rota, session).desk
  const { was } = form
  // What was not touched stays that very moment, also where the clock says it twice.
  const from =
    was && was.fromDay === form.fromDay && was.from === form.from ? was.start : timeOf(form.fromDay, form.from, tz)
  const to = was && was.toDay === form.toDay && was.to === form.to ? was.end : timeOf(form.toDay, form.to, tz)
  const fault = wrong(from, to, inbox.t.value)
  if (fault) return refuse(inbox, fault)
  draw(inbox, session, [[from, to]], form.who)
}

export function saveOursPattern(inbox: Inbox, session: Session, form: OursPatternForm): void {
  const { tz } = deskOf(inbox.rota, session).desk
  const [first, last] = [dayOf(form.firstDay), dayOf(form.lastDay)]
  const [from, to] = [minutesOf(form.from), minutesOf(form.to)]
  if (![first, last, from, to].every(Number.isFinite)) return refuse(inbox, { key: 'rota.bad.time' })
  if (!form.days.length) return refuse(inbox, { key: 'rota.bad.days' })
  if (last < first) return refuse(inbox, { key: 'rota.bad.order' })
  const fault = wrong(minuteOf(first, 0, tz), minuteOf(last + 1, 0, tz), inbox.t.value)
  if (fault) return refuse(inbox, fault)
  const turn = { ngo: session.ngo.id, days: form.days, from, to, every: form.every, week: 0 }
  const stretches = expand([turn], first, last, tz).map(([start, length]) => [start, start + length] as const)
  const end = horizonOf(inbox.t.value)
  draw(
    inbox,
    session,
    stretches.filter(([start]) => start < end),
    form.who,
  )
}

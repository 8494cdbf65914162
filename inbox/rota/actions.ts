import { codeOf } from '../../shared/errors.ts'
import type { Shift } from '../../shared/roster.ts'
import { endOf } from '../../shared/rota/cover.ts'
import { type Draft, draftOf, horizonOf, readDraft, writeDraft } from '../../shared/rota/draft.ts'
import { give, heal, lay, replace } from '../../shared/rota/edit.ts'
import { expand } from '../../shared/rota/pattern.ts'
import { type Swap, agree, bothAgreed, exchange } from '../../shared/rota/swap.ts'
import { minuteOf } from '../../shared/rota/zone.ts'
import type { Session } from '../session.ts'
import type { Inbox } from '../state.ts'
import { type Desked, dayOf, deskOf, formOf, minutesOf, timeOf } from './desk.ts'
import type { PatternForm, Sentence, ShiftForm, SwapForm } from './state.ts'

/** What a form asks for, or what is wrong with it. */
type Result = readonly Shift[] | Sentence

const isShifts = (result: Result): result is readonly Shift[] => Array.isArray(result)

/** What is past stays as it was: edits begin at the quarter of an hour that runs. */
export const floorOf = (t: number): number => Math.floor(t / 900) * 15

export const mayEdit = ({ member }: Session): boolean => member.role === 'lead'

function put(inbox: Inbox, { desk, draft }: Desked, shifts: readonly Shift[], said: Sentence): void {
  const { rota } = inbox
  if (JSON.stringify(shifts) === JSON.stringify(draft.shifts[desk.id] ?? []))
    return void (rota.said.value = { key: 'draft.same' })
  rota.edit({ ...draft, shifts: { ...draft.shifts, [desk.id]: shifts } }, said)
}

function submit(inbox: Inbox, at: Desked, result: Result): void {
  if (!isShifts(result)) return void (inbox.rota.bad.value = result)
  inbox.rota.open(null)
  put(inbox, at, result, { key: 'draft.drawn' })
}

/** @returns what is wrong with a stretch of time */
export function wrong(from: number, to: number, t: number): Sentence | undefined {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return { key: 'rota.bad.time' }
  if (to <= from) return { key: 'rota.bad.order' }
  if (to <= floorOf(t)) return { key: 'rota.bad.past' }
  if (to > horizonOf(t)) return { key: 'rota.bad.far' }
  return undefined
}

/** A shift taken from where it is, if it is anywhere, and put where it should be. */
function moved(shifts: readonly Shift[], old: Shift | null, to: Shift, t: number): readonly Shift[] {
  const floor = floorOf(t)
  const start = Math.max(to[0], floor)
  const put: Shift = [start, to[0] + to[1] - start, to[2]]
  if (!old) return heal(give(shifts, put[0], endOf(put), put[2]), floor)
  const kept = Math.max(old[0], floor)
  return heal(replace(shifts, [kept, endOf(old) - kept, old[2]], put), floor)
}

export function saveShift(inbox: Inbox, session: Session, form: ShiftForm): void {
  const at = deskOf(inbox.rota, session)
  const { desk, shifts } = at
  const t = inbox.t.value
  const { old } = form
  const was = old && formOf(old[0], endOf(old), desk.tz, old[2], old)
  // What was not touched stays that very moment, also where the clock says it twice.
  const from =
    was && was.fromDay === form.fromDay && was.from === form.from ? old[0] : timeOf(form.fromDay, form.from, desk.tz)
  const to = was && was.toDay === form.toDay && was.to === form.to ? endOf(old) : timeOf(form.toDay, form.to, desk.tz)
  const fault = wrong(from, to, t)
  if (fault) return submit(inbox, at, fault)
  if (form.ngo) return submit(inbox, at, moved(shifts, old, [from, to - from, form.ngo], t))
  const start = Math.max(from, floorOf(t))
  submit(inbox, at, give(old ? without(shifts, old, t) : shifts, start, to, null))
}

const without = (shifts: readonly Shift[], old: Shift, t: number): readonly Shift[] =>
  give(shifts, Math.max(old[0], floorOf(t)), endOf(old), null)

export function deleteShift(inbox: Inbox, session: Session, old: Shift): void {
  const at = deskOf(inbox.rota, session)
  submit(inbox, at, without(at.shifts, old, inbox.t.value))
}

/** Where a pointer or an arrow key put a shift. */
export function moveShift(inbox: Inbox, session: Session, old: Shift, from: number, to: number): void {
  const at = deskOf(inbox.rota, session)
  const fault = wrong(from, to, inbox.t.value)
  if (fault) return void (inbox.rota.said.value = fault)
  put(inbox, at, moved(at.shifts, old, [from, to - from, old[2]], inbox.t.value), { key: 'draft.drawn' })
}

export function savePattern(inbox: Inbox, session: Session, form: PatternForm): void {
  const at = deskOf(inbox.rota, session)
  const { tz } = at.desk
  const t = inbox.t.value
  const [first, last] = [dayOf(form.firstDay), dayOf(form.lastDay)]
  const [from, to] = [minutesOf(form.from), minutesOf(form.to)]
  if (![first, last, from, to].every(Number.isFinite)) return submit(inbox, at, { key: 'rota.bad.time' })
  if (!form.days.length) return submit(inbox, at, { key: 'rota.bad.days' })
  if (last < first) return submit(inbox, at, { key: 'rota.bad.order' })
  const fault = wrong(minuteOf(first, 0, tz), minuteOf(last + 1, 0, tz), t)
  if (fault) return submit(inbox, at, fault)
  const turn = { ngo: form.ngo, days: form.days, from, to, every: form.every, week: 0 }
  const pattern = expand([turn], first, last, tz)
  const floor = floorOf(t)
  submit(inbox, at, heal(lay(at.shifts, pattern, floor, horizonOf(t), form.over), floor))
}

const yes = (session: Session, swap: Swap, at: number): Swap => {
  const { crypto, chain, ngo, keys } = session
  return agree(crypto, chain.roster, chain.rosterHash, swap, { ngo: ngo.id, seed: keys.signSeed, at })
}

export function saveSwap(inbox: Inbox, session: Session, form: SwapForm): void {
  const { desk, shifts, draft } = deskOf(inbox.rota, session)
  const [ours, theirs] = [form.ours, form.theirs].map((start) => shifts.find((one) => String(one[0]) === start))
  if (!ours || !theirs) return void (inbox.rota.bad.value = { key: 'rota.bad.two' })
  const swap = yes(session, { desk: desk.id, shifts: [ours, theirs], agreed: [] }, inbox.t.value)
  inbox.rota.open(null)
  inbox.rota.edit({ ...draft, swaps: [...draft.swaps, swap] }, { key: 'swap.proposed' })
}

/** Our yes to a swap that another NGO proposed; with it both shifts change hands in the draft. */
export function agreeSwap(inbox: Inbox, session: Session, swap: Swap): void {
  const { draft } = deskOf(inbox.rota, session)
  const agreed = yes(session, swap, inbox.t.value)
  const after = bothAgreed(agreed) ? exchange(draft.shifts[swap.desk] ?? [], agreed) : undefined
  if (!after) return void (inbox.rota.bad.value = { key: 'swap.gone' })
  const swaps = draft.swaps.map((one) => (one === swap ? agreed : one))
  inbox.rota.edit({ shifts: { ...draft.shifts, [swap.desk]: after }, swaps }, { key: 'swap.done' })
}

export function dropSwap(inbox: Inbox, session: Session, swap: Swap): void {
  const { draft } = deskOf(inbox.rota, session)
  inbox.rota.edit({ ...draft, swaps: draft.swaps.filter((one) => one !== swap) }, { key: 'swap.dropped' })
}

/** The draft as a file, and its name. */
export function fileOf(inbox: Inbox, { chain }: Session): { readonly name: string; readonly text: string } {
  const { roster, rosterHash } = chain
  const draft = inbox.rota.draft.value ?? draftOf(roster)
  return {
    name: `draft-${roster.version + 1}.json`,
    text: writeDraft(roster, rosterHash, draft, inbox.t.value),
  }
}

/** Opens another coordinator's file in place of the draft; undo brings the own one back. */
export async function openFile(inbox: Inbox, session: Session, text: string): Promise<void> {
  const { crypto, chain } = session
  let read: Draft
  try {
    read = await readDraft(crypto, text, chain.roster, chain.rosterHash)
  } catch (error) {
    const other = codeOf(error) === 'document-conflict'
    return void (inbox.rota.said.value = { key: other ? 'draft.bad.other' : 'draft.bad.shape' })
  }
  if (inbox.session.value === session) inbox.rota.edit(read, { key: 'draft.opened' })
}

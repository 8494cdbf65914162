import { mayTake } from './cases/view.ts'
import { isOff } from './list/items.ts'
import type { Inbox } from './state.ts'

/** Three times Esc within this many milliseconds locks. */
const TRIPLE = 1500

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement

/** Letters by their place on the keyboard, so that J and K work on a Greek layout too. */
const letterOf = (event: KeyboardEvent): string =>
  /^[a-z?]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, '').toLowerCase()

export function onKey(inbox: Inbox, event: KeyboardEvent, escapes: number[]): void {
  if (!inbox.hides() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.key === 'Escape') {
    escapes.push(event.timeStamp)
    const [first] = escapes.slice(-3)
    if (escapes.length >= 3 && event.timeStamp - first! <= TRIPLE) return inbox.drop()
    if (inbox.session.value) escape(inbox)
    return
  }
  if (isField(event.target)) return
  const letter = letterOf(event)
  if (letter === 'l') return inbox.drop()
  if (inbox.screen.value.kind !== 'open' || inbox.rest.resting.value) return
  // A dialog lies above the list, and the steps of a referral in the place of the case.
  if (inbox.finding.value || inbox.rota.form.value || inbox.cases.form.value || inbox.referrals.shown.value) return
  if (inbox.interpreters.shown.value) return
  if (letter === '?') inbox.help.value = !inbox.help.value
  else if (inbox.help.value) return
  else if (letter === 'w') {
    // Else the letter would stand in the field that comes.
    event.preventDefault()
    inbox.finding.value = { typed: '', word: null }
  } else if (inbox.where.value === 'rota') return
  else if (letter === 'j') move(inbox, 1)
  else if (letter === 'k') move(inbox, -1)
  else if (letter === 'c') claimOpened(inbox)
  else if (letter === 't' || letter === 'n') work(inbox, letter, event)
}

function escape(inbox: Inbox): void {
  if (inbox.help.value) inbox.help.value = false
  else if (inbox.finding.value) inbox.finding.value = null
  else if (inbox.rota.form.value) inbox.rota.open(null)
  else if (inbox.where.value === 'rota') return
  else if (inbox.cases.form.value) inbox.cases.form.value = null
  else if (inbox.guide.beside.value) inbox.guide.beside.value = false
  else if (inbox.interpreters.shown.value) inbox.interpreters.shown.value = false
  else if (inbox.referrals.shown.value) inbox.referrals.leave()
  else if (inbox.asking.value !== null) inbox.asking.value = null
  else if (inbox.openId.value) {
    const id = inbox.openId.value
    inbox.close()
    focusRow(id)
  } else inbox.close()
}

/** Moves the focus; Enter then opens, as on any button. */
function move(inbox: Inbox, by: 1 | -1): void {
  const order = inbox.order.value
  const at = order.indexOf(inbox.cursor.value ?? '')
  const next = order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + by))]
  if (!next) return
  inbox.cursor.value = next
  focusRow(next)
}

export function focusRow(id: string): void {
  // After the signals have drawn.
  queueMicrotask(() => document.querySelector<HTMLElement>(`[data-request="${CSS.escape(id)}"] button`)?.focus())
}

function claimOpened(inbox: Inbox): void {
  const item = inbox.opened.value
  const { value: session } = inbox.session
  if (!session || item?.kind !== 'request' || item.claim !== null || item.withdrawn) return
  // The same as the button: it is not there for who may not.
  if (mayTake(session, item, inbox.cases.fileOf(item), inbox.t.value)) void inbox.claim(item.id)
}

/** One's own case: writes down a try, or goes to the field for a note. */
function work(inbox: Inbox, letter: 't' | 'n', event: KeyboardEvent): void {
  const item = inbox.own.value
  if (!item || item.withdrawn || (letter === 't' && isOff(item)) || inbox.cases.stateOf(item) === 'closed') return
  // Else the letter would stand in the field that comes.
  event.preventDefault()
  if (letter === 't') inbox.cases.form.value = { kind: 'try', next: 0 }
  else {
    inbox.cases.tab.value = 'notes'
    queueMicrotask(() => document.querySelector<HTMLElement>('#note-text')?.focus())
  }
}

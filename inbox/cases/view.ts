import type { CaseAct } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import { type CaseState, nextState } from '../../shared/caseMoves.ts'
import { KEEP } from '../../shared/keep.ts'
import { isLanguageTag } from '../../shared/answers.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { JsonObject } from '../../shared/json.ts'
import type { Item, Request } from '../list/items.ts'
import { keptIn } from './added.ts'
import type { Session } from '../session.ts'
import { onShiftFor } from './entitled.ts'
import type { CaseFile } from './files.ts'
import { waitingIn } from './stops.ts'

const DAY = 86_400
/** How long a closed case is kept, seconds: as the server says, else as servers do (protocol §15). */
export const keptClosed = ({ keep }: Pick<Session, 'keep'>): number => (keep ?? KEEP).closed * DAY

/**
 * Which cases the list shows. `unread`: nobody took it, or the person wrote something that nobody read; `referred`: to another NGO by
 * this one, or by another one to it. Of cases that others have only a coordinator's browser knows so much.
 */
export const FILTERS = ['all', 'unread', 'mine', 'referred', 'closed', 'aside'] as const
export type Filter = (typeof FILTERS)[number]

export const caseIn = (file: CaseFile | undefined): Case | null => (file?.kind === 'open' ? file.opened.case : null)

/** What was answered to the person's number. */
export const answersIn = (
  now: Case | null,
): readonly {
  readonly by: string
  readonly at: number
  readonly n: number
  readonly lang: string
  readonly text: string
}[] =>
  (now?.events ?? []).flatMap((one) => {
    if (one.kind !== 'opened' || one.refused || one.act?.kind !== 'reply') return []
    const { n, lang, text } = one.act
    return [{ by: one.by, at: one.at, n, lang, text }]
  })

/** One turn of what NGO and person wrote to each other. `by`: the member's id; null: the person */
export interface Turn {
  readonly by: string | null
  readonly at: number
  readonly lang: string | undefined
  /** undefined: no words, only another way to be reached */
  readonly text: string | undefined
}

/**
 * What was answered, and what the person wrote after their request, in the order in which the case got it; at the end what is not in
 * it yet. The person's hour is that which their own device signed.
 */
export function turnsIn(item: Request, now: Case | null): readonly Turn[] {
  const kept = new Map(keptIn(now).map((one) => [one.id, one]))
  const events = (now?.events ?? []).flatMap((one): Turn[] => {
    if (one.kind === 'shut' || one.refused || !one.act) return []
    if (one.act.kind === 'reply') return [{ by: one.by, at: one.at, lang: one.act.lang, text: one.act.text }]
    if (one.act.kind !== 'message') return []
    const found = [...kept.values()].find(({ message }) => message === one.sent)
    return found ? [turnOf(found.message.json, one.at)] : []
  })
  const unread = item.wrote.filter(({ id }) => !kept.has(id))
  return [...events, ...unread.map(({ hour, text }) => ({ by: null, at: hour, lang: item.facts.lang, text }))]
}

function turnOf({ hour, lang, text, answers }: JsonObject, at: number): Turn {
  const words = text ?? (answers as JsonObject | undefined)?.['note']
  return {
    by: null,
    at: Number.isSafeInteger(hour) && (hour as number) >= 0 && (hour as number) <= at ? (hour as number) : at,
    lang: isLanguageTag(lang) ? lang : undefined,
    text: typeof words === 'string' ? words : undefined,
  }
}

/** By its events where they are there, else by what the server tells. */
export function stateOf({ claim, case: mark }: Item, file: CaseFile | undefined): CaseState {
  if (mark && mark.closed !== null) return 'closed'
  const told = caseIn(file)?.standing?.state
  // Who closed it and when is the server's to enforce; of one that is open again only the tail may be missing here.
  if (told) return told
  return claim ? 'claimed' : 'new'
}

export function isListed(item: Item, file: CaseFile | undefined, filter: Filter, member: string): boolean {
  const state = stateOf(item, file)
  const closed = state === 'closed'
  const aside = caseIn(file)?.standing?.aside === true
  switch (filter) {
    case 'closed':
      return closed
    case 'aside':
      return aside
    case 'mine':
      return !closed && item.claim?.by === member
    case 'unread':
      return aside ? wroteSince(item, file) : isUnread(item, file, state)
    case 'referred':
      return !isOver(item, state) && (state === 'referred' || (item.kind === 'request' && item.handed !== undefined))
    case 'all':
      return closed || aside ? wroteSince(item, file) : true
  }
}

const isOver = (item: Item, state: CaseState): boolean =>
  state === 'closed' || state === 'gone' || (item.kind === 'request' && item.withdrawn)

function isUnread(item: Item, file: CaseFile | undefined, state: CaseState): boolean {
  // Of who took it back there is nothing to read but what they wrote after that.
  if (item.kind === 'request' && item.withdrawn) return item.wrote.length > 0
  if (state === 'gone') return false
  return (item.claim === null && state !== 'closed') || wroteSince(item, file)
}

/** The person wrote again, which nobody who has the case, or had it until it was set aside, has read; or after its end, which waits. */
const wroteSince = (item: Item, file: CaseFile | undefined): boolean =>
  item.kind === 'request' && waitingIn(item, caseIn(file)).length > 0

/** Whether this member could do it now, by the same function that is asked again on writing and on reading. */
export function mayDo(
  session: Session,
  item: Pick<Item, 'hour' | 'offered'>,
  file: CaseFile | undefined,
  act: CaseAct,
  t: number,
): boolean {
  return whyNot(session, item, file, [act], t) === null
}

/** Why this member could not do these one after another now; null: they could. */
export function whyNot(
  session: Session,
  item: Pick<Item, 'hour' | 'offered'>,
  file: CaseFile | undefined,
  acts: readonly CaseAct[],
  t: number,
): ErrorCode | null {
  const { id, role } = session.member
  const actor = { id, role, onShift: onShiftFor(session, item, t) }
  let standing = caseIn(file)?.standing ?? null
  for (const act of acts) {
    const next = nextState(standing, act, actor, t - (t % 3600))
    if (next.kind === 'refused') return next.code
    standing = next.standing
  }
  return null
}

/** Whether this member may take what is nobody's. */
export function mayTake(session: Session, item: Item, file: CaseFile | undefined, t: number): boolean {
  const state = caseIn(file)?.standing?.state
  const act: CaseAct = !item.case
    ? { kind: 'begin', as: 'claimed', header: '', signed: '' }
    : state === 'check'
      ? { kind: 'clear' }
      : state === 'new'
        ? { kind: 'claim' }
        : { kind: 'take-over', reason: 'handed-over' }
  return mayDo(session, item, file, act, t)
}

/** Ids of cases in which somebody reached the person. */
export const reachedIn = (files: ReadonlyMap<string, CaseFile>): string[] =>
  [...files].flatMap(([id, file]) => (isReached(caseIn(file)) ? [id] : []))

/** @param cases their ids */
export function markReached(items: readonly Item[], cases: readonly string[]): readonly Item[] {
  const ids = new Set(cases)
  return items.map((item) =>
    item.kind === 'request' && item.case && ids.has(item.case.id) ? { ...item, reached: true } : item,
  )
}

/** Whoever was reached once says themselves how to go on. */
const isReached = (now: Case | null): boolean =>
  now?.standing?.state === 'contact' || now?.standing?.state === 'referred'

/** Why nobody may be contacted in this case for now. */
export type Stop = 'word-wrong' | 'asked-to-stop' | 'spent' | null

/**
 * @param most tries by the house rule
 * @param more the person asked for more of them, or for contact again, as the member says and no event yet
 */
export function stopOf(now: Case | null, leads: readonly string[], most: number, more: boolean): Stop {
  if (!now) return null
  if (now.marks.includes('word-wrong') && !coordinatorWrote(now, leads)) return 'word-wrong'
  if (now.marks.includes('do-not-contact') && !more) return 'asked-to-stop'
  return !isReached(now) && !more && now.tries.length >= most && !askedForMore(now, most) ? 'spent' : null
}

/** Whether the number was shown because the person asked, after as many tries as the house rule has. */
export function askedForMore({ events }: Case, most: number): boolean {
  const acts = events.flatMap((one) => (one.kind === 'opened' && !one.refused && one.act ? [one.act] : []))
  const spent = acts.filter(({ kind }) => kind === 'try')[most - 1]
  return acts
    .slice(spent ? acts.indexOf(spent) : acts.length)
    .some((act) => act.kind === 'show' && act.outside === 'person-asked')
}

/** Whether a coordinator wrote a note since the word did not match: what they decided stands there, but in none that is only a mark. */
function coordinatorWrote({ events }: Case, leads: readonly string[]): boolean {
  const acts = events.flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [{ by: one.by, act: one.act }] : [],
  )
  const wrong = acts.map(({ act }) => act.kind === 'try' && act.result === 'word-wrong').lastIndexOf(true)
  return acts.slice(wrong + 1).some(({ act, by }) => act.kind === 'note' && !act.mark && leads.includes(by))
}

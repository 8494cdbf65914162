import type { ActKind, CaseAct, SHARED } from './caseActs.ts'
import type { ErrorCode } from './errors.ts'
import type { MemberRole } from './team.ts'

/** `check`: "Please check". `gone`: removed by the person or on somebody's wish; nothing follows. */
export const CASE_STATES = ['check', 'new', 'claimed', 'tried', 'contact', 'referred', 'closed', 'gone'] as const
export type CaseState = (typeof CASE_STATES)[number]

/** All of a case that decides what may be done next. */
export interface Standing {
  readonly state: CaseState
  /** member id of who is responsible; null: nobody */
  readonly owner: string | null
  /** ids of members who stepped back */
  readonly away: readonly string[]
  readonly aside: boolean
  /** who proposed that it is not a real request */
  readonly proposed: string | null
  /** the person's last yes */
  readonly consent: { readonly until: number; readonly what: readonly (typeof SHARED)[number][] } | null
}

/**
 * Who acts. `onShift`: the rota of the NGO names them now, or it is a request that nobody took while its shift ran. Only the
 * server and the clock enforce that: whoever reads a case later says `true`.
 */
export interface Actor {
  readonly id: string
  readonly role: MemberRole
  readonly onShift: boolean
}

/** `case-move`: not from this state; `case-actor`: not by them; `case-consent`: no yes for it; `case-second`: needs another one. */
export type Refused = Extract<ErrorCode, 'case-move' | 'case-actor' | 'case-consent' | 'case-second'>
export type Next =
  { readonly kind: 'ok'; readonly standing: Standing } | { readonly kind: 'refused'; readonly code: Refused }

type May = (now: Standing, actor: Actor) => boolean
const own: May = ({ owner }, { id, role }) => owner === id && role !== 'privacy'
const lead: May = (_, { role }) => role === 'lead'
const onShift: May = (_, { role, onShift: is }) => is && role !== 'privacy'
const member: May = (_, { role }) => role !== 'privacy'
const anybody: May = () => true
const or =
  (...some: readonly May[]): May =>
  (now, actor) =>
    some.some((may) => may(now, actor))

const IN_HAND = ['claimed', 'tried', 'contact', 'referred'] as const
const NOT_GONE = ['check', 'new', ...IN_HAND, 'closed'] as const

/** From which states, and by whom. `to` is what it makes of the state; absent: it stays. */
const RULES: Readonly<
  Record<Exclude<ActKind, 'begin'>, readonly [from: readonly CaseState[], may: May, to?: CaseState]>
> = {
  message: [NOT_GONE, (now, actor) => or(own, lead)(now, actor) || (now.owner === null && onShift(now, actor))],
  claim: [['new'], or(lead, onShift), 'claimed'],
  'take-over': [IN_HAND, (now, actor) => !own(now, actor) && or(lead, onShift)(now, actor)],
  'give-back': [['claimed', 'tried'], or(own, lead), 'new'],
  'step-back': [['check', 'new', ...IN_HAND, 'closed'], member],
  'hand-over': [IN_HAND, or(own, lead)],
  note: [IN_HAND, or(own, lead)],
  show: [IN_HAND, own],
  try: [IN_HAND, own],
  reply: [IN_HAND, or(own, lead)],
  consent: [IN_HAND, or(own, lead)],
  refer: [['contact'], or(own, lead), 'referred'],
  answered: [IN_HAND, or(own, lead)],
  arrived: [['referred'], or(own, lead)],
  'came-back': [['referred'], or(own, lead), 'contact'],
  propose: [
    ['check', ...IN_HAND],
    (now, actor) => or(own, lead)(now, actor) || (now.state === 'check' && onShift(now, actor)),
  ],
  close: [
    ['check', ...IN_HAND],
    (now, actor) => or(own, lead)(now, actor) || (now.state === 'check' && onShift(now, actor)),
    'closed',
  ],
  reopen: [['closed'], lead, 'contact'],
  'set-aside': [['check', 'new'], or(lead, onShift)],
  restore: [['check', 'new'], or(lead, onShift)],
  clear: [['check'], or(lead, onShift), 'new'],
  'wake-at': [IN_HAND, or(own, lead)],
  still: [IN_HAND, or(own, lead)],
  withdrawn: [NOT_GONE, anybody, 'gone'],
  erase: [NOT_GONE, (_, { role }) => role !== 'member', 'gone'],
}

/**
 * The one function that says what may follow what, and by whom: asked before a member's browser writes, and again by every
 * browser that reads. Never throws.
 * @param now null before the first event @param at the hour of the event, seconds UTC
 */
export function nextState(now: Standing | null, act: CaseAct, actor: Actor, at: number): Next {
  if (act.kind === 'begin') return begin(now, act, actor)
  if (!now) return refused('case-move')
  const [from, may, to] = RULES[act.kind]
  if (!from.includes(now.state)) return refused('case-move')
  if (now.away.includes(actor.id) || !may(now, actor)) return refused('case-actor')
  const code = missing(now, act, actor, at)
  if (code) return refused(code)
  return { kind: 'ok', standing: { ...now, ...(to && { state: to }), ...changed(now, act, actor) } }
}

const refused = (code: Refused): Next => ({ kind: 'refused', code })

function begin(now: Standing | null, { as, signed }: CaseAct & { kind: 'begin' }, actor: Actor): Next {
  if (now || (signed === null && as !== 'check')) return refused('case-move')
  if (!or(onShift, lead)(NOBODYS, actor)) return refused('case-actor')
  return { kind: 'ok', standing: { ...NOBODYS, state: as, owner: as === 'claimed' ? actor.id : null } }
}

const NOBODYS: Standing = { state: 'new', owner: null, away: [], aside: false, proposed: null, consent: null }

/** What is wanting although the state and the member would do. */
function missing(now: Standing, act: CaseAct, actor: Actor, at: number): Refused | undefined {
  if (act.kind === 'hand-over') return act.to !== null && now.away.includes(act.to) ? 'case-actor' : undefined
  if (act.kind === 'refer' && act.without) return actor.role === 'lead' ? undefined : 'case-actor'
  if (act.kind === 'refer') {
    const { consent } = now
    const covers =
      consent && consent.until >= at && act.what.length && act.what.every((one) => consent.what.includes(one))
    return covers ? undefined : 'case-consent'
  }
  if (act.kind !== 'close' || act.reason !== 'not-real') return undefined
  if (actor.role !== 'lead') return 'case-actor'
  return now.proposed === null || now.proposed === actor.id ? 'case-second' : undefined
}

/** What else than its own move an act changes. */
function changed(now: Standing, act: CaseAct, actor: Actor): Partial<Standing> {
  switch (act.kind) {
    case 'claim':
      return { owner: actor.id, aside: false }
    case 'take-over':
    case 'reopen':
      return { owner: actor.id }
    case 'give-back':
      return { owner: null }
    case 'hand-over':
      return act.to === null ? { owner: null, state: before(now.state) } : { owner: act.to }
    case 'step-back': {
      const left = { away: [...now.away, actor.id] }
      return own(now, actor) ? { ...left, owner: null, state: before(now.state) } : left
    }
    case 'try':
      return { state: act.result === 'reached' ? 'contact' : now.state === 'claimed' ? 'tried' : now.state }
    case 'consent':
      return { consent: act.what.length ? { until: act.until, what: act.what } : null }
    case 'propose':
      return { proposed: actor.id }
    case 'set-aside':
    case 'restore':
      return { aside: act.kind === 'set-aside' }
    case 'clear':
      return { aside: false, proposed: null }
    case 'close':
    case 'withdrawn':
    case 'erase':
      return { aside: false }
    default:
      return {}
  }
}

/** Who leaves a case before the person was reached leaves it new; after that it keeps its state, and wants somebody. */
const before = (state: CaseState): CaseState => (state === 'claimed' || state === 'tried' ? 'new' : state)

import { understand } from '../../shared/answers.ts'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { CaseMark, Claim } from '../../shared/staffApi.ts'
import type { RefAnswer } from '../../shared/referralAnswer.ts'
import type { Handed } from '../referral/open.ts'
import { type Under, worst } from '../trust/under.ts'
import type { Facts, Told } from './facts.ts'

/** What a person sent, as a case keeps it (caseKept.ts); null: it did not open. */
export interface Sent {
  readonly header: string
  readonly signed: string | null
}

/** One stored row after the member's browser tried to open it. */
export interface OpenedRow {
  readonly id: string
  /** the hour in which it came, seconds UTC */
  readonly hour: number
  readonly check: boolean
  readonly claim: Claim | null
  /** what the server tells of its case; absent: there is none yet */
  readonly case?: CaseMark | undefined
  /** what a case begins with; what did not open has nothing signed */
  readonly sent?: Sent
  readonly read:
    /** `handed`: another NGO referred it */
    | { readonly kind: 'opened'; readonly facts: Facts; readonly handed?: Handed }
    /** what another NGO says to a referral of this one */
    | { readonly kind: 'answer'; readonly answer: RefAnswer }
    /** `names`: a roster that may say who wrote it, and was not known here */
    | { readonly kind: 'shut'; readonly code: ErrorCode; readonly names?: number }
  /** what is odd about the roster under which it was sealed, as far as this page knows by now */
  readonly under?: Under | undefined
  /** id of the case that keeps it */
  readonly keptBy?: string
  /**
   * Of a member off shift: whether the server shows it to them all the same, since nobody took it in time, or they are called for it;
   * false: not any more, and they have it open still
   */
  readonly offered?: boolean | undefined
}

/** What the list shows: a person's request with all that the same person sent after it, or a row that does not open. */
export type Item = Request | Shut
export interface Request {
  readonly kind: 'request'
  /** of the row that somebody claimed, else of the one that has a case, else of the first */
  readonly id: string
  /** of all rows that this person sent */
  readonly ids: readonly string[]
  readonly hour: number
  readonly check: boolean
  readonly claim: Claim | null
  readonly case?: CaseMark | undefined
  /** the first of `ways`, and as odd as the oddest of them */
  readonly facts: Facts
  /**
   * The request with the way to reach the person that holds now; several where messages of one hour name different ones. The
   * order within an hour is nowhere kept, so nobody knows which of them is the later.
   */
  readonly ways: readonly Facts[]
  /**
   * The person's other messages, oldest first; `contact`: it named the way that holds now. Of who took it all back only what they
   * wrote after that.
   */
  readonly wrote: readonly Wrote[]
  readonly withdrawn: boolean
  /** by whom it was referred, and what came with it */
  readonly handed?: Handed
  /** the server says that the person took it back where they were referred from (referral/taken.ts) */
  readonly tookBackThere?: true
  /** its case, as far as it is open here, says that somebody reached the person */
  readonly reached?: true
  /** the hour before which the last try in its case shuts the number, seconds UTC (cases/stops.ts) */
  readonly held?: number
  /** as its first row has it */
  readonly offered?: boolean | undefined
  /** the row by which the person took it back, and those that it takes along and the server still has */
  readonly takenBack?: { readonly by: string; readonly rows: readonly string[] } | undefined
  /** the worst of its messages */
  readonly under?: Under | undefined
}
/** Whom nobody contacts any more, by their own wish. */
export const isOff = ({ withdrawn, tookBackThere }: Pick<Request, 'withdrawn' | 'tookBackThere'>): boolean =>
  withdrawn || tookBackThere === true
/** Of all its rows. */
export const idsOf = (item: Item): readonly string[] => (item.kind === 'request' ? item.ids : [item.id])
export interface Wrote {
  /** of its row */
  readonly id: string
  /** in which it came, seconds UTC */
  readonly hour: number
  readonly text: string | undefined
  readonly contact: boolean
}
export interface Shut {
  readonly kind: 'shut'
  readonly id: string
  readonly hour: number
  readonly claim: Claim | null
  readonly case?: CaseMark | undefined
  readonly offered?: boolean | undefined
  readonly code: ErrorCode
}

interface Message extends Omit<OpenedRow, 'read'> {
  readonly facts: Facts
  readonly handed?: Handed
}

/**
 * Puts together what one person sent (protocol §6): only the same author can follow up or withdraw; a follow-up of an author
 * whose request this inbox does not hold lies in "Please check". A withdrawal stays when the request is gone: that is all there is
 * of who took it back. An answer to a referral is no row: it stands in the case.
 * @param rows oldest first; within an hour their order says nothing
 */
export function gather(rows: readonly OpenedRow[]): readonly Item[] {
  const messages = new Map<string, Message[]>()
  for (const { read, ...row } of rows)
    if (read.kind === 'opened') {
      const { facts, handed } = read
      const message = { ...row, facts, ...(handed && { handed }) }
      const before = messages.get(facts.author)
      if (before) before.push(message)
      else messages.set(facts.author, [message])
    }
  const items: Item[] = []
  for (const { read, ...row } of rows) {
    if (read.kind === 'shut') items.push(shut(row, read.code))
    else if (read.kind === 'opened') {
      items.push(...together(messages.get(read.facts.author) ?? []))
      messages.delete(read.facts.author)
    }
  }
  return items
}

const shut = ({ id, hour, claim, case: of, offered }: Omit<OpenedRow, 'read'>, code: ErrorCode): Shut => ({
  kind: 'shut',
  id,
  hour,
  claim,
  case: of,
  ...(offered !== undefined && { offered }),
  code,
})

/** One row for all messages of one author, and a shut one for each that fails: what is odd in one takes no other away. */
function together(messages: readonly Message[]): readonly Item[] {
  const withdrawal = messages.find(({ facts }) => facts.kind === 'withdraw')
  const first = messages.find(({ facts }) => facts.kind === 'request') ?? withdrawal
  if (!first) return messages.map((message) => shut(message, 'open-author'))
  const failed: Shut[] = []
  const said: { readonly message: Message; readonly way: Facts | undefined }[] = []
  for (const message of messages)
    try {
      said.push({ message, way: wayOf(first, message) })
    } catch (error) {
      failed.push(shut(message, codeOf(error)))
    }
  const requests = messages.filter(({ facts }) => facts.kind === 'request')
  const named = currentWays(said.flatMap(({ message, way }) => (way ? [{ hour: message.hour, way }] : [])))
  // Of who took it back nothing is marked.
  const ways = withdrawal || requests.length < 2 ? named : named.map((way) => gravest(way, requests))
  const [way] = ways
  // Of one message it is the very same; names are long work for thousands of rows.
  const other = ways.length === 1 && named[0] !== first.facts && nameOf(way!) !== nameOf(first.facts)
  const current = other ? nameOf(way!) : null
  const claimed = messages
    .filter(({ claim }) => claim)
    .sort((a, b) => a.claim!.hour - b.claim!.hour)
    .at(0)
  const leading = claimed ?? messages.find((message) => message.case) ?? first
  const request: Request = {
    kind: 'request',
    id: leading.id,
    ids: messages.map(({ id }) => id),
    hour: first.hour,
    check: requests.length > 0 && requests.every(({ check }) => check),
    claim: claimed?.claim ?? null,
    case: leading.case,
    facts: {
      ...ways[0]!,
      odd: ways.reduce((most, { odd }) => Math.max(most, odd), 0),
      // One message that is none makes it a person's.
      test: messages.every(({ facts }) => facts.test),
    },
    ways,
    wrote: said.flatMap(({ message: { id, hour, facts }, way }) =>
      (withdrawal ? !isAfter(facts, withdrawal.facts) : facts === first.facts)
        ? []
        : [{ id, hour, text: wordsOf(facts), contact: way !== undefined && nameOf(way) === current }],
    ),
    withdrawn: withdrawal !== undefined,
    takenBack: withdrawal && {
      by: withdrawal.id,
      rows: messages.flatMap(({ id, facts }) => (isBefore(facts, withdrawal.facts) ? [id] : [])),
    },
    ...(first.handed && { handed: first.handed }),
    ...(leading.offered !== undefined && { offered: leading.offered }),
    under: worst(messages.map(({ under }) => under)),
  }
  return [request, ...failed]
}

/**
 * Whether it was written after the withdrawal, by the hours that the person's own device signed: the server's would let it bring back
 * what was taken back. Of one hour only a follow-up counts as later: nobody may miss that a person wrote.
 */
function isAfter({ kind, named }: Facts, { named: withdrawn }: Facts): boolean {
  if (kind === 'withdraw') return false
  if (named === undefined || withdrawn === undefined) return kind === 'follow-up'
  return kind === 'follow-up' ? named >= withdrawn : named > withdrawn
}
const isBefore = (facts: Facts, withdrawal: Facts): boolean => facts.kind !== 'withdraw' && !isAfter(facts, withdrawal)

/** A second request of the same person counts as a follow-up with a note and a way to be reached. */
const wordsOf = ({ kind, told, text }: Facts): string | undefined => (kind === 'request' ? told.note : text)

const DANGER = ['now', 'soon', 'unsure', 'no'] as const

/**
 * The request with the gravest that any request of the same person says of danger, and whether any says under 18: none of it is missed
 * behind the first, and a later "no" unsays nothing.
 */
function gravest(way: Facts, requests: readonly Message[]): Facts {
  const said = requests.flatMap(({ facts }) => facts.told.more ?? [])
  const danger = DANGER.find((one) => said.some((more) => more.danger === one))
  const age = said.some((more) => more.age === 'under18') ? 'under18' : way.told.more?.age
  const more = { ...way.told.more, ...(danger && { danger }), ...(age && { age }) }
  return Object.keys(more).length ? { ...way, told: { ...way.told, more } } : way
}

/** The request with the way that a message names; undefined where it names none. */
function wayOf(first: Message, { facts }: Message): Facts | undefined {
  if (facts === first.facts) return facts
  const contact = facts.kind === 'request' ? facts.told.contact : facts.newContact
  if (facts.kind === 'withdraw' || (facts.kind === 'follow-up' && contact === undefined)) return undefined
  // Whatever the new way is, the old one is not safe any more: one that was not understood leaves none.
  const { answers, odd } = understand({ ...first.facts.told, contact })
  const later = facts.kind === 'request' ? facts.odd : 0
  return { ...first.facts, told: answers as Told, odd: first.facts.odd + odd.length + later }
}

/** The ways of the last hour in which one was named, each once. */
function currentWays(named: readonly { readonly hour: number; readonly way: Facts }[]): readonly Facts[] {
  const last = named.reduce((most, { hour }) => Math.max(most, hour), -Infinity)
  const ways = named.filter(({ hour }) => hour === last).map(({ way }) => way)
  return ways.length < 2 ? ways : [...new Map(ways.map((way) => [nameOf(way), way])).values()]
}

/** Equal for equal ways, in whatever order a panel wrote the names. */
const nameOf = ({ told }: Facts): string =>
  JSON.stringify(told.contact ?? null, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).sort() : value,
  )

import type { CaseAct, NOTE_MARKS, TryResult } from './caseActs.ts'
import type { EventPlace } from './caseEvent.ts'
import type { KeptMessage } from './caseKept.ts'
import type { OpenedEvent, OpenedLog } from './caseLog.ts'
import { type Actor, type Standing, nextState } from './caseMoves.ts'
import type { ErrorCode } from './errors.ts'

/** An event that counts, or one that is only shown, with the reason why. */
export type LoggedEvent = OpenedEvent & { readonly refused?: ErrorCode }

/** What a case is, after all its events. */
export interface Case {
  /** null: nothing that counts was there */
  readonly standing: Standing | null
  /** all of them, also those that do not count */
  readonly events: readonly LoggedEvent[]
  /** what the person sent, oldest first */
  readonly messages: readonly KeptMessage[]
  readonly tries: readonly { readonly by: string; readonly at: number; readonly result: TryResult }[]
  readonly notes: readonly {
    readonly by: string
    readonly at: number
    readonly text: string
    readonly mark?: (typeof NOTE_MARKS)[number]
  }[]
  readonly wakeAt: number | null
  /** hour of the last event that counts, seconds UTC; null: none */
  readonly lastAt: number | null
  readonly marks: readonly Mark[]
  readonly next: EventPlace
}
/** `do-not-contact`: the person asked to stop, or took it back; `word-wrong`: a voice did not know the word; `odd`: events that do not count; `cut`: events are missing. */
export type Mark = 'do-not-contact' | 'handed-over' | 'word-wrong' | 'set-aside' | 'odd' | 'cut'

/**
 * Folds a log into what the case is, by the same function that was asked before each event was written. What it refuses is marked
 * and counts for nothing. Never throws; the same log gives the same case.
 * @param actorOf who a member was then: their role of that time; their shift is not asked any more
 */
export function foldCase({ events, next, cut }: OpenedLog, actorOf: (by: string, at: number) => Actor): Case {
  let standing: Standing | null = null
  const counted: (OpenedEvent & { kind: 'opened'; act: CaseAct })[] = []
  let author: string | undefined
  const logged = events.map((event): LoggedEvent => {
    if (event.kind === 'shut') return { ...event, refused: event.code }
    const { act, sent } = event
    if (!act) return { ...event, refused: 'open-kind' }
    const stranger = refusedSender(act, sent, author)
    if (stranger) return { ...event, refused: stranger }
    const result = nextState(standing, act, actorOf(event.by, event.at), event.at)
    if (result.kind === 'refused') return { ...event, refused: result.code }
    standing = result.standing
    author ??= sent?.author
    counted.push({ ...event, act })
    return event
  })
  const marks = marksOf(
    standing,
    counted.map(({ act }) => act),
    logged,
    cut,
  )
  return { standing, events: logged, ...told(counted), marks, next }
}

/** A case begins with a request; a message must be of the person whose case it is, and a withdrawal be one. */
function refusedSender(act: CaseAct, sent: KeptMessage | undefined, author: string | undefined): ErrorCode | undefined {
  if (act.kind === 'begin' && act.as !== 'check') return sent?.kind === 'request' ? undefined : 'open-kind'
  if (act.kind !== 'message' && act.kind !== 'withdrawn') return undefined
  if (!sent || sent.author !== author) return 'open-author'
  return (sent.kind === 'withdraw') === (act.kind === 'withdrawn') ? undefined : 'open-kind'
}

const latest = (acts: readonly CaseAct[], kinds: readonly CaseAct['kind'][]): CaseAct | undefined =>
  acts.filter(({ kind }) => kinds.includes(kind)).slice(-1)[0]

type Counted = readonly (OpenedEvent & { readonly kind: 'opened'; readonly act: CaseAct })[]

function told(counted: Counted): Pick<Case, 'messages' | 'tries' | 'notes' | 'wakeAt' | 'lastAt'> {
  const tries = counted.flatMap(({ by, at, act }) => (act.kind === 'try' ? [{ by, at, result: act.result }] : []))
  const notes = counted.flatMap(({ by, at, act }) =>
    act.kind === 'note' ? [{ by, at, text: act.text, ...(act.mark && { mark: act.mark }) }] : [],
  )
  const messages = counted.flatMap(({ sent }) => sent ?? [])
  const wake = latest(
    counted.map(({ act }) => act),
    ['wake-at'],
  )
  const lastAt = counted[counted.length - 1]?.at ?? null
  return { messages, tries, notes, wakeAt: wake?.kind === 'wake-at' ? wake.hour : null, lastAt }
}

/** Whom nobody contacts: it outlives the opening again, until a member wrote down that the person asked for contact after all. */
function isStopped(acts: readonly CaseAct[]): boolean {
  const closing = latest(acts, ['close', 'withdrawn'])
  if (closing?.kind !== 'close') return closing !== undefined
  const after = acts.slice(acts.lastIndexOf(closing))
  return (
    closing.reason === 'asked-to-stop' && !after.some((act) => act.kind === 'show' && act.outside === 'person-asked')
  )
}

function marksOf(
  now: Standing | null,
  acts: readonly CaseAct[],
  logged: readonly LoggedEvent[],
  cut: boolean,
): readonly Mark[] {
  const last = (kinds: readonly CaseAct['kind'][]) => latest(acts, kinds)
  const lastTry = last(['try'])
  const holds: Readonly<Record<Mark, boolean>> = {
    'do-not-contact': isStopped(acts),
    'handed-over': last(['claim', 'take-over', 'hand-over'])?.kind === 'hand-over',
    'word-wrong': lastTry?.kind === 'try' && lastTry.result === 'word-wrong',
    'set-aside': now?.aside === true,
    odd: logged.some(({ refused }) => refused !== undefined),
    cut,
  }
  return (Object.keys(holds) as Mark[]).filter((mark) => holds[mark])
}

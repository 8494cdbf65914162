import type { CaseAct, NOTE_MARKS, SHARE_SAID } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { Facts } from '../list/facts.ts'
import { cardLines } from './cardLines.ts'

export type ShareSaid = (typeof SHARE_SAID)[number]
type NoteMark = (typeof NOTE_MARKS)[number]

/** What is answered when the person was reached, before it is written down. */
export interface AtReach {
  readonly told: boolean
  readonly share: ShareSaid
}

interface ByWhom {
  /** member id */
  readonly by: string
  /** hour of the event, seconds UTC */
  readonly at: number
}

/** What was to be told and asked at the first contact (protocol §13), as the events that count have it. */
export interface FirstContact {
  /** the person was told who wrote for them, and what; null: not yet */
  readonly told: ByWhom | null
  /** somebody noted that it is to be asked whether another organisation may be asked */
  readonly asks: ByWhom | null
  /** the person's last word on it; where it was not asked, that */
  readonly share: (ByWhom & { readonly said: ShareSaid }) | null
}

const NOTHING: FirstContact = { told: null, asks: null, share: null }

export const firstContactIn = (now: Case | null): FirstContact =>
  (now?.events ?? []).reduce<FirstContact>(
    (before, one) =>
      one.kind === 'opened' && !one.refused && one.act ? after(before, one.act, { by: one.by, at: one.at }) : before,
    NOTHING,
  )

function after(before: FirstContact, act: CaseAct, who: ByWhom): FirstContact {
  if (act.kind === 'note') {
    if (act.mark === 'ask-share') return { ...before, asks: who }
    return act.mark === 'told' ? { ...before, told: before.told ?? who } : before
  }
  if (act.kind !== 'try' || act.result !== 'reached') return before
  const { told, share } = act
  // A contact at which it was not asked takes no answer back.
  const answered = share && !(share === 'not-asked' && isSaid(before)) ? { share: { ...who, said: share } } : {}
  return { ...before, ...answered, told: before.told ?? (told ? who : null) }
}

const isSaid = ({ share }: FirstContact): boolean => share !== null && share.said !== 'not-asked'

/** What is still to be told and asked when the person is reached. */
export interface Due {
  readonly told: boolean
  readonly share: boolean
}

/** A yes to a referral answers more than the question: it is not asked beside it. */
export function dueIn(facts: Facts, now: Case | null): Due {
  const first = firstContactIn(now)
  return {
    told: cardLines(facts).foot && !first.told,
    share: first.asks !== null && !isSaid(first) && !now?.standing?.consent,
  }
}

/** Whether "Ask at first contact" is there: the person left it open, and nobody asked or noted it yet. */
export function mayNoteAsking(facts: Facts, now: Case | null): boolean {
  const { share } = facts.told.more ?? {}
  const first = firstContactIn(now)
  const open = share === undefined || share === 'ask'
  return open && first.asks === null && !isSaid(first) && !now?.standing?.consent && !now?.marks.includes('word-wrong')
}

/** The act of a try at which the person was reached, with what was due and only that. */
export const reachedAct = (
  due: Due,
  { told, share }: AtReach,
): { readonly told?: true; readonly share?: ShareSaid } => ({
  ...(due.told && told && { told: true }),
  ...(due.share && { share }),
})

/** @param text what the note says to a reader that knows no marks */
export const markNote = (mark: NoteMark, text: string): CaseAct => ({ kind: 'note', text, mark })

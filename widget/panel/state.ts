import type { Word } from '../../shared/answers.ts'
import type { Chain } from '../../shared/chain.ts'
import type { Judgement } from '../../shared/onDuty.ts'
import type { Ngo } from '../../shared/roster.ts'
import type { Catalog } from '../boot/context.ts'
import { type Draft, emptyDraft } from './answersDraft.ts'
import type { Back } from '../back/told.ts'
import type { Form } from './forms.ts'
import type { Asked, Step } from './way.ts'

export type Overlay = 'language' | 'lines' | 'exit-help' | 'who-reads' | 'about-data'

/** What the review shows and Send seals: the person agrees to this NGO and this promise, to no other. */
export interface Offer {
  readonly ngo: Ngo
  /** seconds UTC; null where nobody contacts anybody */
  readonly replyBy: number | null
}

/** All that is kept once a request is stored: what the screen says, as text. */
export interface SentWords {
  readonly how: 'person' | 'helper' | 'icall' | 'back' | 'again'
  /** The return code; on the screen only after a tap. */
  readonly code: string
  /** Of the draft, which is gone. */
  readonly forms: readonly Form[]
  readonly word: string
  readonly ngo: string
  readonly replyBy: string
  readonly line: string
  readonly ngoLine: string
}

export type LinesReason = 'closed.body' | 'duty.none' | 'closed.choose' | 'broken.body' | 'offline.body'

/** What passes with a screen. */
export interface Passing {
  /** Key of what stands above the field. */
  readonly message?: string
  /** The text that the hint about other countries was given for: a second Next passes it. */
  readonly hinted?: string
  /** "Other ways" is open. */
  readonly more?: boolean
  /** The address on the review is shown. */
  readonly shown?: boolean
  /** Sending takes long. */
  readonly slow?: boolean
  /** Full names of the lines, or of the NGO. */
  readonly full?: boolean
  /** What the NGO tells about data, by its hash; empty where it could not be had. */
  readonly about?: Readonly<Record<string, string>>
  /** Characters of the note. */
  readonly typed?: number
  /** What was typed to find a language. */
  readonly query?: string
  /** A language is on its way. */
  readonly waiting?: boolean
}

export interface State {
  readonly catalog: Catalog
  readonly chain: Chain
  readonly got: number
  readonly judged: Judgement
  readonly step: Step
  readonly overlay: Overlay | undefined
  /** "Change" on the review opened this step; Back brings that draft back. */
  readonly changing: { readonly step: Asked; readonly draft: Draft } | undefined
  readonly draft: Draft
  /** The words that were drawn, and which of them the draft has. */
  readonly drawn: readonly Word[]
  readonly offer: Offer | undefined
  /** Why the review shows again. */
  readonly again: 'notsent.changed' | 'notsent.body' | undefined
  readonly failed: 'notsent.body' | 'notsent.maybe' | 'offline.body'
  readonly reason: LinesReason
  readonly sent: SentWords | undefined
  /** Presses of Shift that were counted on the way out; 0 for none. */
  readonly presses: number
  /** Seconds until the wipe, in tens. */
  readonly warn: 10 | 20 | 30 | undefined
  /** The frame is out of sight: nothing may be on the picture that a phone shows of it. */
  readonly covered: boolean
  /** The sealing module is there, and the chain is the one that it checked strictly. */
  readonly ready: boolean
  readonly passing: Passing
  /** Somebody came back with a number: what is known of it, in widget/back alone. */
  readonly back: Back | undefined
  /** What was wiped may have arrived: nobody may say that nothing was sent. */
  readonly unsure: boolean
}

export interface Store {
  get(): State
  set(patch: Partial<State>): void
}

/** @param draw is called after every change */
export function createStore(first: State, draw: () => void): Store {
  let state = first
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch }
      draw()
    },
  }
}

/** Nothing of the person. What stays beside it (language, chain, judgement) was never told by anyone. */
export const blank = (word: Word) =>
  ({
    overlay: undefined,
    changing: undefined,
    draft: emptyDraft(word),
    drawn: [word],
    offer: undefined,
    again: undefined,
    failed: 'notsent.body',
    sent: undefined,
    presses: 0,
    warn: undefined,
    passing: {},
    back: undefined,
    unsure: false,
  }) satisfies Partial<State>

/** Whether anything was told that a wipe would take away; of what was sent, our word and the promise still stand there. */
export const isTold = ({ draft, step }: State): boolean =>
  draft.how !== undefined || !['start', 'lines', 'idle-done'].includes(step)

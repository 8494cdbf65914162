import type { Overlay } from '../panel/state.ts'
import type { View } from '../panel/view.ts'
import type { Step } from '../panel/way.ts'
import { AboutData } from './aboutData.tsx'
import { Aloud, hush } from './aloud.tsx'
import { AgreeStep } from './agree.tsx'
import { AnswerStep } from './answer.tsx'
import { CallRulesStep } from './callRules.tsx'
import { DangerStep } from './danger.tsx'
import { MoreList } from './list.tsx'
import { NeedStep } from './need.tsx'
import { NoteStep } from './note.tsx'
import { oneTap } from './oneTap.tsx'
import { ReachStep } from './reach.tsx'
import { ReviewStep } from './review.tsx'
import { NotSentStep, SendingStep, SentStep } from './sending.tsx'
import { SpeakStep } from './speak.tsx'
import { WhenStep } from './when.tsx'
import { WordStep } from './word.tsx'
import css from './style.css?inline'

export { css, Aloud, hush }

/** The screens that nobody sees before they have answered the first questions. */
export const SCREENS = {
  danger: DangerStep,
  agree: AgreeStep,
  reach: ReachStep,
  when: WhenStep,
  answer: AnswerStep,
  word: WordStep,
  more: MoreList,
  'more-danger': oneTap('danger'),
  'more-place': oneTap('place'),
  'more-speak': SpeakStep,
  'more-need': NeedStep,
  'more-who-talks': oneTap('who-talks'),
  'more-children': oneTap('children'),
  'more-age': oneTap('age'),
  'more-device': oneTap('device'),
  'more-call-rules': CallRulesStep,
  'more-share': oneTap('share'),
  'more-note': NoteStep,
  'more-role': oneTap('role'),
  'more-again': oneTap('again'),
  review: ReviewStep,
  sending: SendingStep,
  sent: SentStep,
  'not-sent': NotSentStep,
  'about-data': AboutData,
} as const satisfies Partial<Record<Step | Overlay, View>>

export type LaterStep = keyof typeof SCREENS

/** What the script hands over; `lent` is what the panel's own script has of what these screens are made of (build/lent.ts). */
export interface LaterScript {
  draw(lent: unknown): {
    readonly SCREENS: Readonly<Record<LaterStep, View>>
    readonly css: string
    readonly Aloud: View
    /** Ends what is read aloud. */
    hush(): void
  }
}

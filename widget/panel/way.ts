import { type Draft, isNobody, mayTell, reached } from './answersDraft.ts'

/** What can be told besides, in the order of its list. */
export const MORE = [
  'danger',
  'place',
  'speak',
  'need',
  'who-talks',
  'children',
  'age',
  'device',
  'call-rules',
  'share',
  'note',
  'role',
  'again',
] as const
export type MoreRow = (typeof MORE)[number]
export type MoreStep = `more-${MoreRow}`

export type Asked =
  | 'start'
  | 'danger'
  | 'agree'
  | 'reach'
  | 'how'
  | 'app'
  | 'address'
  | 'when'
  | 'answer'
  | 'word'
  | 'more'
  | MoreStep
  | 'review'
/** Of who comes back with a number (widget/back). */
export type BackStep = 'return' | 'replies' | 'reply' | 'return-delete' | 'deleted'
export type Step = Asked | BackStep | 'sending' | 'sent' | 'not-sent' | 'lines' | 'idle-done'

/** The screens that this draft passes, in order. */
export function path(draft: Draft): readonly Asked[] {
  return ['start', ...aboutOthers(draft), ...contact(draft), 'more', 'review']
}

function aboutOthers({ for: about = 'self', now, agreed }: Draft): readonly Asked[] {
  if (about === 'self') return now ? ['danger'] : []
  return agreed ? ['agree', 'reach'] : ['agree']
}

function contact(draft: Draft): readonly Asked[] {
  if (draft.how && isNobody(draft.how)) return draft.how === 'back' ? ['how'] : ['how', 'word']
  const app: readonly Asked[] = draft.how === 'app' ? ['app'] : []
  const careful: readonly Asked[] = reached(draft) === 'person' ? ['answer', 'word'] : []
  return ['how', ...app, 'address', 'when', ...careful]
}

/** The rows that this draft has a place for. */
export function moreRows(draft: Draft): readonly MoreRow[] {
  const { for: about = 'self', now, how } = draft
  const told = mayTell(draft)
  return MORE.filter((row) => {
    switch (row) {
      case 'danger':
        return told && !(about === 'self' && now)
      case 'place':
        return true
      case 'call-rules':
        return told && reached(draft) === 'person' && !!how && !isNobody(how)
      case 'role':
        return about === 'pro'
      case 'again':
        return about === 'pro' && told
      default:
        return told
    }
  })
}

const isMore = (step: Asked): step is MoreStep => step.startsWith('more-')

/**
 * The screen after `step`.
 * @param opened the step was opened from the review: then back to it, but for what the changed way lacks
 */
export function next(step: Asked, draft: Draft, opened?: Asked): Asked {
  const urgent = step === 'more-danger' && draft.more.danger === 'now'
  if (urgent) return 'danger'
  const way = path(draft)
  if (opened) return missing(step, draft) ?? (opened === 'more' && step !== 'more' ? 'more' : 'review')
  if (isMore(step) || (step === 'danger' && !draft.now)) return 'more'
  return way[way.indexOf(step) + 1] ?? 'review'
}

/** The next screen that must be answered before anything can be sent. */
function missing(step: Asked, draft: Draft): Asked | undefined {
  const { for: about = 'self', agreed, how } = draft
  if (about !== 'self' && agreed === undefined) return 'agree'
  if (about !== 'self' && agreed && !draft.reach && step !== 'reach') return 'reach'
  if (!how) return step === 'how' ? undefined : 'how'
  if (isNobody(how)) return undefined
  if (how === 'app' && !draft.app && step !== 'app') return 'app'
  return draft.checked ? undefined : 'address'
}

/**
 * The screen before `step`; none before the first.
 * @param opened the step that "Change" opened on the review, which is where Back from it leads
 */
export function back(step: Asked, draft: Draft, opened?: Asked): Asked | undefined {
  if (step === opened) return 'review'
  if (isMore(step) || (step === 'danger' && !draft.now)) return opened && opened !== 'more' ? 'review' : 'more'
  const way = path(draft)
  return way[way.indexOf(step) - 1]
}

/** Which of the thread's four parts a screen belongs to (who, how, safe, send), and how far the thread is drawn, in percent. */
export function progress(step: Step): { readonly part: 1 | 2 | 3 | 4; readonly drawn: number } {
  const [part, drawn] =
    PROGRESS[step as keyof typeof PROGRESS] ?? (step.startsWith('more') ? PROGRESS.more : PROGRESS.start)
  return { part, drawn }
}

const PROGRESS = {
  start: [1, 4],
  danger: [1, 10],
  agree: [1, 12],
  reach: [1, 18],
  how: [2, 25],
  app: [2, 32],
  address: [2, 38],
  when: [3, 50],
  answer: [3, 60],
  word: [3, 70],
  more: [3, 77],
  review: [4, 84],
  'not-sent': [4, 84],
  sending: [4, 100],
  sent: [4, 100],
} as const

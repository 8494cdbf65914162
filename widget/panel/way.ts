import type { Draft } from './answersDraft.ts'

export type Asked = 'start' | 'how' | 'app' | 'address' | 'when' | 'answer' | 'word' | 'review'
export type Step = Asked | 'sending' | 'sent' | 'not-sent' | 'lines' | 'idle-done'

/** The screens that this draft passes, in order. */
export function path(draft: Draft): readonly Asked[] {
  if (draft.how === 'icall') return ['start', 'how', 'word', 'review']
  const app: readonly Asked[] = draft.how === 'app' ? ['app'] : []
  return ['start', 'how', ...app, 'address', 'when', 'answer', 'word', 'review']
}

/**
 * The screen after `step`.
 * @param changing the step was opened from the review: then back to it, but for what the changed way lacks
 */
export function next(step: Asked, draft: Draft, changing: boolean): Asked {
  const way = path(draft)
  if (changing) return missing(step, draft) ?? 'review'
  return way[way.indexOf(step) + 1] ?? 'review'
}

/** The next screen that must be answered before anything can be sent. */
function missing(step: Asked, draft: Draft): Asked | undefined {
  if (!draft.how || draft.how === 'icall') return undefined
  if (draft.how === 'app' && !draft.app && step !== 'app') return 'app'
  return draft.checked ? undefined : 'address'
}

/**
 * The screen before `step`; none before the first.
 * @param opened the step that "Change" opened on the review, which is where Back from it leads
 */
export function back(step: Asked, draft: Draft, opened?: Asked): Asked | undefined {
  const way = path(draft)
  return step === opened ? 'review' : way[way.indexOf(step) - 1]
}

/** Which of the thread's four parts a screen belongs to (who, how, safe, send), and how far the thread is drawn, in percent. */
export function progress(step: Step): { readonly part: 1 | 2 | 3 | 4; readonly drawn: number } {
  switch (step) {
    case 'how':
      return { part: 2, drawn: 25 }
    case 'app':
      return { part: 2, drawn: 32 }
    case 'address':
      return { part: 2, drawn: 38 }
    case 'when':
      return { part: 3, drawn: 50 }
    case 'answer':
      return { part: 3, drawn: 60 }
    case 'word':
      return { part: 3, drawn: 70 }
    case 'review':
    case 'not-sent':
      return { part: 4, drawn: 84 }
    case 'sending':
    case 'sent':
      return { part: 4, drawn: 100 }
    case 'start':
    case 'lines':
    case 'idle-done':
      return { part: 1, drawn: 4 }
  }
}

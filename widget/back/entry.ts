import type { View } from '../panel/view.ts'
import type { BackStep } from '../panel/way.ts'
import { DeleteStep, DeletedStep } from './delete.tsx'
import { RepliesStep } from './replies.tsx'
import { ReplyStep } from './reply.tsx'
import { ReturnStep } from './return.tsx'
import css from './style.css?inline'

export { css }

/** The screens of who comes back with a number, which nobody else loads. */
export const SCREENS: Readonly<Record<BackStep, View>> = {
  return: ReturnStep,
  replies: RepliesStep,
  reply: ReplyStep,
  'return-delete': DeleteStep,
  deleted: DeletedStep,
}

/** What the script hands over; `lent` is what the panel's own script has of what these screens are made of (build/lent.ts). */
export interface BackScript {
  draw(lent: unknown): { readonly SCREENS: typeof SCREENS; readonly css: string }
}

import { replyBy } from '../../shared/safeTimes.ts'
import { type Judgement, whoReads } from '../../shared/onDuty.ts'
import type { Draft } from './answersDraft.ts'
import type { LinesReason, Offer, State } from './state.ts'

/** Who reads now, by the chain in memory. */
export const judgeNow = (
  { chain, got }: Pick<State, 'chain' | 'got'>,
  config: { readonly desk: string; readonly site: string | null },
): Judgement => whoReads(chain, config.desk, config.site, Math.floor(Date.now() / 1000), got)

/** Why nobody can be written to, if that is so: all that the first question needs to know. */
export function closedFor({ duty, desk }: Judgement): LinesReason | undefined {
  if (duty.kind !== 'none' && desk) return undefined
  return duty.kind === 'none' && duty.reason === 'nobody' ? 'duty.none' : 'closed.body'
}

/** What can be promised for this draft, or why nothing can. */
export function offerFor(judged: Judgement, draft: Draft): Offer | LinesReason {
  const { duty, desk, t } = judged
  if (duty.kind === 'none' || !desk) return closedFor(judged)!
  if (draft.how === 'icall') return duty.ngo.phone ? { ngo: duty.ngo, replyBy: null } : 'closed.choose'
  const start = duty.kind === 'on' ? t : duty.from
  return { ngo: duty.ngo, replyBy: replyBy(start, duty.ngo.answersWithin, draft.when, desk.houseRule, desk.tz) }
}

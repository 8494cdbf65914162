import { type CaseAct, takesBack } from '../../shared/caseActs.ts'
import type { LoggedEvent } from '../../shared/caseFold.ts'
import type { Key, Speech } from '../i18n.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'

/** A member of the team by id; who has left it is "a former member" nowhere: a question mark tells that nobody knows. */
export const nameOf = ({ team }: Pick<Session, 'team'>, id: string): string =>
  team.members.find((one) => one.id === id)?.name ?? '?'

/** The hour of an event as the desk has it: what happened is known by the hour only. */
export const whenOf = (say: Speech, at: number, t: number, tz: string): string => say.moment(at, t, tz)

/** What a try came to, and what was told and asked at it. */
export function tryWords(
  say: Speech,
  { result, told, share }: Omit<CaseAct & { kind: 'try' }, 'kind' | 'outside'>,
): string {
  const more = [...(told ? [say('first.told')] : []), ...(share ? [say(`first.share.${share}.done`)] : [])]
  const words = say(`try.${result}`)
  return result === 'reached' && more.length ? `${words}. ${more.join(' ')}` : words
}

/** One line of what happened, without who and when. */
export function actWords(say: Speech, session: Session, act: CaseAct): string {
  switch (act.kind) {
    case 'try':
      return tryWords(say, act)
    case 'note':
      return act.mark ? say(act.mark === 'told' ? 'first.told' : 'first.asks') : say('act.note')
    case 'give-back':
      // Who needed a break is asked nothing, and is not the only one without a reason either.
      return `${say('act.give-back')}: ${say(`giveback.${act.reason === 'break' ? 'other' : act.reason}`)}`
    case 'take-over':
      return `${say('act.take-over')}: ${say(`takeover.${act.reason}`)}`
    case 'close':
      return `${say('act.close')}: ${say(`close.${act.reason}`)}`
    case 'consent':
      return say(takesBack(act) ? 'act.consent.back' : 'act.consent')
    case 'hand-over':
      return say('act.hand-over', { name: act.to === null ? say('over.shift') : nameOf(session, act.to) })
    case 'refer':
      return `${say('act.refer')}: ${act.to === null ? say('refer.whom.outside') : ngoName(say, session.chain.roster, act.to)}`
    case 'answered':
      return act.answer === 'accepted'
        ? say('act.answered')
        : say('act.answered.back', { reason: say(`received.reason.${act.reason}`) })
    case 'arrived':
      return `${say('act.arrived')}: ${say(act.yes ? 'referred.arrived.yes' : 'referred.arrived.no')}`
    case 'show':
      return act.outside ? `${say('act.show')}: ${say(`outside.${act.outside}`)}` : say('act.show')
    default:
      return say(`act.${act.kind}` as Key)
  }
}

/** Why an entry does not count, in words; the code is for the coordinator. */
export function refusedWords(say: Speech, event: LoggedEvent): string | undefined {
  if (event.kind === 'shut') return say('event.shut', { code: event.code })
  if (!event.refused) return undefined
  return say(event.refused.startsWith('case-') ? 'event.refused' : 'event.strange', { code: event.refused })
}

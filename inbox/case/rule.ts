import type { Desk, HouseRule } from '../../shared/roster.ts'
import type { Speech } from '../i18n.ts'

/** "Monday to Friday, 9–17", in the desk's zone. */
export const ruleHours = (say: Speech, { days, from, to }: HouseRule): string =>
  say('rule.hours', { days: say(days === 'all' ? 'rule.days.all' : 'rule.days.mon-fri'), from, to })

/** The desk's country, else the city of its time zone. */
export const deskName = (say: Speech, { id, tz }: Pick<Desk, 'id' | 'tz'>): string =>
  say.country(id) ?? tz.split('/').pop()!.replace(/_/g, ' ')

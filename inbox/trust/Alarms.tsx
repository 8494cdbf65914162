import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Session } from '../session.ts'
import type { Alarm } from './memory.ts'

/** What was refused: in plain words for a member; for the coordinator with what was shown, and what to do. */
export function Alarms({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element | null {
  const alarms = inbox.alarms.value
  const isLead = session.member.role === 'lead'
  // One whose list did not come is `trust-history`, or a server that is busy.
  const suspects = inbox.all.value.filter(
    (item) => item.kind === 'request' && (item.under === 'other' || item.under === 'newer'),
  ).length
  if (!alarms.length && !(isLead && suspects)) return null
  const tz = session.chain.roster.desks[0]!.tz
  const words = ({ code, shown, at }: Alarm): string =>
    say(shown?.what === 'audit' ? AUDIT[code]! : (KEYS[code] ?? 'alarm.broken'), {
      time: say.moment(at, inbox.t.value, tz),
      ...(shown && { ...shown, what: say(`alarm.what.${shown.what}`) }),
    })
  return (
    <div class="strip ember" role="alert" data-alarm>
      <Icon name="mark" />
      <div>
        {isLead ? (
          <>
            {alarms.map((alarm) => (
              <p key={words(alarm)}>
                {words(alarm)} <span class="hint">{say('error.code', { code: alarm.code })}</span>
              </p>
            ))}
            {suspects > 0 && <p>{say('alarm.requests', { n: suspects })}</p>}
          </>
        ) : (
          <p>
            {say('alarm.member')} <span class="hint">{say('error.code', { code: alarms[0]!.code })}</span>
          </p>
        )}
      </div>
    </div>
  )
}

const AUDIT: Partial<Readonly<Record<Alarm['code'], Key>>> = {
  'trust-older': 'alarm.audit.cut',
  'trust-changed': 'alarm.audit.changed',
}
const KEYS: Partial<Readonly<Record<Alarm['code'], Key>>> = {
  'trust-older': 'alarm.older',
  'trust-changed': 'alarm.changed',
  'trust-history': 'alarm.history',
}

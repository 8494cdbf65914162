import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Session } from '../session.ts'
import { DAY } from '../../shared/root.ts'
import { isDue } from './age.ts'
import { isOvertaken, isSwitchDue, waitingOf } from './plan.ts'

interface Told {
  readonly tone: 'ember' | 'amber' | null
  readonly key: Key
  readonly to: 'newkeys' | 'waiting'
}

/** What a coordinator has to know of the list's keys, worst first. Null: not known yet. */
function toldOf(session: Session, since: number | null): Told | null {
  if (isSwitchDue(session)) return { tone: 'ember', key: 'waiting.strip.switch', to: 'waiting' }
  if (waitingOf(session)) return { tone: 'amber', key: 'waiting.strip', to: 'waiting' }
  if (isOvertaken(session)) return { tone: 'ember', key: 'newkeys.overtaken', to: 'newkeys' }
  if (since === null) return null
  const due = isDue(since, session.clock())
  return { tone: due ? 'amber' : null, key: due ? 'newkeys.due' : 'newkeys.line', to: 'newkeys' }
}

/**
 * For a coordinator: since when the keys are in force, and what waits.
 * @param urgent only what must not wait until somebody looks at the members
 */
export function KeysLine(props: Part & { readonly session: Session; readonly urgent?: boolean }): JSX.Element | null {
  const { inbox, say, session, urgent = false } = props
  if (session.member.role !== 'lead') return null
  const { members, generations } = inbox
  const since = generations.since.value
  const told = toldOf(session, since)
  if (!told || (urgent && told.tone !== 'ember')) return null
  const open = (): void => {
    if (urgent) inbox.visit('members')
    members.go({ kind: to })
  }
  const { tone, key, to } = told
  const { tz } = session.chain.roster.desks[0]!
  const values = since === null ? {} : { time: say.moment(since, inbox.t.value, tz), n: daysSince(since, session) }
  return (
    <div class={tone ? `strip ${tone} keysline` : 'keysline'} data-newkeys={to}>
      {tone && <Icon name="mark" />}
      <div>
        <p class={tone ? undefined : 'hint'}>{say(key, values)}</p>
        <button type="button" class="quiet" data-open={to} onClick={open}>
          {say(to === 'waiting' ? 'waiting.look' : 'newkeys.open')}
        </button>
      </div>
    </div>
  )
}

const daysSince = (since: number, { clock }: Session): number => Math.floor((clock() - since) / DAY)

import { type Signal, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import type { Api } from '../api.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'

export interface LeaveDeps {
  readonly api: Pick<Api, 'leave'>
  readonly session: Signal<Session | null>
  /** locks, with a word for who comes back */
  readonly drop: (said: Said) => void
}

/** What is typed before somebody leaves. */
export interface Leaving {
  readonly typed: string
  readonly busy: boolean
  readonly said: Said | null
}

/** A member leaves their team: log-in, keys and sessions go from the server. The list of members is a coordinator's to change. */
export function createLeave({ api, session, drop }: LeaveDeps) {
  const leaving = signal<Leaving | null>(null)
  const say = (said: Said | null, busy = false): void => {
    if (leaving.value) leaving.value = { ...leaving.value, said, busy }
  }

  /** Whether it is still the same member, also where a newer list made another session meanwhile. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  async function leave(): Promise<void> {
    const [current, one] = [session.value, leaving.value]
    if (!current || !one || one.busy) return
    const { login } = current.member
    if (one.typed.trim() !== login) return say({ key: 'leave.wrong' })
    say(null, true)
    try {
      await api.leave({ name: login })
      if (holds(current)) drop({ key: 'leave.done' })
    } catch (error) {
      if (!holds(current)) return
      const code = codeOf(error)
      if (code === 'not-logged-in') drop({ key: 'unlock.loggedout' })
      else say(code === 'team-last-lead' ? { key: 'leave.only' } : wordsFor(error))
    }
  }

  return {
    leaving,
    leave,
    ask: (): void => void (leaving.value = { typed: '', busy: false, said: null }),
    typeName: (typed: string): void => void (leaving.value &&= { ...leaving.value, typed, said: null }),
    stay: (): void => void (leaving.value = null),
  }
}

/** Whether nobody else could sign the team. */
export const isOnlyLead = ({ team, member }: Session): boolean => {
  const leads = team.members.filter(({ role }) => role === 'lead')
  return leads.length === 1 && leads[0]!.id === member.id
}

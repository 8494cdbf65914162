import { signal } from '@preact/signals'
import { sodium } from '../../../../inbox/unlock/sodium.ts'
import { speak } from '../../../../inbox/i18n.ts'
import { type DutyDeps, createDuty } from '../../../../inbox/duty/state.ts'
import { createRota } from '../../../../inbox/rota/state.ts'
import type { Session } from '../../../../inbox/session.ts'
import type { Inbox } from '../../../../inbox/state.ts'
import { readChain } from '../../../../shared/chain.ts'
import type { Shift } from '../../../../shared/roster.ts'
import { minuteOf } from '../../../../shared/rota/zone.ts'
import type { Team } from '../../../../shared/team.ts'
import { NOW, SEEDS, makeChain } from '../../shared/network.ts'

export const TZ = 'Europe/Athens'
/** The day of NOW, Tuesday 24 November 2026; it is 20:00 in Athens. */
export const TODAY = Date.UTC(2026, 10, 24) / 86_400_000
/** An hour of a day from today on. */
export const at = (day: number, hour: number): number => minuteOf(TODAY + day, 60 * hour, TZ)
export const shiftOf = (day: number, from: number, to: number, ngo: string): Shift => [
  at(day, from),
  at(day, to) - at(day, from),
  ngo,
]

/** As much of an inbox as the rota needs: a coordinator of `a21` (or a member, or the coordinator of `gcr`). */
export async function rotaOf(
  bend: {
    readonly shifts?: readonly Shift[]
    readonly role?: 'lead' | 'member'
    readonly ngo?: 'a21' | 'gcr'
    readonly t?: number
    readonly issued?: number
    readonly expires?: number
    readonly team?: Partial<Team>
    /** how a change of the team is answered */
    readonly put?: DutyDeps['put']
  } = {},
) {
  const { crypto } = await sodium()
  const { shifts = [shiftOf(0, 18, 24, 'a21'), shiftOf(1, 0, 8, 'gcr'), shiftOf(1, 8, 20, 'a21')] } = bend
  const { text, pin } = await makeChain(crypto, {
    roster: (roster) => {
      const { issued = roster.issued, expires = roster.expires } = bend
      return { ...roster, issued, expires, desks: [{ ...roster.desks[0]!, shifts }] }
    },
  })
  const chain = await readChain(crypto, text, pin)
  const theirs = bend.ngo === 'gcr'
  const member = { id: 'me', name: 'Maria', role: bend.role ?? 'lead' }
  const session = {
    crypto,
    chain,
    got: bend.t ?? NOW,
    ngo: chain.roster.ngos[theirs ? 1 : 0],
    team: { members: [member, { id: 'nikos', name: 'Nikos', role: 'member' }], ...bend.team },
    member,
    keys: { signSeed: theirs ? new Uint8Array(32).fill(9) : SEEDS.lead },
  } as unknown as Session
  const current = signal<Session | null>(session)
  const t = signal(bend.t ?? NOW)
  const rota = createRota(current, t)
  const duty = createDuty({ session: current, t, put: bend.put ?? (async () => null) })
  const members = { version: signal(0) }
  const inbox = { rota, duty, members, t, session: current } as unknown as Inbox
  return { inbox, rota, duty, session, t, say: speak('en') }
}

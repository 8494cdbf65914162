import { toBase64 } from '../../shared/bytes.ts'
import { type InboxKey, type SheetOf, sealInboxKey } from '../../shared/inboxKey.ts'
import type { TeamRequest } from '../../shared/staffApi.ts'
import type { TeamMember } from '../../shared/team.ts'
import type { Session } from '../session.ts'
import { type Keyed, type Plan, isSwitchDue, waitingOf } from './plan.ts'

/** A key to hand over. `sheet`, `issued`: of one that waits for a roster, as it was made. */
export interface Handed extends InboxKey {
  readonly sheet?: SheetOf
  readonly issued?: number
}

/**
 * What a member of this role shall hold of all that this coordinator holds: every generation, also those that wait. The spare, and
 * those that wait as one, are for coordinators only: nobody else may have them before a switch.
 */
export function keysFor(one: Keyed, { role }: Pick<TeamMember, 'role'>): readonly Handed[] {
  const waiting = one.waiting.map((key): Handed => {
    const { sheet, sealed: _, ...rest } = key
    return sheet ? { ...rest, sheet } : rest
  })
  if (role === 'lead') return [...one.boxes, ...waiting]
  // What a removal has put in the box's place everybody has already, also while the switch is not there yet.
  const inForce = Math.max(one.ngo.box.generation, isSwitchDue(one) ? waitingOf(one)!.box.generation : 0)
  return [
    ...one.boxes.filter(({ generation }) => generation <= inForce),
    ...waiting.filter(({ generation, sheet }) => sheet?.box === generation),
  ]
}

/**
 * What a member gets once more, or first, when their role or their coordinator changes: of those that wait only the spare, since
 * all have the others, and what a keeper may hold already is not sealed anew (`PUT /api/inbox/team`).
 */
export function keysAgain(one: Keyed, to: Pick<TeamMember, 'role'>, waiting: boolean): readonly Handed[] {
  const last = Math.max(one.named.box.generation, one.named.spare?.generation ?? 0)
  const isNew = ({ generation, sheet }: Handed): boolean => waiting && sheet?.spare === generation
  const all = keysFor(one, to).filter((key) => key.generation <= last || isNew(key))
  return [...new Map(all.map((key) => [key.generation, key])).values()]
}

/** What a plan hands to whom. */
export const handedBy = ({ box, spare, sheet }: Plan, { role }: Pick<TeamMember, 'role'>): readonly Handed[] => [
  { ...box, sheet },
  ...(role === 'lead' ? [{ ...spare, sheet }] : []),
]

/** Seals keys to members, for the server. @param now seconds UTC */
export function sealTo(
  { crypto, chain, keys }: Pick<Session, 'crypto' | 'chain' | 'keys'>,
  members: readonly TeamMember[],
  handed: (member: TeamMember) => readonly Handed[],
  team: { readonly version: number; readonly hash: string },
  now: number,
): TeamRequest['keys'] {
  const { network } = chain.roster
  return members.flatMap((to) =>
    handed(to).map(({ ngo, generation, secret, signSeed, sheet, issued }) => {
      const inbox = { network, ngo, generation, boxSecret: secret, signSeed, ...(sheet && { sheet }) }
      const sealed = sealInboxKey(crypto, inbox, to, team, issued ?? now, keys.signSeed)
      return { member: to.id, generation, sealed: toBase64(sealed) }
    }),
  )
}

import { type SecretKey, toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import type { InboxKey, SheetOf } from '../../shared/inboxKey.ts'
import type { BoxKeys } from '../../shared/roster.ts'
import type { TeamMember } from '../../shared/team.ts'
import type { Session } from '../session.ts'
import type { WaitingKey } from '../unlock/inboxKeys.ts'

/** As much of a session as is asked about its keys. */
export type Keyed = Pick<Session, 'boxes' | 'waiting' | 'named' | 'ngo'>

/** New keys that wait for the keeper, as they lie sealed for this coordinator. */
export interface Waiting {
  readonly box: InboxKey
  readonly spare: WaitingKey
  readonly sheet: SheetOf
}

/** The newest that wait: of several that were made, these alone are meant. Null: none do, or this member has not both. */
export function waitingOf(one: Keyed): Waiting | null {
  const spare = newest(one)
  if (!spare?.sheet || isPassed(spare.sheet, one)) return null
  const { sheet } = spare
  // Made before a removal that switched: those that were made then are kept back from us.
  if (isSwitched(one) && !sheet.revokes) return null
  const box = [...one.waiting, ...one.boxes].find(({ generation }) => generation === sheet.box)
  return box ? { box, spare, sheet } : null
}

/** Whether the keeper published keys that were made before somebody was removed, and not those that were made then. */
export function isOvertaken(one: Keyed): boolean {
  const sheet = newest(one)?.sheet
  return !!sheet && sheet.revokes && sheet.box < one.named.box.generation
}

const newest = ({ waiting }: Keyed): WaitingKey | undefined =>
  waiting
    .filter(({ generation, sheet }) => sheet?.spare === generation)
    .reduce<WaitingKey | undefined>((a, b) => (a && a.generation > b.generation ? a : b), undefined)

/** The roster in force names a box that is as new as theirs. A switch is none: it puts in force what the sheet asks for. */
const isPassed = (sheet: SheetOf, { named }: Keyed): boolean => sheet.box <= named.box.generation

/** Whether these very keys wait for a switch, because somebody was removed. */
export const isSwitchDue = (one: Keyed): boolean => {
  const waiting = waitingOf(one)
  return !!waiting && waiting.sheet.box === one.named.spare?.generation && !isSwitched(one)
}

export const isSwitched = ({ ngo, named }: Keyed): boolean => ngo.box.generation !== named.box.generation

/**
 * The spare keys that a switch may put in force: those who are removed must not have them. Once somebody was removed, and before
 * the keeper has published, they are used up: everybody who was there then has them, or a coordinator who went.
 */
function usableSpare(one: Keyed, removed: TeamMember): InboxKey | null {
  const { spare } = one.named
  if (!spare || isSwitched(one) || newest(one)?.sheet?.revokes) return null
  const isLead = removed.role === 'lead' || one.named.leads.includes(removed.sign)
  return isLead ? null : (one.boxes.find((box) => isKey(box, spare)) ?? null)
}

const isKey = ({ generation, publicKey }: InboxKey, keys: BoxKeys): boolean =>
  generation === keys.generation && toBase64(publicKey) === keys.key

/** Whether new keys come in force at once, when this member is removed. */
export const canSwitch = (one: Keyed, removed: TeamMember): boolean => usableSpare(one, removed) !== null

/** What is to be made, and handed over. */
export interface Plan {
  /** for all members */
  readonly box: InboxKey
  /** for coordinators only */
  readonly spare: InboxKey
  readonly sheet: SheetOf
  /** what has no other place than here so far */
  readonly made: readonly InboxKey[]
}

/**
 * The next keys of the list. Generations only grow and need not follow each other.
 * @param removal who leaves, and the version of the first team without them. Null: it was time for new keys
 * @param gap numbers to leave out, where another coordinator took those that are next
 */
export function planKeys(
  crypto: MemberCrypto,
  one: Keyed,
  removal: { readonly member: TeamMember; readonly teamVersion: number } | null,
  gap = 0,
): Plan {
  const { named, ngo } = one
  const numbers = [named.box, named.spare, ...one.boxes, ...one.waiting].map((keys) => keys?.generation ?? 0)
  const highest = Math.max(...numbers) + gap
  const usable = removal && usableSpare(one, removal.member)
  const box = usable ?? makeKeys(crypto, ngo.id, highest + 1)
  const spare = makeKeys(crypto, ngo.id, highest + (usable ? 1 : 2))
  const before = newest(one)?.sheet
  const sheet = {
    box: box.generation,
    spare: spare.generation,
    teamMin: Math.max(ngo.teamMin, before?.teamMin ?? 0, removal?.teamVersion ?? 0),
    // Who was removed knows the keys in force until the keeper has published others, whatever is made meanwhile.
    revokes: !!removal || !!before?.revokes || isSwitched(one),
  }
  return { box, spare, sheet, made: usable ? [spare] : [box, spare] }
}

function makeKeys(crypto: MemberCrypto, ngo: string, generation: number): InboxKey {
  const secret = crypto.random(32) as SecretKey
  return { ngo, generation, secret, publicKey: crypto.boxPublicKey(secret), signSeed: crypto.random(32) }
}

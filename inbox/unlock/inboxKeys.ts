import { fromBase64, type PublicKey, type SecretKey, sameBytes, wipe } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import {
  type InboxKey,
  type Named,
  type SheetOf,
  type UnprovenKey,
  judgeInboxKey,
  unsealInboxKey,
} from '../../shared/inboxKey.ts'

/** A key of a generation that no roster names yet, from a present coordinator; it opens nothing before one does. */
export interface WaitingKey extends InboxKey {
  readonly sealed: string
  readonly sheet: SheetOf | null
  /** seconds UTC */
  readonly issued: number
}

/** What a member holds of the inbox's keys. */
export interface Held {
  readonly boxes: readonly InboxKey[]
  /** the sealed inbox keys whose secrets are in `boxes`, as the server gave them */
  readonly opened: ReadonlySet<string>
  readonly waiting: readonly WaitingKey[]
}

export interface Opened extends Held {
  /** why some were not accepted */
  readonly refused: readonly ErrorCode[]
  /** some could not be judged so far, since earlier rosters are missing; `why`: what failed, where something did */
  readonly behind: { readonly why?: unknown } | null
}

export interface KeyOwner {
  /** sign keys of who coordinates in the present team: they alone make keys that are to come */
  readonly coordinators: readonly string[]
  readonly id: string
  readonly network: string
  readonly ngo: string
  readonly box: PublicKey
  readonly boxSecret: SecretKey
}

/** What the rosters said of the NGO's keys, from the one in force back. */
export interface History {
  /** newest first; at least the one in force */
  known(): readonly Named[]
  /**
   * Fetches the one before the oldest that is known.
   * @returns false: there is none, or none that one looks for
   * @throws MitosError `trust-history` | the server's codes
   */
  more(): Promise<boolean>
}

const highest = ({ box, spare }: Named): number => Math.max(box.generation, spare?.generation ?? 0)

/**
 * Opens a member's sealed inbox keys, and takes those that a roster names or named. Of earlier rosters it asks only for as many
 * as it needs: generations only grow, so below a roster whose generations are all lower nobody has to look.
 * @param most so many earlier rosters are fetched now
 */
export async function openInboxKeys(
  crypto: Crypto,
  self: KeyOwner,
  sealed: readonly string[],
  history: History,
  before: Held,
  most: number,
): Promise<Opened> {
  const held = { boxes: [...before.boxes], opened: new Set(before.opened), waiting: [] as WaitingKey[] }
  const refused: ErrorCode[] = []
  const take = ({ sealed: one, unproven }: Unjudged, verdict: Verdict): void => {
    if (verdict.kind === 'taken') held.opened.add(one)
    if (verdict.kind === 'taken') add(held.boxes, verdict.key)
    if (verdict.kind === 'waits') held.waiting.push(waitingKey(before, one, unproven))
    if (verdict.kind === 'refused') refused.push(verdict.code)
  }
  let left: readonly Unjudged[] = []
  for (const one of sealed)
    try {
      if (!held.opened.has(one))
        left = [...left, { sealed: one, unproven: unsealInboxKey(crypto, fromBase64(one), self) }]
    } catch (error) {
      refused.push(codeOf(error))
    }
  for (let fetched = 0; left.length; fetched++) {
    const rosters = history.known()
    const open: (Unjudged & { readonly verdict: Verdict })[] = []
    for (const one of left) {
      const verdict = await judge(one.unproven, self, rosters)
      if (isFinal(one.unproven, verdict, rosters)) take(one, verdict)
      else open.push({ ...one, verdict })
    }
    left = open
    if (!open.length) break
    if (fetched >= most) return { ...held, refused, behind: {} }
    try {
      if (await history.more()) continue
    } catch (why) {
      return { ...held, refused, behind: { why } }
    }
    open.forEach((one) => take(one, one.verdict))
    break
  }
  return { ...held, refused, behind: null }
}

interface Unjudged {
  readonly sealed: string
  readonly unproven: UnprovenKey
}
type Verdict =
  | { readonly kind: 'taken'; readonly key: InboxKey }
  | { readonly kind: 'waits' | 'ignored' }
  | { readonly kind: 'refused'; readonly code: ErrorCode }

/** By the rosters that are known so far. */
async function judge(unproven: UnprovenKey, self: KeyOwner, rosters: readonly Named[]): Promise<Verdict> {
  const { generation } = unproven.key
  const isOurs = unproven.to === self.id && unproven.network === self.network && unproven.key.ngo === self.ngo
  // Made ahead of a roster: what waits goes on a sheet for the keeper. Who was removed signs as long as the roster names them, and
  // with a server's help could have their own keys published; so the team is asked, too.
  if (generation > highest(rosters[0]!)) {
    const leads = rosters[0]!.leads.filter((lead) => self.coordinators.includes(lead))
    return { kind: isOurs && (await unproven.signedByOneOf(leads)) ? 'waits' : 'ignored' }
  }
  try {
    const key = await judgeInboxKey(unproven, self, rosters)
    if (key) return { kind: 'taken', key }
  } catch (error) {
    return { kind: 'refused', code: codeOf(error) }
  }
  // No roster ever named it: it was made, and others were made in its place before the keeper had it.
  const isLeads = await unproven.signedByOneOf(rosters.flatMap(({ leads }) => leads))
  return isLeads ? { kind: 'ignored' } : { kind: 'refused', code: 'inbox-key-signer' }
}

/** Whether no earlier roster can make it another one. */
const isFinal = ({ key }: UnprovenKey, { kind }: Verdict, rosters: readonly Named[]): boolean =>
  kind === 'taken' ||
  kind === 'waits' ||
  key.generation > highest(rosters[0]!) ||
  key.generation > highest(rosters[rosters.length - 1]!)

/** The same keys may be handed over anew. */
function add(boxes: InboxKey[], key: InboxKey): void {
  const same = boxes.find((one) => one.generation === key.generation && sameBytes(one.publicKey, key.publicKey))
  if (!same) boxes.push(key)
  else if (same !== key) wipe(key.secret, key.signSeed)
}

/** One that waited before keeps its very bytes, so that the lock finds and wipes them. */
function waitingKey({ waiting }: Held, sealed: string, { key, sheet, issued }: UnprovenKey): WaitingKey {
  return waiting.find((one) => one.sealed === sealed) ?? { ...key, sealed, sheet, issued }
}

import type { Crypto } from '../../shared/crypto/crypto.ts'
import { toHex } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import { SLOTS, type SealedReply } from '../../shared/mailbox.ts'
import { type Reply, openReply } from '../../shared/reply.ts'
import type { CodeKeys } from '../../shared/returnCode.ts'
import type { Ngo, Roster } from '../../shared/roster.ts'
import type { Opened } from './told.ts'

/**
 * Opens a mailbox with the keys of its number (protocol §9). What does not open is filler and says nothing; what opens and cannot
 * be checked is told, and nothing of it shown.
 * @param roster of the chain that was checked strictly
 * @param now seconds UTC
 */
export async function openMailbox(
  crypto: Crypto,
  { tag, slots }: { readonly tag: Uint8Array; readonly slots: readonly SealedReply[] },
  keys: CodeKeys,
  roster: Roster,
  now: number,
): Promise<Opened> {
  const own = { ...keys, replyKey: crypto.boxPublicKey(keys.replySecret) }
  const replies = new Map<string, Reply>()
  let unsure = 0
  for (const slot of slots)
    try {
      const reply = await openReply(crypto, slot, own, roster, now)
      replies.set(JSON.stringify(reply), reply)
    } catch (error) {
      if (codeOf(error) !== 'open-damaged') unsure++
    }
  const shown = [...replies.values()].sort((a, b) => b.n - a.n || b.at - a.at)
  return { ngo: ngoOf(roster, keys, tag), replies: shown, missing: gaps(shown, unsure) > unsure, unsure: unsure > 0 }
}

const ngoOf = (roster: Roster, keys: CodeKeys, tag: Uint8Array): Ngo | undefined =>
  roster.ngos.find(({ id }) => toHex(keys.tagFor(id)) === toHex(tag))

/** How many numbers are wanting of each NGO's. Where the mailbox is full, the oldest have made room. */
function gaps(replies: readonly Reply[], unsure: number): number {
  let wanting = 0
  for (const ngo of new Set(replies.map((reply) => reply.ngo))) {
    const numbers = new Set(replies.filter((reply) => reply.ngo === ngo).map(({ n }) => n))
    const first = replies.length + unsure < SLOTS ? 1 : Math.min(...numbers)
    wanting += Math.max(...numbers) - first + 1 - numbers.size
  }
  return wanting
}

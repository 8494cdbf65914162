import { sameBytes } from '../../../shared/bytes.ts'
import { SLOTS, type SealedReply } from '../../../shared/mailbox.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import type { MailboxStore, StoredRequest } from '../store.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'
import { awayFrom, isBuried, shred, stayAway } from './removal.ts'

type Read = <T>(work: (db: Queries) => T) => Promise<T>

/** @param alsoInCopies what was shredded goes from the copies of the database too */
export const mailboxStore = (
  commits: GroupCommit<Queries>,
  read: Read,
  alsoInCopies: <T>(done: T) => Promise<T>,
): MailboxStore => ({
  mailbox: (address) =>
    read((db) => ({
      tag: db.requestsAt.get({ address })?.tag ?? null,
      // What is stored went through `checkReply`.
      replies: db.repliesAt.all({ address }).map(({ sealed }) => sealed as SealedReply),
    })),
  addReply: (address, sealed) =>
    commits.write((db) => {
      if (!db.requestsAt.get({ address })) return false
      // Its answer was lost on the way, and it comes once more: it takes no second place.
      if (db.repliesAt.all({ address }).some((one) => sameBytes(one.sealed, sealed))) return true
      const n = (db.lastReply.get({ address })?.n ?? 0) + 1
      db.addReply.run({ address, n, sealed })
      db.removeReplies.run({ address, upTo: n - SLOTS })
      return true
    }, true),
  wipeMailbox: (address, body) => commits.write((db) => wipe(db, address, body), true).then(alsoInCopies),
})

function wipe(
  db: Queries,
  address: Uint8Array,
  body: StoredRequest | null,
): Awaited<ReturnType<MailboxStore['wipeMailbox']>> {
  const held = body && db.requestById.get({ id: body.id })
  if (held) return { kind: 'same', gone: [] }
  const away = awayFrom(db, address)
  const gone = db.requestsAt.all({ address }).map(({ keyId, id }) => ({ keyId: keyId as KeyId, id: id as RequestId }))
  for (const row of gone) shred(db, row, true)
  if (!body || isBuried(db, body)) return { kind: 'shredded', gone }
  db.addRequest.run({ ...body })
  stayAway(db, address, away)
  // Whoever takes back what they wrote wakes nobody.
  db.callNobody.run({ request: body.id })
  return { kind: 'stored', gone }
}

import { createHash } from 'node:crypto'
import { closedItself } from '../../../shared/silence.ts'
import { TAKEN_BACK } from '../../../shared/takenBack.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import type { StoredGeneration, StoredTombstone, SweepUntil, Swept } from '../store.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'

/**
 * So many rows are looked at, or shredded, at once. What was deleted is overwritten page by page (`secure_delete`) and the log
 * emptied after each batch, so that people wait for a few milliseconds only.
 */
const BATCH = 64

export const tombstoneHash = (keyId: Uint8Array, id: Uint8Array): Uint8Array =>
  createHash('sha256').update('mitos/tombstone/v1\n').update(keyId).update(id).digest()

/** The second part of an origin (shared/takenBack.ts). */
const takenBackHash = (keyId: Uint8Array, id: Uint8Array): Uint8Array =>
  createHash('sha256').update(TAKEN_BACK).update(keyId).update(id).digest()

export const isBuried = (db: Queries, { keyId, id }: { keyId: KeyId; id: RequestId }): boolean =>
  (db.tombstone.get({ keyId, hash: tombstoneHash(keyId, id) })?.rows ?? 0) > 0

type Age = NonNullable<ReturnType<Queries['ageOf']['get']>>

export function removeRequest(commits: GroupCommit<Queries>, id: RequestId): Promise<boolean> {
  return commits.write((db) => {
    const row = db.ageOf.get({ id })
    if (row) shred(db, row)
    return row !== undefined
  }, true)
}

export async function sweep(commits: GroupCommit<Queries>, until: SweepUntil): Promise<Swept> {
  const swept = { unread: 0, open: 0, closed: 0 }
  // A claim is never older than its request, nor an event or a closing than that: nothing newer than this can be due.
  const latest = Math.max(until.unread, until.open, until.closed)
  await shredEach(commits, latest, (_db, row) => {
    const wrote = row.acted ?? row.claimed
    // What closed by itself is kept no longer than it would be if it were open.
    const isOpen = row.closed !== null && wrote !== null && closedItself(row.closed, wrote) && wrote <= until.open
    const [why, since] =
      row.closed !== null && !isOpen
        ? (['closed', row.closed] as const)
        : row.claimed !== null
          ? (['open', row.acted ?? row.claimed] as const)
          : (['unread', row.acted ?? row.hour] as const)
    if (since > until[why]) return false
    // Somebody looked at it, or the person took it back: nobody was left without an answer.
    swept[why === 'unread' && row.quiet ? 'closed' : why]++
    return true
  })
  // Empties the log also of what another process shredded there and could not wait for.
  await commits.write(() => undefined, true)
  return swept
}

export async function bury(commits: GroupCommit<Queries>, tombstones: readonly StoredTombstone[]): Promise<number> {
  for (let i = 0; i < tombstones.length; i += BATCH)
    await commits.write((db) => {
      for (const { keyId, hash } of tombstones.slice(i, i + BATCH)) db.addTombstone.run({ keyId, hash })
    })
  return shredEach(commits, Number.MAX_SAFE_INTEGER, (db, row) =>
    isBuried(db, row as Age & { keyId: KeyId; id: RequestId }),
  )
}

export function destroyGeneration(
  commits: GroupCommit<Queries>,
  { ngo, generation, keyId }: StoredGeneration,
  tombstonesToo: boolean,
): Promise<number | null> {
  return commits.write((db) => {
    const held = [
      db.countOf.get({ keyId }),
      db.countCaseKeys.get({ ngo, generation }),
      db.countGuides.get({ ngo, generation }),
    ]
    if (held.some((one) => one?.rows)) return null
    // What was done stays readable: a browser that holds both keys seals the audit's anew, and then the older record goes.
    if (db.newestAuditKey.get({ ngo })?.generation === generation) return null
    db.removeAuditKey.run({ ngo, generation })
    if (tombstonesToo) db.removeTombstones.run({ keyId })
    return db.removeInboxKeys.run({ ngo, generation }).changes
  }, true)
}

export async function destroyGivenUp(
  commits: GroupCommit<Queries>,
  ngo: string,
  named: readonly number[],
): Promise<number> {
  const left = commits.db.generationsOf.all({ ngo }).map(({ generation }) => generation)
  const lowest = left.filter((one) => named.includes(one)).reduce((a, b) => Math.min(a, b), Infinity)
  const gone = lowest === Infinity ? [] : left.filter((one) => one < lowest)
  if (!gone.length) return 0
  return commits.write(
    (db) => gone.reduce((sum, generation) => sum + db.removeInboxKeys.run({ ngo, generation }).changes, 0),
    true,
  )
}

/** Walks every row up to an hour, batch by batch, and shreds those that are due. */
async function shredEach(
  commits: GroupCommit<Queries>,
  until: number,
  isDue: (db: Queries, row: Age) => boolean,
): Promise<number> {
  let shredded = 0
  for (let keyId: Uint8Array | null = nextKey(commits.db, new Uint8Array()); keyId; keyId = nextKey(commits.db, keyId))
    for (let from: { hour: number; id: Uint8Array } | undefined = { hour: -1, id: new Uint8Array() }; from;) {
      const after: { hour: number; id: Uint8Array } = from
      const key: Uint8Array = keyId
      const rows: Age[] = commits.db.agesAfter.all({ keyId: key, ...after, until, limit: BATCH })
      const due = rows.filter((row) => isDue(commits.db, row))
      if (due.length) await commits.write((db) => due.forEach((row) => shred(db, row)), true)
      else await new Promise(setImmediate)
      shredded += due.length
      from = rows[BATCH - 1]
    }
  return shredded
}

const nextKey = (db: Queries, after: Uint8Array): Uint8Array | null => db.nextKeyId.get({ after })?.keyId ?? null

/**
 * Its claim goes with it, its case with all keys and events, and with the last request of a return code what waits there.
 * @param takenBack the person did it themselves: then it says so to whoever was given its origin
 */
export function shred(
  db: Queries,
  { keyId, id }: { readonly keyId: Uint8Array; readonly id: Uint8Array },
  takenBack = false,
): void {
  const address = db.addressOf.get({ id })?.address
  const away = db.awayFromCaseOf.all({ request: id })
  db.addTombstone.run({ keyId, hash: tombstoneHash(keyId, id) })
  if (takenBack) db.addTombstone.run({ keyId, hash: takenBackHash(keyId, id) })
  db.removeRequest.run({ id })
  if (!address) return
  // What is left there is no more theirs to find than what went (R46).
  if (db.countAt.get({ address })?.rows) return stayAway(db, address, away)
  db.removeReplies.run({ address, upTo: Number.MAX_SAFE_INTEGER })
  db.removeAwayFromAddress.run({ address })
}

type Away = readonly { readonly member: Uint8Array }[]

/** Who stepped back from anything of an address. */
export const awayFrom = (db: Queries, address: Uint8Array): Away => [
  ...db.awayFromAddress.all({ address }),
  ...db.requestsAt.all({ address }).flatMap(({ id }) => db.awayFromCaseOf.all({ request: id })),
]

/** They find nothing of it as long as anything of it is kept. */
export function stayAway(db: Queries, address: Uint8Array, away: Away): void {
  for (const { member } of away) db.addAwayFromAddress.run({ address, member })
}

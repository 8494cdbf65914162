import { join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import { fromBase64, join as joinBytes, sameBytes, toBase64, unsigned } from '../../../shared/bytes.ts'
import type { KeyId } from '../../../shared/wire.ts'
import {
  type ClaimedRequest,
  type Cursor,
  type DocumentKind,
  NOTICES,
  type Page,
  SITES_OFF,
  type Sight,
  type Store,
  type StoredDocument,
  type StoredTombstone,
} from '../store.ts'
import { alertStore } from './alerts.ts'
import { auditStore } from './audit.ts'
import { caseStore } from './cases.ts'
import { dropOldCopies, scrubCopies } from './copies.ts'
import { storeError } from './failures.ts'
import { GroupCommit } from './groupCommit.ts'
import { guideStore } from './guides.ts'
import { mailboxStore } from './mailboxes.ts'
import { memberStore } from './members.ts'
import { DATABASE, type OpenOptions, openDatabase, watchFiles } from './open.ts'
import { type Queries, prepareQueries } from './queries.ts'
import { countSeen, isSeen, seenRows } from './sight.ts'
import { bury, destroyGeneration, destroyGivenUp, isBuried, removeRequest, sweep } from './removal.ts'

/**
 * The store in one SQLite file of a data folder.
 * @throws MitosError `store-unsafe` | `store-newer` | `store-missing` | `store-damaged` | `store-full` | `store-failed`
 */
export async function openSqliteStore(folder: string, options: OpenOptions): Promise<Store> {
  const commits = new GroupCommit<Queries>((opening) => {
    const database = openDatabase(folder, options, opening)
    return { database, db: prepareQueries(database), isThere: watchFiles(folder) }
  })
  /** Reads are synchronous below, but no caller may know. */
  const read = async <T>(work: (db: Queries) => T): Promise<T> => {
    try {
      return work(commits.db)
    } catch (error) {
      throw commits.failed(error)
    }
  }
  /** Always, also where nothing was shredded now: another time it may have failed half-way. */
  const alsoInCopies = async <T>(done: T): Promise<T> => {
    dropOldCopies(folder, options.clock())
    await scrubCopies(folder, join(folder, DATABASE))
    return done
  }
  const fail = (error: unknown): never => {
    throw storeError(error)
  }
  const write = async (work: (db: Queries) => unknown, erases = false): Promise<void> => {
    await commits.write(work, erases)
  }

  return {
    addRequest: (request) =>
      commits.write((db) => {
        if (isBuried(db, request)) return 'removed'
        if (db.addRequest.run({ ...request }).changes) return 'stored'
        const held = db.requestById.get({ id: request.id })
        return held && sameBytes(held.sealed, request.sealed) ? 'same' : 'different'
      }),
    listRequests: (keyIds, after, limit, sight) => read((db) => listRequests(db, keyIds, after, limit, sight)),
    countRequests: (keyIds, sight) =>
      read((db) => {
        if (sight) return countSeen(db, sight, keyIds)
        return keyIds.reduce((sum, keyId) => sum + (db.countOf.get({ keyId })?.rows ?? 0), 0)
      }),
    findRequest: (id, keyIds, sight) =>
      read((db) => {
        const row = db.claimedById.get({ id })
        if (!row || !keyIds.some((one) => sameBytes(one, row.requests.keyId))) return undefined
        return sight && !isSeen(db, row.requests, sight, keyIds) ? undefined : claimedRequest(row)
      }),
    claim: (id, claim) =>
      commits.write((db) => {
        if (!db.requestById.get({ id })) throw new MitosError('not-found')
        db.addClaim.run({ request: id, ...claim })
        const { by, hour } = db.claimOf.get({ request: id })!
        return { by, hour }
      }),
    closeRequest: (id, hour) =>
      commits.write((db) => {
        db.close.run({ request: id, hour })
        return db.claimOf.get({ request: id }) !== undefined
      }),

    removeRequest: (id) => removeRequest(commits, id).then(alsoInCopies),
    sweep: (until) => sweep(commits, until).then(alsoInCopies).catch(fail),
    bury: (tombstones) => bury(commits, tombstones).then(alsoInCopies).catch(fail),
    tombstones: (keyIds) =>
      read((db) =>
        keyIds.flatMap((keyId) => db.tombstonesOf.all({ keyId }).map(({ hash }): StoredTombstone => ({ keyId, hash }))),
      ),
    takenBack: (marks) => read((db) => marks.map(({ keyId, hash }) => !!db.tombstone.get({ keyId, hash })?.rows)),
    destroyGivenUp: (ngo, named) => destroyGivenUp(commits, ngo, named),
    destroyGeneration: (generation, tombstonesToo) => destroyGeneration(commits, generation, tombstonesToo),

    sitesOff: () => read((db) => db.sitesOff.all().map(({ site }) => site)),
    setSite: (site, off) =>
      commits.write((db) => {
        if (!off) return db.siteOn.run({ site }).changes > 0
        if (db.countSitesOff.get()!.rows >= SITES_OFF)
          throw new MitosError('too-many', 'as many sites are off as can be')
        return db.siteOff.run({ site }).changes > 0
      }),

    addDocument: (document) =>
      commits.write((db) => {
        if (db.addDocument.run({ ...document }).changes) return 'stored'
        const held = db.document.get({ kind: document.kind, version: document.version })
        return held && sameBytes(held.bytes, document.bytes) ? 'same' : 'different'
      }),
    replaceSignatures: ({ kind, version, bytes: before }, bytes) =>
      commits.write((db) => db.replaceBytes.run({ kind, version, before, bytes }).changes === 1),
    document: (kind, version) => read((db) => db.document.get({ kind, version })),
    documentByHash: (kind, hash) => read((db) => db.documentByHash.get({ kind, hash })),
    documents: (kind: DocumentKind) => read((db): readonly StoredDocument[] => db.documents.all({ kind })),
    latestDocument: (kind) => read((db) => db.latestDocument.get({ kind })),

    addNotice: (notice) =>
      commits.write((db) => {
        if (db.notice.get({ hash: notice.hash })) return 'same'
        if (db.countNotices.get({ ngo: notice.ngo })!.rows >= NOTICES)
          throw new MitosError('too-many', 'as many notices are kept as can be')
        db.addNotice.run({ ...notice })
        return 'stored'
      }),
    notice: (hash) => read((db) => db.notice.get({ hash })),

    putSwitch: (one) => write((db) => db.putSwitch.run({ ...one })),
    switches: () => read((db) => db.switches.all()),

    ...memberStore(commits, read),
    ...alertStore(commits, read),
    ...mailboxStore(commits, read, alsoInCopies),
    ...guideStore(commits, read),
    ...caseStore(commits, read, alsoInCopies),
    ...auditStore(commits, read),

    probe: () => write((db) => db.probe.run()),
    // Emptying the log takes its frames away, which stand in the order of the writes.
    settle: () => write((db) => db.probe.run(), true),
    close: async () => commits.close(),
  }
}

/** One range of the primary key for each key id, merged: an NGO has few generations, but may have many rows. */
function listRequests(
  db: Queries,
  keyIds: readonly KeyId[],
  after: Cursor | null,
  limit: number,
  sight?: Sight,
): Page<ClaimedRequest> {
  const { hour, id } = after === null ? { hour: Number.MAX_SAFE_INTEGER, id: new Uint8Array() } : readCursor(after)
  const place = { hour, id, limit: limit + 1 }
  const lying = sight
    ? seenRows(db, sight, keyIds, place)
    : keyIds.flatMap((keyId) => db.claimedBefore.all({ keyId, ...place }))
  const found = lying.map(claimedRequest).sort((a, b) => b.hour - a.hour || Buffer.compare(b.id, a.id))
  const rows = found.slice(0, limit)
  const last = rows[rows.length - 1]
  return { rows, next: last && found.length > limit ? toBase64(joinBytes(unsigned(last.hour, 8), last.id)) : null }
}

/** @throws MitosError `bad-input` */
function readCursor(cursor: Cursor): { hour: number; id: Uint8Array } {
  let bytes: Uint8Array
  try {
    bytes = fromBase64(cursor, 24)
  } catch (cause) {
    throw new MitosError('bad-input', cause)
  }
  return { hour: bytes.subarray(0, 8).reduce((n, byte) => n * 256 + byte, 0), id: bytes.subarray(8) }
}

type JoinedRow = NonNullable<ReturnType<Queries['claimedById']['get']>>

/** The cast gives back the brands: only requests that passed `checkBody` were stored. */
const claimedRequest = ({ requests: row, claims: claim, cases: of }: JoinedRow): ClaimedRequest =>
  ({
    ...row,
    claim: claim && { by: claim.by, hour: claim.hour, closed: claim.closed },
    ...(of && { case: { id: of.id, length: of.length, wakeAt: of.wakeAt } }),
  }) as ClaimedRequest

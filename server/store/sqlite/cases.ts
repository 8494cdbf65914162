import { sameBytes } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import { type Allowed, isClosedItself, mayChange } from '../caseRules.ts'
import {
  CASE_EVENTS,
  type CaseStore,
  type ClaimChange,
  type NewCase,
  type NewEvent,
  type StoredCase,
} from '../caseStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'
import { shred } from './removal.ts'

const HOUR = 3600

type Read = <T>(work: (db: Queries) => T) => Promise<T>

/** What NGOs write about requests. Each change is whole or not at all; nobody who stepped back finds anything. */
export function caseStore(
  commits: GroupCommit<Queries>,
  read: Read,
  alsoInCopies: <T>(done: T) => Promise<T>,
): CaseStore {
  return {
    beginCase: (begin) => commits.write((db) => beginCase(db, begin)),
    findCase: (id, ngo, member) => read((db) => found(db, id, ngo, member)),
    appendEvent: (event) => commits.write((db) => appendEvent(db, event)),
    closeSilent: (until, hour) => commits.write((db) => db.closeSilent.run({ until, hour }).changes),
    caseEvents: (id, seq, limit) =>
      read((db) => db.caseEventsFrom.all({ case: id, seq, limit }).map(({ bytes }) => bytes)),
    caseKeys: (id) => read((db) => db.caseKeysOf.all({ case: id })),
    addCaseKey: (key) =>
      commits.write((db) => {
        const held = db.caseKeysOf.all({ case: key.case })
        const newest = held[held.length - 1]
        // Gone meanwhile, or somebody else was first.
        if (!newest || newest.generation >= key.generation) return false
        db.addCaseKey.run({ ...key })
        return true
      }),
    removeCaseKey: (id, generation) =>
      commits.write((db) => {
        const held = db.caseKeysOf.all({ case: id })
        if (!held.some((one) => one.generation > generation)) return false
        db.removeCaseKey.run({ case: id, generation })
        return true
      }, true),
    casesWithOldKeys: (ngo, before, after, limit) =>
      read((db) =>
        db.casesWithOldKeys
          .all({ ngo, before, after: after ?? new Uint8Array(), limit })
          .map(({ id }) => ({ case: id, keys: db.caseKeysOf.all({ case: id }) })),
      ),
    requestsAwayOf: (member) => read((db) => [...db.requestsAwayOf.all({ member }), ...db.leftAwayOf.all({ member })]),
    removeRequests: (id, also, withdrawal) =>
      commits.write((db) => removeRequests(db, id, also, withdrawal), true).then(alsoInCopies),
  }
}

function beginCase(db: Queries, { event, key, claim, ...begin }: NewCase): Awaited<ReturnType<CaseStore['beginCase']>> {
  const request = db.claimedById.get({ id: begin.request })
  const held = storedCase(db.caseOfRequest.get({ request: begin.request }))
  if (!request || (held && isAway(db, held.id, begin.by))) return { kind: 'missing' }
  if (held) {
    const [first] = db.caseEventsFrom.all({ case: held.id, seq: 0, limit: 1 })
    const same = sameBytes(held.id, begin.id) && first && sameBytes(first.bytes, event)
    return same ? { kind: 'same' } : { kind: 'taken', case: held.id }
  }
  if (request.claims && !sameBytes(request.claims.by, begin.by)) return { kind: 'claimed', claim: request.claims }
  if (db.caseById.get({ id: begin.id })) return { kind: 'taken', case: begin.id }
  const { id, request: of, ngo, hour } = begin
  // What nobody has rests by no hour of this.
  const wakeAt = (claim && begin.wakeAt) || null
  db.addCase.run({ id, request: of, ngo, acted: hour, wakeAt })
  db.addCaseKey.run({ case: begin.id, ...key })
  db.addCaseEvent.run({ case: begin.id, seq: 0, bytes: event })
  if (claim && !request.claims) db.setClaim.run({ request: begin.request, by: begin.by, hour: begin.hour })
  return { kind: 'begun' }
}

function appendEvent(db: Queries, event: NewEvent): Awaited<ReturnType<CaseStore['appendEvent']>> {
  const held = found(db, event.case, event.ngo, event.by)
  if (!held) return 'missing'
  if (event.seq < held.length) {
    const [there] = db.caseEventsFrom.all({ case: held.id, seq: event.seq, limit: 1 })
    return there && sameBytes(there.bytes, event.bytes) ? 'same' : 'seq'
  }
  if (event.seq > held.length) return 'seq'
  const allowed: Allowed = mayChange(held, event)
  if (allowed !== 'yes') return allowed
  if (event.change?.kind === 'give' && isAway(db, held.id, event.change.to)) return 'refused'
  if (held.length >= CASE_EVENTS) throw new MitosError('too-many', 'a case has as many events as it can have')
  // The hour that came with the beginning is for when nothing is written behind it.
  const before = held.length === 1 ? null : held.wakeAt
  const wakeAt = event.wakeAt === undefined ? before : event.wakeAt
  // Who steps back from what closed by itself has not worked on it.
  const away = event.change?.kind === 'step-back' && isClosedItself(held)
  const acted = away ? held.acted : actedIn(event)
  db.lengthenCase.run({ id: held.id, length: held.length + 1, acted, wakeAt })
  db.addCaseEvent.run({ case: held.id, seq: event.seq, bytes: event.bytes })
  if (event.change) changeClaim(db, held, event, event.change)
  // It goes on after all: what was acted on is not wiped.
  else if (isClosedItself(held)) db.openAgain.run({ request: held.request })
  return 'stored'
}

/**
 * The hour of an event, seconds UTC. One that sets the hour that runs, or the one that ran when it was sealed, calls at once: nobody has
 * acted on it, so it counts as written before that.
 */
function actedIn({ hour, wakeAt }: NewEvent): number {
  const runs = typeof wakeAt === 'number' && wakeAt <= hour && wakeAt >= hour - HOUR
  return runs ? wakeAt - HOUR : hour
}

function changeClaim(db: Queries, held: StoredCase, { by, hour }: NewEvent, change: ClaimChange): void {
  const { id, request } = held
  const owns = held.claim && sameBytes(held.claim.by, by)
  switch (change.kind) {
    case 'take':
    case 'open':
      return void db.setClaim.run({ request, by, hour })
    case 'give':
      return void db.setClaim.run({ request, by: change.to, hour })
    case 'release':
      return release(db, request)
    case 'close':
      if (!held.claim) db.setClaim.run({ request, by, hour })
      return void db.close.run({ request, hour })
    case 'erase':
      return
    case 'step-back':
      db.addAway.run({ case: id, member: by })
      // One that is closed keeps its hour: it is wiped all the same.
      if (owns && held.claim?.closed === null) release(db, request)
  }
}

/** It is nobody's again, and calls whoever is to take it, also if it was set aside before it was taken. */
function release(db: Queries, request: Uint8Array): void {
  db.removeClaim.run({ request })
  db.callAgain.run({ request })
}

function removeRequests(
  db: Queries,
  id: RequestId,
  also: readonly RequestId[],
  withdrawal: RequestId | null,
): Awaited<ReturnType<CaseStore['removeRequests']>> {
  const request = db.requestById.get({ id })
  const kept = withdrawal && db.requestById.get({ id: withdrawal })
  if (!request || (withdrawal && !kept)) return 'missing'
  if (kept && (sameBytes(kept.id, id) || !sameBytes(kept.address, request.address))) return 'stranger'
  const others = also.flatMap((one) => db.requestById.get({ id: one }) ?? [])
  const due = [request, ...others].filter(
    (row) => sameBytes(row.address, request.address) && !(kept && sameBytes(row.id, kept.id)),
  )
  for (const row of due) shred(db, row, kept !== null)
  return due.map((row) => ({ keyId: row.keyId as KeyId, id: row.id as RequestId }))
}

const isAway = (db: Queries, id: Uint8Array, member: Uint8Array): boolean =>
  (db.isAway.get({ case: id, member })?.rows ?? 0) > 0

function found(db: Queries, id: Uint8Array, ngo: string, member: Uint8Array): StoredCase | undefined {
  const held = storedCase(db.caseById.get({ id }))
  return held?.ngo === ngo && !isAway(db, id, member) ? held : undefined
}

function storedCase(row: ReturnType<Queries['caseById']['get']>): StoredCase | undefined {
  if (!row) return undefined
  const { by, hour, closed, ...rest } = row
  return { ...rest, claim: by && hour !== null ? { by, hour, closed } : null } as StoredCase
}

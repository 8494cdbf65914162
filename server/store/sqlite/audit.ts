import { sameBytes } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { AUDIT_LINES, type AuditEnd, type AuditStore } from '../auditStore.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'

type Read = <T>(work: (db: Queries) => T) => Promise<T>

/** What members did, one line behind the other; nothing is ever changed, and only what is past its time goes. */
export function auditStore(commits: GroupCommit<Queries>, read: Read): AuditStore {
  return {
    auditEnd: (ngo) => read((db) => endOf(db, ngo)),
    appendAudit: (line) =>
      commits.write((db) => {
        const { ngo, seq, prev } = line
        const { length, head, first } = endOf(db, ngo)
        if (seq < length) {
          const [there] = db.auditLinesFrom.all({ ngo, seq, limit: 1 })
          return there?.seq === seq && sameBytes(there.line, line.line) ? 'same' : 'seq'
        }
        if (seq > length || !sameBytes(prev, head)) return 'seq'
        if (length - first >= AUDIT_LINES) throw new MitosError('too-many', 'an audit has as many lines as it can have')
        db.addAuditLine.run({ ...line })
        return 'stored'
      }),
    auditLines: (ngo, seq, limit) => read((db) => db.auditLinesFrom.all({ ngo, seq, limit })),
    auditKeys: (ngo) => read((db) => db.auditKeysOf.all({ ngo })),
    addAuditKey: (key) =>
      commits.write((db) => {
        // Somebody else was first.
        if ((db.newestAuditKey.get({ ngo: key.ngo })?.generation ?? -1) >= key.generation) return false
        db.addAuditKey.run({ ...key })
        return true
      }),
    sweepAudit: (until) =>
      commits.write((db) => {
        let gone = 0
        for (const { ngo } of db.auditNgos.all()) {
          const seq = db.newestAuditLineUntil.get({ ngo, until })?.seq ?? null
          if (seq === null) continue
          const { length } = endOf(db, ngo)
          // Of an NGO that did nothing for so long nothing is left, and nothing that would hold its old keys.
          if (seq === length - 1) db.removeAuditKeys.run({ ngo })
          gone += db.removeAuditLinesBefore.run({ ngo, seq: seq === length - 1 ? length : seq }).changes
        }
        return gone
      }, true),
  }
}

function endOf(db: Queries, ngo: string): AuditEnd {
  const last = db.lastAuditLine.get({ ngo })
  if (!last) return { length: 0, head: new Uint8Array(32), first: 0 }
  return { length: last.seq + 1, head: last.head, first: db.firstAuditLine.get({ ngo })?.seq ?? 0 }
}

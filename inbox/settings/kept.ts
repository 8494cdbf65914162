import { AUDIT_DAYS } from '../../shared/audit.ts'
import { BACKUP_DAYS } from '../../shared/keep.ts'
import type { Speech } from '../i18n.ts'
import type { Session } from '../session.ts'

/** What is wiped when, by the days that the server told at log-in; the page has none of its own to say. */
export function keptLines(say: Speech, { keep }: Pick<Session, 'keep'>): readonly string[] {
  const audit = say('kept.audit', { years: AUDIT_DAYS / 365 })
  if (!keep) return [say('kept.untold'), audit]
  return [
    say('kept.unread', { n: keep.unread }),
    say('kept.closed', { n: keep.closed }),
    say('kept.open', { n: keep.open }),
    say('kept.backup', { n: BACKUP_DAYS }),
    audit,
  ]
}

import { batch } from '@preact/signals'
import { askAgain } from './lock/askAgain.ts'
import type { Page } from './page.ts'
import type { Parts } from './parts.ts'
import type { Said } from './said.ts'
import { wipeSession } from './session.ts'
import type { Sodium } from './unlock/sodium.ts'

/** What libsodium's own memory still has of keys and texts goes, too. */
export const cleanSodium = (sodium: Sodium): void =>
  void sodium().then(
    (one) => one.clean(),
    () => undefined,
  )

/**
 * Wipes keys and everything that was opened with them; nothing where nobody is unlocked.
 * @param close shuts what stands beside the list
 * @param said what the page says then; null: it is covered
 */
export function wipeAll(page: Page, parts: Parts, sodium: Sodium, close: () => void, said: Said | null): void {
  const { session, screen } = page
  const old = session.value
  if (!old) return
  wipeSession(old)
  cleanSodium(sodium)
  batch(() => {
    parts.rota.clear()
    parts.duty.clear()
    parts.cases.clear()
    parts.referrals.clear()
    parts.audit.clear()
    page.where.value = 'list'
    session.value = null
    parts.rows.clear()
    page.cursor.value = null
    page.help.value = false
    page.finding.value = null
    close()
    parts.own.clear()
    parts.members.drop()
    parts.numbers.clear()
    parts.copy.clear()
    parts.alerts.clear()
    parts.notes.clear()
    parts.notices.clear()
    parts.guide.clear()
    parts.rest.end()
    parts.several.stop()
    parts.settings.clear()
    parts.generations.drop()
    screen.value = said ? { kind: 'unlock', by: 'passphrase', stage: null, said } : { kind: 'cover' }
  })
  const { kept, rows, contact, numbers, rota, referrals, guide } = parts
  askAgain({ kept }, rows.shown, contact.shown, numbers, rota, referrals, guide)
}

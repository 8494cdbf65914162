import { batch } from '@preact/signals'
import { leftOpen } from './case/leftOpen.ts'
import type { Page } from './page.ts'
import type { Parts } from './parts.ts'
import { type Where, placeOf } from './where.ts'

/** Going from one part of the inbox to another; each is read anew when one comes to it. */
export function createMoves({ session, where, cursor, finding, t }: Page, parts: Parts) {
  const {
    rows,
    contact,
    cases,
    referrals,
    theirs,
    guide,
    copy,
    own,
    members,
    notes,
    notices,
    alerts,
    audit,
    generations,
  } = parts
  const { openId } = rows.shown

  /** Shuts what stands beside the list. */
  function close(): void {
    batch(() => {
      openId.value = null
      contact.clear()
      cases.leave()
      referrals.leave()
      theirs.leave()
      guide.leave()
      copy.leave()
      where.value = 'list'
      if (own.setup.value?.kind !== 'lost') own.clear()
    })
  }

  /** Goes to another part. What was opened in the list stays open while one looks at the rota. */
  function visit(to: Where): void {
    const place = placeOf(to)
    batch(() => {
      if (place || placeOf(where.value)) close()
      where.value = to
      if (place) members.go({ kind: 'list' })
      if (place) notices.list()
    })
    if (to === 'overview' && session.value) void cases.follow(session.value, true)
    if (to === 'alerts') void alerts.look()
    if (to === 'guide' || to === 'overview') void guide.look()
    if (to === 'audit') void audit.look()
    // What a newcomer signed is judged by the team that was read just before.
    if (to === 'members') void members.look().then(() => Promise.all([generations.look(), notes.look()]))
    if (to === 'settings') void notes.look()
  }

  /** Opens a case beside the list, or goes back to it. @param id of one of its rows */
  function open(id: string): void {
    finding.value = null
    if (openId.value === id) return void (where.value = 'list')
    batch(() => {
      close()
      openId.value = id
      cursor.value = id
    })
    cases.done.value = null
    cases.arrive()
    if (session.value) void cases.follow(session.value)
    if (session.value) void referrals.taken.opened(session.value, id)
  }

  /** After an unlocking: to the result sheet of the contact that was open, unless the member has begun with something already. */
  function comeBack(): void {
    const begun = openId.value !== null || where.value !== 'list' || finding.value !== null || contact.contact.value
    if (begun || !session.value) return
    const left = leftOpen(rows.shown.items.value, cases.caseIn, session.value.member.id, t.value)
    if (!left) return
    open(left.item.id)
    batch(() => {
      contact.shown.outsideOf.value = left.shown.outside
      cases.form.value = { kind: 'try', next: 0 }
    })
  }

  return { close, visit, open, comeBack }
}

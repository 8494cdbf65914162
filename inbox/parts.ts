import { batch, computed } from '@preact/signals'
import { createAlerts } from './alerts/alerts.ts'
import { createAudit } from './audit/state.ts'
import { createContact } from './case/contact.ts'
import { createResealing } from './cases/resealing.ts'
import { createCases } from './cases/state.ts'
import type { SharedDeps } from './deps.ts'
import { download } from './download.ts'
import { createDuty } from './duty/state.ts'
import { type SavedCopy, createExport } from './export/state.ts'
import { createGenerations } from './generations/state.ts'
import { createGuide } from './guide/guide.ts'
import type { Item, Request } from './list/items.ts'
import { createRows } from './list/rows.ts'
import { createLock } from './lock/lock.ts'
import { createMembers } from './members/members.ts'
import { createNotes } from './members/notes.ts'
import { createOwn } from './more/own.ts'
import { createNotices } from './notices/notices.ts'
import { createNumbers } from './overview/numbers.ts'
import { OUTCOMES, outcomeOf } from './overview/outcomes.ts'
import type { Page } from './page.ts'
import { createReferrals } from './referral/referrals.ts'
import { sendersIn } from './referral/senders.ts'
import { createRest } from './rest/rest.ts'
import { createRota } from './rota/state.ts'
import type { Said } from './said.ts'
import type { Session } from './session.ts'
import { createSettings } from './settings/settings.ts'
import { createSeveral } from './several/several.ts'
import { createTheirs } from './theirs/state.ts'
import { createWatch } from './trust/watch.ts'

/** How a part ends what it is in the middle of. */
export interface Ends {
  /** Locks. @param said why, where somebody should know @param all other tabs of this browser, too */
  readonly drop: (said?: Said | null, all?: boolean) => void
  /** Shuts what stands beside the list. */
  readonly close: () => void
}

export type Parts = ReturnType<typeof createParts>

/** Every part of the inbox, and which of them each one may ask. */
export function createParts(deps: SharedDeps, page: Page, { drop, close }: Ends) {
  const { api, now, memory } = deps
  const { session, screen, where, tick, t, holds, looks } = page
  const loggedOut = (): void => drop({ key: 'unlock.loggedout' })
  /** what persons wrote, as the cases keep it */
  const kept = computed(() => cases.kept.value)
  const isBack = (item: Item): boolean => referrals.answerOf(item)?.answer.answer === 'returned'
  const rows = createRows({
    api,
    now,
    session,
    t,
    holds,
    marked: (row) => watch.marked(row),
    loggedOut,
    shows: (item, all) => cases.shows(item, all),
    senders: () => sendersIn(session.value!.chain.roster, memory.line.values()),
    isBack,
    tookBack: (items) => cases.marked(referrals.taken.marked(items)),
    kept,
    gone: (went) => {
      cases.forget(went)
      contact.forget(went)
      referrals.forget(went)
      theirs.forget(went)
    },
  })
  const audit = createAudit({
    api: deps.audit,
    cases: deps.cases,
    me: api.me,
    memory,
    session,
    t,
    files: () => cases.files.value,
    holds,
    raise: (error) => watch.raise(error),
    loggedOut,
  })
  const cases = createCases({
    api: deps.cases,
    memory,
    session,
    t,
    rows,
    holds,
    loggedOut,
    audit,
    looks,
    quiet: api.callNobody,
  })
  const resealing = createResealing({ api: deps.cases, memory, session, holds })
  const referrals = createReferrals({
    session,
    t,
    rows,
    cases,
    now,
    holds,
    send: deps.cases.refer,
    askTakenBack: deps.cases.takenBack,
    callNobody: api.callNobody,
    // One of the ways out of the inbox: that it was gone stands in the audit, not with what.
    printed: (of) => audit.write({ what: 'print', ...(of !== undefined && { case: of }) }),
    print: () => print(),
  })
  const theirs = createTheirs({ session, t, cases, audit, holds, loggedOut, print: () => print(), save: download })
  const contact = createContact({ cases, now, tick, session, t, rows, holds })
  const rota = createRota(session, t)
  const several = createSeveral({
    session,
    rows,
    cases,
    t,
    holds,
    setCalls: (id, calls) => alerts.setCalls(id, calls),
  })
  const rest = createRest({ session, rows, cases, holds, isBack, close })
  const outcomes = { codes: OUTCOMES, of: (item: Request) => outcomeOf(cases.caseIn(item), item) }
  const numbers = createNumbers({ session, items: rows.shown.all, t, outcomes })
  const wait = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))
  const save = { api, cases: deps.cases, memory, pause: wait }
  const told = async ({ reason }: SavedCopy) => audit.write({ what: 'export', reason })
  const copy = createExport({ deps, save, session, items: rows.shown.all, holds, loggedOut, told, ...deps.copies })

  // What the member is doing goes on; only what lay shut for want of a key is opened again.
  const takeOver = (before: Session, next: Session): void =>
    batch(() => {
      session.value = next
      if (screen.value.kind === 'open') screen.value = { kind: 'open', session: next }
      if (next.boxes.length > before.boxes.length) rows.openAgain()
      resealing.look(next)
      if (next.ngo.box.generation !== before.ngo.box.generation) audit.rekey()
    })
  const watch = createWatch({
    api,
    now,
    memory,
    session,
    rows: rows.rows,
    takeOver,
    // What another NGO signed with a key of before may open now.
    grown: () => rows.openAgain(),
    end: (code) => drop(code === 'team-refused' ? { key: 'error.team', code } : { key: 'unlock.loggedout' }),
  })
  const settings = createSettings()
  const lock = createLock({
    now,
    idle: settings.idle,
    contactOpen: () => contact.contact.value !== null,
    cover: () => void (page.hides() && (screen.value = { kind: 'cover' })),
    lock: () => drop(null, false),
  })
  const alerts = createAlerts({ api, session, now, loggedOut, ended: () => audit.write({ what: 'quiet' }) })
  const generations = createGenerations({ api, session, memory, refresh: watch.again, loggedOut })
  const members = createMembers({ api, session, generations, inbox: `${deps.origin}/inbox/`, loggedOut })
  const notes = createNotes({ api, session, holds, loggedOut })
  const notices = createNotices({ api, session, loggedOut })
  const guide = createGuide({ api, now, memory, session, holds, raise: watch.raise, loggedOut })
  const duty = createDuty({ session, t, put: members.put })
  const own = createOwn({ deps, session, drop, found: () => void (where.value = 'keys') })

  return {
    alerts,
    audit,
    cases,
    contact,
    copy,
    duty,
    generations,
    guide,
    kept,
    lock,
    members,
    notes,
    notices,
    numbers,
    own,
    referrals,
    resealing,
    rest,
    rota,
    rows,
    settings,
    several,
    theirs,
    watch,
  }
}

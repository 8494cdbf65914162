import { signal } from '@preact/signals'
import type { InboxDeps, SharedDeps } from './deps.ts'
import { createEnter } from './enter.ts'
import type { Lang } from './i18n.ts'
import { createMoves } from './moves.ts'
import { createPage } from './page.ts'
import { type Parts, createParts } from './parts.ts'
import type { Said } from './said.ts'
import { createTongue } from './tongue.ts'
import { createMemory } from './trust/memory.ts'
import { createTurns } from './turns.ts'
import { wipeAll } from './wipe.ts'

export type Inbox = ReturnType<typeof createInbox>

/**
 * All state of the page. Nothing of it is stored anywhere; locking drops all of it but which versions of the signed documents
 * this page saw (trust/memory.ts).
 */
export function createInbox(given: InboxDeps, lang: Lang) {
  const deps: SharedDeps = { ...given, memory: given.memory ?? createMemory() }
  const page = createPage(deps.now)
  const { session, screen, joining, tick } = page
  const parts: Parts = createParts(deps, page, { drop, close: () => moves.close() })
  const { rows, contact, lock, watch, referrals } = parts
  const { comeBack, ...moves } = createMoves(page, parts)
  const turns = createTurns(page, parts, deps, () => comeBack())
  const { dropJoin, isEntering, stop, ...enter } = createEnter(deps, page, parts, turns)
  /** whether passkeys can be used here; not whether anybody has one */
  const passkeys = signal(false)
  void deps.passkeys?.possible().then(
    (can) => void (passkeys.value = can),
    () => undefined,
  )

  /** Locks: keys and everything that was opened with them go; of a newcomer, what they have made so far. @param all other tabs of this browser lock, too */
  function drop(said: Said | null = null, all = true): void {
    if (!session.value) return dropJoin()
    wipeAll(page, parts, deps.sodium, moves.close, said)
    void deps.api.logout(all).catch(() => undefined)
  }

  /** The page is gone, perhaps to be shown again with all its memory: keys and what is being unlocked go. */
  function leave(): void {
    stop()
    drop(null, false)
    joining.value?.drop()
    joining.value = null
    screen.value = { kind: 'cover' }
  }

  return {
    tongue: createTongue(lang, deps.words),
    screen,
    session,
    t: page.t,
    tick,
    ...rows.shown,
    ...contact.shown,
    alarms: watch.alarms,
    cursor: page.cursor,
    help: page.help,
    finding: page.finding,
    where: page.where,
    rota: parts.rota,
    duty: parts.duty,
    cases: parts.cases,
    referrals,
    audit: parts.audit,
    keys: parts.own,
    joining,
    members: parts.members,
    numbers: parts.numbers,
    copy: parts.copy,
    alerts: parts.alerts,
    notes: parts.notes,
    notices: parts.notices,
    guide: parts.guide,
    rest: parts.rest,
    several: parts.several,
    settings: parts.settings,
    theirs: parts.theirs,
    generations: parts.generations,
    lock,
    hides: page.hides,
    passkeys,
    ...enter,
    ...moves,
    drop,
    leave,
    /** The window lost the focus, also while it is being unlocked. */
    goAway(): void {
      if (page.hides() || isEntering()) lock.away()
    },
    showArrived: rows.showArrived,
    drawMore: rows.drawMore,
    touch: rows.touch,
    /** The browser is about to print. */
    printing: () => referrals.printing(page.looks() ? rows.shown.opened.value : null),
    /** Every second. */
    beat() {
      tick.value = deps.now()
      contact.beat()
      if (joining.value?.of === 'found') joining.value.beat()
      if (page.hides()) lock.check()
    },
  }
}

import { type Signal, batch, computed, signal } from '@preact/signals'
import { wipe } from '../shared/bytes.ts'
import { MitosError, codeOf } from '../shared/errors.ts'
import { readKit } from '../shared/kit.ts'
import { whoReads } from '../shared/onDuty.ts'
import { createAlerts } from './alerts/alerts.ts'
import type { AuditApi } from './audit/api.ts'
import { createAudit } from './audit/state.ts'
import { createContact } from './case/contact.ts'
import type { CaseApi } from './cases/api.ts'
import { createResealing } from './cases/resealing.ts'
import { createCases } from './cases/state.ts'
import { createDuty } from './duty/state.ts'
import { type ExportDeps, type SavedCopy, createExport } from './export/state.ts'
import type { Lang } from './i18n.ts'
import { type Found, createFound } from './found/found.ts'
import { type Join, createJoin } from './join/join.ts'
import { createRest } from './rest/rest.ts'
import type { Item, Request } from './list/items.ts'
import { createRows } from './list/rows.ts'
import { type OpenStream, createWaking } from './list/stream.ts'
import { createRota } from './rota/state.ts'
import { askAgain } from './lock/askAgain.ts'
import { type Lock, createLock } from './lock/lock.ts'
import { createGenerations } from './generations/state.ts'
import { createMembers } from './members/members.ts'
import { createOwn } from './more/own.ts'
import { createNumbers } from './overview/numbers.ts'
import { createReferrals } from './referral/referrals.ts'
import { sendersIn } from './referral/senders.ts'
import { OUTCOMES, outcomeOf } from './overview/outcomes.ts'
import { createGuide } from './guide/guide.ts'
import { createNotices } from './notices/notices.ts'
import { createSeveral } from './several/several.ts'
import { createSettings } from './settings/settings.ts'
import { type Said, wordsFor } from './said.ts'
import { type Session, wipeSession } from './session.ts'
import { kitWords } from './setup/setup.ts'
import { createMemory } from './trust/memory.ts'
import { createWatch } from './trust/watch.ts'
import { createPause } from './unlock/pause.ts'
import { type Stage, type Typed, type UnlockDeps, unlock } from './unlock/unlock.ts'
import { type BringWords, createTongue } from './tongue.ts'
import { type Where, placeOf } from './where.ts'

export type Screen =
  /** `by`: with what one unlocks; a kit is typed where the passphrase is lost */
  | { readonly kind: 'unlock'; readonly by: By; readonly stage: Stage | null; readonly said: Said | null }
  /** a newcomer, or an NGO's first coordinator */
  | { readonly kind: 'join'; readonly join: Join | Found }
  | { readonly kind: 'cover' }
  | { readonly kind: 'open'; readonly session: Session }

export type By = 'passphrase' | 'kit'

/** So often the list asks what is new, in milliseconds. */
const POLL = 10_000
/** and so often while there is no answer at all */
const POLL_AWAY = 1500

/** `stream`: how the server says that something changed; without it the inbox asks now and then. */
export interface InboxDeps extends UnlockDeps {
  readonly words?: BringWords
  readonly cases: CaseApi
  readonly audit?: AuditApi
  readonly stream?: OpenStream
  /** into what a sealed copy is written, and who is told of it */
  readonly copies?: Pick<ExportDeps, 'file' | 'told'>
}

export type Inbox = ReturnType<typeof createInbox>

/**
 * All state of the page. Nothing of it is stored anywhere; locking drops all of it but which versions of the signed documents
 * this page saw (trust/memory.ts).
 */
export function createInbox(given: InboxDeps, lang: Lang) {
  const { api, now, memory = createMemory() } = given
  const deps: UnlockDeps = { ...given, memory }
  const pause = createPause()
  let entering: AbortController | null = null
  /** why there is nothing left to go on with, for who lifts the cover */
  let lost: Said | null = null
  /** somebody joined here and may not have been taken in yet */
  let awaited = false
  const session = signal<Session | null>(null)
  const screen: Signal<Screen> = signal({ kind: 'unlock', by: 'passphrase', stage: null, said: null })
  const joining = signal<Join | Found | null>(null)
  /** whether passkeys can be used here; not whether anybody has one */
  const passkeys = signal(false)
  void given.passkeys?.possible().then(
    (can) => void (passkeys.value = can),
    () => undefined,
  )
  const cursor = signal<string | null>(null)
  const help = signal(false)
  /** A word that somebody says is being looked for: what was typed, and the noun that was chosen. */
  const finding = signal<{ readonly typed: string; readonly word: number | null } | null>(null)
  const where: Signal<Where> = signal('list')
  /** milliseconds; moves every second */
  const tick = signal(now())

  const t = computed(() => {
    const device = Math.floor(tick.value / 10_000) * 10
    const one = session.value
    if (!one) return device
    return whoReads(one.chain, one.chain.roster.desks[0]!.id, null, device, one.got).t
  })
  const loggedOut = (): void => drop({ key: 'unlock.loggedout' })
  /** Whether this member is still unlocked; a newer list makes another session of the same keys. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys
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
    tookBack: (items) => referrals.taken.marked(items),
    kept,
    gone: (went) => {
      cases.forget(went)
      contact.forget(went)
      referrals.forget(went)
    },
  })
  const audit = createAudit({
    api: given.audit,
    cases: given.cases,
    me: api.me,
    memory,
    session,
    t,
    files: () => cases.files.value,
    holds,
    raise: (error) => watch.raise(error),
    loggedOut,
  })
  const looks = (): boolean => screen.value.kind === 'open' && where.value === 'list'
  const cases = createCases({
    api: given.cases,
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
  const resealing = createResealing({ api: given.cases, memory, session, holds })
  const referrals = createReferrals({
    session,
    t,
    rows,
    cases,
    now,
    holds,
    send: given.cases.refer,
    askTakenBack: given.cases.takenBack,
    callNobody: api.callNobody,
    // One of the ways out of the inbox: that it was gone stands in the audit, not with what.
    printed: (of) => audit.write({ what: 'print', ...(of !== undefined && { case: of }) }),
    print: () => print(),
  })
  const { openId } = rows.shown
  const waking = createWaking(given.stream)
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
  const rest = createRest({ session, rows, cases, holds, isBack, close: () => close() })
  const outcomes = { codes: OUTCOMES, of: (item: Request) => outcomeOf(cases.caseIn(item)) }
  const numbers = createNumbers({ session, items: rows.shown.all, t, outcomes })
  const wait = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))
  const save = { api, cases: given.cases, memory, pause: wait }
  const told = async ({ reason }: SavedCopy) => audit.write({ what: 'export', reason })
  const copy = createExport({ deps, save, session, items: rows.shown.all, holds, loggedOut, told, ...given.copies })
  const watch = createWatch({
    api,
    now,
    memory,
    session,
    rows: rows.rows,
    // What the member is doing goes on; only what lay shut for want of a key is opened again.
    takeOver: (before, next) =>
      batch(() => {
        session.value = next
        if (screen.value.kind === 'open') screen.value = { kind: 'open', session: next }
        if (next.boxes.length > before.boxes.length) rows.openAgain()
        resealing.look(next)
        if (next.ngo.box.generation !== before.ngo.box.generation) audit.rekey()
      }),
    // What another NGO signed with a key of before may open now.
    grown: () => rows.openAgain(),
    end: (code) => drop(code === 'team-refused' ? { key: 'error.team', code } : { key: 'unlock.loggedout' }),
  })
  const settings = createSettings()
  const lock: Lock = createLock({
    now,
    idle: settings.idle,
    contactOpen: () => contact.contact.value !== null,
    cover: () => void (hides() && (screen.value = { kind: 'cover' })),
    lock: () => drop(null, false),
  })
  const alerts = createAlerts({ api, session, now, loggedOut, ended: () => audit.write({ what: 'quiet' }) })
  const generations = createGenerations({ api, session, memory, refresh: watch.again, loggedOut })
  const members = createMembers({ api, session, generations, inbox: `${deps.origin}/inbox/`, loggedOut })
  const notices = createNotices({ api, session, loggedOut })
  const guide = createGuide({ api, now, memory, session, holds, raise: watch.raise, loggedOut })
  const duty = createDuty({ session, t, put: members.put })
  const own = createOwn({ deps, session, drop: (said) => drop(said), found: () => void (where.value = 'keys') })

  /** Whether anything is here that others must not see. */
  const hides = (): boolean => session.value !== null || joining.value?.secret() === true

  /** What libsodium's own memory still has of keys and texts goes, too. */
  const clean = (): void =>
    void deps.sodium().then(
      (one) => one.clean(),
      () => undefined,
    )

  /** Wipes keys and everything that was opened with them. @param all other tabs of this browser are to lock, too */
  function drop(said: Said | null = null, all = true): void {
    const old = session.value
    if (!old) return dropJoin()
    wipeSession(old)
    clean()
    batch(() => {
      rota.clear()
      duty.clear()
      cases.clear()
      referrals.clear()
      audit.clear()
      where.value = 'list'
      session.value = null
      rows.clear()
      cursor.value = null
      help.value = false
      finding.value = null
      close()
      own.clear()
      members.drop()
      numbers.clear()
      copy.clear()
      alerts.clear()
      notices.clear()
      guide.clear()
      rest.end()
      several.stop()
      settings.clear()
      generations.drop()
      screen.value = said ? { kind: 'unlock', by: 'passphrase', stage: null, said } : { kind: 'cover' }
    })
    askAgain({ kept }, rows.shown, contact.shown, numbers, rota, referrals, guide)
    void api.logout(all).catch(() => undefined)
  }

  /** A newcomer's keys and kit go; the link still works, since nothing was sent. */
  function dropJoin(): void {
    const one = joining.value
    if (!one || one.sending()) return
    one.drop()
    clean()
    joining.value = null
    screen.value = { kind: 'cover' }
    lost = one.dropped
  }

  /** Begins with a link, or a file. @param make as createJoin, createFound */
  function come(make: () => Join | Found): void {
    if (session.value || entering) return
    joining.value?.drop()
    const one = make()
    joining.value = one
    screen.value = { kind: 'join', join: one }
    lock.back()
    void one.look()
  }

  /** With the kit: a typing error is told before anything is asked of the server. */
  async function recover(name: string, typed: string): Promise<void> {
    const say = (said: Said): void => void (screen.value = { kind: 'unlock', by: 'kit', stage: null, said })
    let kit: Uint8Array
    try {
      kit = readKit((await deps.sodium()).crypto, typed)
    } catch (error) {
      return say(
        codeOf(error).startsWith('kit-') ? kitWords(error, typed) : wordsFor(new MitosError('crypto-unavailable')),
      )
    }
    await begin({ name, kit })
    if (session.value) own.change('lost', kit)
    else wipe(kit)
  }

  const enter = (name: string, passphrase: string): Promise<void> => begin({ name, passphrase })
  const enterByPasskey = async (): Promise<void> => given.passkeys && begin({ passkey: given.passkeys })

  async function begin(typed: Typed): Promise<void> {
    const by = 'kit' in typed ? 'kit' : 'passphrase'
    const wait = 'passkey' in typed ? 0 : pause.left(now())
    const say = (stage: Stage | null, said: Said | null): void =>
      void (screen.value = { kind: 'unlock', by, stage, said })
    if (wait) return say(null, { key: 'error.pause', wait })
    say(0, null)
    const leaving = new AbortController()
    entering = leaving
    lock.back()
    try {
      const found = await unlock(deps, typed, (stage) => leaving.signal.aborted || say(stage, null), leaving.signal)
      entering = null
      pause.right()
      const gone = lock.isAway()
      if (!gone) lock.back()
      batch(() => {
        session.value = found
        screen.value = gone ? { kind: 'cover' } : { kind: 'open', session: found }
      })
      // Who left while it was unlocked has as long as anybody who leaves.
      lock.check()
      watch.begin()
      resealing.begin()
      void poll(found)
    } catch (error) {
      clean()
      if (leaving.signal.aborted) return void api.logout().catch(() => undefined)
      entering = null
      if (codeOf(error).startsWith('trust-')) watch.raise(error)
      const refused = codeOf(error) === 'login-refused'
      // A passkey is not guessed.
      if (refused && !('passkey' in typed)) pause.wrong(now())
      const key =
        'passkey' in typed ? 'error.passkey' : by === 'kit' ? 'error.kit' : awaited ? 'join.notyet' : 'error.login'
      say(null, refused ? { key } : wordsFor(error))
    }
  }

  function toUnlock(by: By, said: Said | null = null): void {
    awaited ||= joining.value?.state.value.kind === 'wait'
    joining.value = null
    screen.value = { kind: 'unlock', by, stage: null, said }
  }

  /** The page is gone, perhaps to be shown again with all its memory: keys and what is being unlocked go. */
  function leave(): void {
    entering?.abort()
    entering = null
    drop(null, false)
    joining.value?.drop()
    joining.value = null
    screen.value = { kind: 'cover' }
  }

  /** The window lost the focus, also while it is being unlocked. */
  function goAway(): void {
    if (hides() || entering) lock.away()
  }

  /** One fetch after another as long as this session lasts; a covered screen fetches nothing. */
  async function poll(current: Session): Promise<void> {
    let missed = false
    while (holds(current)) {
      const open = screen.value.kind === 'open'
      // Whatever goes wrong in one turn, the next one comes.
      const done = open && (await turn(current).catch(() => false))
      if (!open) waking.rest()
      else if (done && missed) waking.anew()
      missed = open && !done
      await waking.next(missed ? POLL_AWAY : POLL)
    }
    waking.rest()
  }

  /** @returns whether the server answered */
  async function turn(current: Session): Promise<boolean> {
    waking.resume()
    const failed = await rows.pull(current)
    const read = await cases.follow(current)
    await referrals.follow(current)
    if (where.value === 'members') await members.glance()
    await audit.follow(current)
    await alerts.glance()
    await guide.glance()
    await watch.look()
    return failed !== 'server-unreachable' && read
  }

  /** Shuts what stands beside the list. */
  function close(): void {
    batch(() => {
      openId.value = null
      contact.clear()
      cases.leave()
      referrals.leave()
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
    if (to === 'members') void members.look().then(generations.look)
  }

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

  return {
    tongue: createTongue(lang, given.words),
    screen,
    session,
    t,
    tick,
    ...rows.shown,
    ...contact.shown,
    alarms: watch.alarms,
    cursor,
    help,
    finding,
    where,
    rota,
    duty,
    cases,
    referrals,
    audit,
    keys: own,
    joining,
    members,
    numbers,
    copy,
    alerts,
    notices,
    guide,
    rest,
    several,
    settings,
    generations,
    lock,
    hides,
    passkeys,
    enter,
    enterByPasskey,
    recover,
    join: (secret: Uint8Array | null) => come(() => createJoin(deps, secret)),
    found: (ngo?: string | null) => come(() => createFound(deps, ngo)),
    visit,
    drop,
    leave,
    goAway,
    open,
    close,
    showArrived: rows.showArrived,
    drawMore: rows.drawMore,
    touch: rows.touch,
    /** Lifts the cover where the keys are still there, else asks for them. Resolves once the list is as new as can be. */
    async lift(): Promise<void> {
      lock.back()
      const current = session.value
      const one = joining.value
      if (current) screen.value = { kind: 'open', session: current }
      else if (one) screen.value = { kind: 'join', join: one }
      else toUnlock('passphrase', lost)
      lost = null
      if (!current) return
      waking.resume()
      await rows.pull(current)
      await cases.follow(current)
      await referrals.follow(current)
      await audit.follow(current)
      await watch.look()
    },
    toUnlock,
    /** The browser is about to print. */
    printing: () => referrals.printing(looks() ? rows.shown.opened.value : null),
    /** Every second. */
    beat() {
      tick.value = now()
      contact.beat()
      if (joining.value?.of === 'found') joining.value.beat()
      if (hides()) lock.check()
    },
  }
}

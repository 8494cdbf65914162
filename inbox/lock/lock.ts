/** What happens to the keys while nobody looks. All in milliseconds, judged by clock differences: timers sleep with the device. */
export interface LockRules {
  readonly now: () => number
  /** how long nobody may touch it; absent: five minutes */
  readonly idle?: () => number
  /** whether a contact's number was shown and the contact is still open: the dialler may have the focus */
  readonly contactOpen: () => boolean
  readonly cover: () => void
  readonly lock: () => void
}

export interface Lock {
  /** a key or a pointer */
  touched(): void
  /** the window lost the focus or is hidden */
  away(): void
  /** whether they have not come back since */
  isAway(): boolean
  /** the cover was lifted by hand */
  back(): void
  /** to be called often, and before anything else when the page wakes */
  check(): void
}

const MINUTE = 60_000
export const IDLE = 5 * MINUTE
export const AWAY = 2 * MINUTE
export const AWAY_IN_CONTACT = 30 * MINUTE

/**
 * Covers at once when the window loses the focus; wipes two minutes later, or thirty while a contact is open. Five minutes
 * without touch lock, or fewer where the member chose so; while a contact is open they cover, because a call on another phone touches nothing here.
 */
export function createLock({ now, idle = () => IDLE, contactOpen, cover, lock }: LockRules): Lock {
  let touchedAt = now()
  let awayAt: number | null = null
  const check = (): void => {
    const t = now()
    // A clock that was set back must not keep keys for ever.
    if (t < touchedAt - MINUTE) return lock()
    const contact = contactOpen()
    if (awayAt !== null) {
      if (t - awayAt >= (contact ? AWAY_IN_CONTACT : Math.min(AWAY, idle()))) lock()
    } else if (t - touchedAt >= idle()) {
      if (!contact) return lock()
      awayAt = touchedAt
      cover()
      check()
    }
  }
  return {
    check,
    touched() {
      check()
      if (awayAt === null) touchedAt = now()
    },
    away() {
      check()
      awayAt ??= now()
      cover()
    },
    isAway: () => awayAt !== null,
    back() {
      check()
      awayAt = null
      touchedAt = now()
    },
  }
}

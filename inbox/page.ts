import { type Signal, computed, signal } from '@preact/signals'
import { whoReads } from '../shared/onDuty.ts'
import type { Found } from './found/found.ts'
import type { Join } from './join/join.ts'
import type { Said } from './said.ts'
import type { Session } from './session.ts'
import type { Stage } from './unlock/unlock.ts'
import type { Where } from './where.ts'

export type Screen =
  /** `by`: with what one unlocks; a kit is typed where the passphrase is lost */
  | { readonly kind: 'unlock'; readonly by: By; readonly stage: Stage | null; readonly said: Said | null }
  /** a newcomer, or an NGO's first coordinator */
  | { readonly kind: 'join'; readonly join: Join | Found }
  | { readonly kind: 'cover' }
  | { readonly kind: 'open'; readonly session: Session }

export type By = 'passphrase' | 'kit'

export type Page = ReturnType<typeof createPage>

/**
 * Who is here and what is on the screen: the signals that every part may follow. What changes them: enter.ts, moves.ts and wipe.ts.
 * @param now milliseconds UTC
 */
export function createPage(now: () => number) {
  const session = signal<Session | null>(null)
  const screen: Signal<Screen> = signal({ kind: 'unlock', by: 'passphrase', stage: null, said: null })
  const joining = signal<Join | Found | null>(null)
  const where: Signal<Where> = signal('list')
  /** milliseconds; moves every second */
  const tick = signal(now())
  /** seconds UTC, as the network's clock has it; without a session the device's, to ten seconds */
  const t = computed(() => {
    const device = Math.floor(tick.value / 10_000) * 10
    const one = session.value
    if (!one) return device
    return whoReads(one.chain, one.chain.roster.desks[0]!.id, null, device, one.got).t
  })
  return {
    session,
    screen,
    joining,
    where,
    tick,
    t,
    /** the row that J and K stand at */
    cursor: signal<string | null>(null),
    help: signal(false),
    /** A word that somebody says is being looked for: what was typed, and the noun that was chosen. */
    finding: signal<{ readonly typed: string; readonly word: number | null } | null>(null),
    /** Whether this member is still unlocked; a newer list makes another session of the same keys. */
    holds: (one: Session): boolean => session.value?.keys === one.keys,
    /** Whether the list is what one looks at. */
    looks: (): boolean => screen.value.kind === 'open' && where.value === 'list',
    /** Whether anything is here that others must not see. */
    hides: (): boolean => session.value !== null || joining.value?.secret() === true,
  }
}

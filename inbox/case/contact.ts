import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import { codeOf } from '../../shared/errors.ts'
import type { Api } from '../api.ts'
import type { Request } from '../list/items.ts'
import { rowOf } from '../list/order.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'

export const REASONS = ['asked', 'danger', 'zone'] as const

/** How long a number stays on the screen, in milliseconds. */
const SHOWN = 60_000

interface ContactDeps {
  readonly api: Api
  /** milliseconds UTC */
  readonly now: () => number
  /** `now` as it was drawn last */
  readonly tick: Signal<number>
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
}

export type Contact = ReturnType<typeof createContact>

/** The opened request: taking it, and seeing for a minute how to reach the person. */
export function createContact({ api, now, tick, session, t, rows, holds, loggedOut }: ContactDeps) {
  const { opened, away } = rows.shown
  const raced = signal(false)
  /** for which way a reason is asked */
  const asking = signal<number | null>(null)
  /** The number on the screen, with all that was on the card when it was shown: it does not change under the eye. */
  const revealed = signal<{ readonly item: Request; readonly way: number; readonly until: number } | null>(null)
  /** whose number was shown since the case was opened */
  const contact = signal<string | null>(null)
  /** the first message that was copied last */
  const copied = signal<string | null>(null)

  async function claim(id: string): Promise<void> {
    const current = session.value
    if (!current) return
    try {
      const held = await api.claim(id)
      if (holds(current)) rows.setClaim(id, held)
    } catch (error) {
      if (!holds(current)) return
      const code = codeOf(error)
      if (code === 'not-logged-in') return loggedOut()
      if (code === 'claim-taken') raced.value = true
      else away.value = true
      await rows.pull(current)
    }
  }

  /** Whether the opened request is this member's own: only then its card is there. */
  const own = computed(() => {
    const item = opened.value
    return item?.kind === 'request' && item.claim?.by === session.value?.member.id ? item : null
  })

  /** Shows the address of one way for sixty seconds: in a good time, or with a reason. */
  function reveal(way = 0, reason?: (typeof REASONS)[number]): void {
    const item = own.value
    if (!item || !session.value) return
    const chosen = rowOf(item, session.value.member.id, t.value).ways[way]
    if (!chosen || chosen.verdict.kind === 'none') return
    if (!chosen.free && !reason) return void (asking.value = way)
    batch(() => {
      asking.value = null
      revealed.value = { item, way, until: now() + SHOWN }
      contact.value = item.id
      tick.value = now()
    })
  }

  return {
    contact,
    shown: { own, raced, asking, revealed, copied, claim, reveal, hide: () => void (revealed.value = null) },
    /** Every second. */
    beat(): void {
      if (revealed.value && now() >= revealed.value.until) revealed.value = null
    },
    clear(): void {
      asking.value = null
      revealed.value = null
      contact.value = null
      raced.value = false
      copied.value = null
    },
  }
}

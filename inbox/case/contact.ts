import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import type { OUTSIDE } from '../../shared/caseActs.ts'
import type { Cases } from '../cases/state.ts'
import { type Request, idsOf, isOff } from '../list/items.ts'
import { rowOf } from '../list/order.ts'
import type { Rows } from '../list/rows.ts'
import type { Session } from '../session.ts'

/** Why outside a safe time or the house rule, as it is asked, and as the case has it. */
export const REASONS = ['asked', 'danger', 'zone'] as const
const WRITTEN: Readonly<Record<(typeof REASONS)[number], (typeof OUTSIDE)[number]>> = {
  asked: 'person-asked',
  danger: 'danger-now',
  zone: 'time-zone',
}

/** How long a number stays on the screen, in milliseconds. */
const SHOWN = 60_000

interface ContactDeps {
  readonly cases: Cases
  /** milliseconds UTC */
  readonly now: () => number
  /** `now` as it was drawn last */
  readonly tick: Signal<number>
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
}

export type Contact = ReturnType<typeof createContact>

/** The opened request: taking it, and seeing for a minute how to reach the person. */
export function createContact({ cases, now, tick, session, t, rows, holds }: ContactDeps) {
  const { opened, openId, away } = rows.shown
  const raced = signal(false)
  /** for which way a reason is asked */
  const asking = signal<number | null>(null)
  /** The number on the screen, with all that was on the card when it was shown: it does not change under the eye. */
  const revealed = signal<{ readonly item: Request; readonly way: number; readonly until: number } | null>(null)
  /** whose number was shown since the case was opened */
  const contact = signal<string | null>(null)
  /** why the number was shown outside a safe time or the house rule, for the try that follows */
  const outsideOf = signal<(typeof OUTSIDE)[number] | null>(null)
  /** the first message that was copied last */
  const copied = signal<string | null>(null)

  /** Takes a request: its case begins, with what the person sent as its first event. */
  async function claim(id: string): Promise<void> {
    const current = session.value
    const item = rows.shown.all.value.find((one) => one.id === id)
    if (!current || item?.kind !== 'request') return
    const code = await cases.take(item)
    if (!code || !holds(current)) return
    // Who has opened another one meanwhile is told nothing of this one there.
    const there = openId.value !== null && idsOf(item).includes(openId.value)
    if (code === 'claim-taken' || code === 'case-taken') raced.value = there
    else if (code === 'server-unreachable') away.value = true
    await rows.pull(current)
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
    if (['closed', 'gone'].includes(cases.stateOf(item))) return
    if (!chosen.free && !reason) return void (asking.value = way)
    batch(() => {
      asking.value = null
      revealed.value = { item, way, until: now() + SHOWN }
      contact.value = item.id
      tick.value = now()
    })
    // That the person asked for more tries stands in the case with this: whoever has it next sees it.
    const outside = !chosen.free && reason ? WRITTEN[reason] : cases.more.value ? 'person-asked' : null
    outsideOf.value = outside
    cases.showed(item, { kind: 'show', ...(outside && { outside }) })
  }

  /** What came of it is written: the contact is over. */
  function contacted(): void {
    batch(() => {
      contact.value = null
      revealed.value = null
      outsideOf.value = null
    })
  }

  return {
    contact,
    shown: {
      own,
      raced,
      asking,
      revealed,
      copied,
      outsideOf,
      contact,
      claim,
      reveal,
      hide: () => void (revealed.value = null),
      contacted,
    },
    /** Every second. */
    beat(): void {
      const shown = revealed.value?.item.id ?? contact.value
      const item = shown === null ? undefined : rows.shown.all.value.find(({ id }) => id === shown)
      if (item?.kind === 'request' && (isOff(item) || cases.stateOf(item) === 'gone')) contacted()
      if (revealed.value && now() >= revealed.value.until) revealed.value = null
    },
    /** The server has these rows no more: no number of theirs stays on the screen. */
    forget(gone: readonly { readonly id: string }[]): void {
      const went = (id: string | undefined): boolean => gone.some((row) => row.id === id)
      if (went(revealed.value?.item.id) || went(contact.value ?? undefined)) contacted()
    },
    clear(): void {
      asking.value = null
      revealed.value = null
      contact.value = null
      outsideOf.value = null
      raced.value = false
      copied.value = null
    },
  }
}

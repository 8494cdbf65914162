import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Cases, Doing } from '../cases/state.ts'
import { whyNot } from '../cases/view.ts'
import type { Facts } from '../list/facts.ts'
import type { Item, Request } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import { personOf } from '../replies/answer.ts'
import type { Session } from '../session.ts'
import { type Answering, createAnswering } from './answering.ts'
import { ASK_AFTER, answerTo, awayIn, cameIn, sentIn } from './sent.ts'
import { type Refer, createReferral } from './state.ts'

export interface ReferralsDeps {
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly cases: Cases
  /** `POST /api/inbox/referrals` */
  readonly send: (sealed: SealedReferral) => Promise<void>
  /** ends the calls for a row */
  readonly callNobody: (id: string) => Promise<void>
  readonly print: () => void
}

export type Referrals = ReturnType<typeof createReferrals>

/** All that goes to other NGOs, and comes from them, on this page. What was typed goes with the session. */
export function createReferrals({ session, t, rows, cases, send, callNobody, print }: ReferralsDeps) {
  /** by item; one that was left stays until it is done */
  const begun: Signal<ReadonlyMap<string, Refer>> = signal(new Map())
  /** the item whose referral is on the screen */
  const shown: Signal<string | null> = signal(null)
  const answerings = new Map<string, Answering>()
  const came = computed(() => cameIn(rows.rows.value.values()))
  /** answers for which nobody is called any more, as far as was said here */
  const quiet = new Set<string>()
  /** the cases of this list were read once */
  const looked = signal(false)
  const sent = computed(
    () =>
      new Set(
        [...cases.files.value.values()]
          .flatMap((one) => (one.kind === 'open' ? sentIn(one.opened.case) : []))
          .map(({ id }) => id),
      ),
  )

  const whole = async (item: Item, doing: Doing): Promise<void> => {
    const code = await cases.put(item, doing)
    // It is said where it was asked for.
    cases.said.value = null
    if (code) throw new MitosError(code)
  }

  /** Two ways of one hour, of which nobody knows the later: neither may be handed on as the way. */
  function told({ facts, ways }: Request): Facts {
    if (ways.length === 1) return facts
    const { contact: _, ...rest } = facts.told
    return { ...facts, told: rest }
  }

  function make(item: Request): Refer {
    const person = item.handed ? (item.handed.person ?? null) : personOf(rows.rows.value.get(item.id)?.sent)
    const allowed = (acts: readonly CaseAct[]) => {
      const current = session.value
      return current ? whyNot(current, item, cases.fileOf(item), acts, t.value) : ('not-logged-in' as const)
    }
    const write = (acts: readonly CaseAct[]): Promise<void> => {
      const hour = t.value - (t.value % 3600) + ASK_AFTER
      return whole(item, { acts: [...acts, { kind: 'wake-at', hour }], wakeAt: hour })
    }
    return createReferral({ session, t, send, allowed, write, print }, { facts: told(item), person })
  }

  const away = (item: Item) => awayIn(cases.caseIn(item))

  return {
    came,
    sent,
    looked,
    shown,
    /** What is being referred on the screen now. */
    referOf: (item: Item): Refer | null => (shown.value === item.id ? (begun.value.get(item.id) ?? null) : null),
    begin(item: Request): void {
      if (!begun.value.has(item.id)) begun.value = new Map(begun.value).set(item.id, make(item))
      shown.value = item.id
    },
    /** Leaves the steps; what was filled in stays while it is not done. */
    leave(): void {
      const id = shown.value
      if (id && begun.value.get(id)?.step.value === 'done')
        begun.value = new Map([...begun.value].filter(([one]) => one !== id))
      shown.value = null
    },
    away,
    /** What the other NGO said of the referral that stands. */
    answerOf(item: Item) {
      const one = away(item)
      return one ? answerTo(one, came.value) : undefined
    },
    answeringOf(item: Request): Answering | undefined {
      const { handed, id } = item
      if (!handed) return undefined
      const write: Parameters<typeof createAnswering>[0]['write'] = (verdict) => {
        const acts: readonly CaseAct[] = [{ kind: 'answered', ...verdict }]
        // What goes back is nobody's here any more.
        return verdict.answer === 'accepted'
          ? whole(item, { acts })
          : whole(item, { acts: [...acts, { kind: 'close', reason: 'elsewhere' }], wakeAt: null })
      }
      const held = answerings.get(id) ?? createAnswering({ session, t, send, write }, handed)
      answerings.set(id, held)
      return held
    },
    /** It is ours again. */
    cameBack: (item: Item) =>
      cases.write(item, {
        acts: [{ kind: 'came-back' }, { kind: 'wake-at', hour: null }],
        wakeAt: null,
        done: { key: 'referred.back.done' },
      }),
    arrived: (item: Item, yes: boolean) =>
      cases.write(item, {
        acts: [
          { kind: 'arrived', yes },
          { kind: 'wake-at', hour: null },
        ],
        wakeAt: null,
        done: { key: yes ? 'referred.arrived.done' : 'referred.arrived.not' },
      }),
    /** After each fetch of the list: whoever has the case sees the answer there, so nobody need be called for it. */
    async follow(current: Session): Promise<void> {
      looked.value = true
      for (const { id, answer } of came.value) {
        if (quiet.has(id) || !sent.value.has(answer.re) || session.value?.keys !== current.keys) continue
        quiet.add(id)
        await callNobody(id).catch(() => quiet.delete(id))
      }
    },
    clear(): void {
      begun.value = new Map()
      shown.value = null
      answerings.clear()
      quiet.clear()
      looked.value = false
    },
  }
}

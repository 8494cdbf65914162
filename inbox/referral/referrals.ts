import { type ReadonlySignal, type Signal, computed, signal } from '@preact/signals'
import { fromBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import { originOf } from '../../shared/takenBack.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Verdict } from '../../shared/referralAnswer.ts'
import type { Cases } from '../cases/state.ts'
import type { Doing } from '../cases/writing.ts'
import { whyNot } from '../cases/view.ts'
import type { Facts } from '../list/facts.ts'
import { type Item, type Request, isOff } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import { personOf } from '../replies/answer.ts'
import type { Session } from '../session.ts'
import { type Answering, createAnswering } from './answering.ts'
import { ASK_AFTER, answerTo, answeredIn, awayIn, cameIn, sentIn } from './sent.ts'
import { type Refer, type ReferralDeps, createReferral } from './state.ts'
import { type TakenDeps, createTaken } from './taken.ts'

export interface ReferralsDeps extends Pick<TakenDeps, 'now' | 'holds'> {
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly cases: Cases
  /** `POST /api/inbox/referrals` */
  readonly send: (sealed: SealedReferral) => Promise<void>
  /** `POST /api/inbox/taken-back` */
  readonly askTakenBack: TakenDeps['ask']
  /** ends the calls for a row */
  readonly callNobody: (id: string) => Promise<void>
  readonly print: () => void
  /** A form is printed: that it was gone stands in the audit. @param of id of the case */
  readonly printed: (of: string | undefined) => void
}

export type Referrals = ReturnType<typeof createReferrals>

/** All that goes to other NGOs, and comes from them, on this page. What was typed goes with the session. */
export function createReferrals(deps: ReferralsDeps) {
  const { session, t, rows, cases, send, callNobody, print, printed, now, holds, askTakenBack } = deps
  const taken = createTaken({ rows: rows.rows, now, holds, ask: askTakenBack, told: () => leaveGone() })
  /** by item; one that was left stays until it is done */
  const begun: Signal<ReadonlyMap<string, { readonly item: Request; readonly refer: Refer }>> = signal(new Map())
  /** the item whose referral is on the screen */
  const shown: Signal<string | null> = signal(null)
  /** our own button prints, of which the browser tells as well */
  let ours = false
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

  /** Whether anybody has the case of this referral. */
  const isHad = (id: string): boolean =>
    rows.shown.all.value.some((item) => item.claim !== null && sentIn(cases.caseIn(item)).some((one) => one.id === id))

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
    const doing = (acts: readonly CaseAct[]): Doing => {
      const hour = t.value - (t.value % 3600) + ASK_AFTER
      return { acts: [...acts, { kind: 'wake-at', hour }], wakeAt: hour }
    }
    const write = (acts: readonly CaseAct[]): Promise<void> => whole(item, doing(acts))
    const { id } = item
    const owe: ReferralDeps['owe'] = (by, acts, of) =>
      cases.owe(id, by, { ...doing(acts), stands: (now) => sentIn(now).some((one) => one.id === of) })
    const paper = (): void => {
      printed(item.case?.id)
      ours = true
      print()
    }
    const isStill = (): boolean => isNow(item)
    const origin = (): Promise<string | undefined> => originFor(item)
    const of = { facts: told(item), person, origin }
    return createReferral({ session, t, send, allowed, write, owe, print: paper, isNow: isStill }, of)
  }

  /** Of the request by which the person can take it back, whoever handed it on: a referral has no number of its own. */
  async function originFor({ id, handed }: Request): Promise<string | undefined> {
    const header = rows.rows.value.get(id)?.sent?.header
    if (handed || header === undefined || !session.value) return handed?.origin
    return originOf(session.value.crypto, fromBase64(header))
  }

  /** Whether nothing came of the person since the list had them so. */
  function isNow({ id, ids }: Request): boolean {
    const still = rows.shown.all.value.find((one) => one.id === id)
    return still?.kind === 'request' && !isOff(still) && still.ids.every((one) => ids.includes(one))
  }

  /** One that was left goes on, unless the person wrote since: then it begins anew, by what they say now. */
  function again(item: Request): Refer {
    const held = begun.value.get(item.id)
    if (held && (held.refer.isSent() || isNow(held.item))) return held.refer
    const refer = make(item)
    if (held) {
      const { whom, note } = held.refer.form.value
      refer.put({ whom, note })
    }
    begun.value = new Map(begun.value).set(item.id, { item, refer })
    return refer
  }

  const isGone = (item: Item): boolean => item.kind === 'request' && (isOff(item) || cases.stateOf(item) === 'gone')

  /** What is being referred on the screen is not referred any more. */
  function leaveGone(): void {
    const item = rows.shown.all.value.find(({ id }) => id === shown.value)
    if (item && isGone(item)) shown.value = null
  }

  const away = (item: Item) => awayIn(cases.caseIn(item))

  /** What is being referred on the screen now. */
  const referOf = (item: Item): Refer | null =>
    shown.value === item.id && !isGone(item) ? (begun.value.get(item.id)?.refer ?? null) : null

  return {
    came,
    sent,
    looked,
    shown,
    referOf,
    /** The browser is about to print, by our button or by a key of its own. @param item what is on the screen */
    printing(item: Item | null): void {
      if (ours) return void (ours = false)
      const refer = item && referOf(item)
      if (!refer?.isPaper()) return
      refer.printed()
      printed(item?.case?.id)
    },
    /** It has printed, or was told not to. */
    wasPrinting: () => void (ours = false),
    taken,
    begin(item: Request): void {
      again(item)
      shown.value = item.id
    },
    /** Leaves the steps; what was filled in stays while it is not done. */
    leave(): void {
      const id = shown.value
      if (id && begun.value.get(id)?.refer.step.value === 'done')
        begun.value = new Map([...begun.value].filter(([one]) => one !== id))
      shown.value = null
    },
    /** Whether anything that was filled in would be lost. */
    unsaved: () =>
      [...begun.value.values()].some(({ refer: { step } }) => step.value !== 'done' && step.value !== 'yes'),
    away,
    /** What the other NGO said of the referral that stands. */
    answerOf(item: Item) {
      const one = away(item)
      return one ? answerTo(one, came.value) : undefined
    },
    answeringOf(item: Request): Answering | undefined {
      const { handed, id } = item
      if (!handed) return undefined
      const doing = (verdict: Verdict): Doing => {
        const acts: readonly CaseAct[] = [{ kind: 'answered', ...verdict }]
        // What goes back is nobody's here any more.
        return verdict.answer === 'accepted'
          ? { acts }
          : { acts: [...acts, { kind: 'close', reason: 'elsewhere' }], wakeAt: null }
      }
      const write = (verdict: Verdict): Promise<void> => whole(item, doing(verdict))
      const owe = (by: string, verdict: Verdict): void =>
        cases.owe(id, by, {
          ...doing(verdict),
          stands: (now) =>
            answeredIn(now) !== null && (verdict.answer === 'accepted' || now.standing?.state === 'closed'),
        })
      const held = answerings.get(id) ?? createAnswering({ session, t, send, write, owe }, handed)
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
    /**
     * After each fetch of the list: whoever has the case sees the answer there, so nobody need be called for it. Where nobody has it,
     * who is sent back has only these calls.
     */
    async follow(current: Session): Promise<void> {
      looked.value = true
      await taken.follow(current)
      for (const { id, answer } of came.value) {
        if (quiet.has(id) || !sent.value.has(answer.re) || session.value?.keys !== current.keys) continue
        if (answer.answer === 'returned' && !isHad(answer.re)) continue
        quiet.add(id)
        await callNobody(id).catch(() => quiet.delete(id))
      }
    },
    /** The server has these rows no more: nothing of theirs waits to be handed on. */
    forget(gone: readonly { readonly id: string }[]): void {
      const went = (id: string): boolean => gone.some((row) => row.id === id)
      if (shown.value !== null && went(shown.value)) shown.value = null
      begun.value = new Map([...begun.value].filter(([id]) => !went(id)))
      for (const { id } of gone) answerings.delete(id)
    },
    clear(): void {
      for (const { refer } of begun.value.values()) refer.drop()
      for (const one of answerings.values()) one.drop()
      begun.value = new Map()
      shown.value = null
      answerings.clear()
      quiet.clear()
      taken.clear()
      looked.value = false
    },
  }
}

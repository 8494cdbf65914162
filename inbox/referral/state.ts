import { type ReadonlySignal, batch, signal } from '@preact/signals'
import { toBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import { type Person, type Referral, composeReferral, sealReferral } from '../../shared/referral.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { type SharedPart, cutAnswers, partsOf } from '../../shared/referralParts.ts'
import type { Facts } from '../list/facts.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import { type Form, actsOf, consentOf, emptyForm, missing } from './form.ts'
import { failed } from './words.ts'

export type Step = 'yes' | 'whom' | 'what' | 'look' | 'done'
const STEPS: readonly Step[] = ['yes', 'whom', 'what', 'look']

/** What of a case a referral is made of. */
export interface ReferralOf {
  /** as the card shows it; where several ways are named, the one in use */
  readonly facts: Facts
  /** null: nothing can be written back to the person */
  readonly person: Person | null
  /** by which the receiver learns that the person took it back (shared/takenBack.ts) */
  readonly origin?: () => Promise<string | undefined>
}

export interface ReferralDeps {
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  /** `POST /api/inbox/referrals`; the same bytes may come again */
  readonly send: (sealed: SealedReferral) => Promise<void>
  /** whether the case would take these acts one behind the other (caseMoves.ts); null: yes */
  readonly allowed: (acts: readonly CaseAct[]) => ErrorCode | null
  /** writes them into the case */
  readonly write: (acts: readonly CaseAct[]) => Promise<void>
  /** the same for what was sent when a lock came in between: it is written once this member is back. @param by the member's id */
  readonly owe: (by: string, acts: readonly CaseAct[], id: string) => void
  readonly print: () => void
  /** whether the person neither took it back nor wrote anything since this was begun */
  readonly isNow: () => boolean
}

export type Refer = ReturnType<typeof createReferral>

/**
 * One referral, from the person's yes to the sending, in five steps. What was sent is written into the case after it lies with the
 * server: a failure in between leaves the same bytes to be sent again, never a case that says more than was done.
 */
export function createReferral(deps: ReferralDeps, { facts, person, origin: originFor }: ReferralOf) {
  const { session, t } = deps
  const { tz } = facts.desk
  const step = signal<Step>('yes')
  const form = signal<Form>(emptyForm(t.value, tz))
  const said = signal<Said | null>(null)
  const busy = signal(false)
  /** sealed, and not yet written into the case */
  let sealed: { readonly bytes: SealedReferral; readonly id: string; readonly by: string; sent: boolean } | null = null
  let printed = false

  const parts: readonly SharedPart[] = [
    ...partsOf(facts.told as Record<string, unknown>).filter((part) => part !== 'note'),
    // There may be none of the person's: the member writes one.
    'note',
    ...(person ? (['mailbox'] as const) : []),
  ]

  /** What lies with the other NGO cannot be changed any more. */
  const isSent = (): boolean => sealed?.sent === true
  /** The way to reach them may be another by now, and the one of before not safe any more: it is not handed on. */
  const isOld = (): boolean => !isSent() && !deps.isNow()
  const put = (part: Partial<Form>): void =>
    batch(() => {
      if (isSent()) return
      const next = { ...form.value, ...part }
      // No paper can leave an answer in a mailbox.
      form.value = canAnswer(next) ? next : { ...next, what: next.what.filter((one) => one !== 'mailbox') }
      said.value = null
      sealed = null
      printed = false
    })

  const canAnswer = ({ whom }: Form): boolean => whom?.kind !== 'outside'
  const offered = (): readonly SharedPart[] =>
    canAnswer(form.value) ? parts : parts.filter((part) => part !== 'mailbox')

  /** What would be read. @throws MitosError `ngo-unknown` | `bad-input` */
  function composed(origin: string | undefined): Referral {
    const current = session.value
    const { whom, note } = form.value
    if (!current || whom?.kind !== 'ngo') throw new MitosError('bad-input')
    const { chain, ngo } = current
    const consent = consentOf(form.value, t.value, tz)
    const answers = facts.told as Record<string, unknown>
    const wish = { from: ngo.id, to: whom.id, at: t.value, consent, answers, person, note, origin }
    return composeReferral(chain.roster, chain.rosterHash, wish)
  }

  /** What goes, as the receiver's card or the paper shows it. */
  const seen = (what: readonly SharedPart[] = form.value.what): Facts => ({
    ...facts,
    told: cutAnswers(facts.told, what) as Facts['told'],
  })

  function next(): void {
    const at = step.value
    if (at === 'done' || at === 'look') return
    const key = missing(at, form.value)
    if (key) return void (said.value = { key })
    batch(() => {
      said.value = null
      step.value = STEPS[STEPS.indexOf(at) + 1]!
    })
  }

  async function sendOnce(current: Session, origin: string | undefined): Promise<void> {
    if (!sealed) {
      const { crypto, ngo, boxes, member } = current
      // The server may be older than the list that this page has: who is named now signs.
      const own = boxes.find(({ generation }) => generation === ngo.box.generation)
      if (!own) throw new MitosError('open-wrong-key')
      const id = crypto.random(16)
      const bytes = sealReferral(crypto, composed(origin), own.signSeed, id)
      sealed = { bytes, id: toBase64(id), by: member.id, sent: false }
    }
    if (sealed.sent) return
    await deps.send(sealed.bytes)
    sealed.sent = true
  }

  /** Sends or, for a body outside, takes down what was printed; then writes it into the case. */
  async function finish(): Promise<void> {
    const current = session.value
    if (!current || busy.value || step.value !== 'look') return
    const outside = form.value.whom?.kind === 'outside'
    if (isOld()) return void (said.value = { key: 'refer.changed' })
    if (outside && !printed) return void (said.value = { key: 'refer.miss.print' })
    busy.value = true
    said.value = null
    /** Nothing is written in the name of who unlocks this page after a lock. */
    const holds = (): boolean => session.value?.keys === current.keys
    try {
      const origin = await originFor?.()
      if (!holds()) return
      const consent = consentOf(form.value, t.value, tz)
      const code = deps.allowed(actsOf(form.value, consent, null))
      if (code) throw new MitosError(code)
      if (!outside) await sendOnce(current, origin)
      if (holds()) await deps.write(actsOf(form.value, consent, sealed?.id ?? null))
      if (holds()) step.value = 'done'
    } catch (error) {
      said.value = failed(error, sealed?.sent === true)
      // Another key or id is drawn for the next try.
      if (['request-key-unknown', 'request-conflict'].includes(codeOf(error))) sealed = null
    } finally {
      busy.value = false
      if (!holds()) drop()
    }
  }

  /** The session ended: what went and is not written yet is owed, without what was typed. */
  function drop(): void {
    if (busy.value || !sealed?.sent || step.value === 'done') return
    const bare = { ...form.value, why: '' }
    deps.owe(sealed.by, actsOf(bare, consentOf(bare, t.value, tz), sealed.id), sealed.id)
    sealed = null
  }

  return {
    facts,
    step,
    form,
    said,
    busy,
    /** what can be ticked, for whom it is now */
    get parts() {
      return offered()
    },
    put,
    tick: (part: SharedPart): void => {
      const { what } = form.value
      put({ what: parts.filter((one) => (one === part ? !what.includes(one) : what.includes(one))) })
    },
    seen,
    isSent,
    next,
    back: (): void => {
      const at = STEPS.indexOf(step.value)
      if (at > 0 && !busy.value && !isSent()) batch(() => ((said.value = null), (step.value = STEPS[at - 1]!)))
    },
    /** Whether the form for a body outside is on the screen, which whatever prints takes along. */
    isPaper: (): boolean => step.value === 'look' && form.value.whom?.kind === 'outside',
    printed: (): void => void (printed = true),
    print: (): void => {
      if (isOld()) return void (said.value = { key: 'refer.changed' })
      printed = true
      said.value = null
      deps.print()
    },
    finish,
    drop,
  }
}

import { type ReadonlySignal, batch, signal } from '@preact/signals'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { SENT_BACK } from '../../shared/caseActs.ts'
import { type Verdict, composeAnswer, sealAnswer } from '../../shared/referralAnswer.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Handed } from './open.ts'

export interface AnsweringDeps {
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC */
  readonly t: ReadonlySignal<number>
  /** `POST /api/inbox/referrals` */
  readonly send: (sealed: SealedReferral) => Promise<void>
  /** writes it into the case */
  readonly write: (verdict: Verdict) => Promise<void>
  /** the same for what was sent when a lock came in between: it is written once this member is back. @param by the member's id */
  readonly owe: (by: string, verdict: Verdict) => void
}

export type Answering = ReturnType<typeof createAnswering>
type Reason = (typeof SENT_BACK)[number]

/** The receiver's word on a referral: taken over, or sent back with one of four reasons. */
export function createAnswering({ session, t, send, write, owe }: AnsweringDeps, handed: Pick<Handed, 'id' | 'from'>) {
  const asking = signal(false)
  const reason = signal<Reason | null>(null)
  const given = signal<Verdict | null>(null)
  const said = signal<Said | null>(null)
  const busy = signal(false)
  /** what lies with the other NGO, and is not written into the case yet */
  let told: { readonly verdict: Verdict; readonly by: string } | null = null

  async function answer(verdict: Verdict): Promise<void> {
    const current = session.value
    if (!current || busy.value || given.value) return
    busy.value = true
    said.value = null
    /** Nothing is written in the name of who unlocks this page after a lock. */
    const holds = (): boolean => session.value?.keys === current.keys
    try {
      const { crypto, chain, ngo, boxes, member } = current
      const own = boxes.find(({ generation }) => generation === ngo.box.generation)
      if (!own) throw new MitosError('open-wrong-key')
      const between = { from: ngo.id, to: handed.from, at: t.value, re: handed.id }
      const made = composeAnswer(chain.roster, chain.rosterHash, between, verdict)
      if (!told) await send(sealAnswer(crypto, made, own.signSeed, crypto.random(16)))
      told ??= { verdict, by: member.id }
      if (holds()) await write(told.verdict)
      if (holds()) given.value = told.verdict
    } catch (error) {
      const code = codeOf(error)
      const moved = code === 'request-key-unknown' || code === 'ngo-unknown'
      said.value = moved
        ? { key: 'refer.refused.key', code }
        : told
          ? { key: 'refer.refused.written', code }
          : wordsFor(error)
    } finally {
      busy.value = false
      if (!holds()) drop()
    }
  }

  /** The session ended: what went and is not written yet is owed. */
  function drop(): void {
    if (busy.value || !told || given.value) return
    owe(told.by, told.verdict)
    told = null
  }

  return {
    asking,
    reason,
    given,
    said,
    busy,
    accept: () => answer({ answer: 'accepted' }),
    ask: (): void => void (asking.value = true),
    /** Not sent back after all. */
    stay: (): void =>
      batch(() => {
        asking.value = false
        reason.value = null
        said.value = null
      }),
    choose: (one: Reason): void => void (reason.value = one),
    sendBack: async (): Promise<void> =>
      reason.value
        ? answer({ answer: 'returned', reason: reason.value })
        : void (said.value = { key: 'refer.miss.reason.back' }),
    drop,
  }
}

import { takesBack } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { RefAnswer } from '../../shared/referralAnswer.ts'
import type { OpenedRow } from '../list/items.ts'

/** What a case tells of its last referral, while somebody else has it. */
export interface Away {
  /** an NGO of the roster; null: a body outside */
  readonly to: string | null
  /** the referral's, base64url of 16 bytes; undefined: it was printed */
  readonly id: string | undefined
  /** its hour, seconds UTC */
  readonly at: number
  /** somebody asked whether the person arrived, and wrote down what they heard */
  readonly asked: boolean
  /** the person's yes; `none`: it went without one */
  readonly yes: 'holds' | 'none' | { readonly backAt: number }
}
/** What another NGO said, as it came. */
export interface Came {
  /** of the row */
  readonly id: string
  readonly hour: number
  readonly answer: RefAnswer
}

/** So long after a referral one asks whether the person arrived, seconds. */
export const ASK_AFTER = 7 * 86_400

const acts = (now: Case | null) =>
  (now?.events ?? []).flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [{ ...one, ...one.act }] : [],
  )

/** Null: nobody else has it. */
export function awayIn(now: Case | null): Away | null {
  if (now?.standing?.state !== 'referred') return null
  const all = acts(now)
  const at = all.map(({ kind }) => kind).lastIndexOf('refer')
  const last = all[at]
  if (last?.kind !== 'refer') return null
  const after = all.slice(at)
  const said = after.filter(({ kind }) => kind === 'consent').at(-1)
  const holds = said === undefined || !takesBack(said)
  const yes = last.without ? 'none' : holds ? 'holds' : { backAt: said.at }
  return { to: last.to, id: last.id, at: last.at, asked: after.some(({ kind }) => kind === 'arrived'), yes }
}

/** Ids of all that was ever referred out of a case, and to whom. */
export const sentIn = (now: Case | null): readonly { readonly id: string; readonly to: string }[] =>
  acts(now).flatMap((one) => (one.kind === 'refer' && one.id && one.to ? [{ id: one.id, to: one.to }] : []))

/** Whether anybody else may have what is in it, by whatever way, also where it came back. */
export const wasReferred = (now: Case | null): boolean => acts(now).some(({ kind }) => kind === 'refer')

/** What the NGO that referred was told; null: nothing yet. */
export function answeredIn(now: Case | null) {
  const [last] = acts(now)
    .filter(({ kind }) => kind === 'answered')
    .slice(-1)
  return last?.kind === 'answered' ? last : null
}

/** The answers among the rows of the list. */
export const cameIn = (rows: Iterable<OpenedRow>): readonly Came[] =>
  [...rows].flatMap(({ id, hour, read }) => (read.kind === 'answer' ? [{ id, hour, answer: read.answer }] : []))

/** The newest answer to a referral; of one hour the one that makes work. */
export const answerTo = ({ id, to }: Pick<Away, 'id' | 'to'>, came: readonly Came[]): Came | undefined =>
  came
    .filter(({ answer }) => answer.re === id && answer.from === to)
    .sort(
      (a, b) => b.hour - a.hour || Number(a.answer.answer === 'accepted') - Number(b.answer.answer === 'accepted'),
    )[0]

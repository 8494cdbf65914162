import type { CONSENT, CaseAct, WITHOUT_YES } from '../../shared/caseActs.ts'
import type { Consent } from '../../shared/referral.ts'
import type { SharedPart } from '../../shared/referralParts.ts'
import { minuteOf, wallOf } from '../../shared/rota/zone.ts'
import type { Key } from '../i18n.ts'

export type Door = 'yes' | 'without'
/** An NGO of the roster, or a body outside, whose name stands on paper only. */
export type Whom = { readonly kind: 'ngo'; readonly id: string } | { readonly kind: 'outside'; readonly name: string }

/** All that a member fills in; days are counted since 1970 in the desk's zone. */
export interface Form {
  readonly door: Door
  readonly how: (typeof CONSENT)[number] | null
  readonly given: number
  readonly until: number
  readonly reason: (typeof WITHOUT_YES)[number] | null
  readonly told: boolean | null
  readonly why: string
  readonly whom: Whom | null
  readonly what: readonly SharedPart[]
  readonly note: string
}

/** A yes may be so many days old, and hold for so many more; without one the other NGO has a week. */
export const GIVEN_DAYS = 14
export const UNTIL_DAYS = [7, 14, 30, 90] as const
export const WHY_MOST = 280

export const dayAt = (t: number, tz: string): number => wallOf(Math.floor(t / 60), tz).day

export const emptyForm = (t: number, tz: string): Form => ({
  door: 'yes',
  how: null,
  given: dayAt(t, tz),
  until: dayAt(t, tz) + UNTIL_DAYS[2],
  reason: null,
  told: null,
  why: '',
  whom: null,
  what: [],
  note: '',
})

const hourOf = (seconds: number): number => seconds - (seconds % 3600)

/** What the form says of a yes; only once nothing is missing in it. @param t seconds UTC */
export function consentOf(form: Form, t: number, tz: string): Consent {
  const { how, reason, what } = form
  const today = dayAt(t, tz)
  if (form.door === 'without') {
    const until = hourOf(60 * minuteOf(today + UNTIL_DAYS[0] + 1, 0, tz))
    return { how: 'none', reason: reason!, at: hourOf(t), until, what }
  }
  // Of an earlier day the hour is not known: its first one, and at the end all of the last day counts.
  const at = form.given >= today ? hourOf(t) : hourOf(60 * minuteOf(form.given, 0, tz))
  return { how: how!, at, until: hourOf(60 * minuteOf(form.until + 1, 0, tz)), what }
}

/**
 * What the case is told. @param id of the referral, base64url of 16 bytes; null: it was printed
 */
export function actsOf(form: Form, consent: Consent, id: string | null): readonly CaseAct[] {
  const to = form.whom?.kind === 'ngo' ? form.whom.id : null
  const refer = { kind: 'refer' as const, to, what: consent.what, ...(id !== null && { id }) }
  if (consent.how !== 'none') {
    const { how, until, what } = consent
    return [{ kind: 'consent', how, until, what }, refer]
  }
  return [{ ...refer, without: { reason: consent.reason, told: form.told === true, why: form.why.trim() } }]
}

/** What is missing before one can go on from a step; null: nothing. */
export function missing(step: 'yes' | 'whom' | 'what', form: Form): Key | null {
  const { door, how, reason, told, why, whom, what } = form
  if (step === 'whom') {
    if (!whom) return 'refer.miss.whom'
    return whom.kind === 'outside' && !whom.name.trim() ? 'refer.miss.name' : null
  }
  if (step === 'what') return what.length ? null : 'refer.miss.what'
  if (door === 'yes') return how ? null : 'refer.miss.how'
  if (!reason) return 'refer.miss.reason'
  if (told === null) return 'refer.miss.told'
  return told || why.trim() ? null : 'refer.miss.why'
}

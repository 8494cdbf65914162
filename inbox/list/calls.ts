import { nextWindow } from '../../shared/safeTimes.ts'
import type { CaseMark } from '../../shared/staffApi.ts'
import type { Facts } from './facts.ts'

const HOUR = 3600

/**
 * When who takes a request is called if they write nothing behind its beginning: an hour of duty later. Hours are told by their
 * beginnings, so two lie between; in a safe time, or at any time where the person said danger now.
 * @param hour in which it is taken @returns seconds UTC; null: nobody contacts this person, or never in a safe time
 */
export function callAfterClaim({ told, desk }: Facts, hour: number): number | null {
  const { contact, more } = told
  const later = hour + 2 * HOUR
  if (more?.danger === 'now') return later
  if (!contact || contact.to === 'nobody') return null
  return nextWindow(later, contact.when, desk.houseRule, desk.tz)?.from ?? null
}

/** The hour until which a case rests; the one that came with its beginning only calls. @returns seconds UTC; null: it does not rest */
export const restsUntil = (mark: CaseMark | undefined, t: number): number | null =>
  mark && mark.length > 1 && mark.wakeAt !== null && mark.wakeAt > t ? mark.wakeAt : null

import type { Shift } from '../roster.ts'
import { minuteOf, mondayOf, weekdayOf } from './zone.ts'

/** A shift that comes again: on these weekdays, by the clock on the desk's wall. */
export interface Turn {
  readonly ngo: string
  /** 1 (Monday) – 7, the day on which it begins */
  readonly days: readonly number[]
  /** minutes of the day, 0–1440; `to` at or before `from` is on the next day */
  readonly from: number
  readonly to: number
  /** every week, every second one, … */
  readonly every: number
  /** in which of these weeks, counted from the week of the first day: 0 – every − 1 */
  readonly week: number
}

/**
 * The shifts of a pattern that begin on the days from `first` to `last`. Both ends are read off the wall, each by itself: a night
 * from 20 to 8 has 11 or 13 hours when the clock changes, and what meets on the wall meets.
 * @returns in order; not of length nought, as where the clock leaps over all of it
 */
export function expand(turns: readonly Turn[], first: number, last: number, tz: string): readonly Shift[] {
  const shifts: Shift[] = []
  for (let day = first; day <= last; day++) {
    const week = (mondayOf(day) - mondayOf(first)) / 7
    for (const turn of turns) {
      if (!turn.days.includes(weekdayOf(day)) || week % turn.every !== turn.week) continue
      const from = minuteOf(day, turn.from, tz)
      const length = minuteOf(turn.to <= turn.from ? day + 1 : day, turn.to, tz) - from
      if (length > 0) shifts.push([from, length, turn.ngo])
    }
  }
  return shifts.sort((a, b) => a[0] - b[0])
}

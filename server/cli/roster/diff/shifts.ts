import type { Roster, Shift } from '../../../../shared/roster.ts'
import { count, localTime, nameOf, span } from '../words.ts'
import { type Change, change, pair } from './same.ts'

/**
 * What changes in the shifts of one desk, NGO by NGO, in the desk's time. Those that end before the new roster begins have been
 * and are only counted; all others are listed.
 */
export function shiftChanges(
  desk: { readonly id: string; readonly tz: string },
  before: readonly Shift[],
  after: readonly Shift[],
  rosters: { readonly before: Roster; readonly after: Roster },
): readonly Change[] {
  const { added, removed, moved } = pair(before, after, (shift) => JSON.stringify(shift))
  const over = removed.filter((shift) => endOf(shift) <= rosters.after.issued)
  const gone = removed.filter((shift) => !over.includes(shift))
  return [
    ...perNgo(rosters, added, (who, shifts) => told(desk, who, 'adds', shifts)),
    ...perNgo(rosters, gone, (who, shifts) => told(desk, who, 'gives up', shifts)),
    ...perNgo(rosters, over, (who, shifts) =>
      change(`${who}: ${count(shifts.length, 'shift')} at ${desk.id} that have been are left out`),
    ),
    ...(moved ? [change(`${desk.id}: the shifts stand in another order`)] : []),
  ]
}

/** Seconds UTC. */
const startOf = ([start]: Shift): number => 60 * start
const endOf = ([start, length]: Shift): number => 60 * (start + length)

function told(desk: { readonly id: string; readonly tz: string }, who: string, does: string, shifts: readonly Shift[]) {
  const { id, tz } = desk
  const from = Math.min(...shifts.map(startOf))
  const to = Math.max(...shifts.map(endOf))
  const hours = Math.round(shifts.reduce((sum, [, length]) => sum + length, 0) / 6) / 10
  return change(
    `${who}: ${does} ${count(shifts.length, 'shift')} at ${id} (${localTime(from, tz)} – ${localTime(to, tz)}, desk time, ${hours} h in all)`,
    shifts.map((shift) => span(startOf(shift), endOf(shift), tz)),
  )
}

function perNgo(
  { before, after }: { readonly before: Roster; readonly after: Roster },
  shifts: readonly Shift[],
  tell: (who: string, shifts: readonly Shift[]) => Change,
): readonly Change[] {
  const ids = [...new Set(shifts.map(([, , ngo]) => ngo))]
  return ids.map((id) => {
    const ngo = [...after.ngos, ...before.ngos].find((one) => one.id === id)
    return tell(
      ngo ? nameOf(ngo) : id,
      shifts.filter((shift) => shift[2] === id),
    )
  })
}

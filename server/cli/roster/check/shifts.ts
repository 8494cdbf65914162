import { DAY } from '../../../../shared/root.ts'
import type { Desk, Roster, Shift } from '../../../../shared/roster.ts'
import { type Finding, amber, red } from '../finding.ts'
import { count, lengthOf, span } from '../words.ts'

const HOUR = 3600
const startOf = ([start]: Shift): number => 60 * start
const endOf = ([start, length]: Shift): number => 60 * (start + length)

/** Whether somebody is there, at one desk, as long as this roster holds. All times in words are the desk's. */
export function shiftFindings(roster: Roster, desk: Desk, now: number): readonly Finding[] {
  const sorted = [...desk.shifts].sort((a, b) => a[0] - b[0])
  return [
    ...gapFindings(roster, desk, sorted, now),
    ...overlapFindings(desk, sorted),
    ...(sorted.some((shift, i) => shift !== desk.shifts[i])
      ? [red('shift-order', desk.id, 'the shifts are not in the order of their beginnings', 'Sort them')]
      : []),
    ...sorted.flatMap((shift) => oneFindings(roster, desk, shift)),
    ...outsideFindings(roster, desk, sorted),
  ]
}

function gapFindings(
  { issued, expires }: Roster,
  { id, tz }: Desk,
  sorted: readonly Shift[],
  now: number,
): readonly Finding[] {
  const begin = Math.max(now, issued)
  const inside = sorted.filter((shift) => endOf(shift) > begin && startOf(shift) < expires)
  if (begin >= expires) return []
  if (!inside.length)
    return [red('shift-none', id, 'nobody has a shift: nobody can write to this desk', 'Add shifts to the draft')]
  const gaps: [number, number][] = []
  let free = begin
  for (const shift of inside) {
    if (startOf(shift) > free) gaps.push([free, startOf(shift)])
    free = Math.max(free, endOf(shift))
  }
  if (free < expires) gaps.push([free, expires])
  return gaps.map(([from, to]) =>
    amber(
      'shift-gap',
      id,
      `nobody is there ${span(from, to, tz)}`,
      'Ask the NGOs who takes it, or leave it on purpose',
    ),
  )
}

function overlapFindings({ id, tz }: Desk, sorted: readonly Shift[]): readonly Finding[] {
  const findings: Finding[] = []
  let last = sorted[0]
  for (const shift of sorted.slice(1)) {
    const to = Math.min(endOf(last!), endOf(shift))
    if (startOf(shift) < endOf(last!))
      findings.push(
        red(
          'shift-overlap',
          id,
          `${last![2]} and ${shift[2]} are both there ${span(startOf(shift), to, tz)}`,
          'One of them has to end or begin elsewhere: only one NGO can read at a time',
        ),
      )
    if (endOf(shift) > endOf(last!)) last = shift
  }
  return findings
}

function oneFindings({ ngos, revoked }: Roster, { id, tz }: Desk, shift: Shift): readonly Finding[] {
  const at = span(startOf(shift), endOf(shift), tz)
  const ngo = ngos.find((one) => one.id === shift[2])
  const findings: Finding[] = []
  if (endOf(shift) - startOf(shift) < HOUR)
    findings.push(
      amber('shift-short', id, `a shift of ${lengthOf(60 * shift[1])} only: ${at}`, 'Make it an hour, or join it'),
    )
  if (!ngo) findings.push(red('shift-unknown-ngo', id, `${shift[2]} is no NGO of this roster: ${at}`, 'Correct its id'))
  else if (revoked.includes(ngo.box.key))
    findings.push(
      red('shift-revoked', id, `${shift[2]} has a revoked key, so nobody is there: ${at}`, 'Give it new keys first'),
    )
  return findings
}

/** One for all of them: where the roster's own dates are wrong, it is every shift. */
function outsideFindings({ issued, expires }: Roster, { id, tz }: Desk, sorted: readonly Shift[]): readonly Finding[] {
  const outside = sorted.filter((shift) => endOf(shift) <= issued || startOf(shift) >= expires + 2 * DAY)
  const [first] = outside
  if (!first) return []
  const says = `${count(outside.length, 'shift')} before the roster begins, or two days after it ends; the first: ${span(startOf(first), endOf(first), tz)}`
  return [red('shift-outside', id, says, 'Take them out; no reader takes such a roster')]
}

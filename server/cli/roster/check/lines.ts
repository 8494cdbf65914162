import { DAY } from '../../../../shared/root.ts'
import type { Desk, Line } from '../../../../shared/roster.ts'
import { localTime } from '../../../../shared/safeTimes.ts'
import { type Finding, amber, red } from '../finding.ts'
import { lengthOf } from '../words.ts'

/** How old a test call may be, in days; before that there is a week to make one. */
const CALLED_WITHIN = 35
const CALL_SOON = 28

/** The phone lines of a desk: they stand where nothing else works, so somebody has to have called each of them. */
export function lineFindings({ id, tz, lines }: Desk, now: number): readonly Finding[] {
  // The emergency number stands on every screen anyway; nobody can be sent there for this.
  const help = lines.filter(({ kind }) => kind !== 'emergency')
  return [
    ...lines.flatMap((line) => [...callFindings(id, line, now), ...hourFindings(id, line)]),
    ...openFindings(id, tz, help, now),
    ...(help.some(({ serves }) => serves.includes('children'))
      ? []
      : [red('line-none-children', id, 'no line is there for children', 'Add one with serves "children"')]),
    ...(help.some(({ serves }) => serves.includes('men') || serves.includes('all'))
      ? []
      : [red('line-none-men', id, 'no line serves men', 'Add one with serves "men" or "all"')]),
  ]
}

function callFindings(desk: string, { number, checked }: Line, now: number): readonly Finding[] {
  const where = `${desk} ${number}`
  const then = `mitos lines called ${number.replaceAll(' ', '')} --desk ${desk} --draft FILE`
  const call = `Call it, ask who answers and in which languages, then: ${then}`
  if (checked === null) return [red('line-never-called', where, 'nobody has ever called it', call)]
  const days = Math.floor((now - checked) / DAY)
  if (days < -1)
    return [red('line-call-ahead', where, 'its test call is dated after today', 'Correct the day, or this clock')]
  if (days > CALLED_WITHIN) return [red('line-call-old', where, `the last test call was ${days} days ago`, call)]
  if (days >= CALL_SOON) return [amber('line-call-due', where, `the last test call was ${days} days ago`, call)]
  return []
}

function hourFindings(desk: string, { number, hours }: Line): readonly Finding[] {
  if (hours === null || hours === 'always' || hours.every(([, from, to]) => from < to)) return []
  const todo = 'What goes on after midnight is two entries: until 1440, and from 0 on the next day'
  return [red('line-hours', `${desk} ${number}`, 'an entry of its hours ends before it begins', todo)]
}

const WEEK = 7 * 1440

/** Which minutes of the week, from Monday 0:00 in the desk's time, some line is known to be open. */
function openMinutes(lines: readonly Line[]): Uint8Array {
  const open = new Uint8Array(WEEK)
  for (const { hours } of lines)
    if (hours === 'always') open.fill(1)
    else for (const [day, from, to] of hours ?? []) open.fill(1, (day - 1) * 1440 + from, (day - 1) * 1440 + to)
  return open
}

function openFindings(desk: string, tz: string, lines: readonly Line[], now: number): readonly Finding[] {
  const open = openMinutes(lines)
  const { weekday, hour, minute } = localTime(now, tz)
  const todo = 'Add a line with hours "always", or write down the hours that are known'
  if (!open[(weekday - 1) * 1440 + hour * 60 + minute])
    return [red('line-none-open', desk, 'no line is known to be open now', todo)]
  const from = open.indexOf(0)
  if (from < 0) return []
  const to = open.indexOf(1, from)
  const length = lengthOf(60 * ((to < 0 ? WEEK : to) - from))
  return [amber('line-hours-gap', desk, `no line is known to be open ${clock(from)}, for ${length}`, todo)]
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const clock = (minute: number): string =>
  `${DAYS[Math.floor(minute / 1440)]} ${Math.floor((minute % 1440) / 60)}:${String(minute % 60).padStart(2, '0')}`

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import { noticeFile } from '../../../shared/notice.ts'
import type { Release } from '../../../shared/release.ts'
import { DAY } from '../../../shared/root.ts'
import type { Roster } from '../../../shared/roster.ts'
import { CLOCK_AHEAD, isFarAhead, refuseOldClock } from '../../refusals.ts'
import type { Look } from '../../store/sqlite/look.ts'
import type { Published } from '../../trust/documents.ts'
import type { SwitchInForce } from '../../trust/switches.ts'
import { type Finding, fail, found, ok, warn, when } from './finding.ts'

/** Who must act needs so long, in days: a keeper signs a roster in an hour and a root in a meeting. */
const SOON = { root: 30, release: 14, roster: 5, shifts: 2 }
/** An NGO may read for so many days with its spare keys: it has no others left if the next member must be shut out. */
const SPARE = 3

/** What is published: whether it holds, and how long. */
export async function lookAtDocuments(
  published: Published,
  data: string,
  notice: Look['notice'],
  now: number,
): Promise<readonly Finding[]> {
  const { stored, roots, roster, release, switches } = published
  const root = roots[roots.length - 1]?.value
  if (!root) return [fail('root', 'nothing is published; put the first root (PUT /trust/root)')]
  const findings: Finding[] = [ends('root', root, now)]
  if (stored.length > roots.length)
    findings.push(warn('root', `root ${stored.length} waits for a roster and a release that are signed under it`))
  if (!roster || !release) findings.push(fail('roster', 'none is published: people see phone lines only'))
  else {
    findings.push(ends('release', release.value, now), ends('roster', roster.value, now))
    for (const { id, shifts } of roster.value.desks) findings.push(...shiftsOf(id, shifts, now))
    findings.push(...switches.map((one) => spare(one, now)))
    findings.push(lookAtFiles(release.value, join(data, 'w')), ...(await lookAtNotices(roster.value, notice)))
  }
  return [
    ...findings,
    ...(await found('clock', () => {
      refuseOldClock(now, published)
      if (isFarAhead(now, roster?.value.expires)) throw new MitosError('clock-ahead', CLOCK_AHEAD)
      return ok('clock', 'fits what was signed')
    })),
  ]
}

function ends(
  name: 'root' | 'release' | 'roster',
  document: { version: number; expires: number },
  now: number,
): Finding {
  const { version, expires } = document
  if (expires <= now)
    return fail(name, `${version} ended ${when(expires, now)}: people see phone lines only; publish a new one`)
  const judge = expires - now < SOON[name] * DAY ? warn : ok
  return judge(name, `${version} ends ${when(expires, now)}`)
}

/** Without a shift the panel says when somebody is next there; where none follows there is nobody to say it of. */
function shiftsOf(
  desk: string,
  shifts: readonly (readonly [start: number, minutes: number, ngo: string])[],
  now: number,
) {
  const end = 60 * Math.max(0, ...shifts.map(([start, minutes]) => start + minutes))
  if (end - now > SOON.shifts * DAY) return []
  const says = end > now ? `the last shift ends ${when(end, now)}` : 'nobody has a shift any more'
  return [warn('shifts', `${desk}: ${says}; publish a roster with more`)]
}

/** The keeper may not have heard of it: a coordinator signs a switch alone. */
function spare({ ngo, generation, issued }: SwitchInForce, now: number): Finding {
  const says = `${ngo} reads with its spare keys, number ${generation}; switched ${when(issued, now)}`
  return now - issued > SPARE * DAY
    ? warn('switch', `${says}: the keeper must publish a roster with new keys`)
    : ok('switch', says)
}

function lookAtFiles({ files }: Release, folder: string): Finding {
  const wrong = Object.values(files).filter(({ path, sha384 }) => {
    const file = join(folder, path.slice('/w/'.length))
    return !existsSync(file) || createHash('sha384').update(readFileSync(file)).digest('base64') !== sha384
  })
  const names = Object.keys(files)
  if (!wrong.length) return ok('files', `all ${names.length} of the release are there, by their hashes`)
  return fail(
    'files',
    `${wrong.map(({ path }) => path).join(', ')}: gone or changed; copy w/ from a backup, never edit it`,
  )
}

/** Who taps "More about your data" gets what the roster names, or is told that it cannot be had. */
async function lookAtNotices({ ngos }: Roster, notice: Look['notice']): Promise<readonly Finding[]> {
  const named = ngos.flatMap(({ id, notices }) =>
    Object.entries(notices ?? {}).map(([lang, hash]) => ({ who: `${id} (${lang})`, hash })),
  )
  const [missing, changed]: [string[], string[]] = [[], []]
  for (const { who, hash } of named) {
    const kept = await notice(hash)
    if (!kept) missing.push(who)
    else if (createHash('sha256').update(noticeFile(kept.text)).digest('base64url') !== hash) changed.push(who)
  }
  const findings: Finding[] = []
  if (changed.length)
    findings.push(fail('notices', `${changed.join(', ')}: changed; restore the newest backup (docs/operations.md)`))
  if (missing.length)
    findings.push(warn('notices', `${missing.join(', ')}: not here; a lead has to put them (PUT /trust/notices)`))
  if (named.length && !findings.length)
    findings.push(ok('notices', `all ${named.length} that the roster names are there`))
  return findings
}

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import type { Release } from '../../../shared/release.ts'
import { DAY } from '../../../shared/root.ts'
import { CLOCK_AHEAD, isFarAhead, refuseOldClock } from '../../refusals.ts'
import type { Published } from '../../trust/documents.ts'
import { type Finding, fail, found, ok, warn, when } from './finding.ts'

/** Who must act needs so long, in days: a keeper signs a roster in an hour and a root in a meeting. */
const SOON = { root: 30, release: 14, roster: 5, shifts: 2 }

/** What is published: whether it holds, and how long. */
export async function lookAtDocuments(published: Published, data: string, now: number): Promise<readonly Finding[]> {
  const { stored, roots, roster, release } = published
  const root = roots[roots.length - 1]?.value
  if (!root) return [fail('root', 'nothing is published; put the first root (PUT /trust/root)')]
  const findings: Finding[] = [ends('root', root, now)]
  if (stored.length > roots.length)
    findings.push(warn('root', `root ${stored.length} waits for a roster and a release that are signed under it`))
  if (!roster || !release) findings.push(fail('roster', 'none is published: people see phone lines only'))
  else {
    findings.push(ends('release', release.value, now), ends('roster', roster.value, now))
    for (const { id, shifts } of roster.value.desks) findings.push(...shiftsOf(id, shifts, now))
    findings.push(lookAtFiles(release.value, join(data, 'w')))
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

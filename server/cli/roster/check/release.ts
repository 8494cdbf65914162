import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import type { Json } from '../../../../shared/json.ts'
import { readRelease } from '../../../../shared/release.ts'
import type { Root } from '../../../../shared/root.ts'
import { openDocument } from '../../../../shared/signed.ts'
import type { DocumentFile } from '../file.ts'
import { type Finding, red } from '../finding.ts'
import { count } from '../words.ts'
import { endFindings } from './ends.ts'

/**
 * Whether the roster names this release, and how long that may run.
 * @param named hash in the roster
 * @param root the newest, where roots were given: then its signatures are checked too
 */
export async function releaseFindings(
  crypto: MemberCrypto,
  { inner, signed, hash }: DocumentFile,
  named: string,
  root: Root | undefined,
  now: number,
  tz: string,
): Promise<readonly Finding[]> {
  let release
  try {
    release = readRelease(inner)
  } catch {
    return [
      red('release-refused', 'release', 'no panel takes it: a field is not as it must be', 'Make it anew of a build'),
    ]
  }
  const findings: Finding[] = [...endFindings('release', release, now, tz)]
  const where = `release ${release.version}`
  if (hash !== named)
    findings.push(
      red('release-other', where, 'the roster names another one', 'roster edit --release puts the right one in'),
    )
  if (root && !(await isSigned(crypto, signed as unknown as Json, root))) {
    const says = `fewer than ${count(root.releaseThreshold, 'key')} of root ${root.version} signed what stands there`
    findings.push(red('release-unsigned', where, says, 'Let the keepers of release keys sign this very file'))
  }
  return findings
}

const isSigned = (crypto: MemberCrypto, document: Json, { releaseKeys, releaseThreshold }: Root): Promise<boolean> =>
  openDocument(crypto, document, 'release', releaseKeys, releaseThreshold).then(
    () => true,
    () => false,
  )

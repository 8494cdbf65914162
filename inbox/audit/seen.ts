import { toBase64 } from '../../shared/bytes.ts'
import { NO_AUDIT } from '../../shared/caseEvent.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import type { CaseFile } from '../cases/files.ts'

type Files = ReadonlyMap<string, CaseFile>

/** The heads of the audit that the cases name which this browser has: each was seen by whoever wrote the event. */
export function headsIn(files: Files): readonly string[] {
  const heads = new Set<string>()
  for (const file of files.values())
    if (file.kind === 'open')
      for (const one of file.opened.case.events)
        if (one.kind === 'opened' && one.audit !== NO_AUDIT) heads.add(one.audit)
  return [...heads]
}

/** SHA-256 of every event of these cases, base64url, by the id of the case. */
export async function eventsOf(
  crypto: Pick<Verifier, 'sha256'>,
  files: Files,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = new Map<string, readonly string[]>()
  for (const [id, file] of files)
    if (file.kind === 'open')
      all.set(id, await Promise.all(file.opened.bytes.map(async (one) => toBase64(await crypto.sha256(one)))))
  return all
}

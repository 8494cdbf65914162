import { verifier } from '../../shared/crypto/verifier.ts'
import { type ErrorCode, MitosError, need } from '../../shared/errors.ts'
import type { Release } from '../../shared/release.ts'
import type { Root } from '../../shared/root.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import { base64 } from './base64.ts'

interface ChainJson {
  readonly roots: readonly SignedDocument[]
  readonly release: SignedDocument
  readonly roster: SignedDocument
}

const standard = (text: string): string => text.replace(/-/g, '+').replace(/_/g, '/')
const decode = (text: string): Uint8Array => Uint8Array.from(atob(standard(text)), (char) => char.charCodeAt(0))

const hashes = async ({ signed }: SignedDocument, hash: string): Promise<boolean> =>
  base64(await verifier.sha256(utf8(signed))) === `${standard(hash)}=`

async function signedBy<T>(
  { signed, signatures }: SignedDocument,
  type: string,
  keys: readonly string[],
  threshold: number,
): Promise<T> {
  const message = utf8(`mitos/${type}/v1\n${signed}`)
  const good = new Set<string>()
  for (const { key, sig } of signatures.slice(0, 16))
    if (keys.includes(key) && (await verifier.verify(decode(key), message, decode(sig)))) good.add(key)
  need(threshold > 0 && good.size >= threshold)
  const inner = JSON.parse(signed)
  need(inner.type === type)
  return inner
}

/**
 * Which code may run: walks from the pinned root to the last, then takes the release that is signed by its release keys and
 * named by a roster that its roster keys signed. That is all that boot judges, because boot can never be mended; the code
 * that it lets in checks the same chain again, strictly and whole (shared/chain.ts), before anybody is asked anything.
 * @throws MitosError `chain-refused` | `root-refused` | `roster-refused` | `release-refused`
 */
export async function releaseOf(chainText: string, pin: string): Promise<Release['files']> {
  let stage = 'chain'
  try {
    const { roots, roster, release } = JSON.parse(chainText) as ChainJson
    stage = 'root'
    let root: Root | undefined
    for (const document of roots.slice(0, 32))
      if (root) {
        const next: Root = await signedBy(document, 'root', root.keys, root.threshold)
        need(next.version === root.version + 1 && next.network === root.network)
        root = await signedBy<Root>(document, 'root', next.keys, next.threshold)
      } else if (await hashes(document, pin)) root = JSON.parse(document.signed)
    const { network, rosterKeys, rosterThreshold, releaseKeys, releaseThreshold } = root!
    stage = 'roster'
    const named = await signedBy<{ network: string; release: string }>(roster, 'roster', rosterKeys, rosterThreshold)
    need(named.network === network)
    stage = 'release'
    const { files } = await signedBy<Release>(release, 'release', releaseKeys, releaseThreshold)
    need(await hashes(release, named.release))
    return files
  } catch {
    throw new MitosError(`${stage}-refused` as ErrorCode)
  }
}

import type { MemberCrypto } from '../../../../shared/crypto/crypto.ts'
import { codeOf } from '../../../../shared/errors.ts'
import type { Json } from '../../../../shared/json.ts'
import { type Root, walkRoots } from '../../../../shared/root.ts'
import { openDocument } from '../../../../shared/signed.ts'
import type { DocumentFile } from '../file.ts'
import { type Finding, red } from '../finding.ts'
import { count } from '../words.ts'
import { endFindings } from './ends.ts'

/**
 * Whether roots, given oldest first, lead from the first of them to the last, and whether the roster is signed as the last asks.
 * The first is believed as it is: its hash is for people to compare.
 * @returns the last root too, if it is the roster's
 */
export async function rootFindings(
  crypto: MemberCrypto,
  roots: readonly DocumentFile[],
  roster: DocumentFile,
  now: number,
  tz: string,
): Promise<{ readonly findings: readonly Finding[]; readonly root?: Root }> {
  let root: Root
  try {
    const documents = roots.map(({ signed }) => signed as unknown as Json)
    root = (await walkRoots(crypto, documents, roots[0]!.hash!)).at(-1)!
  } catch (error) {
    const says = `the roots do not follow from one another (${codeOf(error)})`
    return { findings: [red('root-refused', 'root', says, 'Give them all, the oldest first, each as it was signed')] }
  }
  const ends = endFindings('root', root, now, tz)
  if (root.network !== roster.inner['network'])
    return {
      findings: [
        ...ends,
        red('network-other', 'roster', 'it is of another network than the root', 'Take the right root'),
      ],
    }
  return { findings: [...ends, ...(await signatureFindings(crypto, root, roster))], root }
}

async function signatureFindings(
  crypto: MemberCrypto,
  { rosterKeys, rosterThreshold, version }: Root,
  { signed }: DocumentFile,
): Promise<readonly Finding[]> {
  if (!signed) return []
  try {
    await openDocument(crypto, signed as unknown as Json, 'roster', rosterKeys, rosterThreshold)
    return []
  } catch (error) {
    const says =
      codeOf(error) === 'document-signature'
        ? `fewer than ${count(rosterThreshold, 'key')} of root ${version} signed what stands there`
        : `its signatures cannot be read (${codeOf(error)})`
    return [red('signature-missing', 'roster', says, 'Let the keepers of roster keys sign this very file')]
  }
}

import { readChain } from '../../../../shared/chain.ts'
import type { Crypto } from '../../../../shared/crypto/crypto.ts'
import { CHAIN_CAP } from '../../../../shared/chain.ts'
import { type ErrorCode, ERROR_CODES, MitosError, codeOf } from '../../../../shared/errors.ts'
import type { DocumentKind } from '../../../store/store.ts'
import type { SignedDocument } from '../../../../shared/signed.ts'
import { whyRefused } from './refusals.ts'
import { asked } from './there.ts'

const PROBLEM_CAP = 64 << 10

/**
 * Puts one document.
 * @throws MitosError with the server's own code, in words; `server-unreachable`
 */
export async function put(where: string, kind: DocumentKind, document: SignedDocument): Promise<void> {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) }
  let status: number
  let code: string | undefined
  try {
    const answer = await asked(`${where}/trust/${kind}`, PROBLEM_CAP, init)
    ;({ status } = answer)
    code = codeIn(answer.bytes.toString('utf8'))
  } catch (error) {
    throw new MitosError('server-unreachable', `the ${kind}: ${whyRefused(kind, codeOf(error))}`)
  }
  if (status === 204) return
  const known = ERROR_CODES.find((one): one is ErrorCode => one === code)
  const words = (known && whyRefused(kind, known)) ?? 'something else than a Mitos server answers: ask its operator'
  throw new MitosError(known ?? 'server-unreachable', `the server refuses the ${kind} (${status}): ${words}`)
}

function codeIn(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

/** Reads the chain back as a panel does: the versions of roster and root that are in force, and the roster's hash. */
export async function readBack(
  crypto: Crypto,
  where: string,
  pin: string,
): Promise<{ readonly version: number; readonly hash: string; readonly root: number }> {
  const { status, bytes } = await asked(`${where}/trust/chain.json`, CHAIN_CAP)
  if (status !== 200)
    throw new MitosError('chain-unreachable', `all was taken, but chain.json answers ${status}: look with mitos watch`)
  try {
    const { root, roster, rosterHash } = await readChain(crypto, bytes.toString('utf8'), pin)
    return { version: roster.version, hash: rosterHash, root: root.version }
  } catch (error) {
    throw new MitosError(
      codeOf(error),
      'all was taken, but no panel believes what is given now: ask the operator at once',
    )
  }
}

import { auditKeyOf, makeAuditKey } from '../../shared/audit.ts'
import { type SecretKey, fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { type Signers, sealCaseKey } from '../../shared/caseKey.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { CaseKeyRecord } from '../../shared/staffApi.ts'
import { openNewest } from '../cases/key.ts'
import type { Session } from '../session.ts'
import type { AuditApi } from './api.ts'

/**
 * The audit's key, sealed for the generation in force where it is not yet. The first who writes makes it; who was slower takes
 * theirs.
 * @throws MitosError `open-…`: no record opens; the server's codes
 */
export async function auditKey(
  api: AuditApi,
  session: Session,
  records: readonly CaseKeyRecord[],
  signers: Signers,
): Promise<SecretKey> {
  const { crypto, chain, ngo, member, keys, boxes } = session
  const of = auditKeyOf({ network: chain.roster.network, ngo: ngo.id })
  const open = async (some: readonly CaseKeyRecord[]): Promise<SecretKey> =>
    (await openNewest(session, of, some, signers)).key
  const { generation, key: to } = ngo.box
  const held = records.length ? await open(records) : null
  const mine = boxes.some((box) => box.generation === generation)
  if (held && (!mine || records.some((one) => one.generation >= generation))) return held
  if (!mine) throw new MitosError('open-wrong-key')
  const made = held ?? makeAuditKey(crypto)
  try {
    const by = { id: member.id, signSeed: keys.signSeed }
    const sealed = sealCaseKey(crypto, { ...of, key: made }, by, fromBase64(to, 32))
    await api.putKey(generation, toBase64(sealed))
    return made
  } catch (error) {
    if (held) return held
    wipe(made)
    if (codeOf(error) !== 'case-generation') throw error
    return open((await api.read(NO_LINE)).keys)
  }
}

/** Behind every line: a reading that is for all else. */
export const NO_LINE = 2 ** 32 - 1

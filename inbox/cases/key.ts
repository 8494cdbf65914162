import { fromBase64 } from '../../shared/bytes.ts'
import { type CaseKey, type CaseOf, type Signers, openCaseKey } from '../../shared/caseKey.ts'
import { MitosError } from '../../shared/errors.ts'
import type { CaseKeyRecord } from '../../shared/staffApi.ts'
import type { Session } from '../session.ts'

/** The newest record that opens by a key that this browser holds. @throws MitosError of the last that did not */
export async function openNewest(
  { crypto, boxes }: Pick<Session, 'crypto' | 'boxes'>,
  of: CaseOf,
  records: readonly CaseKeyRecord[],
  signers: Signers,
): Promise<CaseKey> {
  let why: unknown = new MitosError('open-wrong-key')
  for (const { generation, sealed } of [...records].sort((a, b) => b.generation - a.generation)) {
    const box = boxes.find((one) => one.generation === generation)
    if (!box) continue
    try {
      return await openCaseKey(crypto, fromBase64(sealed), box, of, signers)
    } catch (error) {
      why = error
    }
  }
  throw why
}

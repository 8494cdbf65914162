import { toBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { list, text } from '../../shared/shape.ts'
import type { ReferralRequest, TakenBackRequest } from '../../shared/staffApi.ts'
import { ORIGINS } from '../../shared/takenBack.ts'
import { type Call, readBody } from '../api.ts'

/**
 * Puts a referral, or the answer to one, into the other NGO's list; the same bytes again change nothing.
 * @throws MitosError `request-key-unknown` | `request-conflict` | `referral-own` | `too-many`, and as callBy
 */
export const referBy =
  (call: Call) =>
  async (sealed: SealedReferral): Promise<void> => {
    const body: ReferralRequest = { sealed: toBase64(sealed) }
    await call('/api/inbox/referrals', body)
  }

/**
 * Asks of which origins the person took the request back. What the server says beside them is dropped.
 * @throws MitosError `not-found`: by a server that is older; `internal`: it answered something else; and as callBy
 */
export const askTakenBackBy =
  (call: Call) =>
  async (origins: readonly string[]): Promise<readonly string[]> => {
    const body: TakenBackRequest = { origins }
    const { taken } = Object(await readBody(await call('/api/inbox/taken-back', body))) as { taken?: unknown }
    if (!list(text(/^/), 0, ORIGINS)(taken)) throw new MitosError('internal')
    return origins.filter((one) => (taken as readonly string[]).includes(one))
  }

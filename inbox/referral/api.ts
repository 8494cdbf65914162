import { toBase64 } from '../../shared/bytes.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import type { ReferralRequest } from '../../shared/staffApi.ts'
import type { Call } from '../api.ts'

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

import { fromBase64, toBase64 } from '../bytes.ts'
import type { Crypto, Verifier } from '../crypto/crypto.ts'
import type { Roster, Shift } from '../roster.ts'
import { bytes, deskId, int, key, list, ngoId, object, tuple } from '../shape.ts'
import { leadsOf } from '../team.ts'
import { utf8 } from '../text.ts'

/** Two NGOs change shifts with each other. Nothing moves before a coordinator of each has signed (protocol §4). */
export interface Swap {
  readonly desk: string
  /** as they stand before the change, of two NGOs */
  readonly shifts: readonly [Shift, Shift]
  readonly agreed: readonly Consent[]
}

/** The yes of a coordinator. No name: the roster says whose key it is. */
export interface Consent {
  readonly ngo: string
  /** one of the NGO's `leads` */
  readonly key: string
  /** seconds UTC */
  readonly at: number
  readonly sig: string
}

const shift = tuple(int(), int(1, 10080), ngoId)
export const isSwaps = list(
  object({
    desk: deskId,
    shifts: tuple(shift, shift),
    agreed: list(object({ ngo: ngoId, key, at: int(), sig: bytes(64) }), 1, 2),
  }),
  0,
  200,
)

/** @param hash of the roster that the swap was made for: it says yes to no other */
const messageOf = (roster: Roster, hash: string, { desk, shifts }: Swap, ngo: string, at: number): Uint8Array =>
  utf8(`mitos/swap/v1\n${JSON.stringify([roster.network, hash, desk, shifts, ngo, at])}`)

/** Adds a coordinator's yes, in place of an older one of the same NGO. */
export function agree(
  crypto: Crypto,
  roster: Roster,
  hash: string,
  swap: Swap,
  by: { readonly ngo: string; readonly seed: Uint8Array; readonly at: number },
): Swap {
  const { ngo, seed, at } = by
  const sig = toBase64(crypto.sign(messageOf(roster, hash, swap, ngo, at), seed))
  const rest = swap.agreed.filter((one) => one.ngo !== ngo)
  return { ...swap, agreed: [...rest, { ngo, key: toBase64(crypto.signPublicKey(seed)), at, sig }] }
}

/** A swap with only those consents that hold: of an NGO whose shift it is, by a coordinator whom the roster accepts. */
export async function checkedSwap(verifier: Verifier, roster: Roster, hash: string, swap: Swap): Promise<Swap> {
  const agreed: Consent[] = []
  for (const one of swap.agreed) {
    const ngo = roster.ngos.find(({ id }) => id === one.ngo)
    if (!ngo || !swap.shifts.some(([, , who]) => who === one.ngo) || agreed.some((other) => other.ngo === one.ngo))
      continue
    if (!leadsOf(roster, ngo).includes(one.key)) continue
    const message = messageOf(roster, hash, swap, one.ngo, one.at)
    if (await verifier.verify(fromBase64(one.key, 32), message, fromBase64(one.sig, 64))) agreed.push(one)
  }
  return { ...swap, agreed }
}

/** Whether both NGOs said yes; only of a swap that was checked. */
export const bothAgreed = ({ shifts: [a, b], agreed }: Swap): boolean =>
  a[2] !== b[2] && [a[2], b[2]].every((ngo) => agreed.some((one) => one.ngo === ngo))

const same = (a: Shift, b: Shift): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2]

/** The shifts after the change; undefined where one of the two is not there any more as it was. */
export function exchange(shifts: readonly Shift[], { shifts: [a, b] }: Swap): readonly Shift[] | undefined {
  if (![a, b].every((one) => shifts.some((other) => same(one, other)))) return undefined
  return shifts.map((one) => (same(one, a) ? [a[0], a[1], b[2]] : same(one, b) ? [b[0], b[1], a[2]] : one))
}

import { type PublicKey, type SecretKey, fromBase64, join, toBase64 } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { JsonObject } from './json.ts'
import type { BoxKeys, Ngo, Roster } from './roster.ts'
import { SEAL_SIZE } from './wire.ts'
import { openBox, sealSigned } from './sealed.ts'
import { leadsOf } from './team.ts'
import { bytes, int, is, key, network, ngoId, object, oneOf } from './shape.ts'
import { utf8 } from './text.ts'

/** The keys of one generation of an NGO's inbox, as each member gets them (protocol §11). */
export interface InboxKey {
  readonly ngo: string
  readonly generation: number
  readonly publicKey: PublicKey
  readonly secret: SecretKey
  readonly signSeed: Uint8Array
}

/** For which key sheet a generation was made that no roster names yet; of it, each coordinator's browser writes that sheet. */
export interface SheetOf {
  /** generations of the box and of the spare */
  readonly box: number
  readonly spare: number
  readonly teamMin: number
  /** the keys of before count nowhere any more, because somebody was removed */
  readonly revokes: boolean
}

const PLAIN = 1024
export const INBOX_KEY_SIZE = PLAIN + SEAL_SIZE

const isInboxKey = object({
  type: is('inbox-key'),
  v: int(1, 1),
  network,
  ngo: ngoId,
  generation: int(1),
  boxSecret: key,
  signSeed: key,
  to: bytes(16),
  team: object({ version: int(1), hash: key }),
  issued: int(),
  'sheet?': object({ box: int(1), spare: int(1), teamMin: int(1), revokes: oneOf(true, false) }),
})

const context = (memberBox: Uint8Array): Uint8Array => join(utf8('mitos/inbox-key/v1\n'), memberBox)

/** A lead hands the inbox's keys to one member. @param inbox `sheet`: where no roster names them yet @param issued seconds UTC */
export function sealInboxKey(
  crypto: Crypto,
  inbox: {
    network: string
    ngo: string
    generation: number
    boxSecret: Uint8Array
    signSeed: Uint8Array
    sheet?: SheetOf
  },
  to: { readonly id: string; readonly box: string },
  team: { readonly version: number; readonly hash: string },
  issued: number,
  leadSeed: Uint8Array,
): Uint8Array {
  const value = {
    type: 'inbox-key',
    v: 1,
    network: inbox.network,
    ngo: inbox.ngo,
    generation: inbox.generation,
    boxSecret: toBase64(inbox.boxSecret),
    signSeed: toBase64(inbox.signSeed),
    to: to.id,
    team: { version: team.version, hash: team.hash },
    issued,
    ...(inbox.sheet && { sheet: inbox.sheet }),
  }
  const box = fromBase64(to.box, 32)
  return sealSigned(crypto, value, context(box), leadSeed, PLAIN, box)
}

/** What a roster says of an NGO's keys, be it in force or an earlier one. `leads`: those whom it does not revoke. */
export type Named = Pick<Ngo, 'box' | 'spare' | 'leads'>

export const namedBy = (roster: Roster, ngo: Ngo): Named => ({
  box: ngo.box,
  ...(ngo.spare && { spare: ngo.spare }),
  leads: leadsOf(roster, ngo),
})

/** An inbox key that was opened, of which nothing is believed yet. */
export interface UnprovenKey {
  readonly key: InboxKey
  readonly network: string
  /** member id */
  readonly to: string
  readonly sign: string
  /** seconds UTC */
  readonly issued: number
  readonly sheet: SheetOf | null
  signedByOneOf(leads: readonly string[]): Promise<boolean>
}

/** @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` */
export function unsealInboxKey(
  crypto: Crypto,
  sealed: Uint8Array,
  self: { readonly box: PublicKey; readonly boxSecret: SecretKey },
): UnprovenKey {
  if (sealed.length !== INBOX_KEY_SIZE) throw new MitosError('open-length')
  const opened = openBox(crypto, sealed, self.box, self.boxSecret, PLAIN)
  const { json } = opened
  if (!isInboxKey(json)) throw new MitosError('open-json')
  const secret = fromBase64(json['boxSecret'] as string, 32) as SecretKey
  const signSeed = fromBase64(json['signSeed'] as string, 32)
  const known = new Map<string, boolean>()
  return {
    key: {
      ngo: json['ngo'] as string,
      generation: json['generation'] as number,
      publicKey: crypto.boxPublicKey(secret),
      secret,
      signSeed,
    },
    network: json['network'] as string,
    to: json['to'] as string,
    sign: toBase64(crypto.signPublicKey(signSeed)),
    issued: json['issued'] as number,
    sheet: (json['sheet'] as JsonObject as unknown as SheetOf | undefined) ?? null,
    async signedByOneOf(leads) {
      for (const lead of leads) {
        if (!known.has(lead)) known.set(lead, await opened.signedBy(fromBase64(lead), context(self.box)))
        if (known.get(lead)) return true
      }
      return false
    },
  }
}

const names = ({ box, spare }: Named, generation: number): BoxKeys | undefined =>
  [box, spare].find((keys) => keys?.generation === generation)

/**
 * Whether a member takes a key: only from a coordinator whom the newest of these rosters names, or one that names this generation;
 * only if it is meant for this member, and only if a roster names these very keys (protocol §11).
 * @param rosters newest first
 * @returns null: none of them names this generation
 * @throws MitosError `inbox-key-signer` | `inbox-key-recipient` | `inbox-key-mismatch`
 */
export async function judgeInboxKey(
  unproven: UnprovenKey,
  self: { readonly id: string; readonly network: string; readonly ngo: string },
  rosters: readonly Named[],
): Promise<InboxKey | null> {
  const { key: found, network: of, to, sign } = unproven
  const naming = rosters.filter((one) => names(one, found.generation))
  if (!naming.length) return null
  if (!(await unproven.signedByOneOf([rosters[0]!, ...naming].flatMap(({ leads }) => leads))))
    throw new MitosError('inbox-key-signer')
  if (to !== self.id) throw new MitosError('inbox-key-recipient')
  const isIt = (keys: BoxKeys | undefined): boolean => keys?.key === toBase64(found.publicKey) && keys.sign === sign
  if (of !== self.network || found.ngo !== self.ngo || !naming.some((one) => isIt(names(one, found.generation))))
    throw new MitosError('inbox-key-mismatch')
  return found
}

/**
 * Inverse of sealInboxKey, for keys that one roster names.
 * @throws MitosError as unsealInboxKey and judgeInboxKey; `inbox-key-mismatch` also where it names no such generation
 */
export async function openInboxKey(
  crypto: Crypto,
  sealed: Uint8Array,
  self: { readonly id: string; readonly box: PublicKey; readonly boxSecret: SecretKey },
  roster: Roster,
  ngo: Ngo,
): Promise<InboxKey> {
  const unproven = unsealInboxKey(crypto, sealed, self)
  const named = namedBy(roster, ngo)
  if (!(await unproven.signedByOneOf(named.leads))) throw new MitosError('inbox-key-signer')
  if (unproven.to !== self.id) throw new MitosError('inbox-key-recipient')
  const found = await judgeInboxKey(unproven, { id: self.id, network: roster.network, ngo: ngo.id }, [named])
  if (!found) throw new MitosError('inbox-key-mismatch')
  return found
}

import { type PublicKey, type SecretKey, fromBase64, join, toBase64 } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { JsonObject } from './json.ts'
import type { BoxKeys, Ngo, Roster } from './roster.ts'
import { SEAL_SIZE } from './wire.ts'
import { openBox, sealSigned } from './sealed.ts'
import { leadsOf } from './team.ts'
import { bytes, int, is, key, network, ngoId, object } from './shape.ts'
import { utf8 } from './text.ts'

/** The keys of one generation of an NGO's inbox, as each member gets them (protocol §11). */
export interface InboxKey {
  readonly ngo: string
  readonly generation: number
  readonly publicKey: PublicKey
  readonly secret: SecretKey
  readonly signSeed: Uint8Array
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
})

const context = (memberBox: Uint8Array): Uint8Array => join(utf8('mitos/inbox-key/v1\n'), memberBox)

/** A lead hands the inbox's keys to one member. @param issued seconds UTC */
export function sealInboxKey(
  crypto: Crypto,
  inbox: { network: string; ngo: string; generation: number; boxSecret: Uint8Array; signSeed: Uint8Array },
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
  }
  const box = fromBase64(to.box, 32)
  return sealSigned(crypto, value, context(box), leadSeed, PLAIN, box)
}

/**
 * Inverse of sealInboxKey. A member takes keys only from a lead of the roster, only if they are meant for this member, and
 * only if they are the ones that the roster names.
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `inbox-key-signer` |
 *   `inbox-key-recipient` | `inbox-key-mismatch`
 */
export async function openInboxKey(
  crypto: Crypto,
  sealed: Uint8Array,
  self: { readonly id: string; readonly box: PublicKey; readonly boxSecret: SecretKey },
  roster: Roster,
  ngo: Ngo,
): Promise<InboxKey> {
  if (sealed.length !== INBOX_KEY_SIZE) throw new MitosError('open-length')
  const opened = openBox(crypto, sealed, self.box, self.boxSecret, PLAIN)
  if (!(await signedByLead(opened, self.box, roster, ngo))) throw new MitosError('inbox-key-signer')
  if (!isInboxKey(opened.json)) throw new MitosError('open-json')
  return accept(crypto, opened.json, self.id, roster, ngo)
}

async function signedByLead(
  opened: ReturnType<typeof openBox>,
  memberBox: PublicKey,
  roster: Roster,
  ngo: Ngo,
): Promise<boolean> {
  for (const lead of leadsOf(roster, ngo)) if (await opened.signedBy(fromBase64(lead), context(memberBox))) return true
  return false
}

function accept(crypto: Crypto, json: JsonObject, self: string, roster: Roster, ngo: Ngo): InboxKey {
  if (json['to'] !== self) throw new MitosError('inbox-key-recipient')
  const secret = fromBase64(json['boxSecret'] as string, 32) as SecretKey
  const signSeed = fromBase64(json['signSeed'] as string, 32)
  const publicKey = crypto.boxPublicKey(secret)
  const named = (keys: BoxKeys | undefined): boolean =>
    keys !== undefined &&
    keys.generation === json['generation'] &&
    keys.key === toBase64(publicKey) &&
    keys.sign === toBase64(crypto.signPublicKey(signSeed))
  if (json['network'] !== roster.network || json['ngo'] !== ngo.id || !(named(ngo.box) || named(ngo.spare)))
    throw new MitosError('inbox-key-mismatch')
  return { ngo: ngo.id, generation: json['generation'] as number, publicKey, secret, signSeed }
}

import { fromBase64, join, sameBytes, toBase64 } from './bytes.ts'
import type { Crypto, Verifier } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { INBOX_KEY_SIZE } from './inboxKey.ts'
import { type Json, readJson } from './json.ts'
import { type KeySheet, readKeySheet } from './keySheet.ts'
import { readBlobShape } from './member.ts'
import type { BoxKeys, Ngo, Roster } from './roster.ts'
import { bytes, int, is, key, list, network, ngoId, object, text } from './shape.ts'
import type { SignedDocument } from './signed.ts'
import { type Team, type TeamMember, leadsOf, readTeam } from './team.ts'
import { utf8 } from './text.ts'

/**
 * All that an NGO begins with, as its first coordinator, the founder, made it (protocol §12): a file, kept until a roster names
 * their key, then sent to the server. Everything in it is public or sealed; it opens with the founder's passphrase or kit.
 */
export interface StartFile {
  readonly type: 'start'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  /** seconds UTC */
  readonly issued: number
  /** the key sheet (keySheet.ts) that went to the keeper */
  readonly sheet: SignedDocument
  /** version 1, with the founder alone */
  readonly team: SignedDocument
  /** the founder's own keys (member.ts) */
  readonly blob: string
  /** one for each entry of the blob, in its order */
  readonly loginKeys: readonly string[]
  /** the inbox's keys, sealed to the founder (inboxKey.ts): of the sheet's `box` and `spare`, in this order */
  readonly keys: readonly { readonly generation: number; readonly sealed: string }[]
}

/** The most bytes of the file. */
export const START_CAP = 24 << 10

const document = object({
  signed: (value) => typeof value === 'string',
  signatures: list(object({ key, sig: bytes(64) }), 1, 1),
})
const isStart = object({
  type: is('start'),
  v: is(1),
  network,
  ngo: ngoId,
  issued: int(),
  sheet: document,
  team: document,
  blob: text(/^[\w-]{1,2000}$/),
  loginKeys: list(key, 1, 16),
  keys: list(object({ generation: int(1), sealed: bytes(INBOX_KEY_SIZE) }), 2, 2),
})

const signedBytes = (inner: Uint8Array): Uint8Array => join(utf8('mitos/start/v1\n'), inner)

/** @param seed of the founder's sign key, 32 bytes @returns the file's text */
export function writeStartFile(
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  start: StartFile,
  seed: Uint8Array,
): string {
  const signed = JSON.stringify(start)
  const sig = toBase64(crypto.sign(signedBytes(utf8(signed)), seed))
  const file: SignedDocument = { signed, signatures: [{ key: toBase64(crypto.signPublicKey(seed)), sig }] }
  return JSON.stringify(file)
}

export interface OpenedStart {
  /** the file as it came */
  readonly file: SignedDocument
  readonly start: StartFile
  readonly sheet: KeySheet
  /** six words of the sheet, to be compared by voice with the keeper */
  readonly words: readonly string[]
  readonly founder: TeamMember
}

/**
 * Reads a start file: one key signs it, its sheet and its team, and all of it is of one network, one NGO and one founder.
 * Whether that is who may found, the roster says (`judgeStart`).
 * @param file its bytes; a line's end at the end is allowed
 * @throws MitosError `json-…` | `document-shape` | `document-signature` | `team-refused` | `blob-…`
 */
export async function readStartFile(
  crypto: Pick<Crypto, 'blake2b'> & Verifier,
  file: Uint8Array,
): Promise<OpenedStart> {
  const value = readJson(withoutLineEnd(file), START_CAP)
  need(document(value))
  const whole = value as unknown as SignedDocument
  const { key: signer, sig } = whole.signatures[0]!
  need(JSON.stringify(value) === JSON.stringify({ signed: whole.signed, signatures: [{ key: signer, sig }] }))
  const inner = utf8(whole.signed)
  need(await crypto.verify(fromBase64(signer, 32), signedBytes(inner), fromBase64(sig, 64)), 'document-signature')
  const json = readJson(inner, START_CAP)
  need(isStart(json))
  const start = json as unknown as StartFile
  const { sheet, signers, words } = await readKeySheet(crypto, utf8(JSON.stringify(start.sheet)))
  need(signers[0] === signer && sheet.leads.length === 1 && sheet.leads[0] === signer)
  need(sheet.network === start.network && sheet.ngo === start.ngo)
  need(start.keys[0]!.generation === sheet.box.generation && start.keys[1]!.generation === sheet.spare.generation)
  return { file: whole, start, sheet, words, founder: await founderOf(crypto, start, signer) }
}

/** The one member of the team, whose the blob is. */
async function founderOf(verifier: Verifier, start: StartFile, signer: string): Promise<TeamMember> {
  const { network: of, ngo: id, team: signed, blob, loginKeys } = start
  const ngo = { id, leads: [signer], teamMin: 1 } as unknown as Ngo
  const team: Team = await readTeam(verifier, signed as unknown as Json, { network: of, revoked: [] } as never, ngo)
  const [founder, ...others] = team.members
  need(team.issued === start.issued)
  need(team.version === 1 && !team.duty && !others.length && founder!.role === 'lead' && founder!.sign === signer)
  const shape = readBlobShape(fromBase64(blob))
  need(sameBytes(shape.id, fromBase64(founder!.id, 16)), 'blob-member')
  need(shape.kinds.length === loginKeys.length)
  return founder!
}

const sameKeys = (a: BoxKeys | undefined, b: BoxKeys): boolean =>
  !!a && a.generation === b.generation && a.key === b.key && a.sign === b.sign

/**
 * Whether the roster in force lets this founder begin, which is the only permission there is. Both the founder's browser and the
 * server ask it.
 * @param roster undefined: none is published yet
 * @throws MitosError `ngo-unknown`: the keeper has not published the NGO yet · `start-network`: the file is of another network ·
 *   `start-founder`: the roster names other coordinators · `start-keys`: the roster names other keys of the inbox ·
 *   `team-refused`: the NGO has had later teams
 */
export async function judgeStart(
  verifier: Verifier,
  { start, sheet, founder }: OpenedStart,
  roster: Roster | undefined,
): Promise<Ngo> {
  if (!roster) throw new MitosError('ngo-unknown')
  need(roster.network === start.network, 'start-network')
  const ngo = roster.ngos.find(({ id }) => id === start.ngo)
  if (!ngo) throw new MitosError('ngo-unknown')
  need(leadsOf(roster, ngo).includes(founder.sign), 'start-founder')
  // A roster without a spare is poorer, and not another one.
  need(sameKeys(ngo.box, sheet.box) && (!ngo.spare || sameKeys(ngo.spare, sheet.spare)), 'start-keys')
  await readTeam(verifier, start.team as unknown as Json, roster, ngo)
  return ngo
}

const withoutLineEnd = (file: Uint8Array): Uint8Array => {
  let end = file.length
  while (end > 0 && (file[end - 1] === 0x0a || file[end - 1] === 0x0d)) end--
  return file.subarray(0, end)
}

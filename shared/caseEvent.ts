import { type Brand, fromBase64, join, toBase64, unsigned } from './bytes.ts'
import { type CaseOf, type Signers, needOwn, needSigner } from './caseKey.ts'
import type { MemberCrypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { pad, unpad } from './pad.ts'
import { SIGNATURE_SIZE } from './sealed.ts'
import { int, key, object } from './shape.ts'
import { utf8 } from './text.ts'

/** One event of a case as the server keeps it (protocol §13): nonce(24) ‖ sealed; 40 + 1,024·k bytes, k 1–16. */
export type SealedEvent = Brand<Uint8Array, 'SealedEvent'>

/** Where an event stands in its case. Both are sealed in: an event opens in its own place only. */
export interface EventPlace {
  /** from 0 */
  readonly seq: number
  /** SHA-256 of the event before, 32 zeros for the first */
  readonly prev: Uint8Array
}
/** What a member did, as it is sealed. `act` is read by caseActs.ts. */
export interface CaseEvent {
  /** member id */
  readonly by: string
  /** seconds UTC, a whole hour */
  readonly at: number
  /** head of the audit that the member saw, base64url of 32 bytes */
  readonly audit: string
  readonly act: JsonObject
}

const BLOCK = 1024
const NONCE = 24
const TAG = 16
const MOST = 16 * BLOCK
/** What a person sent hides its length in 8,192 bytes; its copy in a case must not tell it again. */
export const AS_LONG_AS_A_REQUEST = 12 * BLOCK
export const FIRST: EventPlace = { seq: 0, prev: new Uint8Array(32) }
export const MOST_EVENTS = 2 ** 32

/** All that can be said of an event without the key of its case. */
export const isEventLength = (length: number): boolean =>
  length > NONCE + TAG && (length - NONCE - TAG) % BLOCK === 0 && length - NONCE - TAG <= MOST

/** "mitos/case/v1\n" ‖ case(16) ‖ u32 seq ‖ prev(32) */
const additional = ({ case: id }: Pick<CaseOf, 'case'>, { seq, prev }: EventPlace): Uint8Array =>
  join(utf8('mitos/case/v1\n'), fromBase64(id, 16), unsigned(seq, 4), prev)

/** Where the event after this one stands. */
export const placeAfter = async (
  crypto: Pick<MemberCrypto, 'sha256'>,
  event: Uint8Array,
  { seq }: EventPlace,
): Promise<EventPlace> => ({ seq: seq + 1, prev: await crypto.sha256(event) })

/**
 * @param least bytes of the plaintext at least: `AS_LONG_AS_A_REQUEST` for what a person sent, else the least multiple of 1,024
 * @throws MitosError `request-too-long`: more than 16 blocks; `bad-input`: no hour, or no place
 */
export function sealCaseEvent(
  crypto: MemberCrypto,
  caseKey: Uint8Array,
  of: CaseOf,
  place: EventPlace,
  event: CaseEvent,
  signSeed: Uint8Array,
  least = BLOCK,
): SealedEvent {
  need(
    Number.isInteger(place.seq) && place.seq >= 0 && place.seq < MOST_EVENTS && place.prev.length === 32,
    'bad-input',
  )
  need(event.at % 3600 === 0, 'bad-input')
  const { network, ngo } = of
  const { by, at, audit, act } = event
  const json = utf8(JSON.stringify({ type: 'case-event', v: 1, network, ngo, by, at, audit, do: act }))
  const around = additional(of, place)
  const message = join(crypto.sign(join(around, json), signSeed), json)
  const blocks = Math.max(least / BLOCK, Math.ceil((message.length + 1) / BLOCK))
  need(blocks * BLOCK <= MOST, 'request-too-long')
  const plain = pad(message, blocks * BLOCK)
  const nonce = crypto.random(NONCE)
  const sealed = join(nonce, crypto.aeadSeal(plain, around, nonce, caseKey))
  plain.fill(0)
  return sealed as SealedEvent
}

const isRest = object({ v: int(1, 1), at: int(), audit: key, do: object({}) })

/**
 * Inverse of sealCaseEvent.
 * @param place where the reader is in the chain: an event of another case, or with another number or predecessor, is damaged
 * @throws MitosError `open-length` | `open-damaged` | `open-padding` | `open-json` | `open-author` | `open-signature` |
 *   `open-type` | `open-network` | `open-ngo`: the first step that fails
 */
export async function openCaseEvent(
  crypto: MemberCrypto,
  bytes: Uint8Array,
  caseKey: Uint8Array,
  of: CaseOf,
  place: EventPlace,
  signers: Signers,
): Promise<CaseEvent> {
  if (!isEventLength(bytes.length)) throw new MitosError('open-length')
  const around = additional(of, place)
  const plain = crypto.aeadOpen(bytes.slice(NONCE), around, bytes.slice(0, NONCE), caseKey)
  if (!plain) throw new MitosError('open-damaged')
  const message = unpad(plain, plain.length)
  plain.fill(0)
  const json = readObject(message.slice(SIGNATURE_SIZE))
  const signedBy = (publicKey: Uint8Array, context: Uint8Array) =>
    crypto.verify(publicKey, join(context, message.slice(SIGNATURE_SIZE)), message.slice(0, SIGNATURE_SIZE))
  const by = await needSigner({ json, signedBy }, around, signers)
  needOwn(json, { type: 'case-event', network: of.network, ngo: of.ngo })
  if (!isRest(json) || (json['at'] as number) % 3600) throw new MitosError('open-json')
  return { by, at: json['at'] as number, audit: json['audit'] as string, act: json['do'] as JsonObject }
}

/** @throws MitosError `open-json` */
function readObject(bytes: Uint8Array): JsonObject {
  try {
    const json = readJson(bytes, MOST) as JsonObject
    if (object({})(json)) return json
  } catch (cause) {
    throw new MitosError('open-json', cause)
  }
  throw new MitosError('open-json')
}

/** No audit is seen yet. */
export const NO_AUDIT = toBase64(new Uint8Array(32))

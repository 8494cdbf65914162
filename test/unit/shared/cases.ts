import { type SecretKey, toBase64 } from '../../../shared/bytes.ts'
import { AS_LONG_AS_A_REQUEST, FIRST, NO_AUDIT, placeAfter, sealCaseEvent } from '../../../shared/caseEvent.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import { type Signers, signersIn } from '../../../shared/caseKey.ts'
import { type Kept, keep } from '../../../shared/caseKept.ts'
import type { Actor } from '../../../shared/caseMoves.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { openRequest } from '../../../shared/envelope.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import { sealSigned } from '../../../shared/sealed.ts'
import { utf8 } from '../../../shared/text.ts'
import { join } from '../../../shared/bytes.ts'
import { PADDED_SIZE, writeBody, writeHeader } from '../../../shared/wire.ts'

export const crypto = await standardSodium()
export const filled = (value: number, length = 32): Uint8Array => new Uint8Array(length).fill(value)
export const HOUR = 3600
/** An hour, seconds UTC. */
export const AT = 1_795_539_600 - (1_795_539_600 % HOUR)
export const OF = { network: toBase64(filled(1, 16)), ngo: 'a21', case: toBase64(filled(7, 16)) }
export const KEY = filled(8) as SecretKey
export const pair = (value: number) => ({
  publicKey: crypto.boxPublicKey(filled(value)),
  secret: filled(value) as SecretKey,
})

/** Members of the NGO by name, each with an id and a seed of their own. */
const SEEDS = { maria: 31, nikos: 32, lena: 33, petra: 34 } as const
export type Name = keyof typeof SEEDS
export const idOf = (name: Name): string => toBase64(filled(SEEDS[name], 16))
export const signerOf = (name: Name) => ({ id: idOf(name), signSeed: filled(SEEDS[name]) })
const ROLES = { maria: 'member', nikos: 'member', lena: 'lead', petra: 'privacy' } as const
export const signers: Signers = signersIn([
  {
    members: (Object.keys(SEEDS) as Name[]).map((name) => ({
      id: idOf(name),
      name,
      login: name,
      role: ROLES[name],
      box: '',
      sign: toBase64(crypto.signPublicKey(filled(SEEDS[name]))),
    })),
  },
])
export const actorOf = (by: string): Actor => {
  const name = (Object.keys(SEEDS) as Name[]).find((one) => idOf(one) === by)
  return { id: by, role: name ? ROLES[name] : 'member', onShift: true }
}

/** A message of a person with this number, as a member keeps it. */
export async function sent(
  author: number,
  kind: 'request' | 'follow-up' | 'withdraw' = 'request',
  text = 'now',
): Promise<Kept> {
  const { publicKey, secret } = pair(20)
  const header = writeHeader({
    id: filled(author, 16),
    keyId: keyIdOf(crypto, publicKey),
    address: filled(4, 8),
    tag: filled(5, 8),
  } as Parameters<typeof writeHeader>[0])
  const fields = {
    type: 'request',
    v: 1,
    network: OF.network,
    ngo: OF.ngo,
    key: toBase64(publicKey),
    kind,
    author: toBase64(crypto.signPublicKey(filled(author))),
    ...(kind === 'request' ? { answers: {} } : { text }),
  }
  const context = join(utf8('mitos/request/v1\n'), header)
  const body = writeBody(header, sealSigned(crypto, fields, context, filled(author), PADDED_SIZE, publicKey))
  const opened = await openRequest(crypto, body, { ...OF, keys: [{ publicKey, secret }] })
  return keep(body, opened.signedJson)
}

/** Writes acts one after the other. */
export async function written(acts: readonly (readonly [Name, CaseAct | JsonObject])[]): Promise<Uint8Array[]> {
  const events: Uint8Array[] = []
  let place = FIRST
  for (const [name, act] of acts) {
    const least = 'signed' in act ? AS_LONG_AS_A_REQUEST : undefined
    const { id, signSeed } = signerOf(name)
    const value = { by: id, at: AT + place.seq * HOUR, audit: NO_AUDIT, act: act as unknown as JsonObject }
    const event = sealCaseEvent(crypto, KEY, OF, place, value, signSeed, least)
    events.push(event)
    place = await placeAfter(crypto, event, place)
  }
  return events
}

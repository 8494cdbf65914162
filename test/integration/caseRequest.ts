import { type SecretKey, toBase64 } from '../../shared/bytes.ts'
import { type Kept, keep } from '../../shared/caseKept.ts'
import { openRequest } from '../../shared/envelope.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { sealSigned } from '../../shared/sealed.ts'
import { join } from '../../shared/bytes.ts'
import { utf8 } from '../../shared/text.ts'
import { HEADER_SIZE, PADDED_SIZE, type SealedRequest, writeBody, writeHeader } from '../../shared/wire.ts'
import { NOW, crypto, seed } from './network.ts'
import { NETWORK } from './team.ts'

/** The hour that events of the tests name. */
export const SEALED_AT = NOW - (NOW % 3600)
const BOX = { secret: seed('a21 1') as SecretKey, publicKey: crypto.boxPublicKey(seed('a21 1')) }

/** A whole request for `a21` that opens, by an author of this number, into a mailbox of the same. */
export function sealedRequest(
  author: number,
  kind: 'request' | 'follow-up' | 'withdraw' = 'request',
  text = '',
): SealedRequest {
  const header = writeHeader({
    id: crypto.random(16),
    keyId: keyIdOf(crypto, BOX.publicKey),
    address: new Uint8Array(8).fill(author),
    tag: new Uint8Array(8),
  } as Parameters<typeof writeHeader>[0])
  const authorSeed = seed(`author ${author}`)
  const fields = {
    type: 'request',
    v: 1,
    network: NETWORK,
    ngo: 'a21',
    key: toBase64(BOX.publicKey),
    kind,
    author: toBase64(crypto.signPublicKey(authorSeed)),
    answers: { note: text },
  }
  const context = join(utf8('mitos/request/v1\n'), header.slice(0, HEADER_SIZE))
  return writeBody(header, sealSigned(crypto, fields, context, authorSeed, PADDED_SIZE, BOX.publicKey))
}

/** What a member keeps of a row. */
export async function requestFields(body: Uint8Array): Promise<Kept> {
  const opened = await openRequest(crypto, body, { network: NETWORK, ngo: 'a21', keys: [BOX] })
  return keep(body as SealedRequest, opened.signedJson)
}

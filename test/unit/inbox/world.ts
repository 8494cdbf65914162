import { deriveHere } from '../../../inbox/unlock/derive.ts'
import type { Session } from '../../../inbox/session.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { fromBase64, join, toBase64 } from '../../../shared/bytes.ts'
import { readChain } from '../../../shared/chain.ts'
import type { BoxPair } from '../../../shared/envelope.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import { PADDED_SIZE, type RequestId, writeBody, writeHeader } from '../../../shared/wire.ts'
import { sealSigned } from '../../../shared/sealed.ts'
import type { RequestRow } from '../../../shared/staffApi.ts'
import { utf8 } from '../../../shared/text.ts'
import { NOW, makeChain } from '../shared/network.ts'

export { deriveHere, sodium }
const filled = (n: number, length = 32): Uint8Array => new Uint8Array(length).fill(n)
export const DAY = 86_400
/** The hour in which all rows of `sealAny` came. */
export const CAME = NOW - (NOW % 3600)

/** As much of a session as opening, gathering and drawing need. */
export async function makeSession(): Promise<Session> {
  const { crypto } = await sodium()
  const { text, pin } = await makeChain(crypto)
  const chain = await readChain(crypto, text, pin)
  const ngo = chain.roster.ngos[0]!
  const box = { publicKey: crypto.boxPublicKey(filled(20)), secret: filled(20) } as unknown as BoxPair
  const team = { members: [] }
  const member = { id: 'me', name: 'Maria' }
  return { crypto, chain, ngo, team, member, boxes: [box], got: NOW, refused: [] } as unknown as Session
}

/** A whole request of an author, as fields that a test may bend. */
export const fieldsOf = (session: Session, author: number, rest: object): Record<string, unknown> => ({
  type: 'request',
  v: 1,
  network: session.chain.roster.network,
  roster: { version: 2, hash: toBase64(filled(1)) },
  ngo: 'a21',
  key: session.ngo.box.key,
  desk: 'GR',
  site: null,
  hour: CAME,
  skew: null,
  tz: 'Europe/Athens',
  lang: 'el',
  kind: 'request',
  author: toBase64(session.crypto.signPublicKey(filled(author))),
  replyKey: toBase64(filled(2)),
  proof: toBase64(filled(3, 16)),
  shown: { notice: null, lang: 'el', replyBy: NOW + DAY },
  ...rest,
})

/** Signs and seals whatever a sender's program might: nothing is checked. */
export function sealAny(session: Session, author: number, fields: object, at: Partial<RequestRow> = {}): RequestRow {
  const { crypto, ngo } = session
  const id = at.id === undefined ? crypto.random(16) : fromBase64(at.id, 16)
  const to = fromBase64(ngo.box.key, 32)
  const header = writeHeader({
    id: id as RequestId,
    keyId: keyIdOf(crypto, to),
    address: filled(4, 8),
    tag: filled(5, 8),
  } as Parameters<typeof writeHeader>[0])
  const context = join(utf8('mitos/request/v1\n'), header)
  const sealed = writeBody(header, sealSigned(crypto, fields, context, filled(author), PADDED_SIZE, to))
  return { id: toBase64(id), hour: CAME, check: false, claim: null, ...at, sealed: toBase64(sealed) }
}

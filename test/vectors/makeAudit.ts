import { type AuditOf, type AuditPlace, NO_LINES, writeAuditLine } from '../../shared/audit.ts'
import type { AuditDid } from '../../shared/auditDid.ts'
import { join, toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { utf8 } from '../../shared/text.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const OF: AuditOf = { network: toBase64(Uint8Array.from({ length: 16 }, (_, i) => i)), ngo: 'a21' }
const KEY = filled(32, 8)
const MARIA = { id: toBase64(filled(16, 31)), seed: filled(32, 31) }
const NIKOS = { id: toBase64(filled(16, 32)), seed: filled(32, 32) }
const AT = 1_795_539_600
const SECOND: AuditPlace = { length: 1, head: toBase64(filled(32, 3)) }
const SHOWED: AuditDid = {
  what: 'show',
  reason: 'danger-now',
  case: toBase64(filled(16, 7)),
  seq: 4,
  event: toBase64(filled(32, 5)),
}

/** Lines of an audit: each at one place, most of them refused. */
export async function auditVectors(crypto: MemberCrypto) {
  const write = (
    changes: { at?: AuditPlace; of?: AuditOf; by?: string; seed?: Uint8Array; key?: Uint8Array; did?: AuditDid } = {},
  ) => {
    const { at = NO_LINES, of = OF, by = MARIA.id, seed = MARIA.seed, key = KEY, did = SHOWED } = changes
    return writeAuditLine(crypto, key, of, at, { by, at: AT, did }, seed)
  }
  const vector = (
    name: string,
    { line, detail }: Awaited<ReturnType<typeof write>>,
    expect: string,
    did = SHOWED,
    at = NO_LINES,
  ) => ({
    name,
    seq: at.length,
    prev: at.head,
    line: toBase64(line),
    detail: toBase64(detail),
    ...(expect === 'ok' && { did }),
    expect,
  })
  const right = await write()
  const json = Buffer.from(right.line.slice(64)).toString()
  const bent = (change: (text: string) => string) => {
    const text = utf8(change(json))
    return { ...right, line: join(crypto.sign(join(utf8('mitos/audit/v1\n'), text), MARIA.seed), text) }
  }
  const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const read: AuditDid = { what: 'audit-read' }
  return {
    of: OF,
    key: toBase64(KEY),
    members: [MARIA, NIKOS].map(({ id, seed }) => ({ id, sign: toBase64(crypto.signPublicKey(seed)) })),
    audit: [
      vector('the first', right, 'ok'),
      vector(
        'the second, by another member',
        await write({ at: SECOND, by: NIKOS.id, seed: NIKOS.seed, did: read }),
        'ok',
        read,
        SECOND,
      ),
      vector(
        'a space in the json',
        bent((text) => text.replace(',', ', ')),
        'audit-line',
      ),
      vector(
        'of version 2',
        bent((text) => text.replace('"v":1', '"v":2')),
        'audit-line',
      ),
      vector(
        'of another type',
        bent((text) => text.replace('"audit"', '"case-event"')),
        'audit-line',
      ),
      vector(
        'of no whole hour',
        bent((text) => text.replace(`${AT}`, `${AT + 1}`)),
        'audit-line',
      ),
      vector(
        'without what was done',
        bent((text) => text.replace(/"did":"[^"]*"/, '"did":""')),
        'audit-line',
      ),
      vector('cut short', { ...right, line: right.line.slice(0, -1) }, 'audit-line'),
      vector('a signature alone', { ...right, line: right.line.slice(0, 64) }, 'audit-line'),
      vector('of another NGO', await write({ of: { ...OF, ngo: 'gcr' } }), 'audit-other'),
      vector('of another network', await write({ of: { ...OF, network: MARIA.id } }), 'audit-other'),
      vector('with another number', await write({ at: { ...NO_LINES, length: 1 } }), 'audit-order'),
      vector('behind another line', await write({ at: { ...NO_LINES, head: SECOND.head } }), 'audit-order'),
      vector('by nobody of the NGO', await write({ by: toBase64(filled(16, 99)) }), 'audit-signer'),
      vector('signed by another member than it names', await write({ by: NIKOS.id }), 'audit-signer'),
      vector('a flipped bit of the signature', { ...right, line: flipped(right.line, 9) }, 'audit-signer'),
      vector('a flipped bit of what was done', { ...right, detail: flipped(right.detail, 99) }, 'audit-detail'),
      vector('with what was done at another time', { ...right, detail: (await write()).detail }, 'audit-detail'),
      vector('a byte too few of what was done', { ...right, detail: right.detail.slice(1) }, 'audit-detail'),
      vector('sealed under another key', await write({ key: filled(32, 9) }), 'audit-detail'),
    ],
  }
}

import { type SecretKey, join, toBase64, unsigned } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { type ExportRecord, beginExport } from '../../shared/export.ts'
import { publicKeysOf, writeEntries } from '../../shared/member.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const NETWORK = toBase64(Uint8Array.from({ length: 16 }, (_, i) => i))
const KEYS = { boxSecret: filled(32, 4) as SecretKey, signSeed: filled(32, 5) }
const WRAP = filled(32, 11)
const AT = 1_795_539_600
const ABOUT: ExportRecord = { kind: 'about', ngo: 'a21', member: toBase64(filled(16, 3)), at: AT, own: false }
const ROWS: ExportRecord = {
  kind: 'requests',
  rows: [{ id: toBase64(filled(16, 1)), hour: AT, check: false, sealed: 'AA', claim: null }],
}

/** Sealed copies of one member: the first is right, each of the others fails in one check. */
export async function exportVectors(crypto: MemberCrypto) {
  const { box } = publicKeysOf(crypto, KEYS)
  const blob = writeEntries(crypto, NETWORK, filled(16, 3), KEYS, [{ kind: 'passphrase', wrap: WRAP }])
  const write = async (signSeed = KEYS.signSeed, to = box) => {
    const writer = await beginExport(crypto, { network: NETWORK, blob, box: to, signSeed })
    const records = [await writer.add(ABOUT), await writer.add(ROWS)]
    const { bytes, counts, hash } = await writer.end()
    return { start: writer.start, records, end: bytes, counts, hash }
  }
  const { start, records, end, counts, hash } = await write()
  const right = join(start, ...records, end)
  const other = await write()
  const vector = (name: string, file: Uint8Array, expect: string) => ({ name, file: toBase64(file), expect })
  const flipped = (at: number) => right.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const bySomebody = await write(filled(32, 6))
  const toSomebody = await write(KEYS.signSeed, crypto.boxPublicKey(filled(32, 9)))
  const all = (one: typeof bySomebody) => join(one.start, ...one.records, one.end)
  return {
    network: NETWORK,
    wrap: toBase64(WRAP),
    boxSecret: toBase64(KEYS.boxSecret),
    signSeed: toBase64(KEYS.signSeed),
    records: [ABOUT, ROWS],
    counts,
    hash,
    exports: [
      vector('right', right, 'ok'),
      vector('no copy at all', filled(200, 123), 'export-shape'),
      vector('of another version', flipped(14), 'export-shape'),
      vector('a head that is too large', join(right.slice(0, 16), unsigned(9000, 4), right.slice(20)), 'export-shape'),
      vector('a head that is no json', flipped(20), 'export-shape'),
      vector('cut in the head', right.slice(0, 60), 'export-cut'),
      vector('cut between two records', join(start, ...records), 'export-cut'),
      vector('a byte too few', right.slice(0, -1), 'export-cut'),
      vector('a byte too many', join(right, filled(1, 0)), 'export-damaged'),
      vector('a flipped byte of a record', flipped(start.length + 40), 'export-damaged'),
      vector('a record left out', join(start, records[1]!, end), 'export-damaged'),
      vector('two records in another order', join(start, records[1]!, records[0]!, end), 'export-damaged'),
      vector('the end in front', join(start, end), 'export-damaged'),
      vector('a record of another copy', join(start, other.records[0]!, records[1]!, end), 'export-damaged'),
      vector(
        'a record that is too long',
        join(start, unsigned(5 << 20, 4), right.slice(start.length + 4)),
        'export-damaged',
      ),
      vector('for the key of somebody else', all(toSomebody), 'export-damaged'),
      vector('signed by somebody else', all(bySomebody), 'export-signature'),
    ],
  }
}

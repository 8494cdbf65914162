import { toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { signDocument } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'

export const base64Vectors = () => [
  { name: 'empty', text: '', length: 0, expect: 'ok' },
  { name: 'one byte', text: '_w', length: 1, expect: 'ok' },
  { name: 'url alphabet', text: '-_-_', length: 3, expect: 'ok' },
  { name: 'stray bits', text: '_x', length: 1, expect: 'base64' },
  { name: 'padding', text: '_w==', length: 1, expect: 'base64' },
  { name: 'the other alphabet', text: '+/+/', length: 3, expect: 'base64' },
  { name: 'white space', text: '_w ', length: 1, expect: 'base64' },
  { name: 'a length that cannot be', text: 'A', length: 0, expect: 'base64' },
  { name: 'one byte too few', text: 'AAAA', length: 4, expect: 'base64' },
]

/** `text` where it can be said in JSON, else the bytes. */
export const jsonVectors = () => [
  { name: 'all kinds', text: '{"a":[1,-2,null,true,"é\\n\\u001f"],"b":{}}', expect: 'ok' },
  { name: 'largest integer', text: '9007199254740991', expect: 'ok' },
  { name: 'eight deep', text: '[[[[[[[[]]]]]]]]', expect: 'ok' },
  { name: 'nine deep', text: '[[[[[[[[[]]]]]]]]]', expect: 'json-too-deep' },
  { name: 'deep beyond any stack', text: '['.repeat(5000), expect: 'json-too-deep' },
  { name: 'brackets in a string do not count', text: '["[[[[[[[[[["]', expect: 'ok' },
  { name: 'a space', text: '{"a": 1}', expect: 'json-not-canonical' },
  { name: 'a line end at the end', text: '{}\n', expect: 'json-not-canonical' },
  { name: 'a duplicate name', text: '{"a":1,"a":2}', expect: 'json-not-canonical' },
  { name: 'a duplicate name that says the same', text: '{"a":1,"a":1}', expect: 'json-not-canonical' },
  { name: '1.0', text: '1.0', expect: 'json-not-canonical' },
  { name: 'minus zero', text: '-0', expect: 'json-not-canonical' },
  { name: 'an exponent', text: '1e3', expect: 'json-not-canonical' },
  { name: 'an exponent as JSON.stringify writes it', text: '1e+21', expect: 'json-value' },
  { name: 'a fraction', text: '0.5', expect: 'json-value' },
  { name: 'an integer that doubles do not hold', text: '9007199254740992', expect: 'json-value' },
  { name: 'an escape that is not needed', text: '"\\u0041"', expect: 'json-not-canonical' },
  { name: 'an escaped solidus', text: '"\\/"', expect: 'json-not-canonical' },
  { name: 'an upper-case escape', text: '"\\u001F"', expect: 'json-not-canonical' },
  { name: 'a lone surrogate', text: '"\\ud800"', expect: 'json-value' },
  { name: 'a lone surrogate in a name', text: '{"\\udc00":1}', expect: 'json-value' },
  { name: '__proto__', text: '{"__proto__":1}', expect: 'json-value' },
  { name: 'an array index as a name', text: '{"7":1}', expect: 'json-value' },
  {
    name: 'a byte order mark',
    bytes: toBase64(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d)),
    expect: 'json-not-canonical',
  },
  { name: 'bytes that are not UTF-8', bytes: toBase64(Uint8Array.of(0x22, 0xff, 0x22)), expect: 'json-not-utf8' },
  { name: 'an overlong form', bytes: toBase64(Uint8Array.of(0x22, 0xc0, 0x80, 0x22)), expect: 'json-not-utf8' },
  {
    name: 'a surrogate in UTF-8',
    bytes: toBase64(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)),
    expect: 'json-not-utf8',
  },
]

/** Documents of type `switch`, the shortest, against a set of keys and a threshold. */
export function documentVectors(crypto: MemberCrypto) {
  const seeds = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte))
  const keys = seeds.map((seed) => toBase64(crypto.signPublicKey(seed)))
  const inner = {
    type: 'switch',
    v: 1,
    network: toBase64(new Uint8Array(16)),
    ngo: 'a21',
    generation: 4,
    issued: 0,
  } as const
  const good = signDocument(crypto, inner, seeds)
  const [first, second] = good.signatures
  const two = { keys: keys.slice(0, 2), threshold: 2, type: 'switch' }
  const spaced = JSON.stringify(inner).replace(':', ': ')
  const signedText = (signed: string, type = 'switch') => ({
    signed,
    signatures: seeds.slice(0, 2).map((seed, i) => ({
      key: keys[i],
      sig: toBase64(crypto.sign(utf8(`mitos/${type}/v1\n${signed}`), seed)),
    })),
  })
  return [
    { name: 'two of two', ...two, document: good, expect: 'ok' },
    { name: 'one of two', ...two, document: { ...good, signatures: [first] }, expect: 'document-signature' },
    {
      name: 'the same key twice',
      ...two,
      document: { ...good, signatures: [first, first] },
      expect: 'document-shape',
    },
    {
      name: 'a right signature by a key outside the set',
      ...two,
      document: { ...good, signatures: [first, good.signatures[2]] },
      expect: 'document-signature',
    },
    {
      name: 'one of them over other bytes',
      ...two,
      document: { ...good, signatures: [first, { ...second, sig: first!.sig }] },
      expect: 'document-signature',
    },
    {
      name: 'a right signature of another type',
      ...two,
      document: signedText(JSON.stringify(inner), 'root'),
      expect: 'document-signature',
    },
    {
      name: 'signed as one type, saying another',
      ...two,
      document: signedText(JSON.stringify({ ...inner, type: 'root' })),
      expect: 'document-type',
    },
    {
      name: 'a newer version',
      ...two,
      document: signedText(JSON.stringify({ ...inner, v: 2 })),
      expect: 'document-type',
    },
    { name: 'a space in the inner JSON', ...two, document: signedText(spaced), expect: 'json-not-canonical' },
    {
      name: 'names in another order',
      ...two,
      document: { signatures: good.signatures, signed: good.signed },
      expect: 'document-shape',
    },
    { name: 'one name more', ...two, document: { ...good, note: '' }, expect: 'document-shape' },
    {
      name: 'stray bits in a signature',
      ...two,
      document: { ...good, signatures: [first, { ...second, sig: stray(second!.sig) }] },
      expect: 'base64',
    },
    { name: 'no signature', ...two, document: { ...good, signatures: [] }, expect: 'document-signature' },
    {
      name: 'over the cap',
      ...two,
      document: signedText(JSON.stringify({ ...inner, pad: 'x'.repeat(1100) })),
      expect: 'document-shape',
    },
  ]
}

/** 64 bytes end in a character with four bits that no byte uses: sets one of them. */
function stray(base64: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return base64.slice(0, -1) + alphabet[alphabet.indexOf(base64.slice(-1)) | 1]
}

import { beforeAll, describe, expect, it } from 'vitest'
import { join, toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { REPLY_PLAIN, SLOT_SIZE } from '../../../shared/mailbox.ts'
import { REPLY_TEXT, type Reply, type ReplyKeys, openReply, sealReply } from '../../../shared/reply.ts'
import type { Ngo, Roster } from '../../../shared/roster.ts'
import { sealSigned } from '../../../shared/sealed.ts'
import { utf8 } from '../../../shared/text.ts'
import { NOW, smallNetwork } from './network.ts'

const DAY = 86_400
const HOUR = Math.floor(NOW / 3600) * 3600
const seed = (n: number) => new Uint8Array(32).fill(n)
/** of the generation in force, and of the one before it */
const [SIGN, OLD] = [seed(101), seed(102)]
let crypto: MemberCrypto
let roster: Roster
let keys: ReplyKeys
let reply: Reply

beforeAll(async () => {
  crypto = await standardSodium()
  const made = smallNetwork(crypto).roster
  const key = (of: Uint8Array) => toBase64(crypto.signPublicKey(of))
  roster = withNgo(made, (ngo) => ({
    ...ngo,
    box: { ...ngo.box, sign: key(SIGN) },
    signKeys: [{ key: key(OLD), until: HOUR - DAY }],
  }))
  const replySecret = seed(103)
  const replyKey = crypto.boxPublicKey(replySecret)
  keys = { replySecret, replyKey, proof: new Uint8Array(16).fill(8), address: new Uint8Array(8).fill(9) }
  reply = {
    type: 'reply',
    v: 1,
    network: roster.network,
    ngo: 'a21',
    proof: toBase64(keys.proof),
    n: 1,
    at: HOUR,
    lang: 'ar',
    text: 'نتصل بك غدا.\nمع السلامة',
  }
})
const withNgo = (of: Roster, change: (ngo: Ngo) => Ngo): Roster => ({
  ...of,
  ngos: of.ngos.map((ngo) => (ngo.id === 'a21' ? change(ngo) : ngo)),
})
const opened = (sealed: Uint8Array, by = keys, list = roster, now = NOW) =>
  openReply(crypto, sealed, by, list, now).then((found) => found.text, codeOf)
const sealed = (changes: object = {}, of = SIGN) => sealReply(crypto, { ...reply, ...changes }, keys, of)
/** Past the checks of whoever writes it. */
const forged = (value: object, of = SIGN, address = keys.address) =>
  sealSigned(crypto, value, join(utf8('mitos/reply/v1\n'), address, keys.replyKey), of, REPLY_PLAIN, keys.replyKey)

describe('A reply to a return code', () => {
  it('comes back as it was written, by the panel’s cryptography too, always of one length', async () => {
    for (const text of ['x', reply.text, '👩‍👧'.repeat(120)]) {
      const bytes = sealed({ text })
      expect(bytes).toHaveLength(SLOT_SIZE)
      expect(await opened(bytes)).toBe(text)
      expect((await openReply(light, bytes, keys, roster, NOW)).text).toBe(text)
    }
  })

  it('is as long as 600 characters of any script, and no longer, and never empty', async () => {
    expect(await opened(sealed({ text: '𒀀'.repeat(REPLY_TEXT) }))).toHaveLength(2 * REPLY_TEXT)
    for (const text of ['', 'x'.repeat(REPLY_TEXT + 1), '\u202e'])
      expect(codeOf(wrong(() => sealed({ text })))).toBe('bad-input')
  })

  it('carries no character that turns a text round or cannot be seen', async () => {
    expect(await opened(sealed({ text: 'a\u202eb\r\nc\u0007' }))).toBe('ab\nc')
  })

  it('says nothing where it does not open: it may be filler', async () => {
    expect(await opened(crypto.random(SLOT_SIZE))).toBe('open-damaged')
    const other = sealReply(crypto, reply, { ...keys, replyKey: crypto.boxPublicKey(seed(7)) }, SIGN)
    expect(await opened(other)).toBe('open-damaged')
    expect(await opened(sealed().slice(1))).toBe('open-length')
  })

  it('is not believed with a right signature and a wrong proof, nor the other way round', async () => {
    expect(await opened(forged({ ...reply, proof: toBase64(new Uint8Array(16)) }))).toBe('open-field')
    expect(await opened(forged({ ...reply, proof: 3 }))).toBe('open-field')
    expect(await opened(forged(reply, seed(55)))).toBe('open-signature')
  })

  it('is not believed from another mailbox, network, NGO, or kind of document', async () => {
    expect(await opened(forged(reply, SIGN, new Uint8Array(8)))).toBe('open-signature')
    expect(await opened(forged({ ...reply, network: toBase64(new Uint8Array(16)) }))).toBe('open-network')
    expect(await opened(forged({ ...reply, ngo: 'nobody' }))).toBe('open-ngo')
    expect(await opened(forged({ ...reply, ngo: 'gcr' }))).toBe('open-signature')
    expect(await opened(forged({ ...reply, type: 'referral' }))).toBe('open-type')
    expect(await opened(forged({ ...reply, text: 'x'.repeat(601) }))).toBe('open-json')
  })

  it('counts by the keys of an earlier generation for what it wrote then, and for sixty days', async () => {
    const earlier = sealed({ at: HOUR - 2 * DAY }, OLD)
    expect(await opened(earlier)).toBe(reply.text)
    expect(await opened(earlier, keys, roster, HOUR + 58 * DAY)).toBe(reply.text)
    expect(await opened(earlier, keys, roster, HOUR + 60 * DAY)).toBe('open-signature')
    expect(await opened(sealed({ at: HOUR }, OLD))).toBe('open-signature')
  })

  it('is not believed by a key that was revoked, whatever else names it', async () => {
    const revoked = { ...roster, revoked: [toBase64(crypto.signPublicKey(SIGN)), toBase64(crypto.signPublicKey(OLD))] }
    expect(await opened(sealed(), keys, revoked)).toBe('open-signature')
    expect(await opened(sealed({ at: HOUR - 2 * DAY }, OLD), keys, revoked)).toBe('open-signature')
  })
})

function wrong(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

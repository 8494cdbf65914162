import { beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { SLOTS, SLOT_SIZE, type SealedReply } from '../../../shared/mailbox.ts'
import { type Reply, sealReply } from '../../../shared/reply.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../../shared/returnCode.ts'
import type { Roster } from '../../../shared/roster.ts'
import { inFives } from '../../../widget/back/return.tsx'
import { openMailbox } from '../../../widget/back/opened.ts'
import { NOW, smallNetwork } from '../shared/network.ts'

const HOUR = NOW - (NOW % 3600)
const SIGN = { a21: new Uint8Array(32).fill(101), gcr: new Uint8Array(32).fill(102) }
let crypto: MemberCrypto
let roster: Roster
let keys: CodeKeys

beforeAll(async () => {
  crypto = await standardSodium()
  const made = smallNetwork(crypto).roster
  const signs: Readonly<Record<string, Uint8Array>> = SIGN
  roster = {
    ...made,
    ngos: made.ngos.map((ngo) => ({
      ...ngo,
      box: { ...ngo.box, sign: toBase64(crypto.signPublicKey(signs[ngo.id]!)) },
    })),
  }
  keys = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), roster.network)
})

function reply(n: number, changes: Partial<Reply> = {}, seed?: Uint8Array): SealedReply {
  const { network } = roster
  const proof = toBase64(keys.proof)
  const told: Reply = {
    type: 'reply',
    v: 1,
    network,
    ngo: 'a21',
    proof,
    n,
    at: HOUR,
    lang: 'en',
    text: `${n}`,
    ...changes,
  }
  const to = { address: keys.address, replyKey: crypto.boxPublicKey(keys.replySecret) }
  return sealReply(crypto, told, to, seed ?? SIGN[told.ngo as 'a21'])
}
const filler = (): SealedReply => crypto.random(SLOT_SIZE) as SealedReply

/** Opens a mailbox as the panel does, filled up as the server does. */
async function opened(slots: readonly SealedReply[], tag = keys.tagFor('a21')) {
  const all = Array.from({ length: SLOTS }, (_, i) => slots[i] ?? filler())
  const { replies, ngo, ...rest } = await openMailbox(crypto, { tag, slots: all }, keys, roster, NOW)
  return { texts: replies.map(({ text }) => text), ngo: ngo?.id, ...rest }
}

describe('Who comes back with a number', () => {
  it('reads what was answered, by its number, newest first, each once', async () => {
    const second = reply(2)
    expect(await opened([reply(1), second, reply(3), second])).toEqual({
      texts: ['3', '2', '1'],
      ngo: 'a21',
      missing: false,
      unsure: false,
    })
  })

  it('finds nothing in filler, and no NGO by the tag of nobody', async () => {
    const nothing = { texts: [], missing: false, unsure: false }
    expect(await opened([])).toEqual({ ...nothing, ngo: 'a21' })
    expect(await opened([], keys.tagFor('gcr'))).toEqual({ ...nothing, ngo: 'gcr' })
    expect(await opened([], crypto.random(8))).toEqual({ ...nothing, ngo: undefined })
  })

  it('is told of a message that cannot be checked, and not one word of it', async () => {
    for (const odd of [
      reply(2, {}, new Uint8Array(32).fill(9)),
      reply(2, {}, SIGN.gcr),
      reply(2, { proof: toBase64(new Uint8Array(16)) }),
      reply(2, { ngo: 'nobody' }, SIGN.a21),
    ])
      expect(await opened([reply(1), odd])).toMatchObject({ texts: ['1'], unsure: true })
  })

  it('is told of a number that is wanting, unless it is among what cannot be checked or had to make room', async () => {
    const odd = reply(2, {}, new Uint8Array(32).fill(9))
    expect(await opened([reply(3), reply(1)])).toMatchObject({ missing: true })
    expect(await opened([reply(2)])).toMatchObject({ missing: true })
    expect(await opened([reply(3), odd, reply(1)])).toMatchObject({ missing: false, unsure: true })
    expect(await opened([reply(4), odd, reply(1)])).toMatchObject({ missing: true, unsure: true })
    // Each NGO counts its own.
    expect(await opened([reply(1), reply(2, { ngo: 'gcr' }), reply(1, { ngo: 'gcr' })])).toMatchObject({
      missing: false,
    })
    const full = [10, 9, 8, 7, 6, 5, 4, 3].map((n) => reply(n))
    expect(await opened(full)).toMatchObject({ missing: false })
    expect(await opened([reply(11), ...full.slice(1)])).toMatchObject({ missing: true })
  })
})

it('the number is drawn in fives as it is typed, in any script, and what is no digit stays to be seen', () => {
  expect(inFives('12345')).toBe('12345')
  expect(inFives('1234567890-1234567891')).toBe('12345 67890 12345 67891')
  expect(inFives('١٢٣٤٥٦')).toBe('١٢٣٤٥ ٦')
  expect(inFives('1234x5')).toBe('1234x5')
})

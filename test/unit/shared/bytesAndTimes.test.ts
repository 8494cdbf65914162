import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SecretKey } from '../../../shared/bytes.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { argon2idLight, light } from '../../../shared/crypto/light.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import { isSignKey } from '../../../shared/crypto/ed25519.ts'
import { isBoxKey } from '../../../shared/crypto/x25519.ts'
import { openRequest, sealRequest } from '../../../shared/envelope.ts'
import { codeOf } from '../../../shared/errors.ts'
import { readJson } from '../../../shared/json.ts'
import { type Padded, pad, unpad } from '../../../shared/pad.ts'
import { type HelpRequest, composeRequest } from '../../../shared/request.ts'
import { deriveCode, makeCode, readCode } from '../../../shared/returnCode.ts'
import { localTime, nextWindow, replyBy, safety } from '../../../shared/safeTimes.ts'
import { asciiDigits, cleanText, utf8 } from '../../../shared/text.ts'
import { type RequestId, type SealedRequest, checkBody, readHeader } from '../../../shared/wire.ts'
import { anyAnswers } from '../anyAnswers.ts'
import { NOW, smallNetwork } from './network.ts'

const { crypto: sumo, argon2id } = await sumoSodium()
const code = (work: () => unknown): string => {
  try {
    work()
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}

describe('a request', async () => {
  const { roster } = smallNetwork(sumo)
  const secret = new Uint8Array(32).fill(20) as SecretKey
  const own = { network: roster.network, ngo: 'a21', keys: [{ publicKey: sumo.boxPublicKey(secret), secret }] }
  const keys = await deriveCode(light, argon2idLight, makeCode(light.random), roster.network)
  const setting = {
    roster,
    rosterHash: toBase64(new Uint8Array(32)),
    ngo: 'a21',
    desk: 'GR',
    site: null,
    t: NOW + 61,
    skew: 0,
    tz: 'Europe/Athens',
    lang: 'el',
    shown: null,
  }

  it('that the panel seals is opened by libsodium, whatever was answered, and always has 8,281 bytes', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswers, fc.boolean(), async (answers, panelSeals) => {
        const [sealer, opener] = panelSeals ? [light, sumo] : [sumo, light]
        const request = composeRequest(sealer, answers, setting, keys)
        const body = sealRequest(sealer, request, keys, sealer.random(16) as RequestId)
        expect(body.length).toBe(8281)
        const opened = await openRequest(opener, body, own)
        expect(opened.answers).toEqual(answers)
        expect(opened.odd).toEqual([])
        expect(opened.fields.hour).toBe(NOW)
      }),
      { numRuns: 40 },
    )
  })

  it('carries its mailbox in the clear header and nothing else', () => {
    const request = composeRequest(
      light,
      { for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } },
      setting,
      keys,
    )
    const id = light.random(16) as RequestId
    const header = readHeader(sealRequest(light, request, keys, id))
    expect(header.id).toEqual(id)
    expect(header.address).toEqual(keys.address)
    expect(header.tag).toEqual(keys.tagFor('a21'))
    expect(header.tag).not.toEqual(keys.tagFor('gcr'))
  })

  it('cannot be sealed to a key of low order', () => {
    const bent = {
      ...roster,
      ngos: [{ ...roster.ngos[0]!, box: { ...roster.ngos[0]!.box, key: toBase64(new Uint8Array(32)) } }],
    }
    for (const crypto of [light, sumo]) {
      const answers = { for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } } as const
      const request = composeRequest(crypto, answers, { ...setting, roster: bent }, keys)
      expect(code(() => sealRequest(crypto, request, keys, crypto.random(16) as RequestId))).toBe('key-small-order')
    }
  })

  it('is not mistaken for something else by the compiler', () => {
    const raw = new Uint8Array(8281)
    // @ts-expect-error raw bytes are no sealed request
    const sealed: SealedRequest = raw
    // @ts-expect-error bytes that nobody padded
    const padded: Padded = raw
    // @ts-expect-error fields that nobody checked
    const request: HelpRequest = { type: 'request' }
    expect([sealed, padded, request]).toHaveLength(3)
  })

  it('is refused by its frame when the length or the version is wrong', () => {
    expect(code(() => checkBody(new Uint8Array(8280)))).toBe('request-length')
    expect(code(() => checkBody(new Uint8Array(8281)))).toBe('request-version')
  })
})

describe('padding', () => {
  it('gives back what it took, up to one byte less than the size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 63 }), (bytes) => {
        expect(unpad(pad(bytes, 64), 64)).toEqual(bytes)
      }),
    )
  })
  it('refuses what is too long instead of going on to the next block', () => {
    expect(code(() => pad(new Uint8Array(64), 64))).toBe('request-too-long')
  })
  it('refuses another length, no mark, or a byte after it', () => {
    const good = pad(Uint8Array.of(1), 8)
    for (const bad of [new Uint8Array(8), good.slice(1), Uint8Array.from([...good.slice(0, 7), 1])])
      expect(code(() => unpad(bad, 8))).toBe('open-padding')
  })
})

describe('keys of X25519', () => {
  it('are refused when not canonical or of low order', () => {
    const at = (first: number, middle: number, last: number) =>
      Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : i === 31 ? last : middle))
    for (const bad of [
      at(0, 0, 0),
      at(1, 0, 0),
      at(0xec, 0xff, 0x7f),
      at(0xed, 0xff, 0x7f),
      at(0xff, 0xff, 0x7f),
      at(9, 0, 0x80),
      new Uint8Array(31),
    ])
      expect(isBoxKey(bad)).toBe(false)
    expect(isBoxKey(at(9, 0, 0))).toBe(true)
    expect(isBoxKey(at(0xeb, 0xff, 0x7f))).toBe(true)
  })
})

describe('keys of Ed25519', () => {
  it('are refused when y is written as y + p, also where the point itself is fine', () => {
    // y = 3 … 18 are the only ones that have a second spelling below 2^255; 1 and 0 are of small order anyway.
    const spelled = (first: number, rest: number, last: number) =>
      Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? first : i === 31 ? last : rest))
    const fine = Array.from({ length: 16 }, (_, i) => i + 3).filter((y) => isSignKey(spelled(y, 0, 0)))
    expect(fine.length).toBeGreaterThan(4)
    for (const y of fine) expect(isSignKey(spelled(0xed + y, 0xff, 0x7f)), String(y)).toBe(false)
  })
})

describe('return codes', () => {
  it('R33 are 20 digits that check themselves', () => {
    for (let i = 0; i < 200; i++) expect(readCode(makeCode(light.random))).toHaveLength(20)
  })
  it('R33 draw again at 10^19 and above, so that none is likelier', () => {
    const draws = [
      new Uint8Array(8).fill(0xff),
      Uint8Array.of(0x8a, 0xc7, 0x23, 0x04, 0x89, 0xe8, 0, 0),
      new Uint8Array(8),
    ]
    expect(makeCode(() => draws.shift()!)).toBe('00000000000000000000')
    expect(draws).toHaveLength(0)
  })
  it('tell every single wrong digit and every swap of neighbours', () => {
    const good = makeCode(light.random)
    for (let i = 0; i < 20; i++) {
      const wrong = good.slice(0, i) + ((Number(good[i]) + 1 + (i % 9)) % 10) + good.slice(i + 1)
      expect(code(() => readCode(wrong))).toBe('code-typo')
      const swapped = good.slice(0, i) + (good[i + 1] ?? '') + good[i] + good.slice(i + 2)
      if (i < 19 && good[i] !== good[i + 1]) expect(code(() => readCode(swapped))).toBe('code-typo')
    }
  })
  it('are wiped with everything derived from them', async () => {
    const keys = await deriveCode(sumo, argon2id, makeCode(sumo.random), toBase64(new Uint8Array(16)))
    keys.wipe()
    for (const secret of [keys.authorSeed, keys.replySecret, keys.proof, keys.token])
      expect(secret.every((byte) => byte === 0)).toBe(true)
  })
})

describe('text', () => {
  it('R54 loses direction marks, controls and lone surrogates, and keeps letters of all scripts', () => {
    expect(cleanText('a\u202eb\u2066c\u0000d\u061ce\ud800f')).toBe('abcdef')
    expect(cleanText('γειά سلام 你好 𝄞')).toBe('γειά سلام 你好 𝄞')
    expect(cleanText('e\u0301')).toBe('é')
    expect(cleanText('e\u200f\u0301')).toBe('é')
    expect(cleanText('a\r\nb\rc', true)).toBe('a\nb\nc')
    expect(cleanText('a\r\nb')).toBe('a b')
  })
  it('R54 has its digits read in every script that people type', () => {
    expect(asciiDigits('٠١٢ ۳۴۵ ६७८ ৯')).toBe('012 345 678 9')
    for (const zero of [
      0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0x1040, 0x1090, 0x17e0, 0xff10, 0x1d7ce, 0x1d7e2, 0x1e950,
    ])
      for (let n = 0; n < 10; n++)
        expect(asciiDigits(String.fromCodePoint(zero + n)), zero.toString(16)).toBe(String(n))
    expect(asciiDigits('½ ² ① Ⅳ 四')).toBe('½ ² ① Ⅳ 四')
  })
  it('of any bytes is read as JSON of ours or refused with a code, never with a crash', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => code(() => readJson(bytes, 1000)) !== 'internal'))
    fc.assert(fc.property(fc.json(), (text) => code(() => readJson(utf8(text), 10_000)) !== 'internal'))
  })
  it('of base64url comes back as it went', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase64(toBase64(bytes))).toEqual(bytes)
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => ['ok', 'base64'].includes(code(() => fromBase64(text)))))
  })
})

describe('safe times', () => {
  const rule = { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 }
  const tz = 'Europe/Athens'
  const at = (text: string) => Date.parse(text) / 1000

  it('are told in local time, over the changes to and from summer time', () => {
    expect(localTime(at('2026-03-29T00:59:00Z'), tz)).toEqual({ weekday: 7, hour: 2, minute: 59 })
    expect(localTime(at('2026-03-29T01:00:00Z'), tz)).toEqual({ weekday: 7, hour: 4, minute: 0 })
    expect(localTime(at('2026-10-25T01:00:00Z'), tz)).toEqual({ weekday: 7, hour: 3, minute: 0 })
  })
  it('follow the house rule where nothing was said', () => {
    expect(safety(at('2026-11-24T10:00:00Z'), undefined, rule, tz)).toEqual({
      kind: 'now',
      until: at('2026-11-24T15:00:00Z'),
    })
    expect(safety(at('2026-11-24T15:00:00Z'), undefined, rule, tz)).toEqual({
      kind: 'later',
      from: at('2026-11-25T07:00:00Z'),
    })
    expect(safety(at('2026-11-28T10:00:00Z'), undefined, rule, tz)).toEqual({
      kind: 'later',
      from: at('2026-11-30T07:00:00Z'),
    })
  })
  it('follow the person where they said it, and "any time" does not mean four in the morning', () => {
    const evening = { parts: ['evening'], weekend: true } as const
    expect(safety(at('2026-11-28T16:00:00Z'), evening, rule, tz)).toEqual({
      kind: 'now',
      until: at('2026-11-28T19:00:00Z'),
    })
    const any = { parts: ['morning', 'afternoon', 'evening', 'night'], weekend: true } as const
    expect(safety(at('2026-11-24T02:00:00Z'), any, rule, tz)).toEqual({
      kind: 'later',
      from: at('2026-11-24T06:00:00Z'),
    })
  })
  it('join neighbouring parts of a day into one window', () => {
    const when = { parts: ['morning', 'afternoon'], weekend: false } as const
    expect(nextWindow(at('2026-11-24T04:00:00Z'), when, rule, tz)).toEqual({
      from: at('2026-11-24T06:00:00Z'),
      to: at('2026-11-24T15:00:00Z'),
    })
  })
  it('give a promise that can be kept: R32 the hour itself if the one before it is safe, else the end of the next safe window', () => {
    expect(replyBy(at('2026-11-24T10:20:00Z'), 24, undefined, rule, tz)).toBe(at('2026-11-25T11:00:00Z'))
    expect(replyBy(at('2026-11-24T18:20:00Z'), 24, undefined, rule, tz)).toBe(at('2026-11-26T15:00:00Z'))
    expect(replyBy(at('2026-11-27T10:20:00Z'), 24, undefined, rule, tz)).toBe(at('2026-11-30T15:00:00Z'))
    // A window that begins at that hour leaves no minute before it: from Sunday 16:30, evenings of working days.
    const evening = { parts: ['evening'], weekend: false } as const
    expect(replyBy(at('2026-11-29T14:30:00Z'), 24, evening, rule, tz)).toBe(at('2026-11-30T19:00:00Z'))
    // One that ends then has left all of its own: from Thursday 16:30, the house rule.
    expect(replyBy(at('2026-11-26T14:30:00Z'), 24, undefined, rule, tz)).toBe(at('2026-11-27T15:00:00Z'))
  })
})

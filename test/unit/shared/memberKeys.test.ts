import { describe, expect, it } from 'vitest'
import { type SecretKey, fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { checkInvitee, invitationId, joinLink, makeInvitation, readJoinLink } from '../../../shared/invitation.ts'
import { kitKeys, makeKit, readKit, writeKit } from '../../../shared/kit.ts'
import { changeEntries, openBlob, readBlobShape, writeEntries } from '../../../shared/member.ts'
import { memberWords, newPassphrase } from '../../../shared/sixWords.ts'
import { memberVectors as vectors } from '../../support/vectors.ts'

const sodium = await standardSodium()
const outcome = (work: () => unknown): string => {
  try {
    return (work(), 'ok')
  } catch (error) {
    return codeOf(error)
  }
}
const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

describe.each([
  ['libsodium', sodium],
  ['the small implementation', light],
] as const)('By %s', (_, crypto) => {
  const { kit, invitation } = vectors

  it('a kit is written, and gives its keys, as the vectors say', () => {
    expect(writeKit(crypto, fromBase64(kit.bytes))).toBe(kit.text)
    const { wrap, login } = kitKeys(crypto, kit.network, fromBase64(kit.bytes))
    expect([wrap, login].map(toBase64)).toEqual([kit.wrap, kit.login])
  })

  it.each(kit.typed as any[])('a kit that was typed, $name: $expect', ({ text, expect: wanted }) => {
    expect(outcome(() => readKit(crypto, text))).toBe(wanted)
    if (wanted === 'ok') expect(toBase64(readKit(crypto, text))).toBe(kit.bytes)
  })

  it.each(invitation.macs as any[])('an invitee with $name: $expect', ({ of, mac, expect: wanted }) => {
    expect(outcome(() => checkInvitee(crypto, fromBase64(invitation.secret), of, mac))).toBe(wanted)
  })

  it('an invitation is known by its id, and keys by six words', () => {
    expect(toBase64(invitationId(crypto, fromBase64(invitation.secret)))).toBe(invitation.id)
    for (const { box, sign, words } of vectors.words)
      expect(memberWords(crypto, fromBase64(box), fromBase64(sign))).toEqual(words)
  })
})

describe('A kit', () => {
  it('is read back, and every single wrong character is found but about one in a thousand', () => {
    let missed = 0
    for (let i = 0; i < 20; i++) {
      const kit = makeKit(sodium)
      const text = writeKit(sodium, kit)
      expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{2}-){12}[0-9A-HJKMNP-TV-Z]{2}$/)
      expect(readKit(sodium, text)).toEqual(kit)
      for (let at = 0; at < text.length; at++)
        if (text[at] !== '-') {
          const wrong = text.slice(0, at) + (text[at] === 'X' ? 'Y' : 'X') + text.slice(at + 1)
          if (outcome(() => readKit(sodium, wrong)) === 'ok') missed++
        }
    }
    expect(missed).toBeLessThan(10)
  })
})

describe('What is no character of the alphabet', () => {
  it('is not taken for its last one', () => {
    const text = writeKit(sodium, filled(15, 255))
    expect(text.slice(0, 2)).toBe('ZZ')
    for (const wrong of ['U', '!', '٣']) expect(outcome(() => readKit(sodium, wrong + text.slice(1)))).toBe('kit-typo')
  })
})

describe('A blob with several entries', () => {
  it.each(vectors.blobs as any[])(
    '$name: $expect',
    ({ network, member, kind, wrap, blob, boxSecret, expect: wanted }) => {
      const open = () => openBlob(sodium, network, fromBase64(blob), fromBase64(wrap), fromBase64(member), kind)
      expect(outcome(open)).toBe(wanted)
      if (wanted === 'ok') expect(toBase64(open().boxSecret)).toBe(boxSecret)
    },
  )

  const network = toBase64(filled(16, 1))
  const keys = { boxSecret: filled(32, 4) as SecretKey, signSeed: filled(32, 5) }
  const [old, kit, other] = [filled(32, 6), filled(32, 7), filled(32, 8)]
  const written = writeEntries(sodium, network, filled(16, 3), keys, [
    { kind: 'passphrase', wrap: old },
    { kind: 'kit', wrap: kit },
  ])

  it('opens with what is given anew, and with nothing else, once it was changed', () => {
    const by = { kind: 'kit', wrap: kit } as const
    const changed = changeEntries(sodium, network, written, by, [{ kind: 'passphrase', wrap: other }, by])
    expect(readBlobShape(changed)).toEqual({ id: filled(16, 3), kinds: ['passphrase', 'kit'] })
    const tries = [['passphrase', old] as const, ['passphrase', other] as const, ['kit', kit] as const]
    expect(
      tries.map(([kind, wrap]) => outcome(() => openBlob(sodium, network, changed, wrap, undefined, kind))),
    ).toEqual(['passphrase-wrong', 'ok', 'ok'])
    // K is new: a bundle of before under a wrap of now opens nothing.
    const mixed = Uint8Array.from(changed)
    mixed.set(written.slice(17, 17 + 104), 17)
    expect(outcome(() => openBlob(sodium, network, mixed, other))).toBe('blob-damaged')
  })

  it('needs one way in at least, and at most sixteen', () => {
    const entries = (n: number) => Array.from({ length: n }, () => ({ kind: 'passkey', wrap: old }) as const)
    const write = (n: number) => outcome(() => writeEntries(sodium, network, filled(16, 3), keys, entries(n)))
    expect([0, 1, 16, 17].map(write)).toEqual(['blob-length', 'ok', 'ok', 'blob-length'])
  })
})

describe('A link', () => {
  it('is read back, and one that was cut short is told from none', () => {
    const secret = makeInvitation(sodium)
    const link = joinLink('https://mitos.example/inbox/', secret)
    expect(link).toMatch(/^https:\/\/mitos\.example\/inbox\/#join=[\w-]{22}$/)
    expect(readJoinLink(new URL(link).hash)).toEqual(secret)
    expect(readJoinLink('')).toBeUndefined()
    expect(readJoinLink('#main')).toBeUndefined()
    for (const bad of ['#join=', link.slice(link.indexOf('#'), -1), '#join=AAAA AAAA'])
      expect(outcome(() => readJoinLink(bad))).toBe('invitation-link')
  })
})

describe('A new passphrase', () => {
  it('is six words of the list, by all of its 66 bits', () => {
    const passphrase = newPassphrase({ random: (length) => filled(length, 255) })
    expect(passphrase).toBe('zoo zoo zoo zoo zoo zoo')
    expect(newPassphrase({ random: (length) => filled(length, 0) })).toBe(Array(6).fill('abandon').join(' '))
    expect(newPassphrase(sodium)).not.toBe(newPassphrase(sodium))
  })
})

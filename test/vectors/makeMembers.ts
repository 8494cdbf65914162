import { type SecretKey, toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { invitationId, invitationMac } from '../../shared/invitation.ts'
import { kitKeys, writeKit } from '../../shared/kit.ts'
import { writeEntries } from '../../shared/member.ts'
import { memberWords } from '../../shared/sixWords.ts'

const NETWORK = toBase64(Uint8Array.from({ length: 16 }, (_, i) => i))
const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

/** The recovery kit, an invitation, the six words, and a blob that a passphrase and a kit open. */
export const memberVectors = (crypto: MemberCrypto) => ({
  kit: kitVectors(crypto),
  invitation: invitationVectors(crypto),
  words: wordVectors(crypto),
  blobs: twoEntries(crypto),
})

const KIT = Uint8Array.from({ length: 15 }, (_, i) => 17 * i + 3)

function kitVectors(crypto: MemberCrypto) {
  const text = writeKit(crypto, KIT)
  const { wrap, login } = kitKeys(crypto, NETWORK, KIT)
  const swapped = text.replace(/^(.)(.)/, '$2$1')
  const typed = (name: string, text: string, expect: string) => ({ name, text, expect })
  return {
    bytes: toBase64(KIT),
    text,
    network: NETWORK,
    wrap: toBase64(wrap),
    login: toBase64(login),
    typed: [
      typed('as written', text, 'ok'),
      typed('in small letters, without hyphens', text.toLowerCase().replaceAll('-', ''), 'ok'),
      typed('with spaces and a line end', `  ${text.replaceAll('-', ' ')}\n`, 'ok'),
      typed('O for 0, I and l for 1', text.replaceAll('0', 'O').replace('1', 'I').replaceAll('1', 'l'), 'ok'),
      typed('two neighbours swapped', swapped, 'kit-typo'),
      typed(
        'one other character',
        text.replace(/.$/, (last) => (last === 'Z' ? 'Y' : 'Z')),
        'kit-typo',
      ),
      typed('a U, which the alphabet has not', `U${text.slice(1)}`, 'kit-typo'),
      typed('a digit of another script', `٣${text.slice(1)}`, 'kit-typo'),
      typed('one character short', text.slice(0, -1), 'kit-length'),
      typed('one group twice', `${text}-${text.slice(-2)}`, 'kit-length'),
      typed('nothing', '', 'kit-length'),
    ],
  }
}

function invitationVectors(crypto: MemberCrypto) {
  const secret = Uint8Array.from({ length: 16 }, (_, i) => 255 - i)
  const right = {
    network: NETWORK,
    ngo: 'a21',
    name: 'maria',
    box: toBase64(filled(32, 4)),
    sign: toBase64(filled(32, 5)),
  }
  const mac = toBase64(invitationMac(crypto, secret, right))
  const vector = (name: string, change: object, expect: string) => ({ name, of: { ...right, ...change }, mac, expect })
  return {
    secret: toBase64(secret),
    id: toBase64(invitationId(crypto, secret)),
    macs: [
      vector('right', {}, 'ok'),
      vector('another box key', { box: toBase64(filled(32, 6)) }, 'invitation-mac'),
      vector('another sign key', { sign: toBase64(filled(32, 6)) }, 'invitation-mac'),
      vector('the two keys swapped', { box: right.sign, sign: right.box }, 'invitation-mac'),
      vector('another name', { name: 'marie' }, 'invitation-mac'),
      vector('another NGO', { ngo: 'gcr' }, 'invitation-mac'),
      vector('another network', { network: toBase64(filled(16, 1)) }, 'invitation-mac'),
      {
        ...vector('a mac of another invitation', {}, 'invitation-mac'),
        mac: toBase64(invitationMac(crypto, KIT, right)),
      },
      { ...vector('half of a mac', {}, 'invitation-mac'), mac: mac.slice(0, 22) },
    ],
  }
}

const wordVectors = (crypto: MemberCrypto) =>
  [
    [4, 5],
    [5, 4],
    [0, 255],
  ].map(([box, sign]) => ({
    box: toBase64(filled(32, box!)),
    sign: toBase64(filled(32, sign!)),
    words: memberWords(crypto, filled(32, box!), filled(32, sign!)),
  }))

function twoEntries(crypto: MemberCrypto) {
  const keys = { boxSecret: filled(32, 4) as SecretKey, signSeed: filled(32, 5) }
  const [passphrase, kit] = [filled(32, 11), kitKeys(crypto, NETWORK, KIT).wrap]
  const blob = writeEntries(crypto, NETWORK, filled(16, 3), keys, [
    { kind: 'passphrase', wrap: passphrase },
    { kind: 'kit', wrap: kit },
  ])
  const vector = (name: string, kind: string, wrap: Uint8Array, expect: string, bytes: Uint8Array = blob) => ({
    name,
    network: NETWORK,
    member: toBase64(filled(16, 3)),
    kind,
    wrap: toBase64(wrap),
    blob: toBase64(bytes),
    boxSecret: toBase64(keys.boxSecret),
    expect,
  })
  const changed = (at: number, to: number) => blob.map((byte, i) => (i === at ? to : byte))
  return [
    vector('by the passphrase', 'passphrase', passphrase, 'ok'),
    vector('by the kit', 'kit', kit, 'ok'),
    vector("the kit's key offered as a passphrase's", 'passphrase', kit, 'passphrase-wrong'),
    vector("the passphrase's key offered as a kit's", 'kit', passphrase, 'kit-wrong'),
    vector('by a passkey, of which there is none', 'passkey', kit, 'passkey-wrong'),
    vector("the kit's entry named a passkey", 'passkey', kit, 'passkey-wrong', changed(122 + 73, 3)),
    vector('an entry of an unknown kind before it', 'kit', kit, 'ok', changed(122, 9)),
    vector('says one entry and has two', 'kit', kit, 'blob-length', changed(121, 1)),
    vector('of another member', 'kit', kit, 'blob-member', changed(1, 9)),
    vector('a flipped byte in the keys', 'kit', kit, 'blob-damaged', changed(60, blob[60]! ^ 1)),
  ]
}

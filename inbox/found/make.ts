import { type SecretKey, fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { openInboxKey, sealInboxKey } from '../../shared/inboxKey.ts'
import { writeKeySheet } from '../../shared/keySheet.ts'
import { type MemberKeys, loginKey, moveEntry, openBlob, publicKeysOf, readBlobShape } from '../../shared/member.ts'
import type { BoxKeys, Ngo, Roster } from '../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import { type OpenedStart, writeStartFile } from '../../shared/startFile.ts'
import type { Team, TeamMember } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import { wrapOwnKeys } from '../setup/ownKeys.ts'
import type { Made } from '../setup/setup.ts'
import type { Derive } from '../unlock/derive.ts'

interface Means {
  readonly crypto: MemberCrypto
  readonly derive: Derive
}

/** Who begins, and what. */
export interface Founding {
  readonly network: string
  readonly ngo: string
  /** the last generation that a roster has named for it, 0 for none: numbers only grow */
  readonly after: number
  /** as the NGO is called */
  readonly title: string
  readonly shown: string
  readonly login: string
}

/** The secrets of one generation of the inbox. */
interface Generation {
  readonly generation: number
  readonly boxSecret: Uint8Array
  readonly signSeed: Uint8Array
}

/**
 * All keys of a new NGO: the founder's own, and the inbox's of two generations. No secret outlives this call.
 * @param alive whether the founder is still there
 * @param issued seconds UTC
 * @returns the start file's text (shared/startFile.ts); the key sheet is in it
 * @throws MitosError `not-logged-in` where the founder left meanwhile
 */
export async function makeStart(
  means: Means,
  { network, ngo, after, title, shown, login }: Founding,
  made: Made,
  issued: number,
  alive: () => boolean,
): Promise<string> {
  const { crypto } = means
  const keys = { boxSecret: crypto.random(32), signSeed: crypto.random(32) } as unknown as MemberKeys
  const inbox = [1, 2].map((nth) => ({
    generation: after + nth,
    boxSecret: crypto.random(32),
    signSeed: crypto.random(32),
  }))
  try {
    const id = crypto.random(16)
    const own = await wrapOwnKeys(means, { alive, network, name: login, id, keys }, made)
    const { box, sign } = publicKeysOf(crypto, keys)
    const [first, spare] = inbox.map((one) => boxKeysOf(crypto, one)) as [BoxKeys, BoxKeys]
    const sheet = writeKeySheet(
      crypto,
      {
        type: 'key-sheet',
        v: 1,
        network,
        ngo,
        issued,
        name: title,
        box: first,
        spare,
        signKeys: [],
        leads: [toBase64(sign)],
        teamMin: 1,
        revoked: [],
      },
      keys.signSeed,
    )
    const founder: TeamMember = {
      id: toBase64(id),
      name: shown,
      login,
      role: 'lead',
      box: toBase64(box),
      sign: toBase64(sign),
    }
    return await writeStart(crypto, { network, ngo, issued, founder, ...own }, sheet, inbox, keys.signSeed)
  } finally {
    wipe(keys.boxSecret, keys.signSeed, ...inbox.flatMap((one) => [one.boxSecret, one.signSeed]))
  }
}

/**
 * The same beginning with another log-in name, where the old one is somebody's. Passphrase, kit and key sheet stay.
 * @param passphrase the founder's
 * @param at the roster that names them, and their NGO in it
 * @throws MitosError `passphrase-wrong`
 */
export async function renameStart(
  { crypto, derive }: Means,
  { start, sheet, founder: old }: OpenedStart,
  login: string,
  passphrase: string,
  at: { readonly roster: Roster; readonly ngo: Ngo },
  issued: number,
): Promise<string> {
  const { network } = start
  const was = await derive({ passphrase, network, name: old.login })
  const will = await derive({ passphrase, network, name: login })
  const before = fromBase64(start.blob)
  let keys: MemberKeys | undefined
  let inbox: readonly Generation[] = []
  try {
    keys = openBlob(crypto, network, before, was.wrap)
    const blob = toBase64(moveEntry(crypto, network, before, was.wrap, will.wrap))
    const nth = readBlobShape(before).kinds.indexOf('passphrase')
    const loginKeys = start.loginKeys.map((one, i) => (i === nth ? toBase64(loginKey(crypto, will.login)) : one))
    // Both generations are the founder's own, also where the roster names one only.
    const ngo = { ...at.ngo, spare: sheet.spare }
    inbox = await openGenerations(crypto, start.keys, { id: old.id, keys }, { ...at, ngo })
    const founder = { ...old, login }
    const all = { network, ngo: ngo.id, issued, founder, blob, loginKeys }
    return await writeStart(crypto, all, JSON.stringify(start.sheet), inbox, keys.signSeed)
  } finally {
    wipe(was.wrap, was.login, will.wrap, will.login, keys?.boxSecret, keys?.signSeed)
    wipe(...inbox.flatMap((one) => [one.boxSecret, one.signSeed]))
  }
}

/** The inbox's keys of the generations that the roster names. */
async function openGenerations(
  crypto: MemberCrypto,
  sealed: OpenedStart['start']['keys'],
  own: { readonly id: string; readonly keys: MemberKeys },
  { roster, ngo }: { readonly roster: Roster; readonly ngo: Ngo },
): Promise<readonly Generation[]> {
  const self = { id: own.id, box: publicKeysOf(crypto, own.keys).box, boxSecret: own.keys.boxSecret }
  const opened: Generation[] = []
  for (const one of sealed) {
    const key = await openInboxKey(crypto, fromBase64(one.sealed), self, roster, ngo)
    opened.push({ generation: key.generation, boxSecret: key.secret, signSeed: key.signSeed })
  }
  return opened
}

const boxKeysOf = (crypto: MemberCrypto, { generation, boxSecret, signSeed }: Generation): BoxKeys => ({
  generation,
  key: toBase64(crypto.boxPublicKey(boxSecret as SecretKey)),
  sign: toBase64(crypto.signPublicKey(signSeed)),
})

interface Begins {
  readonly network: string
  readonly ngo: string
  readonly issued: number
  readonly founder: TeamMember
  readonly blob: string
  readonly loginKeys: readonly string[]
}

/** Signs the first team, hands the inbox's keys to its one member, and puts all of it into one file. */
async function writeStart(
  crypto: MemberCrypto,
  { network, ngo, issued, founder, blob, loginKeys }: Begins,
  sheet: string,
  inbox: readonly Generation[],
  seed: Uint8Array,
): Promise<string> {
  const first: Team = { type: 'team', v: 1, network, ngo, version: 1, issued, members: [founder] }
  const team = signDocument(crypto, first, [seed])
  const of = { version: 1, hash: toBase64(await crypto.sha256(utf8(team.signed))) }
  const keys = inbox.map((one) => {
    const sealed = sealInboxKey(crypto, { network, ngo, ...one }, founder, of, issued, seed)
    return { generation: one.generation, sealed: toBase64(sealed) }
  })
  const signed = JSON.parse(sheet) as SignedDocument
  return writeStartFile(
    crypto,
    { type: 'start', v: 1, network, ngo, issued, sheet: signed, team, blob, loginKeys, keys },
    seed,
  )
}

import { readFile } from 'node:fs/promises'
import { toBase64 } from '../../shared/bytes.ts'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import type { Release } from '../../shared/release.ts'
import type { Root } from '../../shared/root.ts'
import type { Roster } from '../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import { type DemoSecrets, readSecrets } from '../../demo/keys.ts'
import { makeRelease, makeRoot, makeRoster, makeSecrets } from '../../demo/network.ts'

export interface ChainJson {
  roots: SignedDocument[]
  release: SignedDocument
  roster: SignedDocument
  switches: SignedDocument[]
  off: string[]
  time: number
}

/** All that a false chain can be made of: the true one, its keys, and the keys and chain of a network of strangers. */
export interface Forge {
  readonly secrets: DemoSecrets
  readonly strangers: DemoSecrets
  /** A whole chain that holds, under another root. */
  readonly foreign: ChainJson
  /** A copy of the true chain. */
  chain(): ChainJson
  sign(inner: object, seeds: readonly Uint8Array[]): SignedDocument
  /** Signs anew, by the true keys of its type unless others are given, what a document says, with changes. */
  again(document: SignedDocument, changes: object, seeds?: readonly Uint8Array[]): SignedDocument
  hash(document: SignedDocument): Promise<string>
  publicKey(seed: Uint8Array): string
}

export const read = <T extends Root | Release | Roster>(document: SignedDocument): T => JSON.parse(document.signed) as T

/** @param data the demo's data folder, where its keys lie */
export async function openForge(data: string, server: string): Promise<Forge> {
  const { crypto, argon2id } = await sumoSodium()
  const secrets = (await readSecrets(data))!
  const text = await (await fetch(`${server}/trust/chain.json`)).text()
  const seedsOf = { root: secrets.rootSeeds, release: secrets.releaseSeeds, roster: secrets.rosterSeeds }
  const sign: Forge['sign'] = (inner, seeds) => signDocument(crypto, inner as { type: 'root' }, seeds)
  const hash = async ({ signed }: SignedDocument) => toBase64(await crypto.sha256(utf8(signed)))
  const strangers = await makeSecrets(crypto)
  const makers = { crypto, argon2id, now: Math.floor(Date.now() / 1000) }
  const { files } = JSON.parse(await readFile('dist/pins.json', 'utf8'))
  const release = makeRelease(makers, strangers, files, 1)
  const parts = { version: 1, previous: null, release: await hash(release), exits: ['https://example.org/'] }
  return {
    secrets,
    strangers,
    foreign: {
      roots: [makeRoot(makers, strangers)],
      release,
      roster: await makeRoster(makers, strangers, parts),
      switches: [],
      off: [],
      time: JSON.parse(text).time,
    },
    chain: () => JSON.parse(text) as ChainJson,
    sign,
    again(document, changes, seeds) {
      const inner = read<Root>(document)
      return sign({ ...inner, ...changes }, seeds ?? seedsOf[inner.type])
    },
    hash,
    publicKey: (seed) => toBase64(crypto.signPublicKey(seed)),
  }
}

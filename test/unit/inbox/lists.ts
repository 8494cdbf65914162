import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import type { Roster } from '../../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../../shared/signed.ts'
import { NOW, SEEDS, makeChain } from '../shared/network.ts'
import { DAY } from './world.ts'

/** A chain with roster N, its text and its hash. */
export interface Listed {
  readonly version: number
  readonly text: string
  readonly hash: string
  readonly roster: SignedDocument
}

/** Roster N, issued at NOW − (10 − N) days. */
export async function listed(
  crypto: MemberCrypto,
  version: number,
  previous: string,
  bend: (roster: Roster) => object = (roster) => roster,
  ofRelease: object = {},
): Promise<Listed> {
  const { text, chain, parts } = await makeChain(crypto, {
    release: (release) => ({ ...release, ...ofRelease }),
    roster: (roster) => ({ ...bend(roster), version, previous, issued: NOW - (10 - version) * DAY }),
  })
  return { version, text, hash: await parts.pinOf(chain.roster), roster: chain.roster }
}

/** Rosters 2 to 6, each naming the one before. */
export async function listsOf(crypto: MemberCrypto): Promise<Readonly<Record<number, Listed>>> {
  const all: Record<number, Listed> = {}
  let before = 'A'.repeat(43)
  for (let n = 2; n < 7; n++) {
    all[n] = await listed(crypto, n, before)
    before = all[n]!.hash
  }
  return all
}

/** The same chain, with a second root after the first. */
export function withRoots(crypto: MemberCrypto, text: string, bend: object = {}): string {
  const chain = JSON.parse(text)
  const first = JSON.parse(chain.roots[0].signed)
  const second = signDocument(crypto, { ...first, version: 2, ...bend }, SEEDS.root)
  return JSON.stringify({ ...chain, roots: [chain.roots[0], second] })
}

/** The same chain, with the spare keys of `a21` in force. */
export function withSwitch(crypto: MemberCrypto, text: string): string {
  const chain = JSON.parse(text)
  const { network } = JSON.parse(chain.roster.signed)
  const one = { type: 'switch', v: 1, network, ngo: 'a21', generation: 4, issued: NOW } as never
  return JSON.stringify({ ...chain, switches: [signDocument(crypto, one, [SEEDS.lead])] })
}

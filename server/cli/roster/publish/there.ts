import { CHAIN_CAP } from '../../../../shared/chain.ts'
import { MitosError } from '../../../../shared/errors.ts'
import type { JsonObject } from '../../../../shared/json.ts'
import { type Release, readRelease } from '../../../../shared/release.ts'
import { type SignedDocument, outerCap } from '../../../../shared/signed.ts'
import { type Answer, AskError, UNANSWERED, ask } from '../../watch/ask.ts'
import { sha384 } from '../../watch/files.ts'
import { shapeProblems } from '../shape.ts'

/** What is published at a server. */
export interface There {
  /** all that it has, oldest first; the newest may wait for a roster */
  readonly roots: readonly SignedDocument[]
  /** what is in force, if anything is */
  readonly inForce:
    | {
        readonly text: string
        readonly roster: SignedDocument
        readonly release: SignedDocument
        /** version of the root that pages believe */
        readonly root: number
      }
    | undefined
  /** that wait for a roster which names them */
  readonly releases: readonly SignedDocument[]
}

/** More than this wait nowhere. */
const WAITING = 32

/** @throws MitosError `server-unreachable` | `not-found` where no Mitos is */
export async function lookThere(where: string): Promise<There> {
  const { status, bytes } = await asked(`${where}/trust/chain.json`, CHAIN_CAP)
  const text = bytes.toString('utf8')
  if (status === 503 && text.includes('"chain-unreachable"'))
    return {
      roots: await documentsFrom(where, 'root', 1),
      inForce: undefined,
      releases: await documentsFrom(where, 'releases', 1),
    }
  const chain = status === 200 ? parse(text) : undefined
  if (!chain) throw new MitosError('not-found', `there is no Mitos server at this address (it answers ${status})`)
  const { roots, release, roster } = chain
  return {
    roots: [...roots, ...(await documentsFrom(where, 'root', roots.length + 1))],
    inForce: { text, roster, release, root: versionOf(roots.at(-1)!) },
    releases: await documentsFrom(where, 'releases', versionOf(release) + 1),
  }
}

interface ChainText {
  readonly roots: readonly SignedDocument[]
  readonly release: SignedDocument
  readonly roster: SignedDocument
}

/** Only as far as it must be to be taken apart; the rules decide over the rest. */
function parse(text: string): ChainText | undefined {
  try {
    const chain = JSON.parse(text) as ChainText
    readRelease(JSON.parse(chain.release.signed) as JsonObject)
    const sound = chain.roots.every(isSound) && !shapeProblems(JSON.parse(chain.roster.signed)).length
    return chain.roots.length > 0 && sound ? chain : undefined
  } catch {
    return undefined
  }
}

const isSound = (one: SignedDocument): boolean => Array.isArray(one.signatures) && Number.isSafeInteger(versionOf(one))

export const versionOf = ({ signed }: SignedDocument): number => (JSON.parse(signed) as { version: number }).version

/** Documents from a version on, until there is none. */
async function documentsFrom(
  where: string,
  folder: 'root' | 'releases',
  first: number,
): Promise<readonly SignedDocument[]> {
  const found: SignedDocument[] = []
  for (let version = first; found.length < WAITING; version++) {
    const cap = outerCap(folder === 'root' ? 'root' : 'release')
    const { status, bytes } = await asked(`${where}/trust/${folder}/${version}.json`, cap)
    if (status !== 200) break
    found.push(readSound(bytes.toString('utf8')))
  }
  return found
}

function readSound(text: string): SignedDocument {
  try {
    const document = JSON.parse(text) as SignedDocument
    if (isSound(document)) return document
  } catch {
    // told below
  }
  throw new MitosError('chain-refused', 'what the server gives is damaged: ask its operator')
}

const FILE_CAP = 4 << 20

/** SHA-384 of the files of a release as they lie there, by name. */
export async function filesThere(where: string, { files }: Release): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for (const { path } of Object.values(files)) {
    const { status, bytes } = await asked(where + path, FILE_CAP)
    if (status === 200) hashes.set(path.slice('/w/'.length), sha384(bytes))
  }
  return hashes
}

/** @throws MitosError `server-unreachable`, in words */
export async function asked(address: string, cap: number, init?: RequestInit): Promise<Answer> {
  try {
    return await ask(address, cap, undefined, init)
  } catch (error) {
    if (!(error instanceof AskError)) throw error
    throw new MitosError('server-unreachable', UNANSWERED[error.code][0])
  }
}

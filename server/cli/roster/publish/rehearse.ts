import type { Crypto } from '../../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../../shared/errors.ts'
import { readRelease } from '../../../../shared/release.ts'
import type { JsonObject } from '../../../../shared/json.ts'
import type { SignedDocument } from '../../../../shared/signed.ts'
import type { DocumentKind, Store, StoredDocument } from '../../../store/store.ts'
import { Documents } from '../../../trust/documents.ts'
import { publish } from '../../../trust/publish.ts'
import { memoryDocuments, stored } from './memory.ts'
import { inWords } from './refusals.ts'
import { type There, filesThere } from './there.ts'

/** What goes to the server, in this order. */
export type Step = readonly [kind: DocumentKind, document: SignedDocument]

interface Rehearsal {
  readonly crypto: Crypto
  readonly where: string
  readonly there: There
  readonly steps: readonly Step[]
  readonly clock: () => number
}

/**
 * Tries everything on a copy of what is published there, with the server's own code: what it would refuse is refused here, before
 * anything is sent.
 * @throws MitosError as `publish` (server/trust/publish.ts), in words
 */
export async function rehearse({ crypto, where, there, steps, clock }: Rehearsal): Promise<void> {
  const { roots, releases, inForce } = there
  const first = roots[0] ?? steps.find(([kind]) => kind === 'root')?.[1]
  if (!first) throw inWords(steps[0]?.[0] === 'release' ? 'release' : 'roster', new MitosError('root-refused'))
  const store = memoryDocuments([
    ...roots.map((one) => stored('root', one)),
    ...releases.map((one) => stored('release', one)),
    ...(inForce ? [stored('release', inForce.release), stored('roster', inForce.roster)] : []),
  ])
  const { hash: pin } = stored('root', first)
  const known = inForce ? [inForce.release, ...releases] : releases
  const files = await hashesFor(where, [...known.map((one): Step => ['release', one]), ...steps])
  const deps = {
    // Of a store it asks for documents only.
    store: store as Store,
    crypto,
    documents: new Documents(store, crypto, clock, pin),
    files: { sha384: (name: string) => files.get(name) },
    pin,
    clock,
  }
  for (const [kind, document] of steps)
    try {
      await publish(deps, kind, stored(kind, document).bytes)
    } catch (error) {
      throw inWords(kind, error)
    }
}

/** Hashes of the files of the release that the roster names, as they lie there. */
async function hashesFor(where: string, steps: readonly Step[]): Promise<ReadonlyMap<string, string>> {
  const roster = steps.find(([kind]) => kind === 'roster')?.[1]
  const wanted = roster && (JSON.parse(roster.signed) as { release: string }).release
  const all = steps.map(([kind, document]): StoredDocument => stored(kind, document))
  const at = all.findIndex(({ kind, hash }) => kind === 'release' && hash === wanted)
  if (at < 0) return new Map()
  try {
    return await filesThere(where, readRelease(JSON.parse(steps[at]![1].signed) as JsonObject))
  } catch (error) {
    throw inWords('release', error)
  }
}

import { fromBase64, sameBytes, toHex } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import { keyIdOf } from '../../shared/keys.ts'
import type { Release } from '../../shared/release.ts'
import { type Root, walkRoots } from '../../shared/root.ts'
import type { Roster } from '../../shared/roster.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { fromUtf8 } from '../../shared/text.ts'
import type { KeyId } from '../../shared/wire.ts'
import type { Store, StoredGeneration, StoredSwitch } from '../store/store.ts'
import { type StoredRoot, rootsInForce } from './inForce.ts'
import { KeyTimes, type NamedKeys } from './keyTimes.ts'
import { type SwitchInForce, switchesInForce } from './switches.ts'

/** Another process may have published; look again after so many seconds. */
const FRESH = 5

/** `retired`: when the first roster without it was issued, seconds UTC */
export type RetiredGeneration = StoredGeneration & { readonly retired: number }

/** What is published, read once and kept until it changes. */
export interface Published {
  /** every root that is stored, oldest first */
  readonly stored: readonly StoredRoot[]
  /** those in force: newer ones wait for a roster and a release that hold under them */
  readonly roots: readonly StoredRoot[]
  /** hash of the last root that is stored */
  readonly rootHash: string | undefined
  readonly roster: { readonly value: Roster; readonly hash: string; readonly document: Json } | undefined
  /** the release that the roster names */
  readonly release: { readonly value: Release; readonly document: Json; readonly bytes: Uint8Array } | undefined
  /** those that count under the roster in force, by NGO */
  readonly switches: readonly SwitchInForce[]
  /** every switch that is stored */
  readonly storedSwitches: readonly StoredSwitch[]
  /** key id (hex) → until when requests for it are taken, seconds UTC */
  readonly accepted: ReadonlyMap<string, number>
  /** ngo → key ids of every generation that a roster ever named for it */
  readonly keyIds: ReadonlyMap<string, readonly KeyId[]>
  /** generations that an earlier roster named, and the one in force does not */
  readonly retired: readonly RetiredGeneration[]
}

/** Reads what was checked when it was stored. */
export const parseStored = (stored: { readonly bytes: Uint8Array }): { document: Json; inner: unknown } => {
  const document = JSON.parse(fromUtf8(stored.bytes)) as SignedDocument
  return { document: document as unknown as Json, inner: JSON.parse(document.signed) }
}

/** What is read of a store to know what is published. */
export type DocumentStore = Pick<Store, 'latestDocument' | 'document' | 'documents' | 'documentByHash' | 'switches'>

const sameSwitches = (some: readonly StoredSwitch[], others: readonly StoredSwitch[]): boolean =>
  some.length === others.length &&
  some.every(({ ngo, generation, bytes }, i) => {
    const other = others[i]!
    return ngo === other.ngo && generation === other.generation && sameBytes(bytes, other.bytes)
  })

export class Documents {
  readonly #store: DocumentStore
  readonly #crypto: Crypto
  readonly #clock: () => number
  readonly #pin: string
  readonly #times = new KeyTimes()
  /** By version, oldest first; a roster that is stored never changes. */
  readonly #rosters = new Map<number, NamedKeys>()
  #current: Published | undefined
  #reading: Promise<Published> | undefined
  #readAt = -Infinity

  /** @param pin hash of the first root */
  constructor(store: DocumentStore, crypto: Crypto, clock: () => number, pin: string) {
    this.#store = store
    this.#crypto = crypto
    this.#clock = clock
    this.#pin = pin
  }

  /**
   * The same object as long as nothing new was published.
   * @throws MitosError `store-failed` | `config-root` where what is stored belongs to another network
   */
  published(): Promise<Published> {
    const now = this.#clock()
    if (this.#reading && now - this.#readAt < FRESH) return this.#reading
    this.#readAt = now
    const reading = this.#look()
    this.#reading = reading
    reading.then(
      (published) => this.#reading === reading && (this.#current = published),
      // A failed reading is not kept: the next caller tries again.
      () => this.#reading === reading && this.changed(),
    )
    return reading
  }

  /** Something was stored: look again. */
  changed(): void {
    this.#reading = undefined
  }

  /** Whether requests for this key are taken now. */
  async accepts(keyId: KeyId): Promise<boolean> {
    const { accepted } = await this.published()
    return (accepted.get(toHex(keyId)) ?? 0) > this.#clock()
  }

  /** Of every generation that a roster ever named for this NGO. */
  async keyIdsOf(ngo: string): Promise<readonly KeyId[]> {
    return (await this.published()).keyIds.get(ngo) ?? []
  }

  async #look(): Promise<Published> {
    const [root, roster] = await Promise.all([this.#store.latestDocument('root'), this.#store.latestDocument('roster')])
    const known = this.#current
    if (known?.rootHash !== root?.hash || known?.roster?.hash !== roster?.hash) return this.#read()
    if (!sameSwitches(known?.storedSwitches ?? [], await this.#store.switches())) return this.#read()
    // A release may have got other signatures, and a root come into force by them.
    const release = known?.roster && (await this.#store.documentByHash('release', known.roster.value.release))
    const before = known?.release?.bytes
    const same = release && before ? sameBytes(release.bytes, before) : release === before
    return known && same ? known : this.#read()
  }

  async #read(): Promise<Published> {
    const [roots, latest, storedSwitches] = await Promise.all([
      this.#store.documents('root'),
      this.#store.latestDocument('roster'),
      this.#store.switches(),
    ])
    const documents = roots.map((one) => parseStored(one).document)
    const walked = documents.length ? await this.#walk(documents) : []
    const stored = walked.map((value, i): StoredRoot => ({ value, document: documents[i]! }))
    const last = latest && { ...parseStored(latest), hash: latest.hash }
    const roster = last?.inner as Roster | undefined
    const named = await this.#namedUpTo(roster?.version ?? 0)
    const release = roster && (await this.#store.documentByHash('release', roster.release))
    const parsed = release && parseStored(release)
    this.#times.date(named, storedSwitches, this.#clock())
    const switches = roster ? await switchesInForce(this.#crypto, roster, storedSwitches) : []
    const inForce = last && parsed && (await rootsInForce(this.#crypto, stored, last.document, parsed.document))
    return {
      stored,
      roots: inForce?.length ? inForce : stored,
      rootHash: roots[roots.length - 1]?.hash,
      roster: last && roster && { value: roster, hash: last.hash, document: last.document },
      release: release && parsed && { ...release, value: parsed.inner as Release, document: parsed.document },
      switches,
      storedSwitches,
      accepted: this.#accepted(named, switches, roster?.revoked ?? []),
      keyIds: this.#keyIds(named),
      retired: this.#retired(named),
    }
  }

  /** One at a time, and each only once: hundreds of large ones would not fit into memory together. */
  async #namedUpTo(version: number): Promise<readonly NamedKeys[]> {
    for (let next = 1; next <= version; next++) {
      const stored = this.#rosters.has(next) ? undefined : await this.#store.document('roster', next)
      if (!stored) continue
      const { issued, ngos } = parseStored(stored).inner as Roster
      const keys = ngos.map(({ id, box, spare }) => (spare ? { id, box, spare } : { id, box }))
      this.#rosters.set(next, { version: next, issued, ngos: keys })
    }
    return [...this.#rosters.values()].filter((one) => one.version <= version)
  }

  async #walk(roots: readonly Json[]): Promise<readonly Root[]> {
    try {
      const walked = await walkRoots(this.#crypto, roots, this.#pin)
      // One value for each document: the pin is the first root's.
      need(walked.length === roots.length, 'root-refused')
      return walked
    } catch {
      throw new MitosError('config-root', 'MITOS_ROOT: the data folder is of another network; correct one of the two')
    }
  }

  #accepted(
    named: readonly NamedKeys[],
    switches: readonly SwitchInForce[],
    revoked: readonly string[],
  ): Map<string, number> {
    const until = this.#times.takenUntil(named, switches)
    return new Map([...until].filter(([key]) => !revoked.includes(key)).map(([key, end]) => [this.#id(key).hex, end]))
  }

  #keyIds(rosters: readonly NamedKeys[]): Map<string, readonly KeyId[]> {
    const keys = new Map<string, Set<string>>()
    for (const { ngos } of rosters)
      for (const { id, box, spare } of ngos) {
        const all = keys.get(id) ?? new Set()
        keys.set(id, spare ? all.add(box.key).add(spare.key) : all.add(box.key))
      }
    return new Map([...keys].map(([ngo, all]) => [ngo, [...all].map((key) => this.#id(key).id)]))
  }

  #retired(rosters: readonly NamedKeys[]): readonly RetiredGeneration[] {
    const named = ({ ngos }: NamedKeys) =>
      ngos.flatMap(({ id, box, spare }) => [box, ...(spare ? [spare] : [])].map((one) => ({ ngo: id, ...one })))
    const last = rosters[rosters.length - 1]
    const inForce = new Set(last && named(last).map(({ key }) => key))
    const before = new Map(
      rosters.flatMap((roster, i) =>
        named(roster).map((one) => [one.key, { ...one, retired: rosters[i + 1]?.issued ?? Infinity }]),
      ),
    )
    return [...before.values()]
      .filter(({ key }) => !inForce.has(key))
      .map(({ ngo, generation, key, retired }) => ({ ngo, generation, keyId: this.#id(key).id, retired }))
  }

  #id(key: string): { id: KeyId; hex: string } {
    const id = keyIdOf(this.#crypto, fromBase64(key, 32))
    return { id, hex: toHex(id) }
  }
}

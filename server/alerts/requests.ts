import { toBase64, toHex } from '../../shared/bytes.ts'
import { fromUtf8 } from '../../shared/text.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import type { Team } from '../../shared/team.ts'
import type { KeyId } from '../../shared/wire.ts'
import { SILENT } from '../../shared/silence.ts'
import type { Store, Unopened } from '../store/store.ts'
import type { Arrivals } from './arrivals.ts'
import type { AlertRequest } from './due.ts'

const DAY = 86_400
/** So many rows are looked at before others are served. */
const BATCH = 128

type Asked = Pick<Store, 'unopened' | 'claimedAddresses' | 'wakes' | 'silent' | 'steppedBack'>

/**
 * The requests for which somebody is to be called. Those that nobody has opened, one for all of an NGO that came at the same time;
 * what a person adds to one that somebody of the same NGO has opened, which is that member's to read, or nobody's once it is closed.
 * And those whose owner set an hour that has come, or wrote nothing for a month.
 * @param keyIds ngo → the keys for which its requests are sealed
 */
export async function alertRequests(
  store: Asked,
  arrivals: Arrivals,
  keyIds: ReadonlyMap<string, readonly KeyId[]>,
  now: number,
): Promise<readonly AlertRequest[]> {
  const away = new Map<string, string[]>()
  for (const { request, member } of await store.steppedBack())
    away.set(toHex(request), [...(away.get(toHex(request)) ?? []), toBase64(member)])
  const awayFrom = (id: Uint8Array) => {
    const ids = away.get(toHex(id))
    return ids ? { away: ids } : {}
  }
  const woken = (await store.wakes(now)).map(({ request, address, ngo, by, wakeAt }): AlertRequest => {
    const claim = { by: toBase64(by), wakeAt }
    return { ngo, since: wakeAt, claim, address: toHex(address), ...awayFrom(request) }
  })
  const quiet = (await store.silent(now - SILENT.asks * DAY)).map(({ ngo, by, acted }): AlertRequest => {
    return { ngo, since: acted + SILENT.asks * DAY, claim: { by: toBase64(by), wakeAt: null }, silent: true }
  })
  const requests: AlertRequest[] = [...woken, ...quiet]
  for (const [ngo, keys] of keyIds) {
    // Only where it is asked for, and no row is kept: there may be very many.
    let owners: ReadonlyMap<string, Owner> | undefined
    const times = new Set<number>()
    const added = new Map<string, AlertRequest>()
    for (const keyId of keys)
      for await (const { id, hour, address, wakeAt } of rowsOf(store, keyId)) {
        owners ??= await ownersOf(store, keys)
        // Somebody who had it set an hour before they gave it away: it is as if it came in that hour.
        const since = Math.max(arrivals.since(id, hour), wakeAt ?? 0)
        const owner = owners.get(toHex(address))
        if (owner !== undefined) {
          const mailbox = toHex(address)
          const claim = { by: owner.by, wakeAt: null }
          const one: AlertRequest = { ngo, since, claim, added: owner.closed ? 'ended' : 'open', address: mailbox }
          added.set(`${owner.by} ${since} ${mailbox}`, owner.closed ? { ...one, ...awayFrom(id) } : one)
          continue
        }
        if (away.has(toHex(id))) requests.push({ ngo, since, claim: null, address: toHex(address), ...awayFrom(id) })
        else times.add(since)
      }
    requests.push(...added.values())
    for (const since of times) requests.push({ ngo, since, claim: null })
  }
  return requests
}

interface Owner {
  /** member id */
  readonly by: string
  readonly closed: boolean
}

/** Address in hex → who has what came from there; of what is closed who had it, where nobody has anything else of there. */
async function ownersOf(
  store: Pick<Store, 'claimedAddresses'>,
  keys: readonly KeyId[],
): Promise<ReadonlyMap<string, Owner>> {
  const claimed = (await Promise.all(keys.map((one) => store.claimedAddresses(one)))).flat()
  const openLast = claimed.toSorted((a, b) => Number(b.closed) - Number(a.closed))
  return new Map(openLast.map(({ address, by, closed }) => [toHex(address), { by: toBase64(by), closed }]))
}

async function* rowsOf(store: Pick<Store, 'unopened'>, keyId: KeyId): AsyncGenerator<Unopened> {
  let after: Unopened | undefined
  do {
    const rows = await store.unopened(keyId, after ?? null, BATCH)
    yield* rows
    after = rows[BATCH - 1]
    if (after) await new Promise(setImmediate)
  } while (after)
}

/** Teams as they are stored, read once for each version. */
export class Teams {
  readonly #store: Pick<Store, 'team'>
  readonly #known = new Map<string, { readonly version: number; readonly team: Team }>()

  constructor(store: Pick<Store, 'team'>) {
    this.#store = store
  }

  async of(ngo: string): Promise<Team | undefined> {
    const stored = await this.#store.team(ngo)
    if (!stored) return undefined
    const known = this.#known.get(ngo)
    if (known?.version === stored.version) return known.team
    const { signed } = JSON.parse(fromUtf8(stored.bytes)) as SignedDocument
    const team = JSON.parse(signed) as Team
    this.#known.set(ngo, { version: stored.version, team })
    return team
  }
}

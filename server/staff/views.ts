import { createHash } from 'node:crypto'
import { toBase64, toHex } from '../../shared/bytes.ts'
import { leadsOf } from '../../shared/team.ts'
import type { KeyId, RequestId } from '../../shared/wire.ts'
import type { Alerts } from '../alerts/alerts.ts'
import type { Deps } from '../deps.ts'
import type { ClaimedRequest, Sight, Store, StoredMember } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { type Looker, seesAll, sightOf } from './shift.ts'

/** What of their NGO's requests one member sees now. */
export interface View {
  /** of every generation */
  readonly keyIds: readonly KeyId[]
  /** undefined: all of them, but `away` */
  readonly sight: Sight | undefined
  /** ids in hex of the requests that are not there for them, since they stepped back (R46) */
  readonly away: ReadonlySet<string>
}

type Asked = Pick<Store, 'requestsAwayOf' | 'claimedAddresses' | 'findRequest' | 'countRequests'>

/**
 * The one place where it is asked what a member sees: by every route that answers with a request or does something to it. What is not
 * in their view is for them as what is not there.
 */
export class Views {
  readonly #store: Asked
  readonly #documents: Documents
  readonly #alerts: Pick<Alerts, 'teams' | 'calledFor'>
  readonly #clock: () => number

  constructor({ store, clock }: Pick<Deps, 'store' | 'clock'>, documents: Documents, alerts: Alerts) {
    this.#store = store
    this.#documents = documents
    this.#alerts = alerts
    this.#clock = clock
  }

  async of(member: StoredMember): Promise<View> {
    const { roster, keyIds: all } = await this.#documents.published()
    const keyIds = all.get(member.ngo) ?? []
    const own = new Set(keyIds.map(toHex))
    const steppedBack = (await this.#store.requestsAwayOf(member.id)).filter(({ keyId }) => own.has(toHex(keyId)))
    const view = { keyIds, away: new Set(steppedBack.map(({ request }) => toHex(request))) }
    const looker = await this.#looker(member, roster?.value)
    if (seesAll(looker)) return { ...view, sight: undefined }
    const claimed = (await Promise.all(keyIds.map((one) => this.#store.claimedAddresses(one)))).flat()
    const owned = claimed.map(({ address, by }) => ({ address: toHex(address), by: toBase64(by) }))
    const away = new Set(steppedBack.map(({ address }) => toHex(address)))
    return { ...view, sight: sightOf(looker, owned, this.#alerts.calledFor(member), away) }
  }

  /** One request; undefined: it is not there, or not for this member. */
  async find(member: StoredMember, id: Uint8Array): Promise<ClaimedRequest | undefined> {
    return findIn(this.#store, await this.of(member), id)
  }

  async #looker(
    { id, ngo, sign }: StoredMember,
    roster: (Looker['roster'] & { revoked: readonly string[] }) | undefined,
  ) {
    const team = await this.#alerts.teams.of(ngo)
    const named = roster?.ngos.find((one) => one.id === ngo)
    const member = toBase64(id)
    const isLead = named !== undefined && leadsOf(roster!, named).includes(toBase64(sign))
    const lead = isLead && team?.members?.find((one) => one.id === member)?.role === 'lead'
    return { now: this.#clock(), roster, ngo, team, member, lead } satisfies Looker
  }
}

/** As `Views.find`, where the view is known. */
export async function findIn(
  store: Pick<Store, 'findRequest'>,
  { keyIds, sight, away }: View,
  id: Uint8Array,
): Promise<ClaimedRequest | undefined> {
  return away.has(toHex(id)) ? undefined : store.findRequest(id as RequestId, keyIds, sight)
}

/** How many requests are in a view. */
export const countIn = async (store: Pick<Store, 'countRequests'>, { keyIds, sight, away }: View): Promise<number> =>
  // Out of sight is also what they stepped back from.
  (await store.countRequests(keyIds, sight)) - (sight ? 0 : away.size)

/** Another one as soon as anything else is in sight without having changed itself: a shift began or ended, somebody took something. */
export function nameOf({ sight }: View): string {
  if (!sight) return 'all'
  const text = JSON.stringify([sight.upTo, [...sight.shown].sort(), [...sight.hidden].sort()])
  return createHash('sha256').update(text).digest('base64url').slice(0, 16)
}

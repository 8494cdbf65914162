import { sameBytes, toBase64 } from '../../shared/bytes.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Deps } from '../deps.ts'
import type { Secrets } from '../secret.ts'
import type { StoredWay } from '../store/alertStore.ts'
import type { StoredMember } from '../store/store.ts'
import type { Team } from '../../shared/team.ts'
import type { Documents } from '../trust/documents.ts'
import { Addresses } from './addresses.ts'
import { Arrivals } from './arrivals.ts'
import { type Call, type CalledFor, type Known, REPEAT, calledMembers, due } from './due.ts'
import { Outbox } from './outbox.ts'
import { type Senders, sendersOf } from './senders.ts'
import { Teams, alertRequests } from './requests.ts'
import { vapidKeys } from './ways/push.ts'

/** A minute's timer comes a little early or late. */
const SLACK = 30

/**
 * Calls members for requests that nobody has opened, without a word of them (protocol §17). Nothing here is waited for by whoever
 * writes: once a minute it is looked at what lies there, and calls go out beside everything else.
 */
export class Alerts {
  readonly arrivals: Arrivals
  readonly addresses: Addresses
  readonly senders: Senders
  readonly outbox: Outbox
  readonly teams: Teams
  readonly #deps: Pick<Deps, 'store' | 'clock' | 'log'>
  readonly #documents: Documents
  /** member → when they were called last, and when they said that they have seen it; only in memory */
  readonly #called = new Map<string, number>()
  readonly #seen = new Map<string, number>()
  /** who was called a minute ago */
  #calls: readonly Call[] = []
  /** and for what */
  #calledFor: ReadonlyMap<string, CalledFor> = new Map()
  #lookedAt = -Infinity
  #looking = false
  #incident = false
  #failed: string | undefined
  #stopped = false

  constructor(deps: Deps, documents: Documents, secrets: Secrets, random: () => number = Math.random) {
    const { store, clock, log, crypto, config } = deps
    this.#deps = deps
    this.#documents = documents
    this.arrivals = new Arrivals(clock, random)
    this.addresses = new Addresses(crypto, secrets('alert addresses'))
    // A push service wants to know whom to write to; of this machine alone there is nobody.
    const contact = config.origin.startsWith('https:') ? config.origin : 'mailto:nobody@mitos.invalid'
    this.senders = sendersOf(config.alerts, vapidKeys(secrets), contact)
    this.outbox = new Outbox({ store, clock, log, addresses: this.addresses, senders: this.senders })
    this.teams = new Teams(store)
  }

  /** To be called about every minute. Never throws; settles when all that it began has ended. */
  async tick(): Promise<void> {
    if (this.#looking || this.#stopped) return
    this.#looking = true
    const begun: Promise<void>[] = []
    try {
      begun.push(...(await this.#look()))
      this.#failed = undefined
    } catch (error) {
      const code = codeOf(error)
      // Once, as the store's own failure is told (heartbeat.ts).
      if (!this.#stopped && this.#failed !== code) this.#deps.log({ alert: 'failed', code })
      this.#failed = code
    } finally {
      this.#looking = false
    }
    await Promise.all(begun)
  }

  /** Whether this member is called, as far as the last minute saw, and has not said since that they have seen it. */
  runsFor(member: StoredMember): boolean {
    const id = toBase64(member.id)
    const runs = this.#calls.some((call) => call.member === id && call.every === REPEAT)
    return runs && (this.#seen.get(id) ?? -Infinity) < this.#lookedAt
  }

  /** For what a member is called, as far as the last minute saw: they see it, on shift or not. */
  calledFor(member: StoredMember): CalledFor | undefined {
    return this.#calledFor.get(toBase64(member.id))
  }

  /** A member says that they have seen it. */
  seen(member: StoredMember): void {
    this.#seen.set(toBase64(member.id), this.#deps.clock())
  }

  /** @returns what went out, each settled when it is over: in a list, since nobody waits for it here */
  async #look(): Promise<readonly Promise<void>[]> {
    const { store, clock } = this.#deps
    const ways = await store.alertWays()
    const now = clock()
    const known = ways.length ? await this.#known(ways) : undefined
    const calls = known ? due(known) : []
    this.#calls = calls
    this.#calledFor = known ? calledMembers(known) : new Map()
    this.#lookedAt = now
    if (!ways.length) return []
    this.#sayIncident(calls)
    const called = new Set(calls.map(({ member }) => member))
    const isOf = ({ member }: StoredWay, members: ReadonlySet<string>): boolean => members.has(toBase64(member))
    const again = calls.filter(({ member, every }) => now - (this.#called.get(member) ?? -Infinity) >= every - SLACK)
    const members = new Set(again.map(({ member }) => member))
    const before = await store.alerts()
    const unwanted = before.filter(({ way }) => !ways.some((one) => sameBytes(one.id, way) && isOf(one, called)))
    if (unwanted.length) await store.removeAlerts(unwanted.map(({ way }) => way))
    if (again.length) await store.addAlerts(ways.filter((way) => isOf(way, members)).map(({ id }) => id))
    for (const member of members) this.#called.set(member, now)
    const alerts = again.length || unwanted.length ? await store.alerts() : before
    return [this.outbox.flush(ways, alerts)]
  }

  async #known(ways: readonly StoredWay[]): Promise<Known> {
    const { store, clock } = this.#deps
    const reachable = new Set(ways.filter(({ kind }) => this.senders.send(kind)).map(({ member }) => toBase64(member)))
    const { roster, keyIds } = await this.#documents.published()
    const now = clock()
    const requests = await alertRequests(store, this.arrivals, keyIds, now)
    const teams = new Map<string, Team>()
    for (const ngo of new Set(requests.map((one) => one.ngo))) {
      const team = await this.teams.of(ngo)
      if (team) teams.set(ngo, team)
    }
    return { now, requests, roster: roster?.value, teams, reachable, seen: this.#seen }
  }

  /** For whoever reads the journal, once: somebody has waited for three days. */
  #sayIncident(calls: readonly Call[]): void {
    const is = calls.some(({ rule }) => rule === 'incident')
    if (is && !this.#incident)
      this.#deps.log({ alert: 'incident', do: 'nobody opened a request for 72 hours: call the NGO' })
    this.#incident = is
  }

  /** What runs ends; what has not gone out stays in the store. */
  stop(): void {
    this.#stopped = true
    this.outbox.stop()
  }
}

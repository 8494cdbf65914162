import type { KeyId, RequestId } from '../../shared/wire.ts'

/** By which ways members are called, and which calls are still to go out. Nothing of a request but that nobody opened it. */
export interface AlertStore {
  /** Everybody's. */
  alertWays(): Promise<readonly StoredWay[]>
  alertWaysOf(member: Uint8Array): Promise<readonly StoredWay[]>
  /** All of one member's: those that are not named go, with what was still to go out by them. False: there is no such member. */
  setAlertWays(member: Uint8Array, ways: readonly StoredWay[]): Promise<boolean>
  /** How the last try went, unless the way is gone. @param hour seconds UTC, cut to the hour */
  setAlertResult(way: Uint8Array, result: WayResult, hour: number): Promise<void>

  /** What is still to go out. */
  alerts(): Promise<readonly StoredAlert[]>
  /** Adds one alert for each of these ways that is there and has none yet. */
  addAlerts(ways: readonly Uint8Array[]): Promise<void>
  /** One more try of it has failed. */
  countAlertTry(way: Uint8Array): Promise<void>
  /** It has gone out, was given up, or is not wanted any more. */
  removeAlerts(ways: readonly Uint8Array[]): Promise<void>

  /** A key's requests that nobody has claimed and for which somebody is to be called, the oldest hour first. */
  unopened(keyId: KeyId, after: Unopened | null, limit: number): Promise<readonly Unopened[]>
  /** Mailboxes of a key's claimed requests, the ids of the members who have them, and whether they are closed. */
  claimedAddresses(
    keyId: KeyId,
  ): Promise<readonly { readonly address: Uint8Array; readonly by: Uint8Array; readonly closed: boolean }[]>
  /** Claimed requests whose owner set an hour to be called that has come, and nobody has acted since. @param now seconds UTC */
  wakes(now: number): Promise<readonly Wake[]>
  /** Claimed requests in whose cases nothing was written since this hour, and when anything was for the last time. */
  silent(until: number): Promise<readonly Silent[]>
  /** Who stepped back from which request. */
  steppedBack(): Promise<readonly { readonly request: Uint8Array; readonly member: Uint8Array }[]>
  /**
   * Whether anybody is called for one request that nobody has opened, if it is sealed for one of these keys. False: it is not
   * there.
   */
  setCalls(id: RequestId, calls: boolean, keyIds: readonly KeyId[]): Promise<boolean>
}

export interface Unopened {
  readonly id: RequestId
  readonly hour: number
  /** 8 bytes: its mailbox */
  readonly address: Uint8Array
  /** until when it rests, by a member who had it once, seconds UTC; null: nobody said so */
  readonly wakeAt: number | null
}

export interface Wake {
  readonly request: Uint8Array
  /** 8 bytes: its mailbox */
  readonly address: Uint8Array
  readonly ngo: string
  /** member id */
  readonly by: Uint8Array
  /** seconds UTC, an hour */
  readonly wakeAt: number
}

export interface Silent {
  readonly ngo: string
  /** member id */
  readonly by: Uint8Array
  /** hour, seconds UTC */
  readonly acted: number
}

export const WAY_KINDS = ['mail', 'push', 'webhook'] as const
export type WayKind = (typeof WAY_KINDS)[number]
export const WAY_RESULTS = ['none', 'arrived', 'alert-refused', 'alert-gone', 'alert-unreachable'] as const
/** `none`: not tried yet; else that it arrived where it was brought, or why not */
export type WayResult = (typeof WAY_RESULTS)[number]

export interface StoredWay {
  /** 16 random bytes */
  readonly id: Uint8Array
  /** 16 bytes */
  readonly member: Uint8Array
  readonly kind: WayKind
  /** the address, sealed with the server's secret (server/alerts/addresses.ts): no backup gives it away */
  readonly sealed: Uint8Array
  readonly result: WayResult
  /** of the last try, seconds UTC, cut to the hour; 0: none */
  readonly hour: number
}

export interface StoredAlert {
  readonly way: Uint8Array
  /** how many have failed */
  readonly tries: number
}

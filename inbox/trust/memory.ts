import type { AuditPlace } from '../../shared/audit.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { Kept, Stamp } from './line.ts'

/** The documents that this page compares with those it saw before. `switch`: the spare keys that are in force. */
export type What = 'root' | 'release' | 'roster' | 'switch' | 'team' | 'guide' | 'interpreters' | 'audit'

/**
 * The highest that this page saw, since it was loaded (protocol §2, "The inbox refuses too"). It outlives a lock, because an
 * older list is most likely to be shown at the next unlocking; all of it is public but the team's number and hash. Nothing
 * is stored: a page that is loaded anew knows nothing.
 */
export interface Memory {
  root: Stamp | null
  release: Stamp | null
  roster: Stamp | null
  /** by NGO: the generation of its box, with the switches of that roster */
  generations: ReadonlyMap<string, number>
  /** by NGO */
  readonly teams: Map<string, Stamp>
  /** house guides, by NGO */
  readonly guides: Map<string, Stamp>
  /** lists of interpreters, by NGO */
  readonly interpreters: Map<string, Stamp>
  /** by NGO: how far its audit was seen, and places that were seen and are not in it any more */
  readonly audits: Map<string, { readonly place: AuditPlace; readonly lost: readonly AuditPlace[] }>
  /** Rosters that lead to the one in force, by version. */
  line: ReadonlyMap<number, Kept>
  /** The chain that was believed last, without the server's clock. */
  text: string
}

export const createMemory = (): Memory => ({
  root: null,
  release: null,
  roster: null,
  generations: new Map(),
  teams: new Map(),
  guides: new Map(),
  interpreters: new Map(),
  audits: new Map(),
  line: new Map(),
  text: '',
})

/** What was shown, where it went back or changed: versions, generations of a switch, or lines of the audit. */
export interface Shown {
  readonly what: What
  readonly seen: number
  readonly got: number
}

/** An alarm stays until the page is left. */
export interface Alarm {
  readonly code: ErrorCode
  readonly shown: Shown | null
  /** seconds UTC */
  readonly at: number
}

/** @throws MitosError `trust-older` | `trust-changed`, with a Shown as its cause */
export const refuse = (code: 'trust-older' | 'trust-changed', what: What, seen: number, got: number): never => {
  throw new MitosError(code, { what, seen, got } satisfies Shown)
}

/** @throws MitosError `trust-older`: it goes back; `trust-changed`: the same version with other bytes */
export function noOlder(what: What, seen: Stamp | null | undefined, got: Stamp): void {
  if (!seen) return
  if (got.version < seen.version) refuse('trust-older', what, seen.version, got.version)
  if (got.version === seen.version && got.hash !== seen.hash) refuse('trust-changed', what, seen.version, got.version)
}

const TRUST = /^trust-|^(chain|root|release|roster|team)-refused$|^key-id-clash$/

/** The alarm that a failure is; undefined where it says nothing about what was shown, such as a server that does not answer. */
export function alarmOf(error: unknown, at: number): Alarm | undefined {
  const code = codeOf(error)
  if (!TRUST.test(code)) return undefined
  return { code, shown: code === 'trust-older' || code === 'trust-changed' ? shownIn(error) : null, at }
}

const shownIn = (error: unknown): Shown => (error as { cause: Shown }).cause

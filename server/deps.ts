import type { MemberCrypto } from '../shared/crypto/crypto.ts'
import type { Config } from './config.ts'
import type { DocumentKind, Store } from './store/store.ts'

/** Something that happened, without content: what the demo prints a line for. */
export type ServerEvent =
  | { readonly kind: 'request'; readonly bytes: number }
  | { readonly kind: 'published'; readonly document: DocumentKind; readonly version: number }
  | { readonly kind: 'switched'; readonly ngo: string; readonly generation: number }
  | { readonly kind: 'log-in' }
  | { readonly kind: 'claim' }

/** What a server is made of; everything that differs between a test, the demo and real use is passed in. */
export interface Deps {
  readonly config: Config
  readonly store: Store
  readonly crypto: MemberCrypto
  /** seconds UTC */
  readonly clock: () => number
  /** the build's folder: has `w/` */
  readonly builtDir: string
  /** gets one object a line of the log */
  readonly log: (line: object) => void
  readonly onEvent?: (event: ServerEvent) => void
  /** calls back about once a minute until what it returned is called; a timer where it is left out */
  readonly ticks?: (tick: () => Promise<void>) => () => void
}

const HOUR = 3600
/** The only precision in which the server keeps a time of anybody. */
export const hourOf = (seconds: number): number => Math.floor(seconds / HOUR) * HOUR

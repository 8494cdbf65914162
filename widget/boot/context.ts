import type { Chain } from '../../shared/chain.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import type { FrameWord, SnippetConfig, SnippetText } from '../../shared/frameWords.ts'

/**
 * What boot gives the panel's script. Boot never changes and the panel does, so this is an interface between versions: names
 * are only ever added.
 */
export interface BootContext {
  readonly v: 1
  readonly root: PanelRoot
  readonly config: SnippetText
  /** The text of the chain, whose release boot found rightly signed. The panel checks the whole of it, strictly. */
  readonly chainText: string
  /** device clock, seconds, when the text arrived */
  readonly got: number
  readonly server: string
  /** The catalog that boot chose and loaded, parsed. */
  readonly catalog: unknown
  readonly verifier: Verifier
  load(name: string): Promise<unknown>
  style(css: string): void
  say(word: FrameWord): void
  fold(): void
  giveUp(code: ErrorCode): void
}

/** Where the panel draws; empty, inside the frame's body. */
export interface PanelRoot extends HTMLElement {
  /**
   * Set by a panel that leaves by itself: gets, at each key, when Shift was pressed since another key went down, newest first,
   * in milliseconds (safety rule R12). Where it does not give true, boot says `exit` at the third within five seconds.
   */
  pressed?: ((presses: readonly number[]) => boolean) | undefined
}

/** The text of a chain, the hash that it must lead from, and the means to check it. */
export interface TrustText {
  readonly verifier: Verifier
  readonly text: string
  readonly pin: string
}

/** What the panel's own parts work with: boot's context with a chain to draw from. Made by entry.ts. */
export interface PanelContext {
  readonly root: PanelRoot
  readonly config: SnippetConfig
  /** To draw from: its signatures hold, its contents are checked strictly by the sealing module before anything is sent. */
  readonly chain: Chain
  /** device clock, seconds, when its text arrived */
  readonly got: number
  /** What the sealing module needs for that check. */
  readonly trust: TrustText
  /** Origin of the server, without a slash at the end. */
  readonly server: string
  /** The catalog that boot chose and loaded. */
  readonly catalog: Catalog
  /**
   * Loads a file of the release, pinned by its hash: `seal` gives its exports, `lang/TAG` a Catalog, `words/TAG` LateWords.
   * @throws MitosError `seal-refused`, `seal-unreachable`, `catalog-refused`, `catalog-unreachable`
   */
  load(name: string): Promise<unknown>
  /** Fetches chain.json anew; nothing of it is believed yet. @throws MitosError `chain-unreachable` */
  fetchChain(): Promise<{ readonly text: string; readonly got: number }>
  /** Adds a style sheet (constructable where the page's CSP allows it, which every tried one does). */
  style(css: string): void
  say(word: FrameWord): void
  /** Folds the panel: the root is emptied, the opener is back, `close` is said. */
  fold(): void
  /** The panel cannot go on: boot draws the plain phone lines; no link to the server's own page if trust failed. */
  giveUp(code: ErrorCode): void
}

/** A language's words, as built from `widget/locales/TAG.json`: padded with spaces so that all have one size. */
export interface Catalog {
  readonly tag: string
  readonly name: string
  readonly dir: 'ltr' | 'rtl'
  /** Day on which a native speaker checked it, or null: then the panel says so. */
  readonly reviewed: string | null
  readonly strings: Readonly<Record<string, string>>
  /** Days, months and countries (build/spelled.ts) where some browsers do not know the language. */
  readonly spelled?: Readonly<Record<string, string>>
  /** The frozen list, `emoji word`, in its order; empty until `words/TAG` has come. */
  readonly words: readonly string[]
  /** All catalogs that the release has, for the language overlay. */
  readonly languages: readonly {
    readonly tag: string
    readonly name: string
    /** The name in Latin letters, where it is in other ones. */
    readonly latin?: string
    readonly dir: 'ltr' | 'rtl'
  }[]
}

/** What a language has besides, for the last screens: `words/TAG`. */
export type LateWords = Pick<Catalog, 'strings' | 'words'>

/** What the panel's script hands over. */
export interface PanelExports {
  /** Resolves once the first screen is drawn. @throws MitosError as readChain */
  open(context: BootContext): Promise<void>
}

/**
 * The five words that the frame says to the loader. They carry nothing: no step, no result, no language (safety rule R2).
 * Loaders live for years on partner pages, so these never change.
 *
 * - `ready`: boot runs and has drawn the opener; the loader shows the frame and hides the fallback.
 * - `open`, `close`: the frame's box becomes the panel's or the opener's size. There are no other sizes (R4).
 * - `blank`: hide the whole page at once.
 * - `exit`: hide it and replace it by the exit page.
 *
 * Towards the frame go two messages: the text of chain.json with the time at which it came; and, while the box is open, for
 * each key that goes down in the page whether it was Shift (R12).
 */
export type FrameWord = 'ready' | 'open' | 'close' | 'blank' | 'exit'

/** Loader → frame. `got` is the device's clock in seconds; `text` is null where the chain could not be fetched. */
export interface ChainMessage {
  readonly chain: string | null
  readonly got: number
}

/**
 * Loader → frame, while the box is open: a key went down in the page, and it was Shift alone, or another one. Nothing else is
 * said of it; a key that repeats is not told.
 */
export type KeyMessage = boolean

/**
 * What a webmaster wrote into the snippet. It travels with whatever else stands there as one JSON attribute, `data-mitos`, of
 * the frame's body; what was left out is missing there and becomes null in the panel (`widget/panel/entry.ts`).
 */
export interface SnippetConfig {
  readonly desk: string
  readonly site: string | null
  readonly lang: string | null
  /** hash of the pinned root, base64url */
  readonly trust: string
  readonly exit: string | null
  readonly color: string | null
}

/** The same as boot reads it. */
export type SnippetText = { readonly [K in keyof SnippetConfig]?: string | null }

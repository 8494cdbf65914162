/**
 * The five words that the frame says to the loader. They carry nothing: no step, no result, no language (safety rule R2).
 * Loaders live for years on partner pages, so these never change.
 *
 * - `ready`: boot runs and has drawn the opener; the loader shows the frame and hides the fallback.
 * - `open`, `close`: the frame's box becomes the panel's or the opener's size. There are no other sizes (R4).
 * - `blank`: hide the whole page at once.
 * - `exit`: hide it and replace it by the exit page.
 *
 * Towards the frame goes a single message: the text of chain.json with the time at which it came.
 */
export type FrameWord = 'ready' | 'open' | 'close' | 'blank' | 'exit'

/** Loader → frame. `got` is the device's clock in seconds; `text` is null where the chain could not be fetched. */
export interface ChainMessage {
  readonly chain: string | null
  readonly got: number
}

/** What a webmaster wrote into the snippet; travels as one JSON attribute, `data-mitos`, of the frame's body. */
export interface SnippetConfig {
  readonly desk: string
  readonly site: string | null
  readonly lang: string | null
  /** hash of the pinned root, base64url */
  readonly trust: string
  readonly exit: string | null
  readonly color: string | null
}

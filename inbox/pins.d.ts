/** What the build writes into the page: where the words of each language lie, by their hash, and those of the lock. */
declare module 'virtual:pins' {
  export const words: Readonly<Record<string, { readonly path: string; readonly integrity: string }>>
  export const lock: Readonly<Record<string, Readonly<Record<string, string>>>>
}

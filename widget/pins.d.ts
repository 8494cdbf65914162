/** What a bundle may load next: written by the build, by name and hash. */
declare module 'virtual:pins' {
  /** The first script of the frame. */
  export const boot: { readonly path: string; readonly integrity: string }
}

/** What this script lends to one that comes later (build/lent.ts). */
declare module 'virtual:lent' {
  export const lent: readonly unknown[]
}

/** What a bundle may load next: written by the build, by name and hash. */
declare module 'virtual:pins' {
  /** The first script of the frame. */
  export const boot: { readonly path: string; readonly integrity: string }
}

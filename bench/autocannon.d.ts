/** As far as it is used here; it has no types of its own. */
declare module 'autocannon' {
  interface Wish {
    readonly url: string
    readonly method: 'POST'
    readonly connections: number
    /** seconds */
    readonly duration: number
    readonly requests: readonly { readonly setupRequest: (request: object) => object }[]
  }
  interface Result {
    readonly requests: { readonly average: number }
    readonly '2xx': number
    readonly non2xx: number
    readonly errors: number
    readonly duration: number
  }
  export default function autocannon(wish: Wish): Promise<Result>
}

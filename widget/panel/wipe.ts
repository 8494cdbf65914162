import type { Courier } from './courier.ts'
import { type State, type Store, blank } from './state.ts'

/**
 * What a person told lives in two places, the store's draft and the courier's bytes and keys; both are emptied here, at once,
 * without any message to anyone. Strings cannot be overwritten in a browser, only dropped.
 */
export function wipe(store: Store, courier: Courier, word: number, then: Partial<State>): void {
  courier.forget()
  store.set({ ...blank(word), ...then })
}

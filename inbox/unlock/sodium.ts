import { sumoSodium } from '../../shared/crypto/sumo.ts'

export type Sodium = () => ReturnType<typeof sumoSodium>

let ready: ReturnType<typeof sumoSodium> | undefined

/** libsodium, compiled once; a failed start is tried again. */
export const sodium: Sodium = () =>
  (ready ??= sumoSodium().catch((error: unknown) => {
    ready = undefined
    throw error
  }))

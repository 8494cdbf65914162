import { readFileSync } from 'node:fs'

/** The frozen vectors of protocol version 1. */
export const vectors = JSON.parse(readFileSync(new URL('../vectors/2026-11-24-v1.json', import.meta.url), 'utf8'))

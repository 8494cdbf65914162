import { readFileSync } from 'node:fs'

const read = (file: string) => JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8'))

/** The frozen vectors of protocol version 1. */
export const vectors = read('2026-11-24-v1.json')
/** Those of the work in an id. */
export const workVectors: readonly { name: string; keyId: string; id: string; expect: boolean }[] =
  read('2026-11-26-work.json').work
/** Those of kits, invitations, words, and a blob with two entries. */
export const memberVectors = read('2026-11-26-members.json')
/** Those of passkeys, and of a blob to which two were added. */
export const passkeyVectors = read('2026-11-26-passkey.json')
/** Those of the keys and events of cases. */
export const caseVectors = read('2026-11-26-cases.json')
/** Those of an audit's lines. */
export const auditVectors = read('2026-11-26-audit.json')
/** Those of referrals, and of the answers to them. */
export const referralVectors = read('2026-11-26-referrals.json')
/** Those of the requests that they come from. */
export const originVectors = read('2026-11-27-origins.json')
/** Those of sealed copies. */
export const exportVectors = read('2026-11-26-export.json')

import type { AlertConfig } from '../alertConfig.ts'
import type { WayKind } from '../store/alertStore.ts'
import { ADDRESS, isMailAddress } from './addresses.ts'
import { BODY } from './words.ts'
import { sendMail } from './ways/mail.ts'
import { post } from './ways/post.ts'
import { reachOf } from './ways/private.ts'
import { type VapidKeys, sendPush } from './ways/push.ts'

/** A try that takes longer has failed, ms. */
export const PATIENCE = 12_000

/** Brings one call to one address. @throws MitosError `alert-refused` | `alert-gone` | `alert-unreachable` */
export type Send = (address: string, signal: AbortSignal) => Promise<void>

export interface Senders {
  /** undefined: this way is not set up here */
  readonly send: (kind: WayKind) => Send | undefined
  /** whether an address may stand for this kind of way */
  readonly takes: (kind: WayKind, address: string) => boolean
  /** what a browser needs to let itself be called; null: not set up here */
  readonly pushKey: string | null
}

/** @param contact whom a push service's people may write to: an https address or `mailto:` */
export function sendersOf(config: AlertConfig | undefined, keys: VapidKeys, contact: string): Senders {
  const { mail, push, webhook, networks = [] } = config ?? {}
  const reach = reachOf(networks)
  const sends: Partial<Record<WayKind, Send>> = {
    ...(mail && { mail: (address: string, signal: AbortSignal) => sendMail(mail, address, signal) }),
    ...(push && { push: (address, signal) => sendPush(address, keys, contact, reach, signal) }),
    ...(webhook && { webhook: (address, signal) => post(address, HEADERS, BODY, reach, signal) }),
  }
  const isUrl = (text: string): boolean => URL.canParse(text) && reach.allows(new URL(text))
  return {
    send: (kind) => sends[kind],
    takes: (kind, address) =>
      Buffer.byteLength(address) <= ADDRESS && (kind === 'mail' ? isMailAddress(address) : isUrl(address)),
    pushKey: push ? keys.publicKey : null,
  }
}

const HEADERS = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(BODY) }

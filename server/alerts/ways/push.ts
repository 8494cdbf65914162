import { createECDH } from 'node:crypto'
import { MitosError } from '../../../shared/errors.ts'
import type { Secrets } from '../../secret.ts'
import { post } from './post.ts'
import type { Reach } from './private.ts'

/** By which push services know who calls (RFC 8292), base64url: a point of P-256 and its secret. */
export interface VapidKeys {
  readonly publicKey: string
  readonly privateKey: string
}

/** One in four thousand million hashes is no secret of this curve: so many in a row are a hash that does not work. */
const TURNS = 8

/**
 * Always the same for a server's secret, so that there is nothing else to keep.
 * @throws MitosError `crypto-unavailable` where the secrets are no secrets
 */
export function vapidKeys(secrets: Secrets): VapidKeys {
  for (let turn = 1; turn <= TURNS; turn++) {
    const privateKey = Buffer.from(secrets(`vapid/${turn}`))
    try {
      const pair = createECDH('prime256v1')
      pair.setPrivateKey(privateKey)
      return { publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
    } catch {
      // the next one
    }
  }
  throw new MitosError('crypto-unavailable')
}

/** How long a push service keeps a call for a device that is away, seconds: until then there was another. */
const KEPT = 1800

/**
 * Asks a push service to wake a browser (RFC 8030). There is no body, so there is nothing to encrypt and no key of the browser to
 * keep; what it shows stands in the service worker. A call replaces the one before (`Topic`).
 * @param contact whom the push service's people may write to
 * @throws MitosError as `post`
 */
export async function sendPush(
  endpoint: string,
  keys: VapidKeys,
  contact: string,
  reach: Reach,
  signal: AbortSignal,
): Promise<void> {
  const { default: library } = await import('web-push')
  const { headers } = library.generateRequestDetails({ endpoint, keys: { p256dh: '', auth: '' } }, null, {
    vapidDetails: { subject: contact, ...keys },
    TTL: KEPT,
    urgency: 'high',
    topic: 'list',
  })
  await post(endpoint, headers as Readonly<Record<string, string | number>>, '', reach, signal)
}

import type { FastifyInstance, FastifyReply } from 'fastify'

const FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

/** What every answer carries unless its route says otherwise: no page of ours in a frame, nothing kept, nothing told on. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': FEATURES.map((feature) => `${feature}=()`).join(', '),
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-dns-prefetch-control': 'off',
  'cache-control': 'no-store',
}

/** Security headers, by hand and in one place, so that one snapshot shows them all. */
export function securityHeaders(app: FastifyInstance, origin: string): void {
  const all = origin.startsWith('https:')
    ? { ...HEADERS, 'strict-transport-security': 'max-age=63072000' }
    : { ...HEADERS }
  app.addHook('onRequest', async (_request, reply) => void reply.headers(all))
}

/** For what any site may load: files, signed documents, and the answer to a request. Never with credentials. */
export function forEverySite(reply: FastifyReply): void {
  reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
}

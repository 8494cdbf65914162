import { createPublicKey, verify } from 'node:crypto'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came in at an endpoint of a test's, in order. */
export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}
export interface Endpoint {
  readonly url: string
  readonly received: Received[]
  /** what it answers from now on, and where it sends one on to; null: what is right */
  answer: { readonly status: number; readonly location?: string } | null
  stop(): Promise<void>
}

/** Takes every POST. @param judge the status for what came in, where nothing else is set */
export async function startEndpoint(
  judge: (received: Received, origin: string) => number = () => 204,
): Promise<Endpoint> {
  const received: Received[] = []
  let answer: Endpoint['answer'] = null
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const one = { path: request.url ?? '', headers: request.headers, body }
      const { status, location } = answer ?? { status: request.method === 'POST' ? judge(one, url) : 405 }
      if (status < 300) received.push(one)
      response.writeHead(status, location ? { location } : {}).end('any answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    received,
    get answer() {
      return answer
    },
    set answer(next) {
      answer = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * A push service as RFC 8030 and RFC 8292 have it: a message needs a TTL, and a token that is signed with the key to which the
 * subscription was given. One with a body it could not hand on: nothing here has keys to open it with (RFC 8291).
 * @param key the application server's, base64url
 */
export const startPushService = (key: () => string): Promise<Endpoint> =>
  startEndpoint(({ headers, body }, origin) => {
    if (!/^\d+$/.test(String(headers['ttl']))) return 400
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(String(headers['topic'] ?? 'none'))) return 400
    if (!['very-low', 'low', 'normal', 'high'].includes(String(headers['urgency'] ?? 'normal'))) return 400
    if (body || headers['content-encoding'] !== undefined) return 400
    return isVouched(String(headers['authorization']), key(), origin) ? 201 : 403
  })

/** RFC 8292, §2 and §3: an ES256 token for this origin, of at most a day, by the key that is named and was agreed upon. */
function isVouched(authorization: string, key: string, origin: string): boolean {
  const [, token = '', named = ''] = /^vapid t=([^,]+), ?k=([^,]+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString() || '{}') as Record<string, unknown>
  if (named !== key || read(head)['alg'] !== 'ES256') return false
  const point = Buffer.from(named, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
  const dsa = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), dsa, Buffer.from(signature, 'base64url'))) return false
  const { aud, exp, sub } = read(claims)
  const now = Date.now() / 1000
  const isContact = /^(mailto:|https:)/.test(String(sub))
  return aud === origin && Number(exp) > now && Number(exp) <= now + 86_400 && isContact
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

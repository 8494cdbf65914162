import type { SealedRequest } from '../../shared/wire.ts'

/**
 * What became of a POST. `refused`: the server says that it did not keep it. `maybe`: nobody knows, the connection broke after
 * something may have left. `offline`: nothing left at all.
 */
export type Outcome = 'sent' | 'conflict' | 'gone' | 'refused' | 'maybe' | 'offline'

/** Only the server's own, unredirected 204 means that a request is on its disk. */
export function judgeAnswer(answer: Pick<Response, 'status' | 'type' | 'redirected' | 'url'>, url: string): Outcome {
  if (answer.url !== url || answer.redirected || answer.type !== 'cors') return 'maybe'
  switch (answer.status) {
    case 204:
      return 'sent'
    case 409:
      return 'conflict'
    case 410:
      return 'gone'
    default:
      // Any other 2xx comes from something that stands in between, and what that did is unknown.
      return answer.status >= 200 && answer.status < 300 ? 'maybe' : 'refused'
  }
}

/**
 * Posts a sealed request. Bytes without a content type, so that the browser asks no permission first. Never throws.
 * @param isOnline false is believed (then nothing is tried), true is not
 */
export async function post(
  fetcher: typeof fetch,
  url: string,
  body: SealedRequest,
  signal: AbortSignal,
  isOnline: boolean,
): Promise<Outcome> {
  if (!isOnline) return 'offline'
  try {
    const answer = await fetcher(url, {
      method: 'POST',
      body: body as Uint8Array<ArrayBuffer>,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      keepalive: false,
      signal,
    })
    return judgeAnswer(answer, url)
  } catch {
    return 'maybe'
  }
}

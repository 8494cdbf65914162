import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { MitosError } from '../../../shared/errors.ts'
import { PRIVATE_ADDRESS, type Reach } from './private.ts'

/**
 * Posts a constant body and looks at nothing of the answer but its status. No redirect is followed, no connection kept.
 * @throws MitosError `alert-refused`: it will not be better another time; `alert-gone`: there is nobody any more;
 *   `alert-unreachable`: it may be
 */
export async function post(
  address: string,
  headers: Readonly<Record<string, string | number>>,
  body: string,
  reach: Reach,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(address)
  if (!reach.allows(url)) throw new MitosError('alert-refused')
  const status = await new Promise<number>((resolve, reject) => {
    const send = url.protocol === 'https:' ? overHttps : overHttp
    const asked: ClientRequest = send(url, { method: 'POST', headers, agent: false, lookup: reach.lookup, signal })
    asked.on('response', (answer: IncomingMessage) => {
      resolve(answer.statusCode ?? 0)
      asked.destroy()
    })
    asked.on('error', reject)
    asked.end(body)
  }).catch((error: unknown) => {
    const isPrivate = (error as NodeJS.ErrnoException).code === PRIVATE_ADDRESS
    throw new MitosError(isPrivate ? 'alert-refused' : 'alert-unreachable')
  })
  if (status >= 200 && status < 300) return
  if (status === 404 || status === 410) throw new MitosError('alert-gone')
  throw new MitosError(status === 429 || status >= 500 ? 'alert-unreachable' : 'alert-refused')
}

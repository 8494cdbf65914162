import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { type ConnectionOptions, connect } from 'node:tls'

export interface Answer {
  readonly status: number
  /** as they came, doubled ones twice; names in lower case */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
  /** the address of this machine that it comes from */
  readonly from?: string
  /** the certificate to believe, for https */
  readonly certificate?: string
}

/** One request on a connection of its own, and its answer as it came: nothing unpacked, joined or followed. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, from, certificate }: Question = {},
): Promise<Answer> {
  const options = {
    method,
    headers,
    agent: false,
    ...(from && { localAddress: from }),
    ...(certificate && { ca: certificate }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const raw = response.rawHeaders
        resolve({
          status: response.statusCode!,
          headers: raw.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), raw[i + 1]!] as const])),
          body: Buffer.concat(chunks),
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** The one value of a header; undefined where there is none. @throws Error where there are several */
export function headerOf({ headers }: Answer, name: string): string | undefined {
  const values = headers.filter(([one]) => one === name)
  if (values.length > 1) throw new Error(`${name} came ${values.length} times`)
  return values[0]?.[1]
}

/**
 * Writes bytes as they are, whether they are HTTP or not, and reads until the other side closes. What fails is part of what
 * was heard.
 */
export function speak(
  port: number,
  bytes: string,
  options: ConnectionOptions & { readonly localAddress?: string } = {},
): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
    socket.once('secureConnect', () => socket.write(bytes))
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    socket.on('error', (error) => (heard += `[${(error as NodeJS.ErrnoException).code}]`))
    socket.on('close', () => resolve(heard))
  })
}

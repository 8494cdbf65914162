import { MitosError } from '../../../shared/errors.ts'

/** What came, with at most as many bytes as the asker wanted. */
export interface Answer {
  readonly status: number
  readonly bytes: Buffer
}

/** Why nothing came that could be read. */
export type Unanswered = 'unreachable' | 'too-slow' | 'too-large' | 'redirected'

export class AskError extends Error {
  readonly code: Unanswered
  constructor(code: Unanswered) {
    super(code)
    this.code = code
  }
}

/** Milliseconds for a whole answer. */
export const WITHIN = 20_000

/**
 * Asks another machine, which may be lying: no redirect is followed, no more than `cap` bytes are read, unpacked ones, and no
 * longer than `within` ms is waited for all of them.
 * @throws AskError
 */
export async function ask(address: string, cap: number, within = WITHIN, init: RequestInit = {}): Promise<Answer> {
  const signal = AbortSignal.timeout(within)
  try {
    const answer = await fetch(address, {
      ...init,
      redirect: 'manual',
      credentials: 'omit',
      // Whatever stands between may have an older answer.
      headers: { 'cache-control': 'no-cache', ...init.headers },
      signal,
    })
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel()
      throw new AskError('redirected')
    }
    return { status: answer.status, bytes: await readAll(answer, cap) }
  } catch (error) {
    if (error instanceof AskError) throw error
    throw new AskError(signal.aborted ? 'too-slow' : 'unreachable')
  }
}

async function readAll(answer: Response, cap: number): Promise<Buffer> {
  const reader = answer.body?.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return Buffer.concat(pieces)
    length += piece.value.length
    if (length > cap) {
      await reader?.cancel()
      throw new AskError('too-large')
    }
    pieces.push(piece.value)
  }
}

/** What each means, and what to do. */
export const UNANSWERED: Readonly<Record<Unanswered, readonly [says: string, todo: string]>> = {
  unreachable: ['it does not answer', 'Ask its operator; pages show phone lines meanwhile'],
  'too-slow': ['its answer takes too long', 'Look at it from another place, then ask its operator'],
  'too-large': ['its answer is larger than any true one', 'Something else answers there: ask its operator'],
  redirected: ['it sends on to another address, which is not followed', 'Give the address where it really is'],
}

/**
 * The origin of a server, as somebody typed it.
 * @throws MitosError `bad-input`
 */
export function originOf(text: string): string {
  const { origin, pathname, search, hash } = addressOf(text)
  if (pathname !== '/' || search || hash)
    throw new MitosError('bad-input', 'the address of a server is https://HOST, without anything after it')
  return origin
}

/** @throws MitosError `bad-input` where it is no address of the web */
export function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw new MitosError('bad-input', 'an address begins with https:// (or http://), and has no name or password in it')
  return url
}

import { toBase64 } from '../../shared/bytes.ts'
import { noticeText } from '../../shared/notice.ts'

/** Milliseconds until an answer is taken for lost, as for the chain. */
const ANSWER_WITHIN = 15_000

/**
 * Fetches what an NGO tells about data, and believes it only by the hash that the roster names. No cache keeps it.
 * @returns the text, by the format of shared/notice.ts; empty where nothing came, or other bytes
 */
export async function readNotice(server: string, hash: string): Promise<string> {
  const abort = new AbortController()
  // Not `AbortSignal.timeout`, which older browsers lack: an answer without an end would leave "One moment" there.
  const timer = setTimeout(() => abort.abort(), ANSWER_WITHIN)
  try {
    const answer = await fetch(`${server}/trust/notices/${hash}`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: abort.signal,
    })
    const file = await answer.arrayBuffer()
    const digest = await crypto.subtle.digest('SHA-256', file)
    return toBase64(new Uint8Array(digest)) === hash ? noticeText(new Uint8Array(file)) : ''
  } catch {
    return ''
  } finally {
    clearTimeout(timer)
  }
}

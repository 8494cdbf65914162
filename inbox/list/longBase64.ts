import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'

/**
 * `fromBase64` of shared/bytes.ts for what is long, such as a request of 8,281 bytes: as strict, in a small part of the time. That one
 * is short because it is in the panel; a list of ten thousand spent more time in it than in decrypting.
 * @throws MitosError `base64`
 */
export function fromLongBase64(text: string): Uint8Array {
  // Only at the end can there be padding, or bits that no byte uses.
  const end = Math.max(0, text.length - 4)
  const whole = end - (end % 4)
  const tail = fromBase64(text.slice(whole))
  const head = text.slice(0, whole)
  // `atob` would pass over spaces, and take `+` and `/`.
  if (!/^[\w-]*$/.test(head)) throw new MitosError('base64')
  const bytes = atob(head.replace(/-/g, '+').replace(/_/g, '/'))
  const out = new Uint8Array(bytes.length + tail.length)
  for (let i = 0; i < bytes.length; i++) out[i] = bytes.charCodeAt(i)
  out.set(tail, bytes.length)
  return out
}

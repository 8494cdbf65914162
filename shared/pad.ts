import type { Brand } from './bytes.ts'
import { MitosError } from './errors.ts'

/** A message of a fixed length: `message ‖ 0x80 ‖ 0x00…` (ISO/IEC 7816-4), so that its size tells nothing. */
export type Padded = Brand<Uint8Array, 'Padded'>

/**
 * Checks before it pads: libsodium's own padding would quietly go on to the next block, and the length would tell.
 * @param size bytes of the result
 * @throws MitosError `request-too-long`
 */
export function pad(message: Uint8Array, size: number): Padded {
  if (message.length >= size) throw new MitosError('request-too-long')
  const out = new Uint8Array(size)
  out.set(message)
  out[message.length] = 0x80
  return out as Padded
}

/** Inverse of pad. @throws MitosError `open-padding` */
export function unpad(padded: Uint8Array, size: number): Uint8Array {
  let end = padded.length - 1
  while (end >= 0 && padded[end] === 0) end--
  if (padded.length !== size || padded[end] !== 0x80) throw new MitosError('open-padding')
  return padded.slice(0, end)
}

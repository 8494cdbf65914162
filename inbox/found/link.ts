import { MitosError } from '../../shared/errors.ts'
import { ngoId } from '../../shared/shape.ts'

/** The address that the keeper sends to a founder. @param inbox address of the inbox, without anything behind its path */
export const foundLink = (inbox: string, ngo: string): string => `${inbox}#found=${ngo}`

/**
 * The NGO's id of an address's fragment; undefined: it is no such address.
 * @throws MitosError `invitation-link` where the address is one that was cut short or changed
 */
export function readFoundLink(fragment: string): string | undefined {
  const [, text] = /^#?found=(.*)$/s.exec(fragment) ?? []
  if (text === undefined) return undefined
  const ngo = text.trim()
  if (!ngoId(ngo)) throw new MitosError('invitation-link')
  return ngo
}

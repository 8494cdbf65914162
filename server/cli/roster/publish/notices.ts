import { createHash } from 'node:crypto'
import { NOTICE_SIZE } from '../../../../shared/notice.ts'
import type { Roster } from '../../../../shared/roster.ts'
import { language, nameOf } from '../words.ts'
import { asked } from './there.ts'

/**
 * What an NGO tells about data, named by a roster and not to be had from the server: people would be told that it cannot be
 * shown. No reason to refuse, since a new NGO's coordinator can put it only once a roster names them.
 * @returns a line of words for each
 * @throws MitosError `server-unreachable`
 */
export async function noticesMissing(where: string, { ngos }: Roster): Promise<readonly string[]> {
  const lines: string[] = []
  for (const ngo of ngos)
    for (const [tag, hash] of Object.entries(ngo.notices ?? {})) {
      const { status, bytes } = await asked(`${where}/trust/notices/${hash}`, NOTICE_SIZE)
      const what = `what ${nameOf(ngo)} tells about data in ${language(tag)}`
      if (status !== 200)
        lines.push(`${what} is not on the server: people are told that it cannot be shown. A coordinator puts it there`)
      else if (createHash('sha256').update(bytes).digest('base64url') !== hash)
        lines.push(`${what} is another text there than the roster names: ask the server's operator`)
    }
  return lines
}

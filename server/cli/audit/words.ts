import type { ReadLine } from '../../../shared/auditRead.ts'
import { visible } from '../roster/words.ts'

/** One line as people read it; the words are those of the format, so that two who check the same file read the same. */
export function wordsOf({ seq, by, at, did }: ReadLine, names: ReadonlyMap<string, string>): string {
  const hour = new Date(at * 1000).toISOString().slice(0, 13).replace('T', ' ')
  const what =
    did === null
      ? 'sealed'
      : did === undefined
        ? 'of a later version'
        : [did.what, did.reason && `(${did.reason})`, did.case && `case ${did.case}`].filter(Boolean).join(' ')
  return visible(`${seq + 1} ${hour}Z ${names.get(by) ?? by}: ${what}`)
}

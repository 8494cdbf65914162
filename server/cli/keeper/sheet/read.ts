import { MitosError, codeOf } from '../../../../shared/errors.ts'
import { KEY_SHEET_CAP, type OpenedKeySheet, readKeySheet } from '../../../../shared/keySheet.ts'
import { utf8 } from '../../../../shared/text.ts'
import { readText } from '../files.ts'
import type { Sodium } from '../tools.ts'

const DAMAGED =
  'this is not a key sheet as an inbox writes it, or it is damaged; ask the coordinator to download it again and to send the file itself'
const CHANGED =
  'no coordinator signed what stands there: it was changed on the way, or is another file; ring the coordinator, then ask for a new one'

/**
 * The key sheets of some files, in the order in which they were written.
 * @throws MitosError `not-found` | `document-shape` | `document-signature` | `sheet-refused` where two are of one NGO
 */
export async function readSheets({ crypto }: Sodium, files: readonly string[]): Promise<readonly OpenedKeySheet[]> {
  const sheets: OpenedKeySheet[] = []
  for (const file of files) {
    const text = readText(file, 'the key sheet', 4 * KEY_SHEET_CAP)
    try {
      sheets.push(await readKeySheet(crypto, utf8(text)))
    } catch (error) {
      const changed = codeOf(error) === 'document-signature'
      throw new MitosError(changed ? 'document-signature' : 'document-shape', changed ? CHANGED : DAMAGED)
    }
  }
  const ngos = sheets.map(({ sheet }) => sheet.ngo)
  const twice = ngos.find((ngo, i) => ngos.indexOf(ngo) !== i)
  if (twice !== undefined)
    throw new MitosError('sheet-refused', `two sheets are of the NGO ${twice}: give only the one that was made last`)
  return sheets
}

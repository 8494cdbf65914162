import { MitosError } from '../../../../shared/errors.ts'
import type { KeySheet, OpenedKeySheet } from '../../../../shared/keySheet.ts'
import type { Ngo } from '../../../../shared/roster.ts'
import { leadsOf } from '../../../../shared/team.ts'
import type { Io } from '../../cli.ts'
import { type Common, type Sodium, type Tools, confirm } from '../tools.ts'
import { readSheets } from './read.ts'
import { type Held, needFit } from './refuse.ts'
import { NGO } from '../rosterSkeleton.ts'
import { type Signer, sheetWords } from './words.ts'

export interface SheetOptions extends Common {
  readonly sheet?: readonly string[]
  readonly newCoordinator?: true
}

/**
 * Puts coordinators' key sheets into what becomes the next roster, each after its words were compared.
 * @param roster the one before, by which signers are judged
 * @returns its NGOs and revoked keys with those of the sheets
 * @throws MitosError as readSheets and needFit, `sheet-signer`, and `bad-input` where a sheet is not confirmed
 */
export async function takeSheets(
  tools: Tools,
  sodium: Sodium,
  io: Io,
  roster: Held,
  options: SheetOptions,
): Promise<Pick<Held, 'ngos' | 'revoked'>> {
  let { ngos, revoked } = roster
  for (const opened of await readSheets(sodium, options.sheet ?? [])) {
    const { sheet } = opened
    needFit({ ...roster, ngos, revoked }, sheet, io.clock())
    const ngo = roster.ngos.find(({ id }) => id === sheet.ngo)
    const signer = signerOf(roster, ngo, opened, options)
    await confirm(tools, io, sheetWords(opened, ngo, signer, revoked), options)
    ngos = ngo ? ngos.map((one) => (one.id === sheet.ngo ? withKeys(one, sheet) : one)) : [...ngos, founded(sheet)]
    revoked = [...new Set([...revoked, ...sheet.revoked])]
    if (!ngo) io.say(`${sheet.ngo} is new: fill in what it is called and the rest (docs/keeper.md)`)
  }
  return { ngos, revoked }
}

/** @throws MitosError `sheet-signer` */
function signerOf(
  roster: Held,
  ngo: Ngo | undefined,
  { sheet, signers }: OpenedKeySheet,
  { newCoordinator }: SheetOptions,
): Signer {
  const present = ngo ? leadsOf(roster, ngo) : sheet.leads
  if (signers.some((key) => present.includes(key))) return ngo ? 'present' : 'first'
  const own = signers.some((key) => sheet.leads.includes(key))
  if (ngo && own && newCoordinator) return 'new'
  const todo = own
    ? 'a coordinator who is there already has to make the sheet. Only if none is left: meet the new one in person or ask the NGO’s head, then take it with --new-coordinator'
    : 'take none of it, and ring the NGO'
  throw new MitosError(
    'sheet-signer',
    `the key sheet of ${sheet.ngo} is not signed by a coordinator ${ngo ? 'whom the roster names' : 'of its own'}; ${todo}`,
  )
}

/** The NGO with the sheet's keys, its fields in the order in which they stand. */
function withKeys(ngo: Ngo, { box, spare, signKeys, leads, teamMin }: KeySheet): Ngo {
  const { spare: _, ...rest } = { ...ngo, box, signKeys, leads, teamMin }
  const entries = Object.entries(rest).flatMap(([name, value]) =>
    name === 'box' ? [[name, value] as const, ['spare', spare] as const] : [[name, value] as const],
  )
  return Object.fromEntries(entries) as unknown as Ngo
}

/** All that a sheet can say of an NGO; what is left empty no roster takes. */
const founded = (sheet: KeySheet): Ngo => withKeys({ ...NGO, id: sheet.ngo, name: sheet.name }, sheet)

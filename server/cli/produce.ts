import { fromBase64, toBase64, toHex } from '../../shared/bytes.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { MitosError } from '../../shared/errors.ts'
import { keyIdOf } from '../../shared/keys.ts'
import type { Roster } from '../../shared/roster.ts'
import { dataFolder } from '../config.ts'
import { type HeldCase, lookAt } from '../store/sqlite/look.ts'
import { parseStored } from '../trust/documents.ts'
import type { Verb } from './cli.ts'

/**
 * `mitos produce ID`: everything that this server holds of one request, for whoever may lawfully ask for it (R49). It is what
 * stands in the database and no more: sealed bytes, the hour, for whose key they are sealed, who took it, and the sealed case. It
 * changes nothing.
 */
export const produce: Verb = (program, io) =>
  void program
    .command('produce')
    .argument('<id>', 'the request, as the inbox names it: 22 characters')
    // One id in 64 begins with `-`.
    .allowUnknownOption()
    .description(
      'Print everything that the server holds of one request, as JSON (docs/operations.md, "An authority asks").',
    )
    .action(async (text: string) => {
      const id = readId(text)
      const seen = lookAt(dataFolder(io.environment))
      try {
        const found = await seen.request(id)
        if (!found) throw new MitosError('not-found', 'no request has this id: never sent here, withdrawn, or shredded')
        const { request, claim, callsNobody, case: held, awayFromMailbox } = found
        const rosters = await seen.documents.documents('roster')
        const produced = {
          id: toBase64(id),
          hour: utc(request.hour),
          sealedFor: { keyId: toHex(request.keyId), ngo: await ngoOf(request.keyId, rosters.map(rosterOf)) },
          mailbox: toHex(request.address),
          tag: toHex(request.tag),
          cameUnderLoad: request.check,
          callsNobody,
          taken: claim && {
            byMember: toHex(claim.by),
            hour: utc(claim.hour),
            ...(claim.closed !== null && { closed: utc(claim.closed) }),
          },
          case: held && producedCase(held),
          steppedBackFromMailbox: awayFromMailbox.map(toHex),
          sealed: Buffer.from(request.sealed).toString('base64'),
        }
        io.say(JSON.stringify(produced, null, 1))
      } finally {
        seen.close()
      }
    })

/** Its words are sealed under a key that lies sealed for the NGO: nobody here can open either. */
const producedCase = ({ id, ngo, acted, wakeAt, keys, events, steppedBack }: HeldCase) => ({
  id: toBase64(id),
  ngo,
  lastWritten: utc(acted),
  wakeAt: wakeAt === null ? null : utc(wakeAt),
  steppedBack: steppedBack.map(toHex),
  keys: keys.map(({ generation, sealed }) => ({ generation, sealed: Buffer.from(sealed).toString('base64') })),
  events: events.map((event) => Buffer.from(event).toString('base64')),
})

/** @throws MitosError `bad-input` */
function readId(text: string): Uint8Array {
  try {
    return fromBase64(text, 16)
  } catch {
    throw new MitosError('bad-input', 'an id has 22 characters: letters, digits, - and _')
  }
}

const rosterOf = (stored: { readonly bytes: Uint8Array }): Roster => parseStored(stored).inner as Roster
const utc = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(':00.000Z', 'Z')

/** The NGO for whose key it was sealed, by any roster that was ever published. */
async function ngoOf(keyId: Uint8Array, rosters: readonly Roster[]): Promise<string | null> {
  const crypto = await standardSodium()
  const isIt = (key: string): boolean => toHex(keyIdOf(crypto, fromBase64(key, 32))) === toHex(keyId)
  for (const { ngos } of rosters)
    for (const { id, box, spare } of ngos) if (isIt(box.key) || (spare && isIt(spare.key))) return id
  return null
}

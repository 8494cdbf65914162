import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import { type JsonObject, readJson } from '../../../shared/json.ts'
import { checkKeyIds } from '../../../shared/keys.ts'
import { type Roster, readRoster } from '../../../shared/roster.ts'
import { outerCap } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'
import type { Io } from '../cli.ts'
import { type FileDocument, isFull, readDocumentFile, tally, tallyWords, unsigned } from './documentFile.ts'
import { disk, readText } from './files.ts'
import { rootFor } from './rootFile.ts'
import { draftOf } from './rosterParse.ts'
import { problemsOf } from './rosterPlace.ts'
import { type Signing, addSignature, keyToSign, refuseTimes } from './rootSign.ts'
import { needAgreed } from './rosterSwaps.ts'
import { swapsIn } from '../roster/swaps.ts'
import { type Sodium, type Tools, count, when } from './tools.ts'

interface Options extends Signing {
  readonly out?: string
  readonly root?: string
  readonly before?: string
  readonly withoutConsent?: true
}

/** `roster sign`: a draft becomes a roster with its first signature; a roster gets one more. */
export async function signRoster(tools: Tools, io: Io, file: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const parsed = draftOf(readText(file, 'the draft', outerCap('roster')))
  const isDraft = !('signed' in parsed)
  const { swaps: _, ...draft } = parsed
  const read = isDraft ? fromDraft(draft) : await readDocumentFile(sodium, file, 'roster')
  const roster = hold(sodium, io, read.inner)
  refuseTimes(io, roster)
  const root = await rootFor(sodium, file, options.root)
  if (roster.network !== root.network)
    throw new MitosError(
      'roster-refused',
      '"network" is not that of the root; take it from root check, or start with roster new',
    )
  const key = keyToSign(options.key, 'roster', root.rosterKeys, root.network)
  rosterWords(roster, read.hash).forEach((line) => io.say(line))
  if (isDraft) await needAgreed(sodium, io, roster, swapsIn(parsed), { file, ...options })
  let { signers } = read
  if (signers.includes(key.key)) io.say('This key has signed this roster already; nothing to do.')
  else {
    const out = isDraft ? (options.out ?? join(dirname(file), `roster-${roster.version}.json`)) : file
    if (isDraft && existsSync(out))
      throw new MitosError(
        'file-exists',
        'this draft was made a roster already: sign that file, or name another with --out',
      )
    const document = await addSignature(tools, sodium, read, key, options)
    disk(io, options.dryRun)[isDraft ? 'create' : 'replace'](out, JSON.stringify(document))
    signers = [...signers, key.key]
  }
  const signed = tally(signers, root.rosterKeys, root.rosterThreshold)
  io.say(tallyWords(signed))
  if (isFull(signed)) io.say('Whole. It can be published.')
}

/** @throws MitosError `roster-refused` */
function fromDraft(draft: JsonObject): FileDocument {
  const document = unsigned(draft)
  const bytes = utf8(document.signed)
  try {
    // What readers get, not what an editor wrote: one spelling, and nothing in it that they refuse (protocol §0).
    const inner = readJson(bytes, (outerCap('roster') - 4096) / 2) as JsonObject
    return { document, inner, hash: createHash('sha256').update(bytes).digest('base64url'), signers: [] }
  } catch (error) {
    throw new MitosError(
      'roster-refused',
      codeOf(error) === 'json-too-large'
        ? 'this roster is too large: at most 512 KiB; leave out shifts that are far away'
        : 'a number with a point, a name that is a number, or half a character stands in it; no reader would take it',
    )
  }
}

const SHOWN = 20

/** Whether every reader would take it. @throws MitosError `roster-refused`, after each place was said; `key-id-clash` */
function hold({ crypto }: Sodium, io: Io, inner: JsonObject): Roster {
  const { wrong, unknown } = problemsOf(crypto, inner)
  unknown.forEach((place) => io.say(`unknown field, which nobody reads: ${place}`))
  const roster = wrong.length ? undefined : readable(crypto, inner)
  if (roster) {
    checkKeyIds(crypto, roster)
    return roster
  }
  wrong.slice(0, SHOWN).forEach((line) => io.say(`WRONG ${line}`))
  if (wrong.length > SHOWN) io.say(`… and ${wrong.length - SHOWN} more`)
  throw new MitosError('roster-refused', `${count(wrong.length, 'place')} of this roster not right; nothing was signed`)
}

/** The last word: what readers themselves say, also where no place was found. */
function readable(verifier: Sodium['crypto'], inner: JsonObject): Roster | undefined {
  try {
    return readRoster(verifier, inner)
  } catch {
    return undefined
  }
}

function rosterWords(roster: Roster, hash: string): readonly string[] {
  return [
    `roster ${roster.version}, issued ${when(roster.issued)}, ends ${when(roster.expires)}`,
    `reads: ${roster.ngos.map(({ id }) => id).join(', ')}`,
    ...roster.desks.map(({ id, shifts, lines }) => {
      const last = shifts[shifts.length - 1]
      const until = last ? `, the last ends ${when(60 * (last[0] + last[1]))}` : ': nobody reads'
      return `${id}: ${count(lines.length, 'line')}, ${count(shifts.length, 'shift')}${until}`
    }),
    `its hash: ${hash}`,
  ]
}

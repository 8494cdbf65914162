import { MitosError, codeOf } from '../../../shared/errors.ts'
import { DAY } from '../../../shared/root.ts'
import { type Roster, readRoster } from '../../../shared/roster.ts'
import { DRAFT_CAP, type Draft, draftText, readDraft } from '../../../shared/rota/draft.ts'
import type { Io } from '../cli.ts'
import { swapsIn } from '../roster/swaps.ts'
import { isFull, readDocumentFile, tally } from './documentFile.ts'
import { disk, readText } from './files.ts'
import { rootFor } from './rootFile.ts'
import { draftOf } from './rosterParse.ts'
import { DESK, NGO } from './rosterSkeleton.ts'
import { type NoticeOptions, takeNotices } from './sheet/notices.ts'
import { type SheetOptions, takeSheets } from './sheet/take.ts'
import { type Sodium, type Tools, count, when } from './tools.ts'

interface Options extends SheetOptions, NoticeOptions {
  readonly root?: string
  readonly release?: string
  readonly days: number
  readonly rota?: string
}

/** `roster new`: every field, with what cannot be right, so that none is forgotten. */
export async function newRoster(tools: Tools, io: Io, draft: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const root = await rootFor(sodium, draft, options.root)
  const now = io.clock()
  const none = { network: root.network, ngos: [], revoked: [] }
  const { ngos, revoked } = await takeSheets(tools, sodium, io, none, options)
  const skeleton = {
    type: 'roster',
    v: 1,
    network: root.network,
    version: 1,
    issued: now,
    expires: now + options.days * DAY,
    previous: null,
    release: await releaseHash(sodium, options.release),
    ngos: ngos.length ? ngos : [NGO],
    desks: [DESK],
    revoked,
  }
  disk(io, options.dryRun).create(draft, draftText(skeleton))
  io.say('Fill in what is empty with an editor, then: roster sign. It tells what is not right, and where.')
}

/** `roster edit`: the next one, of the one in force. */
export async function editRoster(tools: Tools, io: Io, file: string, draft: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const root = await rootFor(sodium, file, options.root)
  const { inner, hash, signers } = await readDocumentFile(sodium, file, 'roster')
  if (!isFull(tally(signers, root.rosterKeys, root.rosterThreshold)))
    throw new MitosError(
      'document-signature',
      'this roster is not signed to the end by the roster keys of the root; the next one comes after that',
    )
  const current = readRoster(sodium.crypto, inner)
  const now = io.clock()
  if (now < current.issued)
    throw new MitosError('clock-behind', 'the clock of this computer stands before this roster was made; set it')
  const expires = now + options.days * DAY
  const rota = options.rota === undefined ? undefined : await readRota(sodium, options.rota, current, hash)
  const { ngos, revoked } = await takeSheets(tools, sodium, io, current, options)
  const told = await takeNotices(tools, sodium, io, current, ngos, options)
  const next: Roster = {
    ...current,
    version: current.version + 1,
    issued: now,
    expires,
    previous: hash,
    release: options.release ? await releaseHash(sodium, options.release) : current.release,
    ngos: told,
    desks: current.desks.map((desk) => ({
      ...desk,
      shifts: (rota?.shifts[desk.id] ?? desk.shifts).filter(
        ([start, length]) => 60 * (start + length) > now && 60 * start < expires + 2 * DAY,
      ),
    })),
    revoked,
  }
  const swaps = rota?.swaps.length ? { swaps: rota.swaps } : {}
  disk(io, options.dryRun).create(draft, draftText({ ...next, ...swaps }))
  io.say(`draft of roster ${next.version}, ends ${when(expires)}`)
  for (const [i, { id, shifts }] of next.desks.entries()) {
    const dropped = (rota?.shifts[id] ?? current.desks[i]!.shifts).length - shifts.length
    io.say(`${id}: ${count(shifts.length, 'shift')} left${dropped ? `, ${dropped} over or too far ahead` : ''}`)
  }
}

/**
 * The shifts and swaps of a draft that a coordinator drew; nothing else of it is taken.
 * @throws MitosError `document-shape` | `document-conflict`
 */
async function readRota({ crypto }: Sodium, file: string, current: Roster, hash: string): Promise<Draft> {
  const draft = draftOf(readText(file, 'the draft of the rota', DRAFT_CAP))
  try {
    // Its own reader leaves out a swap to which nobody said yes; the keeper is to see that one too.
    return { ...(await readDraft(crypto, JSON.stringify(draft), current, hash)), swaps: swapsIn(draft) }
  } catch (error) {
    if (codeOf(error) === 'document-conflict')
      throw new MitosError(
        'document-conflict',
        'this rota was drawn for another roster than this one; ask the coordinator to draw it anew',
      )
    if (codeOf(error) === 'document-shape' && error instanceof MitosError && typeof error.cause !== 'string')
      throw new MitosError(
        'document-shape',
        'this is not a draft of the rota as an inbox writes it, or it is damaged; ask the coordinator to download it again',
      )
    throw error
  }
}

async function releaseHash(sodium: Sodium, file?: string): Promise<string> {
  return file === undefined ? '' : (await readDocumentFile(sodium, file, 'release')).hash
}

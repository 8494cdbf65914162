import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import { type Roster, readRoster } from '../../../shared/roster.ts'
import type { Swap } from '../../../shared/rota/swap.ts'
import { swapsTold } from '../roster/swaps.ts'
import { count, visible } from '../roster/words.ts'
import type { Io } from '../cli.ts'
import { readDocumentFile } from './documentFile.ts'
import type { Sodium } from './tools.ts'

interface Where {
  /** the draft */
  readonly file: string
  readonly before?: string
  readonly withoutConsent?: true
}

/**
 * Says who agreed to each swap of a draft, by the roster before. What is signed holds the shifts only.
 * @throws MitosError `swap-unagreed` | `not-found` | `document-conflict` where the roster before is not there, or is another
 */
export async function needAgreed(
  sodium: Sodium,
  io: Io,
  roster: Roster,
  swaps: readonly Swap[],
  where: Where,
): Promise<void> {
  if (!swaps.length) return
  const { before, hash } = await rosterBefore(sodium, roster, where)
  const told = await swapsTold(sodium.crypto, before, hash, roster, swaps)
  for (const { look, says } of told) io.say(visible(`${look ? '!' : '-'} ${says}`))
  io.say('Who agreed ("swaps") was for your eyes: the roster has the shifts only.')
  const unagreed = told.filter((one) => one.unagreed).length
  if (!unagreed || where.withoutConsent) return
  throw new MitosError(
    'swap-unagreed',
    `${count(unagreed, 'swap')} without the yes of both NGOs; nothing was signed. Put the shifts back, or ring the coordinators and sign with --without-consent`,
  )
}

async function rosterBefore(
  sodium: Sodium,
  { version, previous }: Roster,
  { file, before: given }: Where,
): Promise<{ readonly before: Roster; readonly hash: string }> {
  const beside = given ?? join(dirname(file), `roster-${version - 1}.json`)
  if (!existsSync(beside))
    throw new MitosError(
      'not-found',
      `the draft has swaps, and whose yes counts is told by the roster in force: put roster-${version - 1}.json beside it, or name it with --before`,
    )
  const { inner, hash } = await readDocumentFile(sodium, beside, 'roster')
  if (hash !== previous)
    throw new MitosError(
      'document-conflict',
      'the draft was not made of this roster ("previous" is another); ask the coordinator for a draft of the one in force',
    )
  return { before: readRoster(sodium.crypto, inner), hash }
}

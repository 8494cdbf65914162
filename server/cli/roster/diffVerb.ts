import { MitosError } from '../../../shared/errors.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { Swap } from '../../../shared/rota/swap.ts'
import type { Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { diffRosters, linesOf } from './diff.ts'
import { type Change, danger } from './diff/same.ts'
import { type DocumentFile, readDocumentFile } from './file.ts'
import { shapeProblems } from './shape.ts'
import { swapsIn, swapsTold } from './swaps.ts'
import { visible } from './words.ts'

/** `mitos roster diff BEFORE AFTER`: what a signature would change, in words. */
export const rosterDiff: Verb = (program, io) =>
  void rosterCommand(program)
    .command('diff')
    .argument('<before>', 'a draft or a signed roster')
    .argument('<after>', 'another one')
    .description('Say in words all that changes from one roster to another. Signatures are not looked at (see check).')
    .action(async (beforePath: string, afterPath: string) => {
      const [before, after] = [readDocumentFile(beforePath, 'roster'), readDocumentFile(afterPath, 'roster')]
      const [one, other] = [readable(before, 'first roster'), readable(after, 'second roster')]
      const swaps = after.signed ? [] : await swapChanges(one, before.hash, other, swapsIn(after.inner))
      const changes = diffRosters(withoutSwaps(before, one), withoutSwaps(after, other), before.hash)
      io.say(`roster ${stateOf(before)} → ${stateOf(after)}`)
      for (const line of linesOf([...changes, ...swaps])) io.say(line)
    })

/** A draft without what is never signed. */
function withoutSwaps({ signed }: DocumentFile, roster: Roster): Roster {
  if (signed) return roster
  const { swaps: _, ...rest } = roster as Roster & { readonly swaps?: unknown }
  return rest
}

async function swapChanges(
  before: Roster,
  hash: string | undefined,
  after: Roster,
  swaps: readonly Swap[],
): Promise<readonly Change[]> {
  if (!swaps.length) return []
  if (hash) return swapsTold(await standardSodium(), before, hash, after, swaps)
  return [danger('the second one has swaps: who agreed can only be told beside the signed roster that is in force')]
}

/** @throws MitosError `document-shape`, with the first field that is wrong */
export function readable({ inner }: DocumentFile, which: string): Roster {
  const [problem] = shapeProblems(inner)
  if (problem) throw new MitosError('document-shape', visible(`in the ${which}, ${problem.at} must ${problem.must}`))
  return inner as unknown as Roster
}

const stateOf = ({ inner, signed }: DocumentFile): string =>
  `${Number(inner['version'])} (${signed ? `signed by ${signed.signatures.length}` : 'draft'})`

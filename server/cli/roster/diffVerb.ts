import { MitosError } from '../../../shared/errors.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { diffRosters, linesOf } from './diff.ts'
import { type DocumentFile, readDocumentFile } from './file.ts'
import { shapeProblems } from './shape.ts'
import { visible } from './words.ts'

/** `mitos roster diff BEFORE AFTER`: what a signature would change, in words. */
export const rosterDiff: Verb = (program, io) =>
  void rosterCommand(program)
    .command('diff')
    .argument('<before>', 'a draft or a signed roster')
    .argument('<after>', 'another one')
    .description('Say in words all that changes from one roster to another. Signatures are not looked at (see check).')
    .action((beforePath: string, afterPath: string) => {
      const [before, after] = [readDocumentFile(beforePath, 'roster'), readDocumentFile(afterPath, 'roster')]
      const changes = diffRosters(readable(before, 'first roster'), readable(after, 'second roster'), before.hash)
      io.say(`roster ${stateOf(before)} → ${stateOf(after)}`)
      for (const line of linesOf(changes)) io.say(line)
    })

/** @throws MitosError `document-shape`, with the first field that is wrong */
export function readable({ inner }: DocumentFile, which: string): Roster {
  const [problem] = shapeProblems(inner)
  if (problem) throw new MitosError('document-shape', visible(`in the ${which}, ${problem.at} must ${problem.must}`))
  return inner as unknown as Roster
}

const stateOf = ({ inner, signed }: DocumentFile): string =>
  `${Number(inner['version'])} (${signed ? `signed by ${signed.signatures.length}` : 'draft'})`

import { Command, CommanderError } from 'commander'
import { MitosError } from '../../shared/errors.ts'
import { namedError } from '../diskError.ts'

/** What a verb may touch of the world around it; a test passes its own. */
export interface Io {
  /** writes a line for the reader */
  readonly say: (line: string) => void
  /** writes a line of complaint */
  readonly complain: (line: string) => void
  readonly environment: Readonly<Record<string, string | undefined>>
  /** seconds UTC */
  readonly clock: () => number
}

/** Adds one verb, with its sub-verbs and `--help`, to the command line. One file of this folder each. */
export type Verb = (program: Command, io: Io) => void

/** What the command line ends with: nothing to say against it; something is not as it should be; not understood; it will be soon. */
export const EXIT = { fine: 0, wrong: 1, usage: 2, warned: 3 } as const

/** Thrown by a verb that has said all it had to say, to end with something else than 0. */
export class Ended {
  readonly exitCode: number
  constructor(exitCode: number) {
    this.exitCode = exitCode
  }
}

/**
 * Runs the command line. Failures are one line, `mitos: CODE: why`, without anything that was given.
 * @param args without the interpreter and the file
 * @returns the exit code
 */
export async function run(verbs: readonly Verb[], args: readonly string[], io: Io): Promise<number> {
  const program = new Command('mitos')
    .description('The server, the keeper and the launch of a Mitos network, from a terminal.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.say(text.trimEnd()), writeErr: (text) => io.complain(text.trimEnd()) })
    .showHelpAfterError('(mitos --help lists what there is)')
  for (const verb of verbs) verb(program, io)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.fine
  } catch (thrown) {
    const error = namedError(thrown)
    if (error instanceof Ended) return error.exitCode
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage
    if (!(error instanceof MitosError)) throw error
    // A cause that is a text is words of ours.
    io.complain(`mitos: ${[error.code, error.cause].filter((one) => typeof one === 'string').join(': ')}`)
    return EXIT.wrong
  }
}

import { type Verb, run } from '../../server/cli/cli.ts'
import { NOW } from './network.ts'

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** The command line in this process, with a clock of the test's own. */
export async function inProcess(verbs: readonly Verb[], args: readonly string[], now = NOW): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []]
  const io = {
    say: (line: string) => void out.push(line),
    complain: (line: string) => void err.push(line),
    environment: {},
    clock: () => now,
  }
  const code = await run(verbs, args, io)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

import { MitosError } from '../../../shared/errors.ts'
import type { Verb } from '../cli.ts'
import { dayOfCall, desksOf, placeOf } from './called.ts'
import { readDocumentFile } from './file.ts'
import { visible } from './words.ts'
import { replaceFile } from './writeDraft.ts'

interface Options {
  readonly draft?: string
  readonly desk?: string
  readonly on?: string
}

const DRAFT = 'roster.draft.json'

/** `mitos lines called NUMBER`: somebody has called a line and knows who answers. */
export const lines: Verb = (program, io) =>
  void program
    .command('lines')
    .description('the phone lines of a draft')
    .command('called')
    .argument('<number>', 'the line that was called; spaces do not count')
    .option('--draft <file>', `the draft to write it into (else ${DRAFT})`)
    .option('--desk <id>', 'where several desks have the number')
    .option('--on <day>', 'the day of the call as 2026-11-26 (else today)')
    .description(
      'Write down a test call. Each line has to be called once a month; the launch check turns red after 35 days.',
    )
    .action((number: string, { draft = DRAFT, desk, on }: Options) => {
      const file = readDocumentFile(draft, 'roster')
      if (file.signed)
        throw new MitosError('bad-input', 'this roster is signed; make a draft of it first (mitos roster edit)')
      const desks = desksOf(file.inner)
      const place = placeOf(desks, number, desk)
      const { id, lines } = desks[place.desk]!
      const line = lines[place.line]!
      const checked = dayOfCall(on, io.clock())
      if (typeof line.checked === 'number' && checked < line.checked)
        throw new MitosError('bad-input', 'a later call is written down already; nothing was changed')
      // All else stays as it was written, times in words too.
      const draftOf = structuredClone(file.draft) as { desks: { lines: { checked: number }[] }[] }
      draftOf.desks[place.desk]!.lines[place.line]!.checked = checked
      replaceFile(draft, `${JSON.stringify(draftOf, null, 2)}\n`)
      const day = new Date(checked * 1000).toISOString().slice(0, 10)
      io.say(visible(`${line.number} (${id}, ${String(line.quietName)}): called ${day}; written into the draft`))
    })

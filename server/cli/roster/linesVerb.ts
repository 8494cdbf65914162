import { MitosError } from '../../../shared/errors.ts'
import type { Verb } from '../cli.ts'
import { dayOfCall, placeOf } from './called.ts'
import { readable } from './diffVerb.ts'
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
      const roster = readable(file, 'draft')
      const place = placeOf(roster, number, desk)
      const checked = dayOfCall(on, io.clock())
      if (checked < (place.line.checked ?? 0))
        throw new MitosError('bad-input', 'a later call is written down already; nothing was changed')
      const desks = roster.desks.map((one) =>
        one.id === place.desk
          ? { ...one, lines: one.lines.map((line) => (line === place.line ? { ...line, checked } : line)) }
          : one,
      )
      replaceFile(draft, `${JSON.stringify({ ...file.inner, desks }, null, 2)}\n`)
      const day = new Date(checked * 1000).toISOString().slice(0, 10)
      io.say(
        visible(`${place.line.number} (${place.desk}, ${place.line.quietName}): called ${day}; written into the draft`),
      )
    })

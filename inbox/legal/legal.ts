import type { Speech } from '../i18n.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'
import { keptLines } from '../settings/kept.ts'

/** One part of the legal pack. `steps`: its lines are done one after another. */
export interface LegalPart {
  readonly id: 'who' | 'told' | 'kept' | 'gives' | 'asks' | 'fill'
  readonly title: string
  readonly lines: readonly string[]
  readonly steps?: true
}

/**
 * What an NGO shows its lawyer: what the product is and does, by the signed list and by what the server tells, and what to do when an
 * authority asks. It claims nothing of any country's law, since nobody has looked at that.
 */
export function legalParts(say: Speech, session: Session): readonly LegalPart[] {
  const { ngo, team, chain } = session
  const name = ngoName(say, chain.roster, ngo.id)
  const told = Object.keys(ngo.notices ?? {}).map((tag) => say.language(tag))
  return [
    {
      id: 'who',
      title: say('legal.who'),
      lines: [say('legal.who.ngo', { name, n: team.members.length }), say('legal.who.keys'), say('legal.who.carries')],
    },
    {
      id: 'told',
      title: say('legal.told'),
      lines: [told.length ? say('legal.told.in', { languages: say.list(told) }) : say('legal.told.none')],
    },
    { id: 'kept', title: say('kept.title'), lines: [...keptLines(say, session), say('kept.means')] },
    { id: 'gives', title: say('legal.gives'), lines: [say('legal.gives.has'), say('legal.gives.not')] },
    {
      id: 'asks',
      title: say('legal.asks'),
      steps: true,
      lines: ([1, 2, 3, 4, 5, 6] as const).map((n) => say(`legal.asks.${n}`)),
    },
    {
      id: 'fill',
      title: say('legal.fill'),
      lines: (['who', 'lawyer', 'office', 'read'] as const).map((one) => say(`legal.fill.${one}`, { name })),
    },
  ]
}

/** The same as plain text. */
export function legalText(say: Speech, session: Session, t: number): string {
  const day = say.date(t, session.chain.roster.desks[0]!.tz)
  const parts = legalParts(say, session).map(({ id, title, lines, steps }) =>
    [
      title.toUpperCase(),
      ...lines.map((line, i) =>
        steps ? `${i + 1}. ${line}` : id === 'fill' ? `${line}\n\n____________` : `- ${line}`,
      ),
    ].join('\n'),
  )
  return `${[`${say('legal.title')}, ${day}`, say('legal.means'), ...parts].join('\n\n')}\n`
}

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../../shared/roster.ts'
import { Numbers } from '../../../widget/panel/numbers.tsx'
import { emptyDraft } from '../../../widget/panel/answersDraft.ts'
import { CurrentOverlay } from '../../../widget/panel/overlays.tsx'
import type { State } from '../../../widget/panel/state.ts'
import { panelOf } from '../../../widget/panel/view.ts'
import { NGOS } from '../../../demo/people.ts'
import { draw } from '../inbox/draw.ts'

const read = <T,>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T
const languages = read<readonly { tag: string; name: string; dir: string }[]>('widget/locales/index.json')

/** Thursday, 26 November 2026, 7:30 in Athens. */
const NOW = Date.UTC(2026, 10, 26, 5, 30) / 1000
const line = (changes: Partial<Line>): Line => ({
  number: '15900',
  name: "Women's SOS line",
  quietName: 'Help line 15900',
  serves: ['all'],
  hours: 'always',
  cost: 'free',
  kind: 'line',
  checked: null,
  ...changes,
})

/** A panel as far as names and numbers need one. */
function panel(tag: string, state: Partial<State>, lines: readonly Line[] = []) {
  const language = languages.find((one) => one.tag === tag)!
  const strings = read<Record<string, string>>(`widget/locales/${tag}.json`)
  const desk = { emergency: '112', tz: 'Europe/Athens', lines }
  const judged = { duty: { kind: 'on', ngo: NGOS[0] }, desk, t: NOW }
  const draft = emptyDraft(0)
  return panelOf(
    { catalog: { ...language, strings }, judged, draft, passing: {}, ...state } as unknown as State,
    {} as never,
  )
}
const numbers = (lines: readonly Line[], state: Partial<State> = {}, tag = 'en') =>
  draw(<Numbers p={panel(tag, state, lines)} />).replace(/\u00a0/g, ' ')

describe('the phone numbers say of each line', () => {
  it.each([
    [{}, 'Open now · Free'],
    [{ serves: ['women'], cost: 'local' }, 'Open now · For women · Normal call price'],
    [{ serves: ['men', 'children'], cost: 'paid' }, 'Open now · For men · For under 18 · This call costs money'],
    [{ hours: [[4, 540, 1020]], cost: 'normal' }, 'Opens 9:00 · Normal call price'],
    [{ hours: [[5, 480, 600]], cost: null }, 'Opens Friday, 8:00'],
    [{ hours: null, cost: null }, ''],
    // What a later version may say, and what only looks like a word of ours.
    [{ serves: ['older-people', 'constructor'], cost: 'by-card' }, 'Open now'],
  ] as const)('%o: %s', (changes, facts) => {
    expect(numbers([line(changes as Partial<Line>)])).toContain(`15900\nHelp line 15900${facts}\n`)
  })

  it('in each language, whom it serves and what it costs', () => {
    for (const { tag } of languages) {
      const { 'lines.fact.men': men, 'lines.fact.paid': paid } = read<Record<string, string>>(
        `widget/locales/${tag}.json`,
      )
      expect(numbers([line({ serves: ['men'], cost: 'paid' })], {}, tag), tag).toContain(`${men} · ${paid}`)
    }
  })

  it('R55 its quiet name, and its full one only after a tap', () => {
    expect(numbers([line({})])).not.toContain('SOS')
    const full = numbers([line({})], { passing: { full: true } })
    expect(full).toContain("Women's SOS line")
    expect(full).not.toContain('Show full names')
  })
})

describe.each(languages)('R55 who reads this, in $name', ({ tag }) => {
  const [ngo] = NGOS
  const quiet = ngo!.quietNames?.[tag] ?? ngo!.quietName
  const full = ngo!.names?.[tag] ?? ngo!.name
  const words = read<Record<string, string>>(`widget/locales/${tag}.json`)
  const who = (passing: State['passing']) => draw(<CurrentOverlay p={panel(tag, { overlay: 'who-reads', passing })} />)

  it('says the quiet name, and offers the full one', () => {
    const said = who({})
    expect(said.toLowerCase()).toContain(quiet.toLowerCase())
    expect(said).not.toContain(full)
    expect(said).toContain(words['lines.full'])
    // The last sentence, that this website cannot read it, stays.
    expect(said).toContain(
      words['who.reads.body']!.split(/(?<=\})[.۔] ?/)
        .at(-1)!
        .trim(),
    )
  })

  it('says the full name after a tap', () => {
    const said = who({ full: true })
    expect(said).toContain(full)
    expect(said).not.toContain(words['lines.full'])
  })
})

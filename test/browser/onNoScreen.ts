import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DESK, NGOS } from '../../demo/people.ts'
import type { Frame, Tab } from '../support/browsers.ts'
import type { Watched } from '../support/screenWatch.ts'

/** Pieces of words that give away what this is about. */
export const STEMS = (JSON.parse(readFileSync('widget/locales/banned.json', 'utf8')) as Record<string, string[]>)['en']!
/** Names that say what somebody asks for. */
export const NAMES = [...NGOS, ...DESK.lines].map(({ name }) => name)

/** What was walked: each screen by its name, as often as it was met, and where the last way ended. */
export interface Walked {
  readonly screens: Readonly<Record<string, readonly Watched[]>>
  readonly tab: Tab
  readonly panel: Frame
}

/**
 * What no screen may do, whichever way led to it; to be asked after all ways were walked (paths.test.ts), since walking them a
 * second time for it would cost a minute.
 */
export function onNoScreen(stage: Walked): void {
  /** By the name of the screen, what was wrong with it. */
  const wrong = (of: (found: Watched) => readonly unknown[], but: readonly string[] = []) =>
    Object.fromEntries(
      Object.entries(stage.screens)
        .map(([name, found]) => [name, [...new Set(found.flatMap(of))]] as const)
        .filter(([name, list]) => list.length && !but.includes(name)),
    )

  it('the paths have met all but those of failure', () => {
    const met = 'start danger agree reach how app address when answer word more review sending sent lines'.split(' ')
    const more = 'danger place speak need who-talks children age device call-rules share note role again'.split(' ')
    expect(Object.keys(stage.screens)).toEqual(
      expect.arrayContaining([...met, ...more.map((row) => `more-${row}`), 'over: lines', 'over: who-reads']),
    )
  })
  it('R17 a word gives anything away, in text, labels, titles or the source; nor in the frame or the snippet around it', async () => {
    // Two of the full names have such a word, where somebody asked for them.
    expect(wrong(({ given }) => given, ['over: lines'])).toEqual({})
    const around = await stage.tab
      .main()
      .evaluate(
        () =>
          [...document.querySelectorAll('iframe, [data-mitos-fallback], script[data-mitos]')]
            .map((one) =>
              (one.cloneNode(one.tagName !== 'IFRAME') as Element).outerHTML.replace(
                / (srcdoc|style|crossorigin)="[^"]*"/g,
                '',
              ),
            )
            .join('\n') + document.querySelector('iframe')!.srcdoc,
        null,
      )
    expect(around).toContain('title="Need help?"')
    expect(STEMS.filter((stem) => around.toLowerCase().includes(stem))).toEqual([])
  })
  it('R18, R22 anything sounds, shows a picture or asks for a file, and large letters say more than one thing', async () => {
    expect(wrong(({ loud }) => loud)).toEqual({})
    expect(wrong(({ wide }) => wide)).toEqual({})
    type Features = { featurePolicy: { allowedFeatures(): string[] } }
    const allowed = (frame: Frame) =>
      frame.evaluate(
        (names) =>
          (document as unknown as Features).featurePolicy.allowedFeatures().filter((one) => names.includes(one)),
        ['camera', 'geolocation', 'microphone', 'display-capture'],
      )
    // The control: the page around has them.
    expect((await allowed(stage.tab.main())).length).toBe(4)
    expect(await allowed(stage.panel)).toEqual([])
  })
  it('R21 the way to the phone numbers is missing, or stands elsewhere', () => {
    expect(wrong(({ lines }) => lines.filter((one) => !one))).toEqual({})
    expect([
      ...new Set(Object.values(stage.screens).flatMap((found) => found.flatMap(({ lines }) => lines))),
    ]).toHaveLength(1)
  })
  it('R23 there is anything to type into but the way to be reached and a note', () => {
    const most = Object.entries(stage.screens).map(([name, found]) => [
      name,
      Math.max(...found.map(({ typed }) => typed)),
    ])
    expect(most.filter(([, typed]) => typed)).toEqual(
      expect.arrayContaining([
        ['address', 1],
        ['more-note', 1],
      ]),
    )
    expect(most.filter(([, typed]) => typed)).toHaveLength(2)
  })
  it('R27 anything is chosen before the person does, but the strict answers and the language', () => {
    const first = Object.fromEntries(Object.entries(stage.screens).map(([name, found]) => [name, found[0]!.chosen]))
    const chosen = Object.entries(first).filter(([, list]) => list.length)
    expect(chosen).toEqual([['answer', ['hangup', 'word']]])
  })
  it('R54 a number is another one than it dials', () => {
    expect(wrong(({ misdialled }) => misdialled)).toEqual({})
  })
  it('R55 a full name stands that nobody asked for', () => {
    expect(wrong(({ named }) => named, ['over: lines', 'over: who-reads'])).toEqual({})
  })
}

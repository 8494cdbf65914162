import type { Frame } from './browsers.ts'

/** What was on one screen at any moment, however short. */
export interface Watched {
  /** the most controls at once that one types an answer into; a name typed to find a language is none (`.find`) */
  typed: number
  /** what was chosen when the screen came */
  chosen: string[]
  /** elements and attributes that make a noise, show a picture, or ask for a file, a camera or a place */
  loud: string[]
  /** stems that stood anywhere in the document */
  given: string[]
  /** names that are shown only to who asks */
  named: string[]
  /** numbers that are not the ones that they dial, or not isolated left to right */
  misdialled: string[]
  /** texts in large letters with more than one sentence, and questions beside another one */
  wide: string[]
  /** where the way to the phone numbers stands; empty where there was none */
  lines: string[]
}

interface Looking {
  readonly stems: readonly string[]
  readonly names: readonly string[]
}

/** Looks at each screen that is drawn from now on, and at the one that is there. */
export const watchScreens = (frame: Frame, looking: Looking): Promise<void> =>
  frame.evaluate(({ stems, names }) => {
    const found: Record<string, Watched> = {}
    ;(window as unknown as { watched: typeof found }).watched = found
    const seen = (one: Element) => one.checkVisibility({ visibilityProperty: true })
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)]
    const add = (list: string[], more: readonly string[]) => list.push(...more.filter((one) => !list.includes(one)))
    const sentences = (text: string) => text.split(/[.?!]\s/).filter((one) => one.trim()).length
    const look = () => {
      const step = document.querySelector<HTMLElement>('[data-step]')?.dataset['step']
      if (!step) return
      const over = document.querySelector<HTMLElement>('[data-overlay]')?.dataset['overlay']
      const name = over ? `over: ${over}` : step
      const fresh = !found[name]
      const here = (found[name] ??= {
        typed: 0,
        chosen: [],
        loud: [],
        given: [],
        named: [],
        misdialled: [],
        wide: [],
        lines: [],
      })
      const typed = all('textarea, select, [contenteditable], input:not([type="radio"]):not([type="checkbox"])')
      const answers = typed.filter((one) => seen(one) && !one.closest('.find'))
      here.typed = Math.max(here.typed, answers.length)
      if (fresh)
        here.chosen = all(':checked, [aria-pressed="true"]')
          .filter(seen)
          .map((one) => one.dataset['value']!)
      add(
        here.loud,
        all(
          'audio, video, object, embed, img, picture, canvas, iframe, form, [type="file"], [capture], [accept], [allow], [autoplay], [autofocus]',
        ).map((one) => one.outerHTML),
      )
      // A way to load a script is called so in HTML, and widths are told in percent.
      const source = document.documentElement.outerHTML
        .replace(/ (crossorigin|style)="[^"]*"/g, '')
        .normalize('NFC')
        .toLowerCase()
      add(
        here.given,
        stems.filter((stem) => source.includes(stem)),
      )
      add(
        here.named,
        names.filter((one) => source.includes(one.toLowerCase())),
      )
      const digits = (text: string) => text.replace(/[^0-9+]/g, '')
      add(
        here.misdialled,
        (all('a[href^="tel:"]') as HTMLAnchorElement[])
          .filter((one) => {
            const number = one.querySelector('bdi[dir="ltr"]')
            const { direction, unicodeBidi } = getComputedStyle(number ?? one)
            return (
              !number ||
              digits(number.textContent!) !== one.href.slice(4) ||
              (seen(number) && (direction !== 'ltr' || unicodeBidi !== 'isolate'))
            )
          })
          .map((one) => one.outerHTML),
      )
      const titles = all('h1').filter(seen)
      if (titles.length !== 1) add(here.wide, [`${titles.length} questions`])
      add(
        here.wide,
        all('.m-panel *')
          .filter((one) => [...one.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE) && seen(one))
          .filter((one) => parseFloat(getComputedStyle(one).fontSize) > 20 && sentences(one.textContent!) > 1)
          .map((one) => one.textContent!),
      )
      const way = document.querySelector('footer [data-numbers]')
      const { x, y, width, height } = way?.getBoundingClientRect() ?? new DOMRect()
      add(here.lines, [way && seen(way) ? [x, y, width, height].map(Math.round).join(' ') : ''])
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  }, looking)

/** What was seen so far, by the name of the screen. */
export const watched = (frame: Frame): Promise<Readonly<Record<string, Watched>>> =>
  frame.evaluate(() => (window as unknown as { watched: Record<string, Watched> }).watched, null)

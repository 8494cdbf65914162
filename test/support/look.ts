import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame } from './browsers.ts'
import { until } from './walk.ts'

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is wrong with a screen as a browser, a screen reader and a finger meet it; each list is empty where nothing is. */
export interface Look {
  /** what axe finds */
  readonly violations: readonly string[]
  /** what reaches beyond the left or right of the screen */
  readonly overflow: readonly string[]
  /** text that is cut off, or stands outside its control */
  readonly cut: readonly string[]
  /** controls that are too small for a finger */
  readonly small: readonly string[]
  /** fields that something may be kept of */
  readonly loud: readonly string[]
  /** what is wrong with the way out and the thread */
  readonly wrong: readonly string[]
  /** whether anything would move, by its style */
  readonly moves: boolean
  /** how far it is scrolled down, px */
  readonly scrolled: number
  /** language and direction as the panel tells them */
  readonly lang: string
  /** all that can be read, a piece each, but names in a language of their own, numbers and what a person typed */
  readonly texts: readonly string[]
  /** the whole text of the document, hidden or not, and all values of attributes but styles */
  readonly all: readonly string[]
}

/** Looks when nothing moves any more: colours and places are only judged then. */
export async function look(frame: Frame): Promise<Look> {
  await frame.evaluate((source) => {
    if (!('axe' in window)) new Function(source)()
  }, axeSource)
  await until(() => frame.evaluate(() => document.getAnimations().every((one) => one.playState !== 'running'), null))
  return frame.evaluate(async () => {
    const panel = document.querySelector<HTMLElement>('.m-panel')!
    const width = document.documentElement.clientWidth
    const all = [...panel.querySelectorAll<HTMLElement>('*')].filter(
      (one) => one.getClientRects().length && !one.closest('svg, .sr'),
    )
    const name = (one: Element): string => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`
    const wrongOf = (wrong: (one: HTMLElement) => boolean) => all.filter(wrong).map(name)

    /** Pieces of text, each with the boxes of its lines. */
    const pieces = all.flatMap((parent) =>
      [...parent.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim())
        .map((node) => {
          const range = document.createRange()
          range.selectNodeContents(node)
          return { parent, text: node.textContent!.trim(), lines: [...range.getClientRects()] }
        }),
    )
    const clips = (one: Element): boolean => /hidden|clip/.test(getComputedStyle(one).overflowX)
    /** Boxes of glyphs are higher than their lines: what counts up and down is the middle of a line. */
    const outside = (line: DOMRect, box: DOMRect): boolean => {
      const middle = (line.top + line.bottom) / 2
      return line.left < box.left - 1 || line.right > box.right + 1 || middle < box.top + 4 || middle > box.bottom - 4
    }
    const cut = pieces
      .filter(({ parent, lines }) => {
        const boxes: Element[] = []
        for (let one: Element | null = parent; one && one !== panel; one = one.parentElement)
          if (one.matches('button, a, .face, header, footer, .card, .advice, .primary') || clips(one)) boxes.push(one)
        return boxes.some((one) => {
          const { overflowY } = getComputedStyle(one)
          const box = one.getBoundingClientRect()
          // Below what scrolls there is more; to its sides there is nothing.
          const room = overflowY === 'auto' ? new DOMRect(box.x, -1e6, box.width, 2e6) : box
          return lines.some((line) => outside(line, room))
        })
      })
      .map(({ parent, text }) => `${parent.tagName} ${parent.className} ${text}`)
    // A long name in a field is scrolled by who types it.
    const shortened = wrongOf((one) => !one.matches('input') && clips(one) && one.scrollWidth > one.clientWidth + 1)

    const exit = document.querySelector<HTMLElement>('[data-exit]')!
    const box = exit.getBoundingClientRect()
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const wrong = [
      (box.height < 44 || box.width < 44) && 'the way out is too small',
      !exit.contains(hit) && 'the way out is covered',
      // What boot's style sheet hides after a while is not hidden here: it has no while to wait for.
      getComputedStyle(document.querySelector('.drawn')!).animationName !== 'none' && 'the thread goes',
    ]
    const { axe } = window as unknown as {
      axe: { run(root: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run(document.body)
    return {
      violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`),
      overflow: wrongOf((one) => {
        const { left, right } = one.getBoundingClientRect()
        return left < -1 || right > width + 1
      }),
      cut: [...cut, ...shortened],
      small: wrongOf((one) => {
        const { width, height } = one.getBoundingClientRect()
        return one.matches('button, a, label') && (width < 44 || height < 44)
      }),
      loud: wrongOf((one) => one.matches('input, select, textarea') && one.getAttribute('autocomplete') !== 'off'),
      wrong: wrong.filter((one) => one !== false),
      moves: all.some((one) => {
        const { animationName, transitionDuration } = getComputedStyle(one)
        return animationName !== 'none' || parseFloat(transitionDuration) > 0
      }),
      scrolled: document.querySelector('.body')!.scrollTop,
      lang: `${panel.lang} ${panel.dir}`,
      texts: [
        ...pieces
          .filter(({ parent }) => parent.closest('[lang]') === panel && !parent.closest('[dir="ltr"]:not(.m-panel)'))
          .map(({ text }) => text),
        ...all.filter((one) => one.ariaLabel && !one.matches('.language')).map((one) => one.ariaLabel!),
      ],
      all: [
        // A piece each: two that only stand one after the other make no word together ("vragen" and "Telefoonnummers").
        ...[document.body, ...document.body.querySelectorAll('*')].flatMap((one) =>
          [...one.childNodes].flatMap((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent! : [])),
        ),
        ...[...document.body.querySelectorAll('*')].flatMap((one) =>
          [...one.attributes].flatMap(({ name, value }) => (name === 'style' ? [] : value)),
        ),
      ],
    }
  }, null)
}

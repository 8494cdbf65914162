import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Frame } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { everyScreen } from '../support/everyScreen.ts'
import { holdPosts } from '../support/heldPosts.ts'

/** One walk of a person through all screens. */
export interface Walk {
  readonly tag: string
  readonly dark: boolean
}

/** Names its pictures' folder and says what they are. */
export const nameOf = ({ tag, dark }: Walk): string => `${tag}-${dark ? 'dark' : 'light'}`

/**
 * Pictures of every screen at 390 x 780, where it scrolls also of its end.
 * @returns their names in order; they lie in a folder of the walk's name in `out`
 */
export async function panelPictures(
  browser: Browser,
  demo: RunningDemo,
  out: string,
  walk: Walk,
): Promise<readonly string[]> {
  const folder = join(out, nameOf(walk))
  await mkdir(folder, { recursive: true })
  const posts = holdPosts()
  const { tag, dark } = walk
  // What does not move need not be waited for.
  const tab = await browser.tab({ width: 390, height: 780, dark, still: true, onContext: posts.onContext })
  const names: string[] = []
  const shoot = async (name: string) => {
    await tab.screenshot(join(folder, `${name}.png`))
    names.push(name)
  }
  await everyScreen({
    tab,
    page: `${demo.partner}en/`,
    tag,
    posts,
    async see(name, frame) {
      await shoot(name)
      if (await scrolled(frame, 'end')) await shoot(`${name}-end`)
      await scrolled(frame, 'start')
    },
  })
  await tab.close()
  return names
}

/** Scrolls what scrolls to its start or end; whether there is anything to scroll. */
const scrolled = (frame: Frame, to: 'start' | 'end'): Promise<boolean> =>
  frame.evaluate(async (to) => {
    const body = document.querySelector('.body')!
    body.scrollTop = to === 'end' ? body.scrollHeight : 0
    // Until it is drawn.
    for (let frames = 0; frames < 2; frames++) await new Promise((resolve) => requestAnimationFrame(resolve))
    return body.scrollHeight > body.clientHeight + 1
  }, to)

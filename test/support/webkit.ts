import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type Frame, PATIENCE, type Tab } from './browsers.ts'
import { type Tied, freePort, spawnTied } from './tied.ts'
import { WebDriver } from './webDriver.ts'

const DRIVER = '/usr/bin/WebKitWebDriver'
/** Keys without a character, as WebDriver numbers them. */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  ShiftLeft: '\uE008',
  ShiftRight: '\uE050',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
}

/**
 * WebKit as WebKitGTK has it, on a display of its own that nobody sees. A driver serves one session, so each tab is a driver,
 * a browser and a folder of its own: nothing is shared. It believes certificates that a test made.
 *
 * It always asks for pages in American English, and no tab is narrower than 334 px.
 */
export async function openWebKit(): Promise<Browser> {
  const screen = spawnTied('/usr/bin/Xvfb', ['-displayfd', '1', '-screen', '0', '1920x1400x24', '-nolisten', 'tcp'])
  const [, display] = await screen.says(/^(\d+)\n/m)
  const closing: (() => Promise<void>)[] = []
  return {
    name: 'webkit',
    async tab({ width = 390, height = 844, dark = false, languages = 'en', onContext } = {}) {
      if (languages !== 'en' || onContext) throw new Error('WebKit has neither other languages here nor contexts')
      const folder = await mkdtemp(join(tmpdir(), 'mitos-webkit-'))
      const started = startDriver(await freePort(), {
        DISPLAY: `:${display}`,
        GDK_BACKEND: 'x11',
        GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita',
        HOME: folder,
        XDG_RUNTIME_DIR: folder,
        // As root there is no sandbox to be had, and without a graphics card nothing to compose with.
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      })
      let ended: Promise<void> | undefined
      const end = (): Promise<void> =>
        (ended ??= started.driver.kill().then(() => rm(folder, { recursive: true, force: true, maxRetries: 5 })))
      closing.push(end)
      const session = await WebDriver.open(await started.ready, {
        acceptInsecureCerts: true,
        'webkitgtk:browserOptions': { args: ['--automation', '--full-screen'] },
      })
      await session.resize(width, height)
      return { ...tabOf(session), close: end }
    },
    async close() {
      await Promise.all(closing.map((close) => close()))
      await screen.kill()
    },
  }
}

/** The driver, and its address once it listens. It prints nothing, so it is asked until it answers. */
function startDriver(port: number, env: Readonly<Record<string, string>>): { driver: Tied; ready: Promise<string> } {
  const driver = spawnTied(DRIVER, [`--port=${port}`], env)
  const url = `http://127.0.0.1:${port}`
  const ask = async (): Promise<string> => {
    for (;;) {
      if (driver.process.exitCode !== null) throw new Error(`${DRIVER} ended: ${driver.output()}`)
      if (await fetch(`${url}/status`).catch(() => undefined)) return url
      await pause()
    }
  }
  return { driver, ready: ask() }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

/**
 * A tab. Its address and its frames are what was last seen, because the others say them at once and a driver must be asked:
 * each question has the next answer fetched.
 */
function tabOf(session: WebDriver): Omit<Tab, 'close'> {
  const main = frameOf(session, null, () => seen.url)
  let seen: { url: string; frames: readonly Frame[] } = { url: 'about:blank', frames: [main] }
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    await session.enter(null)
    const urls = await session.run(
      () =>
        [...document.querySelectorAll('iframe')].map((one) => (one.hasAttribute('srcdoc') ? 'about:srcdoc' : one.src)),
      null,
    )
    seen = {
      url: await session.url(),
      // A frame stays the same object while it stays where it is.
      frames: [
        main,
        ...urls.map((url, i) => {
          const known = seen.frames[i + 1]
          return known?.url() === url ? known : frameOf(session, i, () => url)
        }),
      ],
    }
  }
  /** The address alone needs no script in a page that may be leaving. */
  const lookAtAddress = async (): Promise<void> => {
    seen = { ...seen, url: await session.url() }
  }
  /** Between two pages there is nothing to see. */
  const lookAgain = (how: () => Promise<void>): void => {
    looking ??= session
      .alone(how)
      .catch(() => undefined)
      .finally(() => (looking = undefined))
  }
  return {
    async goto(url) {
      await session.alone(async () => {
        await session.goto(url)
        await look()
      })
    },
    url() {
      lookAgain(lookAtAddress)
      return seen.url
    },
    frames() {
      lookAgain(look)
      return seen.frames
    },
    main: () => main,
    press: (key) => session.alone(() => session.press([KEYS[key] ?? key])),
    pressWith: (held, key) => session.alone(() => session.press([KEYS[key] ?? key], KEYS[held] ?? held)),
    hover: (frame, selector) =>
      session.alone(async () => {
        await session.enter(seen.frames.indexOf(frame) < 1 ? null : seen.frames.indexOf(frame) - 1)
        await session.hover(selector)
      }),
    screenshot: (path) =>
      session.alone(async () => {
        await session.enter(null)
        await writeFile(path, Buffer.from(await session.screenshot(), 'base64'))
      }),
  }
}

function frameOf(session: WebDriver, index: number | null, url: () => string): Frame {
  const inside = <T>(work: () => Promise<T>): Promise<T> =>
    session.alone(async () => {
      await session.enter(index)
      return work()
    })
  const shows = (selector: string): Promise<boolean> =>
    inside(() => session.run((wanted) => !!document.querySelector(wanted)?.getClientRects().length, selector))
  const waitFor = async (selector: string): Promise<void> => {
    const end = Date.now() + PATIENCE
    while (!(await shows(selector))) {
      if (Date.now() > end) throw new Error(`${selector} does not show`)
      await pause()
    }
  }
  return {
    url,
    async waitForSelector(selector) {
      await waitFor(selector)
      return null
    },
    async click(selector) {
      await waitFor(selector)
      await inside(() => session.click(selector))
    },
    async type(selector, text) {
      await waitFor(selector)
      // The driver does not type into an element of a frame; keys go to what has the focus, as a person's do.
      await inside(async () => {
        await session.click(selector)
        await session.press([...text])
      })
    },
    evaluate: (work, argument) => inside(() => session.run(work, argument)),
  }
}

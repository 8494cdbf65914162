import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type BrowserContext,
  type CDPSession,
  type Frame as PlaywrightFrame,
  type Page as PlaywrightPage,
  chromium,
} from 'playwright-core'
import puppeteer, { type ElementHandle, type Frame as PuppeteerFrame, type Page as PuppeteerPage } from 'puppeteer-core'
import { Downloads } from './downloads.ts'
import { alone, ofWorker, tie } from './keptBrowsers.ts'

/** How long a thing that should be there may take to come, ms: a wall against hanging, not a measurement. */
export const PATIENCE = 15_000
export const CHROMIUM = '/usr/bin/chromium'
export const FIREFOX = '/usr/bin/firefox-esr'
/** Each window draws two pages for what may be typed into its address bar: two thirds of a start's work, and nobody types there. */
const UNUSED = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup']
/** The driver switches these off, and a browser takes the last such list alone. */
const BY_DRIVER = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]
const FEATURES_OFF = [...BY_DRIVER, ...UNUSED]
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
]

/** What the walks need of a frame; Playwright's and Puppeteer's frames both have it. */
export interface Frame {
  url(): string
  waitForSelector(selector: string): Promise<{ dispose(): Promise<void> } | null>
  click(selector: string): Promise<void>
  type(selector: string, text: string): Promise<void>
  evaluate<T, A>(work: (argument: A) => T | Promise<T>, argument: A): Promise<T>
}

/** One tab of a real browser. */
export interface Tab {
  goto(url: string): Promise<void>
  url(): string
  frames(): readonly Frame[]
  main(): Frame
  press(key: string): Promise<void>
  /** Presses a key while another one is held. */
  pressWith(held: string, key: string): Promise<void>
  /** Moves the mouse over something in a frame. */
  hover(frame: Frame, selector: string): Promise<void>
  screenshot(path: string): Promise<void>
  /** What a printer would get (not WebKit). */
  pdf?(): Promise<Uint8Array>
  /** Brings it before the others; they are hidden then (not WebKit). */
  front?(): Promise<void>
  close(): Promise<void>
  /** What opened without being asked for: other tabs by their address, dialogs by their words (not WebKit). */
  opened?(): Promise<readonly string[]>
  /** Everything in a frame's JavaScript heap that can still be reached, as a snapshot's text (Chromium). */
  heapOf?(frame: Frame): Promise<string>
  /**
   * Presses what saves a file, and keeps the file in a folder under the name that the page gave it (not WebKit).
   * @returns the name
   */
  save?(selector: string, folder: string): Promise<string>
  /** Chooses a file in a field (not WebKit). */
  choose?(selector: string, path: string): Promise<void>
  /** What axe finds on the page, also where the page's policy forbids scripts of others (Chromium). */
  axe?(source: string): Promise<readonly string[]>
}

export interface Browser {
  readonly name: 'chromium' | 'firefox' | 'webkit'
  /** A tab with nothing of any other in it. */
  tab(options?: TabOptions): Promise<Tab>
  close(): Promise<void>
}

export interface TabOptions {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
  readonly languages?: string
  /** a finger instead of a mouse (Chromium) */
  readonly touch?: boolean
  /** whether pages run scripts (Chromium) */
  readonly scripts?: boolean
  /** what a person has set on their device (Chromium) */
  readonly still?: boolean
  readonly highContrast?: boolean
  /** a Playwright context, for tests that only Chromium runs */
  readonly onContext?: (context: BrowserContext) => Promise<void>
}

/** @param args more of them: then it is a browser of its own, else that of this worker */
export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  const start = () => chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...CHROMIUM_ARGS, ...args] })
  const { browser, opened, close } = args.length ? alone(await start()) : await ofWorker('chromium', start)
  return {
    name: 'chromium',
    async tab({ width = 390, height = 844, dark = false, languages = 'en', ...options } = {}) {
      const { touch = false, scripts = true, still = false, highContrast = false, onContext } = options
      const context = opened(
        await browser.newContext({
          viewport: { width, height },
          colorScheme: dark ? 'dark' : 'light',
          locale: languages,
          hasTouch: touch,
          javaScriptEnabled: scripts,
          reducedMotion: still ? 'reduce' : 'no-preference',
          forcedColors: highContrast ? 'active' : 'none',
        }),
      )
      await onContext?.(context)
      return chromiumTab(context, await context.newPage())
    },
    close,
  }
}

/** @param page one that the caller has opened in `context` */
export function chromiumTab(context: BrowserContext, page: PlaywrightPage): Tab {
  page.setDefaultTimeout(PATIENCE)
  const dialogs: string[] = []
  let session: Promise<CDPSession> | undefined
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return {
    goto: async (url) => void (await page.goto(url)),
    url: () => page.url(),
    frames: () => page.frames() as unknown as readonly Frame[],
    main: () => page.mainFrame() as unknown as Frame,
    press: (key) => page.keyboard.press(key),
    pressWith: (held, key) => page.keyboard.press(`${held}+${key}`),
    opened: async () => [
      ...dialogs,
      ...context
        .pages()
        .filter((one) => one !== page)
        .map((one) => one.url()),
    ],
    hover: (frame, selector) => (frame as unknown as PlaywrightFrame).hover(selector),
    screenshot: async (path) => void (await page.screenshot({ path })),
    pdf: () => page.pdf(),
    front: () => page.bringToFront(),
    close: () => context.close(),
    heapOf: (frame) => heapSnapshot(context, frame as unknown as PlaywrightFrame),
    async save(selector, folder) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)])
      await download.saveAs(join(folder, download.suggestedFilename()))
      return download.suggestedFilename()
    },
    choose: (selector, path) => page.setInputFiles(selector, path),
    async axe(source) {
      const driver = await (session ??= context.newCDPSession(page))
      // Half a megabyte, once a document: reading it again costs twice as much as looking.
      const { result } = await driver.send('Runtime.evaluate', { expression: "'axe' in window", returnByValue: true })
      if (!result.value) await driver.send('Runtime.evaluate', { expression: source })
      const ran = await driver.send('Runtime.evaluate', {
        expression:
          'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html).join(" ").slice(0, 300)))',
        awaitPromise: true,
        returnByValue: true,
      })
      return ran.result.value as readonly string[]
    },
  }
}

/**
 * @param close ends what the tab is alone in
 * @param downloads where the browser puts what is saved
 */
export function firefoxTab(page: PuppeteerPage, close: () => Promise<void>, downloads?: Downloads): Tab {
  page.setDefaultTimeout(PATIENCE)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  return {
    goto: async (url) => void (await page.goto(url)),
    url: () => page.url(),
    frames: () => page.frames() as unknown as readonly Frame[],
    main: () => page.mainFrame() as unknown as Frame,
    press: (key) => page.keyboard.press(key as 'Tab'),
    async pressWith(held, key) {
      await page.keyboard.down(held as 'Shift')
      await page.keyboard.press(key as 'A')
      await page.keyboard.up(held as 'Shift')
    },
    opened: async () => [
      ...dialogs,
      ...(await page.browserContext().pages()).filter((one) => one !== page).map((one) => one.url()),
    ],
    hover: (frame, selector) => (frame as unknown as PuppeteerFrame).hover(selector),
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
    pdf: () => page.pdf(),
    front: () => page.bringToFront(),
    close,
    ...(downloads && { save: (selector, folder) => downloads.next(() => page.click(selector), folder) }),
    async choose(selector, path) {
      const field = (await page.$(selector)) as ElementHandle<HTMLInputElement>
      await field.uploadFile(path)
      await field.dispose()
    },
  }
}

/** A sandboxed frame is a process of its own, so it has a session of its own. */
async function heapSnapshot(context: BrowserContext, frame: PlaywrightFrame): Promise<string> {
  const session = await context.newCDPSession(frame)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

export async function openFirefox(): Promise<Browser> {
  const { browser, opened, close } = await ofWorker('firefox', startFirefox)
  return {
    name: 'firefox',
    async tab({ width = 390, height = 844 } = {}) {
      const context = opened(await browser.createBrowserContext())
      const page = await context.newPage()
      await page.setViewport({ width, height })
      return firefoxTab(page, () => context.close(), browser.downloads)
    },
    close,
  }
}

async function startFirefox() {
  const profile = await mkdtemp(join(tmpdir(), 'mitos-firefox-'))
  const folder = join(profile, 'saved')
  await mkdir(folder)
  const downloads = new Downloads(folder)
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': folder,
      // Its list of downloads would take the focus, and keep it from the tab that is opened next.
      'browser.download.alwaysOpenPanel': false,
    },
  })
  const end = tie(browser.process()!.pid!, profile)
  return {
    downloads,
    createBrowserContext: () => browser.createBrowserContext(),
    isConnected: () => browser.connected,
    async close() {
      await browser.close()
      end()
    },
  }
}

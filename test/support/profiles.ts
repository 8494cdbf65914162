import { chromium } from 'playwright-core'
import puppeteer from 'puppeteer-core'
import { CHROMIUM, FIREFOX, type Tab, chromiumTab, firefoxTab } from './browsers.ts'
import { spawnTied } from './tied.ts'

/** A browser whose profile stays when it ends, as a person's does. */
export interface OwnBrowser {
  readonly name: 'chromium' | 'firefox'
  tab(): Promise<Tab>
  /** The tab at an address as a driver sees it that comes now: one from before does not see frames that came back (Chromium). */
  seenAnew?(url: string): Promise<Tab>
  /** Ids of the processes that run pages (Chromium). */
  renderers?(): Promise<readonly number[]>
  /** Closes it as a person does. */
  close(): Promise<void>
  /** Ends all of its processes at once, as a battery does. */
  kill(): Promise<void>
}

/**
 * Chromium, started by hand: of the three dozen flags with which a driver starts it most switch off what could leave a trace
 * (back/forward cache, crash recovery, form fill, component extensions). These here are needed.
 * @param log file into which all goes that its network code does, sent bytes included
 */
export async function chromiumWith(profile: string, log: string): Promise<OwnBrowser> {
  const tied = spawnTied(
    CHROMIUM,
    [
      '--headless=new',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      // As root it has no sandbox.
      '--no-sandbox',
      '--no-first-run',
      // Its own services would only wait for a network that is not there.
      '--disable-background-networking',
      '--disable-component-update',
      '--window-size=1280,900',
      `--log-net-log=${log}`,
      '--net-log-capture-mode=Everything',
      'about:blank',
    ],
    { HOME: profile },
  )
  const [, url] = await tied.says(/DevTools listening on (ws:\S+)/)
  const browser = await chromium.connectOverCDP(url!)
  const context = browser.contexts()[0]!
  return {
    name: 'chromium',
    tab: async () => chromiumTab(context, await context.newPage()),
    async seenAnew(address) {
      const [same] = (await chromium.connectOverCDP(url!)).contexts()
      return chromiumTab(
        same!,
        same!.pages().find((one) => one.url() === address)!,
      )
    },
    async renderers() {
      const session = await browser.newBrowserCDPSession()
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      await session.detach()
      return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
    },
    async close() {
      const session = await browser.newBrowserCDPSession()
      await session.send('Browser.close')
      await tied.ended
    },
    kill: () => tied.kill(),
  }
}

/** Firefox keeps its session every 15 s, here every half second; the driver's profile would not keep it at all. */
const AS_PEOPLE_HAVE_IT = {
  'browser.sessionstore.resume_from_crash': true,
  'browser.sessionstore.interval': 500,
  'browser.sessionstore.interval.idle': 500,
  'browser.formfill.enable': true,
  'browser.pagethumbnails.capturing_disabled': false,
  'signon.rememberSignons': true,
}

export async function firefoxWith(profile: string): Promise<OwnBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    userDataDir: profile,
    extraPrefsFirefox: AS_PEOPLE_HAVE_IT,
  })
  const child = browser.process()!
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    name: 'firefox',
    async tab() {
      const page = await browser.newPage()
      await page.setViewport({ width: 1280, height: 900 })
      return firefoxTab(page, () => page.close())
    },
    async close() {
      await browser.close()
      await ended
    },
    async kill() {
      // It leads a group of its own.
      process.kill(-child.pid!, 'SIGKILL')
      await ended
    },
  }
}

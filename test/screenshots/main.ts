/**
 * `npm run screenshots [-- OUT [LANGUAGE,…]]`: a contact sheet of every screen of the panel in every language, light and dark,
 * pictures of every screen of the inbox and of the page for webmasters, into OUT (default `.cache/screenshots`), and the README's own
 * picture into docs/. With languages named, only their sheets. `npm run screenshots -- OUT inbox[:PART[:LANGUAGE,…]]`: only the
 * inbox, or only its list, piles, case, referral, alerts, rota, members, own, numbers, found, 23h or 25h (`inbox::de,fr`: all of it in
 * these languages).
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, openChromium } from '../support/browsers.ts'
import { runDemo } from '../support/demoProcess.ts'
import { USUAL } from './desk.ts'
import { embedPictures } from './embed.ts'
import { foundPictures } from './found.ts'
import { inboxPictures } from './inbox.ts'
import { numberPictures } from './numbers.ts'
import { type Walk, nameOf, panelPictures } from './panel.ts'
import { readmePicture } from './readme.ts'
import { type Row, contactSheet } from './sheet.ts'

const out = process.argv[2] ?? '.cache/screenshots'
const [inboxOnly, part, tags] = /^inbox(:|$)/.test(process.argv[3] ?? '') ? process.argv[3]!.split(':') : []
const inboxLanguages = tags?.split(',') ?? USUAL
const chosen = process.argv[3]?.split(',')
const languages = (JSON.parse(await readFile('widget/locales/index.json', 'utf8')) as { tag: string }[]).filter(
  ({ tag }) => !chosen || chosen.includes(tag),
)
const walks = languages.flatMap(({ tag }): Walk[] => [false, true].map((dark) => ({ tag, dark })))

/** How many people walk at the same time. */
const AT_ONCE = 4

async function allOfInbox(browser: Browser): Promise<void> {
  if (part !== 'found' && part !== 'numbers') await inboxPictures(browser, out, inboxLanguages, part)
  if (!part || part === 'numbers') await numberPictures(browser, out, inboxLanguages)
  if (!part || part === 'found') await foundPictures(browser, out, inboxLanguages)
}

await mkdir(out, { recursive: true })
const browser = await openChromium()
if (inboxOnly) {
  await allOfInbox(browser).finally(() => browser.close())
  process.exit()
}
const demo = await runDemo()
try {
  const rows = new Map<string, Row>()
  const waiting = [...walks]
  const walkOn = async (): Promise<void> => {
    for (let walk = waiting.shift(); walk; walk = waiting.shift()) {
      const names = await panelPictures(browser, demo, out, walk)
      rows.set(nameOf(walk), { walk: nameOf(walk), names })
      console.log(`${nameOf(walk)}: ${names.length} pictures`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, walkOn))
  await contactSheet(
    browser,
    out,
    walks.map((walk) => rows.get(nameOf(walk))!),
  )
  if (!chosen) {
    await readmePicture(browser, demo, 'docs/panel-and-inbox.png')
    await allOfInbox(browser)
    await embedPictures(browser, demo, out)
  }
  console.log(`the contact sheet is ${join(out, 'index.html')}`)
} finally {
  await browser.close()
  await demo.stop()
}

import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { openPanel, send, speak, step, stepOf, tap, unlock, until } from '../support/walk.ts'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300))

/** The panel in Arabic beside the inbox that shows the same request in Greek, side by side in one picture. */
export async function readmePicture(browser: Browser, demo: RunningDemo, path: string): Promise<void> {
  const [panelPath, inboxPath] = [join(tmpdir(), 'mitos-panel.png'), join(tmpdir(), 'mitos-inbox.png')]
  const person = await browser.tab({ width: 390, height: 800, languages: 'ar' })
  await person.goto(`${demo.partner}en/`)
  const frame = await openPanel(person)
  await until(async () => (await stepOf(frame)) === 'start')
  await speak(frame, 'ar')
  await tap(frame, '[data-value="self"]', 'start')
  await tap(frame, '[data-value="call"]', 'how')
  await step(frame, 'address')
  await frame.type('[data-step="address"] input:not([type="radio"])', '+30 690 123 4567')
  await frame.evaluate(() => document.querySelector<HTMLInputElement>('[data-value="shared"]')!.click(), null)
  await tap(frame, '[data-step="address"] [data-next]', 'address')
  await step(frame, 'when')
  for (const part of ['morning', 'afternoon', 'evening', 'night', 'weekend'])
    await frame.evaluate((value) => document.querySelector<HTMLInputElement>(`[data-value="${value}"]`)!.click(), part)
  await tap(frame, '[data-step="when"] [data-next]', 'when')
  await tap(frame, '[data-step="answer"] [data-skip-all]', 'answer')
  await step(frame, 'review')
  await settled()
  await person.screenshot(panelPath)
  await send(frame)

  const member = await browser.tab({ width: 940, height: 800, languages: 'el' })
  const page = await unlock(
    member,
    demo.inbox,
    demo.members.find((one) => one.onDuty)!,
  )
  await page.waitForSelector('[data-request]')
  await page.click('[data-request]')
  await page.click('[data-claim]')
  await page.waitForSelector('[data-reveal]')
  await settled()
  await member.screenshot(inboxPath)

  const sheet = await browser.tab({ width: 1402, height: 848 })
  const source = async (file: string) => `data:image/png;base64,${(await readFile(file)).toString('base64')}`
  const pictures = [await source(panelPath), await source(inboxPath)]
  await sheet.goto('about:blank')
  await sheet.main().evaluate((sources) => {
    document.body.style.cssText =
      'margin:0;padding:24px;display:flex;gap:0;background:#dfe3e4;justify-content:space-between'
    for (const one of sources) {
      const image = new Image()
      image.src = one
      image.style.cssText = 'border-radius:16px;box-shadow:0 4px 24px #0003;height:800px'
      document.body.append(image)
    }
    return Promise.all([...document.images].map((image) => image.decode()))
  }, pictures)
  await sheet.screenshot(path)
  await Promise.all([panelPath, inboxPath].map((file) => rm(file)))
}

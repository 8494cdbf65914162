import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Desk } from '../support/inboxScreens.ts'
import { SIZES } from './sizes.ts'

/** One language in each script; the others where they are asked for. */
export const USUAL = ['en', 'el']

/**
 * A screen of the inbox in all its looks: each language, each size, light and dark, with all that one sees by scrolling. It is one
 * page all the time, so what happens on it happens once.
 */
export async function lookAt(name: string, { page }: Desk, out: string, languages: readonly string[]): Promise<void> {
  for (const language of languages) {
    await speak(page, language)
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height })
      await page.setViewportSize({ width, height: height + (await hiddenBelow(page)) })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.screenshot({ path: join(out, `${name}-${language}-${width}-${colorScheme}.png`), fullPage: true })
      }
    }
  }
  await speak(page, 'en')
}

/** A cover says nothing that could be in a language one chooses; elsewhere its words have to come first. */
async function speak(page: Page, language: string): Promise<void> {
  const there = await page.evaluate((tag) => {
    const button = document.querySelector<HTMLElement>(`.languages [lang="${tag}"]`)
    button?.click()
    return !!button
  }, language)
  if (there) await page.waitForFunction((tag) => document.documentElement.lang === tag, language)
}

/** How much of the page, or of a part that scrolls by itself, cannot be seen, px: what stays at the bottom stands there then, too. */
const hiddenBelow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      0,
      ...[...document.querySelectorAll('.list, .case, .wide, dialog')].map(
        (one) => one.scrollHeight - one.clientHeight,
      ),
      document.documentElement.scrollHeight - innerHeight,
    ),
  )

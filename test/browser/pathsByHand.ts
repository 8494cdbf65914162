import { expect, it } from 'vitest'
import { DESK, NGOS } from '../../demo/people.ts'
import { seen } from '../support/seen.ts'
import { overlay, step, stepOf, tap, until } from '../support/walk.ts'
import { NAMES } from './onNoScreen.ts'
import { PHONE, type Way } from './pathStage.ts'

/** What the hand and the eye meet on the way: how a number stands there, keys alone, names by a tap. */
export function byHand(way: Way): void {
  const { address, choose, press, sent } = way

  it('R54 shows the number as it will be dialled, isolated and left to right, whatever was typed with it', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address('\u202e+٣٠ ۶۹۰\u200f 123\u00a04567')
    await press('address', '[data-skip-all]', 'review')
    const shown = await until(() =>
      way.panel.evaluate(() => {
        document.querySelector<HTMLElement>('[data-step="review"] [data-show]')?.click()
        const one = [...document.querySelectorAll('.card bdi')].find(({ textContent }) => /4567/.test(textContent!))
        if (!one || one.textContent!.includes('•')) return undefined
        const { direction, unicodeBidi } = getComputedStyle(one)
        return [one.textContent, direction, unicodeBidi]
      }, null),
    )
    expect(shown).toEqual([PHONE, 'ltr', 'isolate'])
    expect(await sent()).toMatchObject({ contact: { address: PHONE } })
  })

  it('R20 the whole way goes by keys alone', async () => {
    const to = (selector: string) =>
      until(async () => {
        await way.tab.press('Tab')
        return way.panel.evaluate((one) => document.activeElement!.matches(one), selector)
      })
    /** Presses on until it is heard: in the first half second nothing is (R53). */
    const enter = (from: string) =>
      until(async () => {
        if ((await stepOf(way.panel)) === from) await way.tab.press('Enter')
        return (await stepOf(way.panel)) !== from
      })
    for (const [at, control] of [
      ['start', '[data-value="self"]'],
      ['how', '[data-value="sms"]'],
    ] as const) {
      await step(way.panel, at)
      await to(control)
      await enter(at)
    }
    await step(way.panel, 'address')
    await to('input.field')
    for (const key of '6971234567') await way.tab.press(key)
    await to('[data-skip-all]')
    await enter('address')
    await until(() => way.panel.evaluate(() => !!document.querySelector('[data-step="review"] .primary'), null))
    await to('.primary')
    await enter('review')
    await step(way.panel, 'sent')
  })

  it('R55 hears full names only by a tap', async () => {
    const text = async () => (await seen(way.panel)).text
    await overlay(way.panel, '[data-numbers]', 'lines')
    for (const { quietName, name } of DESK.lines) {
      expect(await text()).toContain(quietName)
      expect(await text()).not.toContain(name)
    }
    await way.panel.click('[data-overlay="lines"] .start')
    await until(async () => (await text()).includes(NAMES.at(-1)!))
    for (const { name } of DESK.lines) expect(await text()).toContain(name)
    await way.panel.click('[data-overlay-back]')
    // The next time they are quiet again only after this screen: what was asked for passes with it.
    await choose('start', 'self', 'how')
    await overlay(way.panel, '[data-numbers]', 'lines')
    expect(await text()).not.toContain(NAMES.at(-1)!)
    await way.panel.click('[data-overlay-back]')
    await tap(way.panel, '[data-step="how"] [data-back]', 'how')
    await overlay(way.panel, '.asides button', 'who-reads')
    expect(await text()).not.toContain(NGOS[0]!.name)
    await way.panel.click('[data-overlay="who-reads"] .start')
    await until(async () => (await text()).includes(NGOS[0]!.name))
  })
}

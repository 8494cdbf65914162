import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { speak } from '../../../inbox/i18n.ts'
import { IDLE } from '../../../inbox/lock/lock.ts'
import { SettingsView } from '../../../inbox/settings/SettingsView.tsx'
import { createSettings } from '../../../inbox/settings/settings.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { elements, textOf, unfold } from '../unfold.ts'

const page = (settings: ReturnType<typeof createSettings>, lang: 'en' | 'el' = 'en') =>
  unfold(
    <SettingsView
      inbox={
        { settings, tongue: { lang: signal(lang), lacks: signal(false) }, session: signal(null) } as unknown as Inbox
      }
      say={speak(lang)}
    />,
  )
/** Its choices: those of the theme stand first, then those of the lock. */
const inGroup = (settings: ReturnType<typeof createSettings>, name: string) => {
  const all = elements(page(settings)).filter(({ props }) => props['data-choose'] !== undefined)
  return name === 'theme' ? all.slice(0, 3) : all.slice(3)
}

describe('the settings', () => {
  it('offer the theme, the lock within five minutes, the languages that there are, and what to look at', () => {
    const settings = createSettings()
    const words = textOf(page(settings))
    expect(words).toMatch(/As the device[^]*Light[^]*Dark[^]*1 minute[^]*5 minutes[^]*English[^]*Ελληνικά[^]*no logo/)
    expect(textOf(page(settings, 'el'))).toContain('Δεν κρατά τίποτα στη συσκευή σας')
  })

  it('lock never later than after five minutes, whatever is chosen', () => {
    const settings = createSettings()
    expect(settings.idle()).toBe(IDLE)
    settings.minutes.value = 1
    expect(settings.idle()).toBe(60_000)
    settings.minutes.value = 600
    expect(settings.idle()).toBe(IDLE)
  })

  it('say what is chosen, and change it with one press', () => {
    const settings = createSettings()
    const pressed = (name: string) =>
      inGroup(settings, name).flatMap(({ props }) => (props['aria-pressed'] ? [props['data-choose']] : []))
    expect([pressed('theme'), pressed('lock')]).toEqual([['auto'], ['5']])
    for (const name of ['theme', 'lock']) (inGroup(settings, name)[1]!.props as { onClick(): void }).onClick()
    expect([pressed('theme'), pressed('lock')]).toEqual([['light'], ['2']])
  })

  it('forget what was ticked with the lock, and nothing else', () => {
    const settings = createSettings()
    settings.theme.value = 'dark'
    for (const one of ['number', 'profile', 'directory'] as const) settings.tick(one, true)
    expect(textOf(page(settings))).toContain('Look again when you change phone')
    settings.tick('profile', false)
    expect([...settings.ticked.value]).toEqual(['number', 'directory'])
    settings.clear()
    expect([settings.ticked.value.size, settings.theme.value]).toEqual([0, 'dark'])
  })
})

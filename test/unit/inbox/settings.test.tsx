import { signal } from '@preact/signals'
import { beforeAll, describe, expect, it } from 'vitest'
import { keptClosed } from '../../../inbox/cases/view.ts'
import { LANGUAGES, speak } from '../../../inbox/i18n.ts'
import { LegalView } from '../../../inbox/legal/LegalView.tsx'
import { legalParts, legalText } from '../../../inbox/legal/legal.ts'
import { IDLE } from '../../../inbox/lock/lock.ts'
import { createNotes } from '../../../inbox/members/notes.ts'
import { SettingsView } from '../../../inbox/settings/SettingsView.tsx'
import { createSettings } from '../../../inbox/settings/settings.ts'
import { KEEP, readKeep } from '../../../shared/keep.ts'
import type { Session } from '../../../inbox/session.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { NOW } from '../shared/network.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { DAY, makeSession } from './world.ts'

const KEPT = { unread: 3, closed: 11, open: 77 }
let session: Session
beforeAll(async () => {
  session = { ...(await makeSession()), keep: KEPT }
})
const visited: string[] = []
const inboxOf = (settings: ReturnType<typeof createSettings>, lang: 'en' | 'el' = 'en') =>
  ({
    settings,
    notes: createNotes({} as Parameters<typeof createNotes>[0]),
    tongue: { lang: signal(lang), lacks: signal(false) },
    session: signal(null),
    t: signal(NOW),
    visit: (to: string) => visited.push(to),
  }) as unknown as Inbox
const page = (settings: ReturnType<typeof createSettings>, lang: 'en' | 'el' = 'en', of = session) =>
  unfold(<SettingsView inbox={inboxOf(settings, lang)} say={speak(lang)} session={of} />)
/** Its choices: those of the theme stand first, then those of the lock. */
const inGroup = (settings: ReturnType<typeof createSettings>, name: string) => {
  const all = elements(page(settings)).filter(({ props }) => props['data-choose'] !== undefined)
  return name === 'theme' ? all.slice(0, 3) : all.slice(3)
}

describe('the settings', () => {
  it('offer the theme, the lock within five minutes, the languages that there are, and what to look at', () => {
    const settings = createSettings()
    const words = textOf(page(settings))
    expect(words).toMatch(/no logo[^]*English[^]*Ελληνικά[^]*As the device[^]*Light[^]*Dark[^]*1 minute[^]*5 minutes/)
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

describe('what holds for all of the NGO', () => {
  const words = (of = session, lang: 'en' | 'el' = 'en') => textOf(page(createSettings(), lang, of))
  const without = (): Session => ({ ...session, keep: undefined })

  it('shows the quiet name of the network’s list, and says so where it is the full one', () => {
    expect(words()).toMatch(/name for calls and messages\n\s*the Help Team/)
    expect(words()).not.toContain('This is the full name')
    const ngo = { ...session.ngo, quietName: session.ngo.name, quietNames: { el: 'η Ομάδα' } }
    expect(words({ ...session, ngo })).toContain('This is the full name')
    expect(words({ ...session, ngo }, 'el')).toContain('η Ομάδα')
  })

  it('tells the house rule of each desk in words', () => {
    expect(words()).toContain('Greece: Monday to Friday, 9–17. At most 3 tries in 7 days.')
    expect(words(session, 'el')).toContain('Δευτέρα έως Παρασκευή, 9–17. Το πολύ 3 προσπάθειες σε 7 ημέρες.')
    const [desk] = session.chain.roster.desks
    const other = {
      ...desk!,
      id: 'IT',
      shifts: [],
      houseRule: { days: 'all', from: 8, to: 20, tries: 5, untilDays: 9 },
    }
    const roster = { ...session.chain.roster, desks: [other] }
    expect(words({ ...session, chain: { ...session.chain, roster } })).toContain('Italy: every day, 8–20. At most 5')
  })

  it('tells the days that the server told, and none where it told none', () => {
    expect(words()).toMatch(
      /nobody has: 3 days after[^]*closed one: 11 days after[^]*somebody has: 77 days after[^]*up to 7 days more[^]*2 years/,
    )
    expect(words()).not.toMatch(/\b(14|30|180) days/)
    expect(words(without())).toContain('this server does not say when')
    expect(words(without())).not.toMatch(/\d+ days after/)
    expect(keptClosed(session)).toBe(11 * DAY)
    expect(keptClosed(without())).toBe(KEEP.closed * DAY)
  })

  it('believes no days that cannot be', () => {
    expect(readKeep(KEPT)).toEqual(KEPT)
    for (const keep of [undefined, null, 30, { ...KEPT, open: 0 }, { ...KEPT, closed: 1e9 }, { unread: 1, closed: 1 }])
      expect(readKeep(keep)).toBeUndefined()
  })

  it('has doors to the guide, the alerts, the legal pack and the audit', () => {
    const doors = elements(page(createSettings())).filter(({ props }) => props['data-door'])
    visited.length = 0
    for (const { props } of doors) (props as unknown as { onClick(): void }).onClick()
    expect(visited).toEqual(['guide', 'alerts', 'legal', 'audit'])
  })
})

describe('the legal pack', () => {
  it('says in every language what this server and this list have, on the page and in the file', () => {
    const notices = { el: 'x', en: 'y' }
    const of: Session = { ...session, ngo: { ...session.ngo, notices } }
    for (const { tag } of LANGUAGES) {
      const say = speak(tag)
      const drawn = textOf(unfold(<LegalView inbox={inboxOf(createSettings())} say={say} session={of} />))
      for (const part of legalParts(say, of))
        for (const words of [part.title, ...part.lines]) {
          expect(drawn).toContain(words)
          expect(legalText(say, of, NOW).toLowerCase()).toContain(words.toLowerCase())
        }
      for (const told of [of.ngo.name, say.language('el'), ' 3 ', ' 11 ', ' 77 ']) expect(drawn).toContain(told)
    }
  })

  it('says where no text about data is published, and opens the texts to a coordinator alone', () => {
    const drawn = unfold(<LegalView inbox={inboxOf(createSettings())} say={speak('en')} session={session} />)
    expect(textOf(drawn)).toContain('You have published no text')
    expect(elements(drawn).some(({ props }) => props['data-door'] === 'notices')).toBe(false)
  })

  it('leaves numbered steps and empty lines in the file, so that it can be filled in on paper', () => {
    expect(legalText(speak('en'), session, NOW)).toMatch(
      /\n1\. Say neither[^]*\n6\. Tell[^]*lawyer, also at night:\n\n____/,
    )
  })
})

import { describe, expect, it } from 'vitest'
import { FitButton, Fitting } from '../../../inbox/interpreters/Fitting.tsx'
import { InterpretersView } from '../../../inbox/interpreters/InterpretersView.tsx'
import { createInterpreters } from '../../../inbox/interpreters/interpreters.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64 } from '../../../shared/bytes.ts'
import { INTERPRETERS, INTERPRETERS_SIZE, type Interpreter, fitsOnePaper } from '../../../shared/interpreters.ts'
import { place } from '../../integration/team.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { call, factsOf } from './facts.ts'
import { forge, paperStage } from './paperStage.ts'

const say = speak('en')
const SAMIRA: Interpreter = {
  name: 'Samira K.',
  reach: '+30 690 011 2233',
  languages: ['ur', 'pa'],
  gender: 'woman',
  community: 'out',
  note: 'not from Lahore',
  hours: 'evenings',
}
const ALI: Interpreter = { ...SAMIRA, name: 'Ali', gender: 'man', community: null, note: '', hours: '' }
const forged = (changes: object = {}, signer?: string, context = 'mitos/interpreters/v1\n'): string =>
  forge(40_960, context, { type: 'interpreters', people: [{ ...SAMIRA, name: 'The wrong one' }], ...changes }, signer)

function stage() {
  const all = paperStage()
  return {
    ...all,
    get held() {
      return all.held
    },
    browser(name: string) {
      const { place: there, get, put, ...rest } = all.browser(name)
      const interpreters = createInterpreters({ api: { interpreters: get, putInterpreters: put }, ...there })
      const visited: string[] = []
      const inbox = {
        interpreters,
        away: { value: false },
        visit: (to: string) => void visited.push(to),
      } as unknown as Inbox
      const part = () => ({ inbox, say, session: rest.session.value! })
      const facts = (more: object) => factsOf(call(), { told: { ...call(), more } as never })
      return {
        interpreters,
        visited,
        ...rest,
        page: () => unfold(<InterpretersView {...part()} />),
        button: (more: object) => elements(unfold(<FitButton {...part()} facts={facts(more)} />))[0],
        sheet: (more: object) => unfold(<Fitting {...part()} facts={facts(more)} />),
        async adds(one: Partial<Interpreter>, was: Interpreter | null = null) {
          interpreters.edit(was)
          interpreters.fill(one)
          await interpreters.save()
        },
      }
    },
  }
}

describe('The list of interpreters', () => {
  it('is nothing to a member before there is one; a coordinator sees on a card that one can be made', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await Promise.all([lena, maria].map(({ interpreters }) => interpreters.look()))
    expect(maria.button({ speak: 'ur' })).toBeUndefined()
    ;(lena.button({ speak: 'ur' })!.props['onClick'] as () => void)()
    expect(lena.visited).toEqual(['interpreters'])
    expect([lena, maria].map(({ page }) => textOf(page()).includes(say('interpreters.new')))).toEqual([true, false])
  })

  it('is written by a coordinator, and tells a member at a card who fits, with a word on each wish', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await lena.interpreters.look()
    await lena.adds({ ...SAMIRA, name: '  Samira\u202e K. ' })
    await lena.adds(ALI)
    expect(lena.interpreters.done.value).toEqual({ key: 'guide.saved' })
    expect(lena.interpreters.people.value).toEqual([ALI, SAMIRA])
    expect(fromBase64(all.held.sealed!)).toHaveLength(INTERPRETERS_SIZE)
    await maria.interpreters.look()
    const fits = (more: object) => [maria.button(more)?.props['data-fit'], textOf([maria.button(more)!]).trim()]
    expect(fits({ speak: 'ur', interp: 'yes' })).toEqual([2, '2 interpreters fit'])
    expect(fits({ speak: 'ur', interp: 'far', who: 'woman' })).toEqual([1, '1 interpreter fits'])
    expect(fits({ speak: 'am', interp: 'yes' })).toEqual([0, 'No interpreter fits'])
    expect(maria.button({ speak: 'ur', interp: 'no' })).toBeUndefined()
    const sheet = maria.sheet({ speak: 'ur', interp: 'far', who: 'woman' })
    expect(textOf(sheet)).toMatch(
      /Interpreters: Urdu[^]*not from their community[^]*Samira K\.[^]*690 011 2233[^]*evenings[^]*A woman, as[^]*Not from the community, as[^]*not from Lahore[^]*not all is as wished[^]*Ali[^]*A man; a woman is wished[^]*not told, ask/,
    )
    expect(elements(sheet).flatMap(({ props }) => props['href'] ?? [])).toEqual([
      'tel:+306900112233',
      'tel:+306900112233',
    ])
    expect(elements(sheet).flatMap(({ props }) => props['data-fits'] ?? [])).toEqual([true, false])
  })

  it('says where nobody fits what to do, without alarm', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await lena.interpreters.look()
    await lena.adds(ALI)
    await maria.interpreters.look()
    const none = maria.sheet({ speak: 'am', interp: 'yes' })
    expect(textOf(none)).toMatch(/Nobody on the list speaks Amharic\. Ask a coordinator[^]*no relative/)
    expect(textOf(lena.sheet({ speak: 'am' }))).toMatch(/Ask first[^]*Add somebody under More, Interpreters/)
    const some = maria.sheet({ speak: 'ur', interp: 'yes', who: 'woman' })
    expect(textOf(some)).toMatch(/fulfils every wish[^]*Ali/)
    for (const { props } of [...elements(none), ...elements(some)]) expect(props['class'] ?? '').not.toContain('ember')
  })

  it.each([
    ['a member', { by: place('maria').id }, 'maria sign', 'open-author'],
    ['somebody in the name of a coordinator', {}, 'maria sign', 'open-signature'],
    ['a coordinator for another NGO', { ngo: 'gcr' }, undefined, 'open-ngo'],
    ['a coordinator, as something else', { type: 'guide' }, undefined, 'open-type'],
    ['a coordinator, with another number', { version: 2 }, undefined, 'open-field'],
    [
      'a coordinator, with one too many',
      { people: Array.from({ length: INTERPRETERS + 1 }, () => ALI) },
      undefined,
      'open-field',
    ],
    ['a coordinator, with nobody’s name', { people: [{ ...ALI, name: '' }] }, undefined, 'open-field'],
    ['a coordinator, with no language', { people: [{ ...ALI, languages: [] }] }, undefined, 'open-field'],
    [
      'a coordinator, with one language twice',
      { people: [{ ...ALI, languages: ['ur', 'ur'] }] },
      undefined,
      'open-field',
    ],
    ['a coordinator, with text that turns round', { people: [{ ...ALI, reach: 'a\u202eb' }] }, undefined, 'open-field'],
  ])(
    'of %s is refused in words, for the member and for the coordinator, and never shown',
    async (_, bent, by, code) => {
      const all = stage()
      all.put(forged(bent, by))
      const [lena, maria] = [all.browser('lena'), all.browser('maria')]
      await Promise.all([lena, maria].map(({ interpreters }) => interpreters.look()))
      expect([lena, maria].map(({ interpreters }) => interpreters.trouble.value)).toEqual([code, code])
      const seen = [lena.page(), maria.page(), [maria.button({ speak: 'ur' })!]].map(textOf)
      expect(seen[0]).toMatch(/What you save now takes its place[^]*open-/)
      expect(seen.slice(1).every((text) => text.includes(say('interpreters.shut')))).toBe(true)
      expect(seen.join()).not.toContain('The wrong one')
    },
  )

  it('that was signed as a house guide is none', async () => {
    const all = stage()
    all.put(forged({}, undefined, 'mitos/guide/v1\n'))
    const maria = all.browser('maria')
    await maria.interpreters.look()
    expect(maria.interpreters.trouble.value).toBe('open-signature')
  })

  it('that is older than one that this page saw is refused with an alarm, also after a lock, and the newer one stays', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await lena.interpreters.look()
    await lena.adds(SAMIRA)
    const first = all.held
    await lena.adds(ALI)
    await maria.interpreters.look()
    all.put(first.sealed!, first.version)
    await maria.interpreters.look()
    expect([maria.interpreters.people.value?.length, maria.alarms]).toEqual([2, ['trust-older']])
    maria.interpreters.clear()
    await maria.interpreters.look()
    expect([maria.interpreters.people.value, maria.alarms]).toEqual([null, ['trust-older', 'trust-older']])
  })

  it('of two coordinators at once loses nothing of what either filled in', async () => {
    const all = stage()
    const [lena, olga] = [all.browser('lena'), all.browser('olga')]
    await lena.interpreters.look()
    await lena.adds(SAMIRA)
    await olga.interpreters.look()
    await lena.adds(ALI)
    await olga.adds({ hours: 'mornings' }, SAMIRA)
    expect([olga.interpreters.draft.value?.hours, olga.interpreters.said.value?.key]).toEqual([
      'mornings',
      'interpreters.changed',
    ])
    await olga.interpreters.save()
    expect(olga.interpreters.people.value).toEqual([ALI, { ...SAMIRA, hours: 'mornings' }])
  })

  it('is changed, and somebody taken out of it, by name', async () => {
    const all = stage()
    const lena = all.browser('lena')
    await lena.interpreters.look()
    await lena.adds(SAMIRA)
    await lena.adds({ languages: ['ur'] }, SAMIRA)
    expect(lena.interpreters.people.value).toEqual([{ ...SAMIRA, languages: ['ur'] }])
    lena.interpreters.edit(lena.interpreters.people.value![0]!)
    await lena.interpreters.takeOut()
    expect([lena.interpreters.people.value, lena.interpreters.done.value]).toEqual([
      [],
      { key: 'interpreters.out', values: { name: 'Samira K.' } },
    ])
  })

  it.each([
    ['without a name', { ...ALI, name: ' ' }, 'interpreters.bad.name'],
    ['without a way to reach them', { ...ALI, reach: '' }, 'interpreters.bad.reach'],
    ['without a language', { ...ALI, languages: [] }, 'interpreters.bad.languages'],
  ])('one %s is not saved, and what was filled in stays', async (_, one, key) => {
    const all = stage()
    const lena = all.browser('lena')
    await lena.interpreters.look()
    await lena.adds(one)
    expect([lena.interpreters.said.value?.key, all.held.version]).toEqual([key, 0])
    expect(lena.interpreters.draft.value).toMatchObject(one)
  })

  it('holds sixty, and no more text than one length has room for', async () => {
    const all = stage()
    const greek = (i: number): Interpreter => ({
      ...ALI,
      name: `${'α'.repeat(40)}${i}`,
      reach: 'β'.repeat(60),
      note: 'γ'.repeat(60),
      hours: 'δ'.repeat(60),
    })
    const many = Array.from({ length: INTERPRETERS }, (_, i) => greek(i))
    all.put(forge(40_960, 'mitos/interpreters/v1\n', { type: 'interpreters', people: many }))
    const lena = all.browser('lena')
    await lena.interpreters.look()
    expect(lena.interpreters.people.value).toHaveLength(INTERPRETERS)
    await lena.adds(ALI)
    expect(lena.interpreters.said.value?.key).toBe('interpreters.bad.full')
    const longest = { ...ALI, name: '𝄞'.repeat(60), reach: '𝄞'.repeat(80), note: '𝄞'.repeat(80), hours: '𝄞'.repeat(80) }
    expect(fitsOnePaper(Array.from({ length: INTERPRETERS }, () => longest))).toBe(false)
    expect(fitsOnePaper(many)).toBe(true)
  })

  it('of who coordinates no more is signed and sealed anew by the next coordinator who had it from them', async () => {
    const all = stage()
    const [lena, olga] = [all.browser('lena'), all.browser('olga')]
    await lena.interpreters.look()
    await lena.adds(SAMIRA)
    await olga.interpreters.look()
    all.roles.set('lena', 'member')
    all.force.generation = 2
    olga.renew()
    await olga.interpreters.look()
    expect([all.held.version, all.held.generation, olga.interpreters.held.value?.by]).toEqual([2, 2, place('olga').id])
    expect(olga.interpreters.people.value).toEqual([SAMIRA])
  })
})

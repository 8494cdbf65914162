import { describe, expect, it } from 'vitest'
import { createGuide } from '../../../inbox/guide/guide.ts'
import { GuideLines } from '../../../inbox/guide/GuideLines.tsx'
import { GuideView } from '../../../inbox/guide/GuideView.tsx'
import { speak } from '../../../inbox/i18n.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { GUIDE, GUIDE_LINE, GUIDE_SIZE, guideLines } from '../../../shared/guide.ts'
import { sealPaper } from '../../../shared/ngoPaper.ts'
import { crypto, seed } from '../../integration/network.ts'
import { NETWORK, place } from '../../integration/team.ts'
import { elements, unfold } from '../unfold.ts'
import { draw } from './draw.ts'
import { NONE, forge, pairOf, paperStage } from './paperStage.ts'

const LINES = ['Ring Eleni +30 690 011 2233 first', 'Say: we are with you', 'Eleni decides']
/** What a signer seals, bent where a test says so. */
const forged = (changes: object = {}, signer?: string, generation?: number, context = 'mitos/guide/v1\n'): string =>
  forge(8192, context, { type: 'guide', lines: ['Ring the wrong one'], ...changes }, signer, generation)

/** The server, and browsers of its members. */
function stage() {
  const all = paperStage()
  return {
    ...all,
    get held() {
      return all.held
    },
    browser(name: string, knows?: number[]) {
      const { place: there, get, put, ...rest } = all.browser(name, knows)
      const guide = createGuide({ api: { guide: get, putGuide: put }, ...there })
      const part = () => ({
        inbox: { guide, away: { value: false } } as unknown as Inbox,
        say: speak('en'),
        session: rest.session.value!,
      })
      return {
        guide,
        ...rest,
        drawn: () => draw(<GuideLines {...part()} />),
        dials: () =>
          elements(unfold(<GuideLines {...part()} />)).flatMap(({ props }) => (props['href'] as string) ?? []),
        page: () => draw(<GuideView {...part()} />),
        async saves(text: string) {
          guide.write()
          guide.type(text)
          await guide.save()
        },
      }
    },
  }
}

describe('The house guide', () => {
  it('is written by a coordinator and read by a member, with numbers that dial', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    expect(maria.drawn()).toContain('Reading the house guide')
    await lena.guide.look()
    await maria.guide.look()
    expect(maria.drawn()).toContain('There is no house guide yet. When you need help')
    expect([lena.page(), maria.page()].map((page) => page.includes('Write it'))).toEqual(
      [true, false].map((one) => one),
    )
    await lena.saves(`${LINES.join('\n\n')}\n`)
    expect([lena.guide.typed.value, lena.guide.done.value]).toEqual([null, { key: 'guide.saved' }])
    all.pass(60_000)
    await maria.guide.glance()
    expect(maria.guide.lines.value).toEqual(LINES)
    expect(maria.drawn()).toMatch(/\+30 690 011 2233[^]*Written by Lena, 24 Nov 2025/)
    expect(fromBase64(all.held.sealed!)).toHaveLength(GUIDE_SIZE)
  })

  it.each([
    ['a member', { by: place('maria').id }, 'maria sign', 'open-author'],
    ['nobody of the NGO', { by: place('gina').id }, 'gina sign', 'open-author'],
    ['somebody in the name of a coordinator', {}, 'maria sign', 'open-signature'],
    ['a coordinator for another NGO', { ngo: 'gcr' }, 'lena sign', 'open-ngo'],
    ['a coordinator of another network', { network: toBase64(new Uint8Array(16)) }, 'lena sign', 'open-network'],
    ['a coordinator, as something else', { type: 'team' }, 'lena sign', 'open-type'],
    ['a coordinator, with thirteen lines', { lines: Array(13).fill('x') }, 'lena sign', 'open-field'],
    ['a coordinator, with a line too long', { lines: ['x'.repeat(GUIDE_LINE + 1)] }, 'lena sign', 'open-field'],
    ['a coordinator, with text that turns round', { lines: ['a\u202eb'] }, 'lena sign', 'open-field'],
    ['a coordinator, with another number', { version: 2 }, 'lena sign', 'open-field'],
  ])(
    'of %s is refused in words, for the member and for the coordinator, and never shown',
    async (_, bent, by, code) => {
      const all = stage()
      all.put(forged(bent, by))
      const [lena, maria] = [all.browser('lena'), all.browser('maria')]
      await Promise.all([lena, maria].map(({ guide }) => guide.look()))
      expect([lena.guide.trouble.value, maria.guide.trouble.value]).toEqual([code, code])
      expect(maria.drawn()).toMatch(/was not written by a coordinator of today, so it is not shown[^]*open-/)
      expect(lena.drawn()).toMatch(/Write it once more and save it[^]*open-/)
      expect(`${maria.drawn()}${lena.drawn()}`).not.toContain('Ring the wrong one')
      // What the coordinator writes then takes its place.
      await lena.saves('Ring Eleni')
      all.pass(60_000)
      await maria.guide.glance()
      expect([maria.guide.lines.value, maria.guide.trouble.value]).toEqual([['Ring Eleni'], null])
    },
  )

  it('of who coordinates no more by the team is refused, though the roster still names their key', async () => {
    const all = stage()
    all.put(forged({ by: place('olga').id }, 'olga sign'))
    const before = all.browser('maria')
    await before.guide.look()
    expect(before.guide.lines.value).toEqual(['Ring the wrong one'])
    all.roles.set('olga', 'member')
    const after = all.browser('maria')
    await after.guide.look()
    expect([after.guide.trouble.value, after.guide.lines.value]).toEqual(['open-author', []])
  })

  it.each([
    ['a flipped byte', forged().replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')), 'open-damaged'],
    ['another length', toBase64(new Uint8Array(GUIDE_SIZE - 1)), 'open-length'],
    ['no base64url', '==', 'open-length'],
    ['what was signed for something else', forged({}, 'lena sign', 1, 'mitos/case-key/v1\n'), 'open-signature'],
  ])('with %s does not open', async (_, sealed, code) => {
    const all = stage()
    all.put(sealed)
    const maria = all.browser('maria')
    await maria.guide.look()
    expect([maria.guide.trouble.value, maria.guide.lines.value]).toEqual([code, []])
  })

  it('that is older than one that this page saw is refused, also after a lock, and the newer one stays', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await lena.guide.look()
    await lena.saves('One')
    const first = all.held
    await lena.saves('Two')
    await maria.guide.look()
    all.put(first.sealed!, first.version)
    await maria.guide.look()
    expect([maria.guide.lines.value, maria.alarms]).toEqual([['Two'], ['trust-older']])
    maria.guide.clear()
    await maria.guide.look()
    expect([maria.guide.lines.value, maria.alarms]).toEqual([null, ['trust-older', 'trust-older']])
    all.put(forged({ version: 2 }), 2)
    await maria.guide.look()
    all.put('', 0)
    await maria.guide.look()
    expect(maria.alarms.slice(2)).toEqual(['trust-changed', 'trust-older'])
  })

  it('that was asked for before a newer one was written, and comes after it, is no older one that the server shows', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    for (const one of [lena, maria]) {
      let goOn = (): void => undefined
      one.line.slow = new Promise((resolve) => (goOn = resolve))
      const first = one.guide.look()
      await Promise.resolve()
      delete one.line.slow
      // The first is on its way, and another one is written meanwhile: by her, or by somebody else.
      const second = one === lena ? lena.saves('One') : (all.put(forged({ version: 2 }), 2), one.guide.look())
      await Promise.resolve()
      goOn()
      await Promise.all([first, second])
      expect(one.alarms).toEqual([])
    }
    expect([lena.guide.lines.value, maria.guide.lines.value]).toEqual([['One'], ['Ring the wrong one']])
  })

  it('that was being saved at the lock does not lock whoever unlocks next, nor tell them of it', async () => {
    const all = stage()
    const [lena, olga] = [all.browser('lena'), all.browser('olga')]
    await lena.guide.look()
    let goOn = (): void => undefined
    lena.line.slow = new Promise((resolve) => (goOn = resolve))
    const saving = lena.saves('One')
    lena.guide.clear()
    lena.session.value = olga.session.value
    goOn()
    await saving
    expect([lena.line.outs, lena.guide.done.value, lena.guide.said.value]).toEqual([0, null, null])
  })

  it('of two coordinators at once loses nothing of what either typed', async () => {
    const all = stage()
    const [lena, olga] = [all.browser('lena'), all.browser('olga')]
    await Promise.all([lena, olga].map(({ guide }) => guide.look()))
    await lena.saves('Ring Lena')
    await olga.saves('Ring Olga')
    expect([olga.guide.typed.value, olga.guide.said.value]).toEqual(['Ring Olga', { key: 'guide.changed' }])
    expect(olga.guide.lines.value).toEqual(['Ring Lena'])
    await olga.guide.save()
    expect([olga.guide.typed.value, olga.guide.lines.value]).toEqual([null, ['Ring Olga']])
  })

  it('of who coordinates no more is signed and sealed anew by the next coordinator who had it from them', async () => {
    const all = stage()
    const [lena, olga] = [all.browser('lena'), all.browser('olga')]
    await Promise.all([lena, olga].map(({ guide }) => guide.look()))
    await lena.saves(LINES.join('\n'))
    all.pass(60_000)
    await olga.guide.glance()
    all.roles.set('lena', 'member')
    all.force.generation = 2
    olga.renew()
    all.pass(60_000)
    await olga.guide.glance()
    const maria = all.browser('maria', [2])
    await maria.guide.look()
    expect([all.held.version, all.held.generation, maria.guide.lines.value]).toEqual([2, 2, LINES])
    expect(maria.guide.held.value?.by).toBe(place('olga').id)
    // Once is enough.
    all.pass(60_000)
    await olga.guide.glance()
    expect(all.held.version).toBe(2)
  })

  it('is asked for once a minute, and again at once when it is opened', async () => {
    const all = stage()
    const [lena, maria] = [all.browser('lena'), all.browser('maria')]
    await Promise.all([lena, maria].map(({ guide }) => guide.look()))
    await lena.saves('One')
    all.pass(59_999)
    await maria.guide.glance()
    expect(maria.guide.lines.value).toEqual([])
    await maria.guide.look()
    expect(maria.guide.lines.value).toEqual(['One'])
  })

  it.each([
    ['thirteen lines', Array(13).fill('x').join('\n'), 'guide.bad.lines'],
    ['a long line', 'x'.repeat(GUIDE_LINE + 1), 'guide.bad.line'],
  ])('with %s is not sent, and what was typed stays', async (_, text, key) => {
    const all = stage()
    const lena = all.browser('lena')
    await lena.guide.look()
    await lena.saves(text)
    expect([lena.guide.typed.value, lena.guide.said.value?.key, all.held]).toEqual([text, key, NONE])
    expect(lena.page()).toMatch(/more than 12 lines|longer than 160 characters/)
  })

  it('may be emptied, which the coordinator then sees', async () => {
    const all = stage()
    const lena = all.browser('lena')
    await lena.guide.look()
    await lena.saves('One')
    await lena.saves(' \n ')
    expect([lena.guide.lines.value, lena.guide.done.value]).toEqual([[], { key: 'guide.taken' }])
    // Nor does it keep the keys of before from being destroyed.
    all.force.generation = 2
    lena.renew()
    all.pass(60_000)
    await lena.guide.glance()
    expect([all.held.version, all.held.generation]).toEqual([3, 2])
  })

  it('holds twelve of the longest lines, and cleans what is typed', () => {
    const lines = Array<string>(12).fill('\u{1D11E}'.repeat(GUIDE_LINE))
    const by = { id: place('lena').id, signSeed: seed('lena sign') }
    const of = { network: NETWORK, ngo: 'a21', version: 2 ** 53 - 1, issued: 2 ** 53 - 1 }
    const seal = (lines: readonly string[]) => sealPaper(crypto, GUIDE, of, { lines }, by, pairOf(1).publicKey)
    expect(seal(lines)).toHaveLength(GUIDE_SIZE)
    expect(guideLines(' a\u202e \r\n\r\n\tb\u0000c\n')).toEqual(['a', 'bc'])
    expect(() => seal([''])).toThrow('open-field')
  })

  it('dials the number that stands there, and none that two of them or an hour would make', async () => {
    const { browser } = stage()
    const lena = browser('lena')
    await lena.guide.look()
    await lena.saves(
      [
        'Eleni +30 690 011 2233, or (210) 522-0000',
        'Duty 9-17 2105220000',
        '6900112233 6900445566',
        'Eleni +30 690 011 2233 112',
        'Olga 6900112233. 2 rings',
      ].join('\n'),
    )
    expect(lena.dials()).toEqual(['tel:+306900112233', 'tel:2105220000', 'tel:6900112233'])
    for (const read of ['9-17 2105220000', '6900112233 6900445566', '2233 112']) expect(lena.drawn()).toContain(read)
  })
})

import { expect, it } from 'vitest'
import { seen } from '../support/seen.ts'
import { step, tap, until } from '../support/walk.ts'
import { PHONE, type Way } from './pathStage.ts'

/** Who asks for themselves: the shortest ways. */
export function shortest(way: Way): void {
  const { address, choose, press, sent } = way

  it('R19, R23, R32 who asks for themselves needs four taps and one field, and sees by when, when, how, and what else to do', async () => {
    // A catalog that no native speaker has read says so.
    expect((await seen(way.panel)).text).toContain('These words were not checked by a native speaker yet.')
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    await press('address', '[data-skip-all]', 'review')
    const { text } = await seen(way.panel)
    expect(text).toMatch(/They will try to contact you by \w+day \d+ \w+, \d+:00, in the way you chose\./)
    for (const told of ['Call me', 'Monday–Friday, 9:00–17:00', 'If nobody contacts you, call 1109.'])
      expect(text).toContain(told)
    expect(await sent()).toMatchObject({ for: 'self', contact: { to: 'person', how: 'call', address: PHONE } })
    expect(way.taps).toBe(4)
  })

  it('who will call themselves types nothing', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'icall', 'word')
    await press('word', '[data-skip-all]', 'review')
    expect(await sent()).toMatchObject({ for: 'self', contact: { to: 'nobody', how: 'icall' } })
    expect(way.taps).toBe(4)
  })

  it('R25 who is in danger now has numbers to call before anything is asked, and can still write', async () => {
    await choose('start', 'self.now', 'danger')
    const shown = await seen(way.panel)
    expect(shown.numbers).toEqual(['tel:112', 'tel:+302100000001', 'tel:1056'])
    expect(shown.text).toContain('But we may not answer fast.')
    const first = await way.panel.evaluate(() => {
      const [number, next] = ['a[href^="tel:"]', '[data-next]'].map((one) => document.querySelector(`main ${one}`)!)
      return !!(number!.compareDocumentPosition(next!) & Node.DOCUMENT_POSITION_FOLLOWING)
    }, null)
    expect(first).toBe(true)
    // The keys meet them in the same order, and nothing dials by itself.
    const met: string[] = []
    expect(await way.panel.evaluate(() => document.activeElement!.id, null)).toBe('m-title')
    for (let i = 0; i < 4; i++) {
      await way.tab.press('Tab')
      met.push(
        await way.panel.evaluate(
          () => document.activeElement!.getAttribute('href') ?? document.activeElement!.className,
          null,
        ),
      )
    }
    expect(met).toEqual([...shown.numbers, 'primary'])
    expect(way.dialled).toEqual([])
    await press('danger', '.primary', 'how')
    await choose('how', 'sms', 'address')
    await address(PHONE)
    await press('address', '[data-skip-all]', 'review')
    expect(await sent()).toMatchObject({ for: 'self', more: { danger: 'now' } })
    expect(way.taps).toBe(5)
  })
}

/** All that may be told, and all that may be passed by. */
export function wholeWay(way: Way): void {
  const { address, choose, mark, one, onward, open, press, rows, sent } = way

  it('R23, R26, R27, R30 may tell everything else, a screen each, and sees it before it is sent', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    for (const [at, next] of [
      ['address', 'when'],
      ['when', 'answer'],
      ['answer', 'word'],
      ['word', 'more'],
    ] as const)
      await press(at, '.primary', next)
    const all = 'danger place speak need who-talks children age device call-rules share note'
    expect(await rows()).toEqual(all.split(' '))

    // Danger, told late, shows the numbers first.
    await open('danger')
    await way.panel.click('[data-value="now"]')
    await step(way.panel, 'danger')
    await tap(way.panel, '.primary', 'danger')
    await step(way.panel, 'more')
    await one('place', 'attica')
    await open('speak')
    await mark('en')
    await mark('little')
    await mark('far')
    await onward('speak')
    await open('need')
    await mark('sleep')
    await mark('talk')
    await onward('need')
    await one('who-talks', 'woman')
    await one('children', 'elsewhere')
    await open('age')
    await way.panel.click('[data-value="under18"]')
    await until(async () => (await seen(way.panel)).text.includes('child protection office'))
    expect((await seen(way.panel)).numbers).toEqual(['tel:1056'])
    await onward('age')
    await open('device')
    // R30: yes and not sure are advised, no is not; and one goes on either way.
    const ADVICE = 'Another phone or computer is safer.'
    for (const answer of ['yes', 'unsure']) {
      await way.panel.click(`[data-value="${answer}"]`)
      await until(async () => (await seen(way.panel)).text.includes(ADVICE))
    }
    expect((await seen(way.panel)).numbers).toEqual([])
    expect(
      await way.panel.evaluate(() => document.querySelector('footer [data-numbers]')?.checkVisibility(), null),
    ).toBe(true)
    await onward('device')
    await one('device', 'no')
    await open('device')
    expect((await seen(way.panel)).text).not.toContain(ADVICE)
    await way.panel.click('[data-value="unsure"]')
    await onward('device')
    await open('call-rules')
    await mark('stop')
    await mark('hide')
    await mark('3d')
    await onward('call-rules')
    // R27: help does not hang on it; and it can be changed until it is sent, and later.
    await open('share')
    expect((await seen(way.panel)).text).toContain('If you say no, the Help Team still tries to help.')
    await way.panel.click('[data-value="ask"]')
    await step(way.panel, 'more')
    await open('note')
    await way.panel.type('textarea', `Ring twice. ${'x'.repeat(150)}`)
    expect(await way.panel.evaluate(() => document.querySelector('textarea')!.value.length, null)).toBe(140)
    await onward('note')
    await press('more', '.primary', 'review')
    const review = await seen(way.panel)
    for (const told of ['Attica', 'English\u00a0· A little', 'Someone to talk to', 'A woman', 'Under 18', '3 days'])
      expect(review.text).toContain(told)
    expect(review.text).not.toContain('Ring twice')
    // R26: who may have to be told stands there again, before anything is sent.
    expect(review.text).toContain('child protection office')

    await tap(way.panel, '[data-change="more-children"]', 'review')
    await step(way.panel, 'more-children')
    await tap(way.panel, '[data-step="more-children"] [data-skip]', 'more-children')
    await step(way.panel, 'review')
    expect(await sent()).toMatchObject({
      for: 'self',
      contact: { drop: 'stop', callerId: 'hide', until: '3d' },
      more: {
        danger: 'now',
        place: { region: 'attica' },
        speak: 'en',
        read: 'little',
        interp: 'far',
        need: ['talk', 'sleep'],
        who: 'woman',
        age: 'under18',
        device: 'unsure',
        share: 'ask',
      },
      note: `Ring twice. ${'x'.repeat(128)}`,
    })
  })

  it('R23 who skips every question can still send, and who leaves no way to be reached gets the numbers, not a wall', async () => {
    await choose('start', 'self', 'how')
    await way.panel.click('[data-step="how"] [data-more]')
    await choose('how', 'app', 'app')
    await press('app', '[data-skip]', 'address')
    await press('address', '[data-skip]', 'how')
    await press('how', '[data-skip]', 'lines')
    const shown = await seen(way.panel)
    expect(shown.text).toContain('We need one way to reach you. Or call one of these numbers.')
    expect(shown.numbers).toEqual(expect.arrayContaining(['tel:112', 'tel:1109']))
    await press('lines', '[data-back]', 'start')
    await choose('start', 'self', 'how')
    await choose('how', 'sms', 'address')
    await address(PHONE)
    await press('address', '.primary', 'when')
    for (const [at, next] of [
      ['when', 'answer'],
      ['answer', 'word'],
      ['word', 'more'],
    ] as const)
      await press(at, '[data-skip]', next)
    for (const row of await rows()) {
      await open(row!)
      await tap(way.panel, `[data-step="more-${row}"] [data-skip]`, `more-${row}`)
      await step(way.panel, 'more')
    }
    await press('more', '[data-skip-all]', 'review')
    expect(await sent()).toEqual({
      for: 'self',
      contact: { to: 'person', how: 'sms', address: PHONE, word: expect.any(Number) },
    })
  })
}

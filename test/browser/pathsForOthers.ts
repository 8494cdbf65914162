import { expect, it } from 'vitest'
import { seen } from '../support/seen.ts'
import { step, tap, until } from '../support/walk.ts'
import { PHONE, type Way } from './pathStage.ts'

/** "I" and "you" where they would be the one who writes, not the person; what is said to who writes is not among them. */
const OF_WHO_WRITES =
  /\b(I (will|trust|do not|like)|me|my|(are|do|can|have|reach|contact|to|with|help|for|best) you|your)\b/i

/** Who asks for somebody else, or works with people. */
export function forOthers(way: Way): void {
  const { address, choose, one, open, press, rows, says, sent } = way

  it('R29 who asks for somebody who said yes is reached themselves, unless they say otherwise', async () => {
    await choose('start', 'other', 'agree')
    await choose('agree', 'yes', 'reach')
    await choose('reach', 'helper', 'how')
    expect(await says()).toContain('How can we reach you?')
    await choose('how', 'email', 'address')
    expect(await says()).toContain('Your email')
    await address('me@example.org')
    await press('address', '[data-skip-all]', 'review')
    expect(await says()).toContain('They will try to contact you by')
    expect(await sent()).toEqual({
      for: 'other',
      agreed: true,
      contact: { to: 'helper', how: 'email', address: 'me@example.org' },
    })
    expect(way.taps).toBe(6)
  })

  it('R29 of somebody who did not say yes nothing is asked but the area, and the one who asks is told so', async () => {
    await choose('start', 'other', 'agree')
    await way.panel.click('[data-value="no"]')
    await until(async () => (await seen(way.panel)).text.includes('We only ask for the area.'))
    await press('agree', '.primary', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    for (const at of ['address', 'when'] as const) await press(at, '.primary', at === 'when' ? 'more' : 'when')
    expect(await rows()).toEqual(['place'])
    await open('place')
    expect(await says()).toContain('Where is the person now?')
    expect(await says()).toContain('I do not want to say')
    await tap(way.panel, '[data-back]', 'more-place')
    await press('more', '.primary', 'review')
    expect(await sent()).toEqual({
      for: 'other',
      agreed: false,
      contact: { to: 'helper', how: 'call', address: PHONE },
    })
  })

  it('who works with people calls together, or has the person reached as they said', async () => {
    await choose('start', 'pro', 'agree')
    expect((await seen(way.panel)).numbers).toEqual(['tel:+302100000001', 'tel:1109'])
    await choose('agree', 'yes', 'reach')
    await choose('reach', 'person', 'how')
    await way.panel.click('[data-step="how"] [data-more]')
    // Nothing on this way may be taken for a question about who writes.
    const said = [await says()]
    await choose('how', 'helper', 'address')
    await address(PHONE)
    for (const [at, next] of [
      ['address', 'when'],
      ['when', 'answer'],
      ['answer', 'word'],
      ['word', 'more'],
    ] as const) {
      said.push(await says())
      await press(at, '.primary', next)
    }
    const list = await rows()
    for (const row of list.filter((row) => row !== 'role' && row !== 'again')) {
      await open(row!)
      said.push(await says())
      await tap(way.panel, '[data-back]', `more-${row}`)
      await step(way.panel, 'more')
    }
    // Our message stands there word by word, as the person will read it.
    for (const screen of said) expect(screen.replace(/how are you|your appointment/g, '')).not.toMatch(OF_WHO_WRITES)
    expect(said.flatMap((screen) => screen.match(/^.+\?$/m) ?? [])).toEqual([
      'How can we reach the person safely?',
      'Who can look at this phone or account?',
      'When is it safe?',
      'If someone else answers, what should we do?',
      'Is the person in danger now?',
      'Where is the person now?',
      'Which language is best for the person?',
      'What would help the person?',
      'Who should talk to the person?',
      'Does the person have children?',
      'How old is the person?',
      "Can someone else look at the person's phone?",
      'If the call stops, what should we do?',
      'Can the Help Team ask another organisation to help them?',
      'What must we know to contact the person safely?',
    ])
    await one('age', 'adult')
    await one('role', 'health')
    await one('again', 'week')
    await press('more', '.primary', 'review')
    const review = await says()
    expect(review).toContain('They will try to contact the person by')
    expect(review).toMatch(/^Contact$/m)
    expect(review).toContain('18 or older')
    expect(await sent()).toMatchObject({
      for: 'pro',
      agreed: true,
      role: 'health',
      again: 'week',
      more: { age: 'adult' },
      contact: { to: 'person', how: 'helper', ifOther: 'hangup', first: 'word' },
    })
    const end = await says()
    expect(end).toContain('They will try to contact the person by')
    expect(end).toMatch(/Our word is “.+”\. Please tell it to the person\./)
    expect(end).toContain('If nobody contacts the person by then, please call')
  })

  it('who works with people and could not ask says where they work, and nothing about the person', async () => {
    await choose('start', 'pro', 'agree')
    await way.panel.click('[data-value="no"]')
    await press('agree', '.primary', 'how')
    await choose('how', 'sms', 'address')
    await address(PHONE)
    for (const at of ['address', 'when'] as const) await press(at, '.primary', at === 'when' ? 'more' : 'when')
    expect(await rows()).toEqual(['place', 'role'])
    await one('role', 'school')
    await press('more', '.primary', 'review')
    expect(await sent()).toMatchObject({ for: 'pro', agreed: false, role: 'school' })
  })

  it('R29 who changes for whom it is does not take the number of the one for the number of the other', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    for (const at of ['address', 'how'] as const) await tap(way.panel, `[data-step="${at}"] [data-back]`, at)
    await choose('start', 'other', 'agree')
    await choose('agree', 'yes', 'reach')
    await choose('reach', 'helper', 'how')
    await choose('how', 'call', 'address')
    expect(await way.panel.evaluate(() => document.querySelector<HTMLInputElement>('input.field')!.value, null)).toBe(
      '',
    )
  })
}

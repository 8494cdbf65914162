import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { seen } from '../support/seen.ts'
import { readBy, storedRequests } from '../support/storedRequests.ts'
import { openPanel, send, step, tap, until } from '../support/walk.ts'

const PHONE = '+30 690 123 4567'
/** "I" and "you" where they would be the one who writes, not the person; what is said to who writes is not among them. */
const OF_WHO_WRITES =
  /\b(I (will|trust|do not|like)|me|my|(are|do|can|have|reach|contact|to|with|help|for|best) you|your)\b/i

describe('a person', () => {
  let data: string
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let panel: Frame
  /** Presses on controls that went on. */
  let taps: number
  let before: number
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mitos-paths-'))
    demo = await runDemo({ MITOS_DATA: data })
    browser = await openChromium()
    tab = await browser.tab()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(data, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await tab.goto(`${demo.partner}en/`)
    panel = await openPanel(tab)
    taps = 0
    before = storedRequests(data).length
  })

  /** Chooses on a screen, which leads to the next. */
  async function choose(at: string, value: string, next: string): Promise<void> {
    await tap(panel, `[data-step="${at}"] [data-value="${value}"]`, at)
    taps++
    await step(panel, next)
  }
  async function press(at: string, control: string, next: string): Promise<void> {
    await tap(panel, `[data-step="${at}"] ${control}`, at)
    taps++
    await step(panel, next)
  }
  const mark = (value: string) =>
    panel.evaluate((one) => document.querySelector<HTMLInputElement>(`.choices [data-value="${one}"]`)!.click(), value)
  async function address(text: string): Promise<void> {
    await step(panel, 'address')
    await panel.type('[data-step="address"] input.field', text)
  }
  /** Sends; what the NGO on duty then reads. */
  async function sent(): Promise<unknown> {
    await step(panel, 'review')
    taps++
    expect(await send(panel)).toBe('sent')
    const all = storedRequests(data)
    expect(all).toHaveLength(before + 1)
    const bodies = await Promise.all(all.map((body) => readBy(data, 'faros', body)))
    // Ids are random, and so is their order in the store: the new one is the one that was not there.
    return bodies
      .map(({ answers }) => answers)
      .find((one) => !known.has(JSON.stringify(one)) && known.add(JSON.stringify(one)))
  }
  const known = new Set<string>()
  const says = async (): Promise<string> => (await seen(panel)).text

  it('who asks for themselves needs four taps and one field', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    await press('address', '[data-skip-all]', 'review')
    expect(await sent()).toMatchObject({ for: 'self', contact: { to: 'person', how: 'call', address: PHONE } })
    expect(taps).toBe(4)
  })

  it('who will call themselves types nothing', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'icall', 'word')
    await press('word', '[data-skip-all]', 'review')
    expect(await sent()).toMatchObject({ for: 'self', contact: { to: 'nobody', how: 'icall' } })
    expect(taps).toBe(4)
  })

  it('R25 who is in danger now has numbers to call before anything is asked, and can still write', async () => {
    await choose('start', 'self.now', 'danger')
    const shown = await seen(panel)
    expect(shown.numbers).toEqual(['tel:112', 'tel:+302100000001', 'tel:1056'])
    expect(shown.text).toContain('But we may not answer fast.')
    const first = await panel.evaluate(() => {
      const [number, next] = ['a[href^="tel:"]', '[data-next]'].map((one) => document.querySelector(`main ${one}`)!)
      return !!(number!.compareDocumentPosition(next!) & Node.DOCUMENT_POSITION_FOLLOWING)
    }, null)
    expect(first).toBe(true)
    await press('danger', '.primary', 'how')
    await choose('how', 'sms', 'address')
    await address(PHONE)
    await press('address', '[data-skip-all]', 'review')
    expect(await sent()).toMatchObject({ for: 'self', more: { danger: 'now' } })
    expect(taps).toBe(5)
  })

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
    expect(taps).toBe(6)
  })

  it('R29 of somebody who did not say yes nothing is asked but the area, and the one who asks is told so', async () => {
    await choose('start', 'other', 'agree')
    await panel.click('[data-value="no"]')
    await until(async () => (await seen(panel)).text.includes('Please tell us nothing about them.'))
    await press('agree', '.primary', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    for (const at of ['address', 'when'] as const) await press(at, '.primary', at === 'when' ? 'more' : 'when')
    expect(await rows()).toEqual(['place'])
    await open('place')
    expect(await says()).toContain('Where is the person now?')
    expect(await says()).toContain('I do not want to say')
    await tap(panel, '[data-back]', 'more-place')
    await press('more', '.primary', 'review')
    expect(await sent()).toEqual({
      for: 'other',
      agreed: false,
      contact: { to: 'helper', how: 'call', address: PHONE },
    })
  })

  it('who works with people calls together, or has the person reached as they said', async () => {
    await choose('start', 'pro', 'agree')
    expect((await seen(panel)).numbers).toEqual(['tel:+302100000001', 'tel:1109'])
    await choose('agree', 'yes', 'reach')
    await choose('reach', 'person', 'how')
    await panel.click('[data-step="how"] [data-more]')
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
      await tap(panel, '[data-back]', `more-${row}`)
      await step(panel, 'more')
    }
    // Our message stands there word by word, as the person will read it.
    for (const screen of said) expect(screen.replace(/how are you|your appointment/g, '')).not.toMatch(OF_WHO_WRITES)
    expect(said.flatMap((screen) => screen.match(/^.+\?$/m) ?? [])).toEqual([
      'How can we reach the person safely?',
      'Who can use this phone or account?',
      'When is it safe?',
      'If someone else answers, what should we do?',
      'Is the person in danger now?',
      'Where is the person now?',
      'Which language is best for the person?',
      'What would help the person?',
      'Who should talk to the person?',
      'Does the person have children?',
      'How old is the person?',
      "Can someone else look at the person's phone or computer?",
      'If the call stops, what should we do?',
      'Can the Help Team ask another organisation to help the person?',
      'What must we know to contact the person safely?',
    ])
    await one('age', 'adult')
    await one('role', 'health')
    await one('again', 'week')
    await press('more', '.primary', 'review')
    const review = await says()
    expect(review).toContain('They will try to contact the person by')
    expect(review).toContain('How we contact the person')
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
    await panel.click('[data-value="no"]')
    await press('agree', '.primary', 'how')
    await choose('how', 'sms', 'address')
    await address(PHONE)
    for (const at of ['address', 'when'] as const) await press(at, '.primary', at === 'when' ? 'more' : 'when')
    expect(await rows()).toEqual(['place', 'role'])
    await one('role', 'school')
    await press('more', '.primary', 'review')
    expect(await sent()).toMatchObject({ for: 'pro', agreed: false, role: 'school' })
  })

  const rows = () =>
    panel.evaluate(
      () => [...document.querySelectorAll<HTMLElement>('[data-open]')].map((row) => row.dataset['open']),
      null,
    )
  async function open(row: string): Promise<void> {
    await panel.click(`[data-open="${row}"]`)
    await step(panel, `more-${row}`)
  }
  /** Answers one row by one tap. */
  async function one(row: string, value: string): Promise<void> {
    await open(row)
    await panel.click(`[data-step="more-${row}"] [data-value="${value}"]`)
    await step(panel, 'more')
  }
  const onward = (row: string) => tap(panel, `[data-step="more-${row}"] .primary`, `more-${row}`)

  it('may tell everything else, a screen each, and sees it before it is sent', async () => {
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
    await panel.click('[data-value="now"]')
    await step(panel, 'danger')
    await tap(panel, '.primary', 'danger')
    await step(panel, 'more')
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
    await panel.click('[data-value="under18"]')
    await until(async () => (await seen(panel)).text.includes('child protection office'))
    expect((await seen(panel)).numbers).toEqual(['tel:1056'])
    await onward('age')
    await open('device')
    await panel.click('[data-value="unsure"]')
    await until(async () => (await seen(panel)).text.includes('Another phone or computer is safer.'))
    await onward('device')
    await open('call-rules')
    await mark('stop')
    await mark('hide')
    await mark('3d')
    await onward('call-rules')
    // R27: nothing is chosen before the person does.
    await open('share')
    expect(await panel.evaluate(() => document.querySelectorAll('[aria-pressed="true"]').length, null)).toBe(0)
    await panel.click('[data-value="ask"]')
    await step(panel, 'more')
    await open('note')
    await panel.type('textarea', `Ring twice. ${'x'.repeat(150)}`)
    expect(await panel.evaluate(() => document.querySelector('textarea')!.value.length, null)).toBe(140)
    await onward('note')
    await press('more', '.primary', 'review')
    const review = await seen(panel)
    for (const told of ['Attica', 'English · A little', 'Someone to talk to', 'A woman', 'Under 18', '3 days'])
      expect(review.text).toContain(told)
    expect(review.text).not.toContain('Ring twice')

    await tap(panel, '[data-change="more-children"]', 'review')
    await step(panel, 'more-children')
    await tap(panel, '[data-step="more-children"] [data-skip]', 'more-children')
    await step(panel, 'review')
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

  it('R29 who changes for whom it is does not take the number of the one for the number of the other', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    for (const at of ['address', 'how'] as const) await tap(panel, `[data-step="${at}"] [data-back]`, at)
    await choose('start', 'other', 'agree')
    await choose('agree', 'yes', 'reach')
    await choose('reach', 'helper', 'how')
    await choose('how', 'call', 'address')
    expect(await panel.evaluate(() => document.querySelector<HTMLInputElement>('input.field')!.value, null)).toBe('')
  })
})

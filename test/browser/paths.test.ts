import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DESK, NGOS } from '../../demo/people.ts'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type Watched, watchScreens, watched } from '../support/screenWatch.ts'
import { seen } from '../support/seen.ts'
import { readBy, storedRequests } from '../support/storedRequests.ts'
import { grown, openPanel, overlay, send, step, stepOf, tap, until } from '../support/walk.ts'
import { NAMES, STEMS, onNoScreen } from './onNoScreen.ts'

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
  /** What was on the screens of all paths. */
  const screens: Record<string, Watched[]> = {}
  /** Numbers that the browser was told to dial. */
  const dialled: string[] = []
  /** All paths were walked: what follows looks back at them. */
  let walked = false
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mitos-paths-'))
    demo = await runDemo({ MITOS_DATA: data })
    browser = await openChromium()
    tab = await browser.tab({
      onContext: async (context) => {
        context.on('request', (one) => void (one.url().startsWith('tel:') && dialled.push(one.url())))
      },
    })
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(data, { recursive: true, force: true })
  })
  beforeEach(async () => {
    if (walked) return
    await tab.goto(`${demo.partner}en/`)
    panel = await openPanel(tab)
    await grown(panel)
    await watchScreens(panel, { stems: STEMS, names: NAMES })
    taps = 0
    before = storedRequests(data).length
  })

  afterEach(async () => {
    if (walked) return
    for (const [name, found] of Object.entries(await watched(panel))) (screens[name] ??= []).push(found)
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

  it('R19, R23, R32 who asks for themselves needs four taps and one field, and sees by when, when, how, and what else to do', async () => {
    // A catalog that no native speaker has read says so.
    expect((await seen(panel)).text).toContain('These words were not checked by a native speaker yet.')
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address(PHONE)
    await press('address', '[data-skip-all]', 'review')
    const { text } = await seen(panel)
    expect(text).toMatch(/They will try to contact you by \w+day \d+ \w+, \d+:00, in the way you chose\./)
    for (const told of ['Call me', 'Monday–Friday, 9:00–17:00', 'If nobody contacts you, call 1109.'])
      expect(text).toContain(told)
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
    // The keys meet them in the same order, and nothing dials by itself.
    const met: string[] = []
    expect(await panel.evaluate(() => document.activeElement!.id, null)).toBe('m-title')
    for (let i = 0; i < 4; i++) {
      await tab.press('Tab')
      met.push(
        await panel.evaluate(
          () => document.activeElement!.getAttribute('href') ?? document.activeElement!.className,
          null,
        ),
      )
    }
    expect(met).toEqual([...shown.numbers, 'primary'])
    expect(dialled).toEqual([])
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
    await until(async () => (await seen(panel)).text.includes('We only ask for the area.'))
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
    // R30: yes and not sure are advised, no is not; and one goes on either way.
    const ADVICE = 'Another phone or computer is safer.'
    for (const answer of ['yes', 'unsure']) {
      await panel.click(`[data-value="${answer}"]`)
      await until(async () => (await seen(panel)).text.includes(ADVICE))
    }
    expect((await seen(panel)).numbers).toEqual([])
    expect(await panel.evaluate(() => document.querySelector('footer [data-numbers]')?.checkVisibility(), null)).toBe(
      true,
    )
    await onward('device')
    await one('device', 'no')
    await open('device')
    expect((await seen(panel)).text).not.toContain(ADVICE)
    await panel.click('[data-value="unsure"]')
    await onward('device')
    await open('call-rules')
    await mark('stop')
    await mark('hide')
    await mark('3d')
    await onward('call-rules')
    // R27: help does not hang on it; and it can be changed until it is sent, and later.
    await open('share')
    expect((await seen(panel)).text).toContain('If you say no, the Help Team still tries to help.')
    await panel.click('[data-value="ask"]')
    await step(panel, 'more')
    await open('note')
    await panel.type('textarea', `Ring twice. ${'x'.repeat(150)}`)
    expect(await panel.evaluate(() => document.querySelector('textarea')!.value.length, null)).toBe(140)
    await onward('note')
    await press('more', '.primary', 'review')
    const review = await seen(panel)
    for (const told of ['Attica', 'English\u00a0· A little', 'Someone to talk to', 'A woman', 'Under 18', '3 days'])
      expect(review.text).toContain(told)
    expect(review.text).not.toContain('Ring twice')
    // R26: who may have to be told stands there again, before anything is sent.
    expect(review.text).toContain('child protection office')

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

  it('R23 who skips every question can still send, and who leaves no way to be reached gets the numbers, not a wall', async () => {
    await choose('start', 'self', 'how')
    await panel.click('[data-step="how"] [data-more]')
    await choose('how', 'app', 'app')
    await press('app', '[data-skip]', 'address')
    await press('address', '[data-skip]', 'how')
    await press('how', '[data-skip]', 'lines')
    const shown = await seen(panel)
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
      await tap(panel, `[data-step="more-${row}"] [data-skip]`, `more-${row}`)
      await step(panel, 'more')
    }
    await press('more', '[data-skip-all]', 'review')
    expect(await sent()).toEqual({
      for: 'self',
      contact: { to: 'person', how: 'sms', address: PHONE, word: expect.any(Number) },
    })
  })

  it('R54 shows the number as it will be dialled, isolated and left to right, whatever was typed with it', async () => {
    await choose('start', 'self', 'how')
    await choose('how', 'call', 'address')
    await address('\u202e+٣٠ ۶۹۰\u200f 123\u00a04567')
    await press('address', '[data-skip-all]', 'review')
    const shown = await until(() =>
      panel.evaluate(() => {
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
        await tab.press('Tab')
        return panel.evaluate((one) => document.activeElement!.matches(one), selector)
      })
    /** Presses on until it is heard: in the first half second nothing is (R53). */
    const enter = (from: string) =>
      until(async () => {
        if ((await stepOf(panel)) === from) await tab.press('Enter')
        return (await stepOf(panel)) !== from
      })
    for (const [at, control] of [
      ['start', '[data-value="self"]'],
      ['how', '[data-value="sms"]'],
    ] as const) {
      await step(panel, at)
      await to(control)
      await enter(at)
    }
    await step(panel, 'address')
    await to('input.field')
    for (const key of '6971234567') await tab.press(key)
    await to('[data-skip-all]')
    await enter('address')
    await until(() => panel.evaluate(() => !!document.querySelector('[data-step="review"] .primary'), null))
    await to('.primary')
    await enter('review')
    await step(panel, 'sent')
  })

  it('R55 hears full names only by a tap', async () => {
    const text = async () => (await seen(panel)).text
    await overlay(panel, '[data-numbers]', 'lines')
    for (const { quietName, name } of DESK.lines) {
      expect(await text()).toContain(quietName)
      expect(await text()).not.toContain(name)
    }
    await panel.click('[data-overlay="lines"] .start')
    await until(async () => (await text()).includes(NAMES.at(-1)!))
    for (const { name } of DESK.lines) expect(await text()).toContain(name)
    await panel.click('[data-overlay-back]')
    // The next time they are quiet again only after this screen: what was asked for passes with it.
    await choose('start', 'self', 'how')
    await overlay(panel, '[data-numbers]', 'lines')
    expect(await text()).not.toContain(NAMES.at(-1)!)
    await panel.click('[data-overlay-back]')
    await tap(panel, '[data-step="how"] [data-back]', 'how')
    await overlay(panel, '.asides button', 'who-reads')
    expect(await text()).not.toContain(NGOS[0]!.name)
    await panel.click('[data-overlay="who-reads"] .start')
    await until(async () => (await text()).includes(NGOS[0]!.name))
  })

  describe('on no screen of all these paths', () => {
    beforeAll(() => void (walked = true))
    onNoScreen({
      screens,
      get tab() {
        return tab
      },
      get panel() {
        return panel
      },
    })
  })
})

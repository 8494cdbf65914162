import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Card } from '../../../inbox/case/Card.tsx'
import { type Key, speak } from '../../../inbox/i18n.ts'
import type { Told } from '../../../inbox/list/facts.ts'
import { openRow } from '../../../inbox/list/feed.ts'
import { type Request, gather } from '../../../inbox/list/items.ts'
import { rowOf } from '../../../inbox/list/order.ts'
import { nouns } from '../../../inbox/words.ts'
import type { Session } from '../../../inbox/session.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { checkAnswers } from '../../../shared/answers.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import type { Chain } from '../../../shared/chain.ts'
import { sealRequest } from '../../../shared/envelope.ts'
import { composeRequest } from '../../../shared/request.ts'
import { type CodeKeys, deriveCode, makeCode } from '../../../shared/returnCode.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { WHOLE } from '../../support/release.ts'
import { type Options, type Sent, moves, openForm } from '../panel/walkForm.ts'
import { NOW } from '../shared/network.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { ORDER, QUESTIONS, expected, leaf, shownOn } from './shown.ts'
import { makeSession } from './world.ts'

let session: Session
let keys: CodeKeys
const regions = [
  { id: 'attica', names: { en: 'Attica', el: 'Αττική' } },
  { id: 'crete', names: { en: 'Crete', el: 'Κρήτη' } },
]

beforeAll(async () => {
  const made = await makeSession()
  const { roster } = made.chain
  const desks = roster.desks.map((desk) => ({ ...desk, regions }))
  const ngos = roster.ngos.map((ngo) => ({ ...ngo, phone: '+30 210 000 0001' }))
  const chain: Chain = { ...made.chain, roster: { ...roster, desks, ngos } }
  session = { ...made, chain }
  const { crypto } = session
  keys = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), roster.network)
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout'], now: NOW * 1000 })
  vi.stubGlobal('navigator', { languages: ['en-GB', 'tr'], onLine: true })
})
afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const HOWS = ['call', 'app', 'sms', 'back', 'icall', 'email', 'helper']
/** For whom, and whom to contact. */
const WHO = [
  { start: 'self' },
  ...['other', 'pro'].flatMap((start) => [
    { start, agree: 'no' },
    { start, agree: 'yes', reach: 'helper' },
    { start, agree: 'yes', reach: 'person' },
  ]),
]

const WAYS: readonly Options[] = WHO.flatMap((who) =>
  HOWS.filter((how) => how !== 'icall' || who.start === 'self').map((how) => ({ ...who, how })),
)
/**
 * One person at the form: perhaps answers everything, does this and that, perhaps goes back to the first screen and thinks
 * again, and sends.
 */
const person = fc.record({
  first: fc.option(fc.record({ way: fc.constantFrom(...WAYS), nth: fc.nat(7) })),
  moves,
  later: fc.option(fc.constantFrom(...WAYS)),
})

/** Each way through the form, with each answer of each question once. */
async function everyWay(): Promise<readonly Sent[]> {
  const all: Sent[] = []
  for (const way of WAYS)
    for (let nth = 0; nth < (way.how === 'call' || way.how === 'app' ? 8 : 1); nth++) {
      const form = openForm(session.chain, NOW)
      form.answerAll(way, nth)
      all.push(await form.finish())
    }
  return all
}

/** Seals what was sent, opens it as the member's browser does, and gathers it. */
async function arrive({ answers, place }: Sent): Promise<Request> {
  const { crypto, chain } = session
  const { roster, rosterHash } = chain
  const id = crypto.random(16) as RequestId
  // Which notice was offered is the sealing module's to say (browser/aboutData.test.ts).
  const shown = place.shown && { ...place.shown, notice: null }
  const request = composeRequest(crypto, answers, { ...place, shown, roster, rosterHash }, keys)
  const sealed = toBase64(sealRequest(crypto, request, keys, id))
  const row = { id: toBase64(id), hour: request.hour, check: false, claim: { by: 'me', hour: request.hour }, sealed }
  return gather([await openRow(session, row)])[0] as Request
}

function cardOf(item: Request, lang: 'en' | 'el', shown = false) {
  const states = { t: NOW, asking: null, tick: NOW * 1000, copied: null }
  const revealed = shown ? { item, way: 0, until: NOW * 1000 + 60_000 } : null
  const inbox = Object.fromEntries(Object.entries({ ...states, revealed }).map(([name, value]) => [name, { value }]))
  return unfold(<Card inbox={inbox as unknown as Inbox} say={speak(lang)} row={rowOf(item, 'me', NOW)} />)
}
const flat = (text: string): string => text.replace(/\s/g, '')

/** Everything that was told stands where it belongs, what was not told is said to be so, and there is nothing else. */
function holds(item: Request, told: Told): void {
  const { facts } = item
  expect(facts.told).toEqual(told)
  expect(facts.odd).toBe(0)
  const { contact, more } = told
  for (const lang of ['en', 'el'] as const) {
    const say = speak(lang)
    const card = cardOf(item, lang)
    const all = textOf(card)
    const { order, lines, words } = shownOn(card, say)
    expect(lines).toEqual(expected(told, facts, say))
    expect(order).toEqual(ORDER.filter((id) => order.includes(id)))
    expect(order.includes('number')).toBe(contact!.to !== 'nobody')
    // Our word, as both see it.
    const noun = contact!.word === undefined ? undefined : nouns[contact!.word]!
    const both = noun && [...new Set([noun['en'], noun[lang]])].join(' · ')
    expect(words).toEqual(noun ? [`${noun.emoji} ${both}`] : [])
    // Marks stand above all else; one that was not said is a mark only where there is somebody of whom it could be.
    const codes = {
      danger: ['now', 'now.other', 'soon', 'no', 'unsure'],
      age: ['under18', 'adult', 'unsure', 'nosay', 'absent'],
    }
    // Whose word it is that there is danger now is not the same.
    const danger = more?.danger === 'now' && told.for !== 'self' ? 'now.other' : (more?.danger ?? 'absent')
    const marks = (['danger', 'age'] as const).flatMap((name) =>
      codes[name].map(
        (code) => [`${name}.${code}` as Key, code === (name === 'danger' ? danger : (more?.age ?? 'absent'))] as const,
      ),
    )
    const above = all.slice(0, all.indexOf(say('line.how')))
    const asked = told.for === 'self' || told.agreed === true
    for (const [key, there] of marks) expect([key, above.split('\n').includes(say(key))]).toEqual([key, there && asked])
    expect(all.includes(say('staff.third.tell'))).toBe(told.agreed === true)
    const kind = elements(card).find(({ props }) => props['data-verdict'])!.props['data-verdict']
    const kinds = contact!.to === 'nobody' ? ['none'] : contact!.when ? ['now', 'later'] : ['house']
    expect(kinds).toContain(kind)
    // The address is there once it is shown, letter by letter, and not before.
    if (contact!.address === undefined) continue
    const visible = contact!.address.replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '').trim()
    const address = elements(cardOf(item, lang, true)).find(({ props }) => 'data-address' in props)!
    expect(flat(textOf(address.children))).toBe(flat(visible))
    // Where the button was that showed it, the focus can stay.
    expect(address.props['tabIndex']).toBe(-1)
    expect(elements(card).some(({ props }) => 'data-address' in props)).toBe(false)
    if (told.note === undefined && visible.length > 7) expect(all).not.toContain(visible)
  }
}

describe('what a person answers in the form', () => {
  it(
    'is of the type, is sealed, opens, and stands on the card in English and Greek, nothing lost and nothing invented',
    { timeout: WHOLE ? 600_000 : 60_000 },
    () =>
      fc.assert(
        fc.asyncProperty(person, async ({ first, moves, later }) => {
          const form = openForm(session.chain, NOW)
          if (first) form.answerAll(first.way, first.nth)
          for (const move of moves) form.move(move)
          if (later) form.rewind()
          const sent = await form.finish(later ?? {})
          expect(checkAnswers(sent.answers)).toBe(sent.answers)
          holds(await arrive(sent), sent.answers as Told)
        }),
        { numRuns: WHOLE ? 2000 : 60 },
      ),
  )

  it('can be each answer that the card has words for, and no other', async () => {
    const given = new Map<string, Set<string>>()
    const give = (path: string, value: unknown): void =>
      void given.set(path, (given.get(path) ?? new Set()).add(String(value)))
    for (const { answers } of await everyWay()) {
      for (const { path } of QUESTIONS) {
        const value = leaf(answers, path)
        for (const one of Array.isArray(value) ? value : [value])
          if (one !== undefined) give(path, typeof one === 'object' ? 'region' : one)
      }
      const { contact, more, agreed } = answers as Told
      const who = `${answers.for}${agreed === undefined ? '' : agreed ? ' yes' : ' no'}`
      give('way', `${who} ${contact!.to} ${contact!.how}`)
      for (const name of ['danger', 'age'] as const) if (more?.[name]) give(`more.${name}`, more[name])
      for (const part of contact!.when?.parts ?? []) give('parts', part)
    }
    const codes = (path: string): readonly string[] => [...(given.get(path) ?? [])].sort()
    for (const { path, codes: all } of QUESTIONS)
      expect([path, ...codes(path)]).toEqual(
        [path, ...(path === 'more.place' ? [...all, 'region'] : [...all])].sort(first(path)),
      )
    expect(codes('more.danger')).toEqual(['no', 'now', 'soon', 'unsure'])
    expect(codes('more.age')).toEqual(['adult', 'nosay', 'under18', 'unsure'])
    expect(codes('parts')).toEqual(['afternoon', 'evening', 'morning', 'night'])
    const hows = (who: string, to: string, all: string) => all.split(' ').map((how) => `${who} ${to} ${how}`)
    expect(codes('way')).toEqual(
      [
        ...hows('self', 'person', 'call app sms email helper'),
        ...hows('self', 'nobody', 'back icall'),
        ...['other', 'pro'].flatMap((who) => [
          ...hows(`${who} yes`, 'person', 'call app sms email helper'),
          ...hows(`${who} yes`, 'helper', 'call app sms email'),
          ...hows(`${who} no`, 'helper', 'call app sms email'),
        ]),
      ].sort(),
    )
  })

  it('has words of its own for each code, so that no answer can be taken for another', () => {
    for (const lang of ['en', 'el'] as const)
      for (const { name, codes } of QUESTIONS) {
        const words = [...codes, ...(name === 'when.weekend' ? [] : ['absent'])].map((code) =>
          speak(lang)(`${name}.${code}` as Key),
        )
        expect(new Set(words).size, `${lang} ${name}`).toBe(words.length)
      }
  })
})

/** The path stays first. */
const first =
  (path: string) =>
  (a: string, b: string): number =>
    a === path ? -1 : b === path ? 1 : a < b ? -1 : 1

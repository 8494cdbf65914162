import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answers, type HelperContact, checkAnswers, understand } from '../../../shared/answers.ts'
import { light } from '../../../shared/crypto/light.ts'
import { codeOf } from '../../../shared/errors.ts'
import { composeRequest } from '../../../shared/request.ts'
import { anyAnswers } from '../anyAnswers.ts'

const refused = (value: unknown): string => {
  try {
    checkAnswers(value)
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}
const call = { to: 'person', how: 'call', address: '6900000000', word: 3 } as const

describe('answers', () => {
  it('are taken in every shape that the type has', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => checkAnswers(answers) === answers && !understand(answers).odd.length),
    )
  })

  it.each([
    ['nothing', undefined],
    ['no contact', { for: 'self' }],
    ['an unknown name', { for: 'self', contact: call, name: 'x' }],
    ['a name that every object inherits', { for: 'self', contact: call, constructor: 1 }],
    ['an unknown code', { for: 'self', contact: { ...call, whose: 'boss' } }],
    ['a field of another way', { for: 'self', contact: { ...call, app: 'viber' } }],
    ['an address with "I will come back"', { for: 'self', contact: { to: 'nobody', how: 'back', address: '1' } }],
    ['a helper for oneself', { for: 'self', contact: { to: 'helper', how: 'call', address: '6900000000' } }],
    [
      'a need of somebody who was not asked',
      {
        for: 'other',
        agreed: false,
        contact: { to: 'helper', how: 'call', address: '69000' },
        more: { need: ['law'] },
      },
    ],
    [
      'a note about somebody who was not asked',
      { for: 'pro', agreed: false, contact: { to: 'helper', how: 'call', address: '69000' }, note: 'x' },
    ],
    ['an empty list', { for: 'self', contact: call, more: { need: [] } }],
    ['an empty more', { for: 'self', contact: call, more: {} }],
    ['no part of the day', { for: 'self', contact: { ...call, when: { parts: [], weekend: true } } }],
    ['word 200', { for: 'self', contact: { ...call, word: 200 } }],
    ['no word', { for: 'self', contact: { to: 'person', how: 'call', address: '6900000000' } }],
    ['65 code points of address', { for: 'self', contact: { ...call, address: '𝄞'.repeat(65) } }],
    ['a list of one code', { for: 'self', contact: { ...call, to: ['person'] } }],
    ['an object that makes no text', { for: 'self', contact: { ...call, how: { toString: 1 } } }],
    [
      'a language of 36 characters',
      { for: 'self', contact: call, more: { speak: `de${'-aaaaaaaa'.repeat(3)}-aaaaaa` } },
    ],
    ['141 code points of note', { for: 'self', contact: call, note: '𝄞'.repeat(141) }],
  ])('R22 are refused before sealing with %s', (_, value) => expect(refused(value)).toBe('answers-invalid'))

  it('of a newer panel are shown as far as they are understood', () => {
    const value = { for: 'self', contact: { ...call, pager: true, whose: 'boss' }, more: { need: ['law'], pet: 'cat' } }
    expect(understand(value)).toEqual({
      answers: { for: 'self', contact: call, more: { need: ['law'] } },
      odd: ['contact.pager', 'contact.whose', 'more.pet'],
    })
  })
})

/** Every word of the code that could be the name or the value of an answer: a field that is added is among them. */
const code = readFileSync('shared/answers.ts', 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
const NAMES = [...new Set([...code.matchAll(/\b([a-z]\w*)!?'?\??(?=\s*[:,}])/g)].map(([, name]) => name!))]
const CODES = [...new Set([...code.matchAll(/'([\w-]+)'/g)].map(([, one]) => one!))]
const VALUES: readonly unknown[] = [
  ...CODES,
  ...CODES.map((one) => [one]),
  true,
  false,
  0,
  'a name',
  'en',
  { place: 'abroad' },
  { region: 'attica' },
  { parts: ['night'], weekend: true },
]
const WHOLE = { to: 'person', how: 'call', address: '6900000000', word: 3 }
/** The smallest answers of each kind. */
const KINDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  self: { for: 'self', contact: WHOLE },
  'other, agreed': { for: 'other', agreed: true, contact: WHOLE },
  'other, not asked': { for: 'other', agreed: false, contact: { to: 'helper', how: 'call', address: '69000' } },
  'pro, agreed': { for: 'pro', agreed: true, contact: WHOLE },
  'pro, not asked': { for: 'pro', agreed: false, contact: { to: 'helper', how: 'call', address: '69000' } },
}
/** The names for which some value is taken, beside those that must be there. */
const taken = (whole: object, wrap: (inner: object) => unknown): string =>
  NAMES.filter(
    (name) => !(name in whole) && VALUES.some((value) => !understand(wrap({ ...whole, [name]: value })).odd.length),
  )
    .sort()
    .join(' ')

describe('what has a place', () => {
  const MORE = 'age children danger device interp need place read share speak who'
  it('R22, R29 beside the way to somebody is this and no more, by who writes and whether they were asked', () => {
    const found = Object.entries(KINDS).map(([kind, answers]) => [
      kind,
      taken(answers, (inner) => inner),
      taken({}, (inner) => ({ ...answers, more: inner })),
    ])
    expect(found).toEqual([
      ['self', 'more note', MORE],
      ['other, agreed', 'more note', MORE],
      ['other, not asked', 'more', 'place'],
      ['pro, agreed', 'again more note role', MORE],
      ['pro, not asked', 'more role', 'place'],
    ])
  })
  it('R22, R24 with each way is this and no more', () => {
    const always = (more: string) => `callerId drop ${more} until when whose`.split(' ').sort().join(' ')
    const of = (contact: object, rest: object) => [
      `${(contact as { to: string }).to} ${(contact as { how: string }).how}`,
      taken(contact, (inner) => ({ ...rest, contact: inner })),
    ]
    const word = { word: 3 }
    const address = { address: 'someone' }
    const found = [
      ...['call', 'app', 'sms', 'email', 'helper'].map((how) =>
        of({ to: 'person', how, ...address, ...word }, { for: 'self' }),
      ),
      of({ to: 'nobody', how: 'icall', ...word }, { for: 'self' }),
      of({ to: 'nobody', how: 'back' }, { for: 'self' }),
      ...['call', 'app', 'sms', 'email'].map((how) =>
        of({ to: 'helper', how, ...address }, { for: 'pro', agreed: false }),
      ),
    ]
    expect(Object.fromEntries(found)).toEqual({
      'person call': always('ifOther voicemail'),
      'person app': always('app first voiceMsg'),
      'person sms': always('first'),
      'person email': always('first'),
      'person helper': always('first ifOther'),
      'nobody icall': '',
      'nobody back': '',
      'helper call': 'when',
      'helper app': 'app when',
      'helper sms': 'when',
      'helper email': 'when',
    })
  })
  it('R22 in a request is this and no more, and a request with anything else is not made', () => {
    const ngos = [{ id: 'a21', box: { key: 'k' } }]
    const setting = { roster: { network: 'n', version: 1, ngos }, ngo: 'a21', desk: 'GR', t: 7200, photo: 'x' } as never
    const filled = new Uint8Array(32).fill(9)
    const keys = { authorSeed: filled, replySecret: filled, proof: filled } as never
    const made = (answers: unknown) => composeRequest(light, answers as Answers, setting, keys)
    expect(Object.keys(made(KINDS['self'])).join(' ')).toBe(
      'type v network roster ngo key desk site hour skew tz lang kind author replyKey proof shown answers',
    )
    for (const field of ['name', 'nationality', 'papers', 'photo', 'file', 'position', 'story'])
      for (const answers of [
        { ...KINDS['self'], [field]: 'x' },
        { ...KINDS['self'], contact: { ...WHOLE, [field]: 'x' } },
        { ...KINDS['self'], more: { age: 'adult', [field]: 'x' } },
        { ...KINDS['self'], more: { place: { region: 'attica', [field]: 'x' } } },
      ])
        expect(() => made(answers), field).toThrow('answers-invalid')
  })
})

describe('the type has no place', () => {
  it('for what must not be said', () => {
    const contact: HelperContact = { to: 'helper', how: 'call', address: '6900000000' }
    // @ts-expect-error a need of somebody who did not say yes
    const need: Answers = { for: 'other', agreed: false, contact, more: { need: ['law'] } }
    // @ts-expect-error a note about somebody who did not say yes
    const note: Answers = { for: 'pro', agreed: false, contact, note: 'x' }
    // @ts-expect-error an address where nobody contacts anybody
    const back: Answers = { for: 'self', contact: { to: 'nobody', how: 'back', address: '1' } }
    // @ts-expect-error a word is always set
    const word: Answers = { for: 'self', contact: { to: 'person', how: 'call', address: '6900000000' } }
    // @ts-expect-error an address where the person calls
    const icall: Answers = { for: 'self', contact: { to: 'nobody', how: 'icall', word: 3, address: '1' } }
    // @ts-expect-error "I will come back" for somebody else
    const away: Answers = { for: 'other', agreed: true, contact: { to: 'nobody', how: 'back' } }
    // @ts-expect-error the person's own number, where they did not say yes
    const direct: Answers = { for: 'other', agreed: false, contact: call }
    // @ts-expect-error whether they said yes must be said
    const silent: Answers = { for: 'pro', contact }
    // @ts-expect-error when one sees somebody again who did not say yes
    const again: Answers = { for: 'pro', agreed: false, contact, again: 'week' }
    // @ts-expect-error a place of work of whoever is no professional
    const role: Answers = { for: 'other', agreed: true, contact, role: 'health' }
    // @ts-expect-error a yes of oneself to oneself
    const yes: Answers = { for: 'self', agreed: true, contact: call }
    // @ts-expect-error a word for the helper, whom nobody must tell from another
    const helper: Answers = { for: 'pro', agreed: true, contact: { ...contact, word: 3 } satisfies HelperContact }
    // @ts-expect-error an unknown code
    const code: Answers = { for: 'self', contact: call, more: { age: 'young' } }
    const all = [need, note, back, word, icall, away, direct, silent, again, role, yes, helper, code]
    expect(all.map(refused)).toEqual(Array(13).fill('answers-invalid'))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Wanted, judge, speaks, wantedIn } from '../../../inbox/interpreters/fit.ts'
import { TAGS } from '../../../inbox/interpreters/languages.ts'
import { isLanguageTag } from '../../../shared/answers.ts'
import { type Interpreter, isInterpreter } from '../../../shared/interpreters.ts'
import { call, factsOf } from './facts.ts'

const one = (rest: Partial<Interpreter> = {}): Interpreter => ({
  name: 'SK',
  reach: '+30 690 011 2233',
  languages: ['ur'],
  gender: null,
  community: null,
  note: '',
  hours: '',
  ...rest,
})
const wanted = (rest: Partial<Wanted> = {}): Wanted => ({
  language: 'ur',
  gender: null,
  outside: false,
  agreed: true,
  ...rest,
})

describe('An interpreter fits', () => {
  it.each<[string, Partial<Interpreter>, Partial<Wanted>, boolean]>([
    ['who speaks it, where there is no wish', {}, {}, true],
    ['not who speaks another language', { languages: ['pa', 'hi'] }, {}, false],
    ['who speaks it among others', { languages: ['pa', 'ur'] }, {}, true],
    ['who speaks it in another country', { languages: ['pt'] }, { language: 'pt-BR' }, true],
    ['not who speaks a language of the same letters', { languages: ['ps'] }, { language: 'p' }, false],
    ['a woman where a woman is wished', { gender: 'woman' }, { gender: 'woman' }, true],
    ['no man where a woman is wished', { gender: 'man' }, { gender: 'woman' }, false],
    ['nobody of whom it is not told where a man is wished', {}, { gender: 'man' }, false],
    ['from outside the community where that is wished', { community: 'out' }, { outside: true }, true],
    ['not from the community where that is wished', { community: 'in' }, { outside: true }, false],
    ['nobody of whom that is not told', {}, { outside: true }, false],
    ['who fulfils both', { gender: 'man', community: 'out' }, { gender: 'man', outside: true }, true],
    ['not who fulfils one of two', { gender: 'man', community: 'in' }, { gender: 'man', outside: true }, false],
    ['from the community where there is no wish', { community: 'in', gender: 'man' }, {}, true],
  ])('%s', (_, who, wish, fits) => {
    expect(judge([one(who)], wanted(wish)).some((each) => each.fits)).toBe(fits)
  })

  it('for any list and any wishes: all who speak it are there once, who fits first, and a wish never lets in more', () => {
    const tag = fc.constantFrom('ur', 'pa', 'ar', 'el')
    const person: fc.Arbitrary<Interpreter> = fc
      .record({
        languages: fc.uniqueArray(tag, { minLength: 1, maxLength: 3 }),
        gender: fc.constantFrom('woman', 'man', null),
        community: fc.constantFrom('in', 'out', null),
        name: fc.constantFrom('A', 'B', 'C'),
      })
      .map(one)
    const wish = fc.record({
      language: tag,
      gender: fc.constantFrom('woman', 'man', null),
      outside: fc.boolean(),
      agreed: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), wish, (people, wants) => {
        const judged = judge(people, wants)
        const spoken = people.filter((who) => speaks(who, wants.language))
        const fulfils = (who: Interpreter): boolean =>
          (!wants.gender || who.gender === wants.gender) && (!wants.outside || who.community === 'out')
        expect(judged.map(({ who }) => who)).toEqual([
          ...spoken.filter(fulfils),
          ...spoken.filter((who) => !fulfils(who)),
        ])
        const fits = judged.map((each) => each.fits)
        expect(fits.filter(Boolean)).toHaveLength(spoken.filter(fulfils).length)
        const free = judge(people, { ...wants, gender: null, outside: false })
        expect(free.every((each) => each.fits)).toBe(true)
        expect(fits.filter(Boolean).length).toBeLessThanOrEqual(free.length)
      }),
      { numRuns: 200 },
    )
  })
})

describe('What is wanted of an interpreter', () => {
  const of = (more: object | undefined, lang: string | undefined, own = 'en') =>
    wantedIn(factsOf(call(), { lang, told: { ...call(), ...(more && { more }) } as never }), own)
  it.each([
    [
      'what they speak, before what they wrote in',
      { speak: 'ur' },
      'ar',
      'en',
      { language: 'ur', gender: null, outside: false, agreed: false },
    ],
    [
      'with both wishes',
      { speak: 'ur', interp: 'far', who: 'man' },
      'ar',
      'en',
      { language: 'ur', gender: 'man', outside: true, agreed: true },
    ],
    [
      'where it does not matter who, no wish',
      { interp: 'yes', who: 'any' },
      'ar',
      'en',
      { language: 'ar', gender: null, outside: false, agreed: true },
    ],
    ['nothing where no interpreter is', { interp: 'no' }, 'ar', 'en', null],
    ['nothing in the language of the page', {}, 'el', 'el', null],
    [
      'but where they asked for one',
      { interp: 'yes' },
      'el',
      'el',
      { language: 'el', gender: null, outside: false, agreed: true },
    ],
    ['nothing where nobody knows the language', {}, undefined, 'en', null],
  ] as const)('is %s', (_, more, lang, own, wants) => {
    expect(of(more, lang, own)).toEqual(wants)
  })

  it('can be told of any language that is offered', () => {
    expect(TAGS.filter((tag) => !isLanguageTag(tag))).toEqual([])
    expect(new Set(TAGS).size).toBe(TAGS.length)
    expect(isInterpreter(one({ languages: TAGS.slice(0, 8) }))).toBe(true)
  })
})

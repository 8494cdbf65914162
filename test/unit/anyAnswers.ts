import fc from 'fast-check'
import type { Answers } from '../../shared/answers.ts'

const of = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const some = <T>(...values: readonly T[]) => fc.uniqueArray(of(...values), { minLength: 1 })
const typed = (most: number) =>
  fc
    .array(fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 1 }), { minLength: 2, maxLength: most })
    .map((parts) => {
      const points = [...parts.join('')].slice(0, most)
      return points.length < 2 ? 'ab' : points.join('')
    })
const optional = { requiredKeys: [] }
const when = fc.record({ parts: some('morning', 'afternoon', 'evening', 'night'), weekend: fc.boolean() })
const word = fc.integer({ min: 0, max: 199 })
const always = {
  whose: of('mine', 'shared', 'trusted', 'other'),
  when,
  drop: of('wait', 'again', 'stop'),
  callerId: of('show', 'hide'),
  until: of('3d', '7d', '14d'),
}
const byHow: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  call: { ifOther: of('hangup', 'wrong', 'appointment'), voicemail: fc.boolean() },
  app: { app: of('whatsapp', 'signal', 'other'), voiceMsg: fc.boolean(), first: of('word', 'hello', 'appointment') },
  sms: { first: of('word', 'hello', 'appointment') },
  email: { first: of('word', 'hello', 'appointment') },
  helper: { ifOther: of('hangup', 'wrong', 'appointment'), first: of('word', 'hello', 'appointment') },
}
const person = fc.oneof(
  ...Object.entries(byHow).map(([how, fields]) =>
    fc
      .tuple(typed(64), word, fc.record({ ...always, ...fields }, optional))
      .map(([address, noun, rest]) => ({ to: 'person', how, address, ...rest, word: noun })),
  ),
)
const nobody = fc.oneof(
  word.map((noun) => ({ to: 'nobody', how: 'icall', word: noun })),
  fc.constant({ to: 'nobody', how: 'back' }),
)
const helper = fc
  .tuple(of('call', 'app', 'email', 'sms'), typed(64), fc.record({ when }, optional))
  .map(([how, address, rest]) => ({ to: 'helper', how, address, ...rest }))
const more = fc
  .record(
    {
      danger: of('now', 'soon', 'no', 'unsure'),
      place: fc.oneof(of('abroad', 'nosay'), fc.constant({ region: 'attica' })),
      speak: of('ur', 'pt-BR', 'zh-Hans'),
      read: of('well', 'little', 'listen'),
      interp: of('yes', 'far', 'no'),
      who: of('woman', 'man', 'any'),
      need: some('talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other'),
      children: of('with', 'elsewhere', 'no', 'nosay'),
      age: of('under18', 'adult', 'unsure', 'nosay'),
      device: of('yes', 'unsure', 'no'),
      share: of('yes', 'ask', 'no'),
    },
    optional,
  )
  .filter((value) => Object.keys(value).length > 0)
/** Every shape of answers that the type has a place for. */
export const anyAnswers = fc.oneof(
  fc.tuple(fc.oneof(person, nobody), fc.record({ more, note: typed(140) }, optional)).map(([contact, rest]) => ({
    for: 'self',
    contact,
    ...rest,
  })),
  fc
    .tuple(of('other', 'pro'), fc.oneof(person, helper), fc.record({ more, note: typed(140) }, optional))
    .map(([who, contact, rest]) => ({ for: who, agreed: true, contact, ...rest })),
  fc
    .tuple(of('other', 'pro'), helper)
    .map(([who, contact]) => ({ for: who, agreed: false, contact, more: { place: 'abroad' } })),
) as fc.Arbitrary<Answers>

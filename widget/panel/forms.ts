import { type Draft, mayTell, reached } from './answersDraft.ts'

/**
 * A key may have a second form for who writes about somebody else: `age.q/other` asks about that person, and `contact.q/person`
 * how that person is reached, where it is not the one who writes. No other key has a slash.
 */
export type Form = '/other' | '/person'

/** The forms that a draft calls for. Of somebody who was not asked nothing is told, so that all but the area means who writes. */
export function formsOf(draft: Draft): readonly Form[] {
  if ((draft.for ?? 'self') === 'self' || !mayTell(draft)) return []
  return reached(draft) === 'person' ? ['/other', '/person'] : ['/other']
}

/** The key with its form, where the catalog has one of these. */
export const formed = (key: string, forms: readonly Form[], strings: Readonly<Record<string, string>>): string =>
  forms.map((form) => key + form).find((one) => strings[one]) ?? key

import type { Interpreter } from '../../shared/interpreters.ts'
import type { Facts } from '../list/facts.ts'

/** What the person needs of an interpreter, and wishes. */
export interface Wanted {
  /** a tag */
  readonly language: string
  readonly gender: 'woman' | 'man' | null
  /** whether it must be somebody who is not from their community */
  readonly outside: boolean
  /** whether the person said that an interpreter is fine */
  readonly agreed: boolean
}

/** `unknown`: the list does not tell it. */
export type Fulfils = 'yes' | 'no' | 'unknown'

export interface Judged {
  readonly who: Interpreter
  /** null: there is no wish */
  readonly gender: Fulfils | null
  readonly community: Fulfils | null
  /** speaks the language, and fulfils every wish */
  readonly fits: boolean
}

const primary = (tag: string): string => tag.split('-')[0]!.toLowerCase()

/**
 * What is wanted; null: no interpreter is, or nobody knows for which language. Who shares the language of the member's own page needs
 * none, unless they asked for one.
 * @param own the language of the member's page
 */
export function wantedIn({ told, lang }: Pick<Facts, 'told' | 'lang'>, own: string): Wanted | null {
  const { speak, interp, who } = told.more ?? {}
  const language = speak ?? lang
  if (language === undefined || interp === 'no') return null
  if (interp === undefined && primary(language) === primary(own)) return null
  return {
    language,
    gender: who === 'woman' || who === 'man' ? who : null,
    outside: interp === 'far',
    agreed: interp !== undefined,
  }
}

/** Whether somebody speaks it, in whatever script or country it is written otherwise. */
export const speaks = ({ languages }: Pick<Interpreter, 'languages'>, language: string): boolean =>
  languages.some((one) => primary(one) === primary(language))

/** All who speak the language, each with what they fulfil of the wishes; first those who fulfil all, else as the list has them. */
export function judge(people: readonly Interpreter[], wanted: Wanted): readonly Judged[] {
  const judged = people
    .filter((who) => speaks(who, wanted.language))
    .map((who): Judged => {
      const gender = wanted.gender && fulfils(who.gender, wanted.gender)
      const community = wanted.outside ? fulfils(who.community, 'out') : null
      return { who, gender, community, fits: [gender, community].every((one) => one === null || one === 'yes') }
    })
  return [...judged.filter(({ fits }) => fits), ...judged.filter(({ fits }) => !fits)]
}

const fulfils = <T>(told: T | null, wish: T): Fulfils => (told === null ? 'unknown' : told === wish ? 'yes' : 'no')

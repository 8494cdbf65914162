import { cleanText } from '../../shared/text.ts'
import { maskAddress, showAddress } from '../case/address.ts'
import type { Part } from '../case/cardLines.ts'
import { sentenceOf } from '../case/sentence.ts'
import type { Lang, Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'

/** What stands on the sheet that a person gets: on paper, in a file and on the screen it is this and nothing else. */
export interface Sheet {
  readonly lang: Lang
  readonly title: string
  /** the quiet name, the number to call, and the day */
  readonly head: readonly Row[]
  readonly intro: string
  readonly sections: readonly Section[]
  readonly foot: readonly string[]
}
export type SectionId = 'told' | 'words' | 'did' | 'passed' | 'notes' | 'kept'
export interface Section {
  readonly id: SectionId
  readonly title: string
  readonly rows: readonly Row[]
}
export interface Row {
  /** what it answers, from whom it is, or when it was; absent: it stands alone */
  readonly label?: string
  readonly texts: readonly Text[]
}
export interface Text {
  readonly text: string
  /** somebody's own characters, which nobody translates; `lang` where it is known */
  readonly own?: true
  readonly lang?: string | undefined
  /** what the screen shows in its place */
  readonly mask?: string
}

export const plain = (label: string | undefined, ...texts: readonly string[]): Row => ({
  ...(label !== undefined && { label }),
  texts: texts.map((text) => ({ text })),
})

export const own = (text: string, lang?: string): Text => ({ text: cleanText(text, true), own: true, lang })

export const addressText = (address: string): Text => ({
  text: showAddress(address).text,
  own: true,
  mask: maskAddress(address),
})

/**
 * What the person said, in the sentences of the card: no house rules, nothing that was not told, and not our word, by which whoever
 * finds the sheet could pass for them, or for us.
 */
export const saidTexts = (say: Speech, facts: Facts, parts: readonly Part[]): readonly Text[] =>
  parts.flatMap((part): readonly Text[] => {
    if (part.kind === 'person') return [own(part.text, facts.lang)]
    return part.kind === 'told' || part.kind === 'nosay' ? [{ text: sentenceOf(say, facts, part) }] : []
  })

import type { Desk } from '../../shared/roster.ts'
import { snippet } from '../../shared/snippet.ts'
import type { Built, BuiltLanguage } from './built.ts'

/** The desk's two numbers that stand without a script: the first line that serves everybody, and the emergency number. */
export function mainNumbers(desk: Desk): readonly string[] {
  const main = desk.lines.find((line) => line.serves.includes('all'))
  return [...(main ? [main.number] : []), desk.emergency]
}

/** The snippet of a desk in a language, as `/embed` begins with and as the demo's partner pastes it. */
export function deskSnippet(
  built: Built,
  parts: { origin: string; trust: string; desk: Desk; language: BuiltLanguage; fixed: boolean; site?: string },
): string {
  const { desk, language } = parts
  return snippet({
    host: parts.origin,
    loader: built.loader,
    desk: desk.id,
    site: parts.site ?? null,
    lang: parts.fixed ? language.tag : null,
    trust: parts.trust,
    exit: desk.exits[0] ?? null,
    words: language.words,
    numbers: mainNumbers(desk),
  })
}

/**
 * The language in which the panel opens: the webmaster's choice if the release has it, else the first of the browser's
 * languages that it has (`pt-BR` also finds `pt`), else English, which every release has.
 */
export function chooseLanguage(
  wanted: string | null | undefined,
  preferred: readonly string[],
  files: Readonly<Record<string, unknown>>,
): string {
  for (const one of [wanted ?? '', ...preferred])
    for (const tag of [one, one.split('-')[0]!]) if (files[`lang/${tag}`]) return tag
  return 'en'
}

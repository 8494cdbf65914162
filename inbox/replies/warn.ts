/**
 * Whether an answer may say more than should lie in a mailbox that others might open: a link, an e-mail address, a long number, a
 * street with its number, or the name of somebody of the team. A soft warning, so it rather warns once too often.
 * @param names shown names of the team's members
 */
export function mayTellTooMuch(text: string, names: readonly string[]): boolean {
  const lower = text.toLowerCase()
  const words = names.flatMap((name) => name.toLowerCase().split(/[\s()]+/)).filter((one) => one.length > 2)
  return (
    /https?:|www\.|\S@\S|\b[\w-]+\.(com|org|net|eu|gr|it|de|be|fr|nl)\b/i.test(text) ||
    /(\p{Nd}[\s.\-/]?){6,}/u.test(text) ||
    /\p{L}{3,}\s+\p{Nd}{1,4}\b(?!\s*[:.]\p{Nd})/u.test(text) ||
    words.some((name) => new RegExp(`(^|[^\\p{L}])${escaped(name)}($|[^\\p{L}])`, 'u').test(lower))
  )
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

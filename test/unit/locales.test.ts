import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Strings = Readonly<Record<string, string>>
const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T
const languages =
  read<{ tag: string; name: string; dir: string; reviewed: string | null }[]>('widget/locales/index.json')
const banned = read<Record<string, string[]>>('widget/locales/banned.json')
const catalogs = Object.fromEntries(languages.map(({ tag }) => [tag, read<Strings>(`widget/locales/${tag}.json`)]))
const english = catalogs['en']!
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
/** With values as long as the demo's, so that sentences are counted as they are read. */
const filled = (text: string) =>
  text
    .replace(/\{(ngo|fullName)\}/g, 'the Help Team')
    .replace(/\{replyBy\}/g, 'Tuesday 14:00')
    .replace(/\{\w+\}/g, '9')
const sentences = (text: string) =>
  filled(text)
    .split(/[.!?;؟۔:]\s|[.!?؟۔]$/)
    .filter((one) => one.trim())

/** What must be said beside "Leave now", in this order: history stays, not ours to delete, emptying it shows, keyboards remember. */
const CANNOT: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Your browser may still show that you were on this website.',
    'We cannot delete that.',
    'If you delete all your history, someone may ask why.',
    'A phone keyboard can remember words you typed.',
  ],
  el: [
    'Ο browser σας ίσως δείχνει ακόμα ότι μπήκατε σε αυτή την ιστοσελίδα.',
    'Αυτό δεν μπορούμε να το σβήσουμε.',
    'Αν σβήσετε όλο το ιστορικό, κάποιος ίσως ρωτήσει γιατί.',
    'Το πληκτρολόγιο του κινητού μπορεί να κρατήσει λέξεις που γράψατε.',
  ],
  ar: [
    'قد يظهر في المتصفح أنك كنت في هذا الموقع.',
    'لا يمكننا حذف ذلك.',
    'إذا حذفت سجل التصفح كله، فقد يسأل أحد عن السبب.',
    'لوحة مفاتيح الهاتف قد تتذكر كلمات كتبتها.',
  ],
}
const CALL_LIST: Readonly<Record<string, string>> = {
  en: "The call may stay in the phone's call list.",
  el: 'Η κλήση μπορεί να μείνει στη λίστα κλήσεων του τηλεφώνου.',
  ar: 'قد تبقى المكالمة في سجل مكالمات الهاتف.',
}

describe.each(languages)('the catalog in $name', ({ tag }) => {
  const strings = catalogs[tag]!

  it('has the same keys and the same places for values as English', () => {
    expect(Object.keys(strings)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(strings)) {
      expect(placeholders(text), key).toEqual(placeholders(english[key]!))
      expect(text.trim(), key).not.toBe('')
      if (tag !== 'en') expect(text, key).not.toBe(english[key])
    }
  })

  it('R31 says what leaving cannot undo, word by word', () => {
    for (const sentence of CANNOT[tag]!) expect(strings['exit.help.body']).toContain(sentence)
    expect(strings['lines.trace']).toBe(CALL_LIST[tag])
    expect(strings['exit.hint']).toContain('Shift')
  })

  it('R17, R31 says none of the words that give it away, and promises nothing that nobody can hold', () => {
    expect(banned[tag]!.length).toBeGreaterThan(10)
    for (const [key, text] of Object.entries(strings))
      for (const stem of banned[tag]!)
        expect(text.normalize('NFC').toLowerCase().includes(stem), `${key}: ${stem}`).toBe(false)
  })

  it('R19 has sentences of at most 15 words, and a notice of at most 110', () => {
    for (const [key, text] of Object.entries(strings))
      for (const one of sentences(text)) expect(one.split(/\s+/).length, `${key}: ${one}`).toBeLessThanOrEqual(15)
    const notice = Object.entries(strings).filter(([key]) => key.startsWith('review.n.') && key !== 'review.n.by.icall')
    const words = notice.flatMap(([, text]) => filled(text).split(/\s+/))
    expect(words.length).toBeLessThanOrEqual(110)
  })
})

it('every key of the catalogs is used, and every key that is used is there', () => {
  const source = ['widget/panel', 'widget/later']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Keys such as `contact.when.${part}` are made of a beginning and a code.
  const beginnings = [...source.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/g)].map(([, start]) => start!)
  const pageWords = ['launcher.label', 'danger.go', 'nojs.body']
  for (const key of Object.keys(english)) {
    const used =
      source.includes(`'${key}'`) || source.includes(`"${key}"`) || beginnings.some((one) => key.startsWith(one))
    expect(used || pageWords.includes(key), key).toBe(true)
  }
  for (const [, key] of source.matchAll(/\bt\('([a-z]+(?:\.[a-zA-Z-]+)+)'/g))
    expect(english, key).toHaveProperty([key!])
})

describe('the frozen words', () => {
  const { words } = read<{ words: Record<string, string>[] }>('shared/words.json')
  it('are 200 nouns with 200 emoji, no two alike in any language', () => {
    expect(words).toHaveLength(200)
    for (const field of ['emoji', ...languages.map(({ tag }) => tag)])
      expect(new Set(words.map((word) => word[field]!.trim())).size, field).toBe(200)
  })
  it('has each catalog tell the person the very words at which the member stops', () => {
    const { stop } = read<{ stop: Record<string, string> }>('shared/words.json')
    for (const { tag } of languages) expect(catalogs[tag]!['word.body'], tag).toContain(stop[tag])
  })
  it('are frozen: the index is on the wire', () => {
    expect([0, 50, 100, 150, 199].map((i) => words[i]!['en'])).toMatchInlineSnapshot(`
      [
        "apple",
        "field",
        "magnet",
        "football",
        "post",
      ]
    `)
  })
})

import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formed } from '../../widget/panel/forms.ts'

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
  fr: [
    'Votre navigateur peut encore montrer votre visite sur ce site.',
    'Nous ne pouvons pas effacer cela.',
    "Si vous effacez tout l'historique, quelqu'un peut demander pourquoi.",
    'Un clavier de téléphone peut garder des mots que vous avez écrits.',
  ],
  de: [
    'Ihr Browser kann noch zeigen, dass Sie auf dieser Website waren.',
    'Das können wir nicht löschen.',
    'Wenn Sie den ganzen Verlauf löschen, fragt vielleicht jemand nach dem Grund.',
    'Eine Handy-Tastatur kann sich Wörter merken, die Sie geschrieben haben.',
  ],
  it: [
    'Il browser può ancora mostrare la tua visita a questo sito.',
    'Noi non possiamo cancellarla.',
    'Se cancelli tutta la cronologia, qualcuno può chiedere perché.',
    'La tastiera del telefono può ricordare le parole che hai scritto.',
  ],
  nl: [
    'Je browser kan nog tonen dat je op deze website was.',
    'Dat kunnen we niet wissen.',
    'Wis je je hele geschiedenis?',
    'Dan vraagt iemand misschien waarom.',
    'Het toetsenbord van een gsm kan woorden onthouden die je typte.',
  ],
  ro: [
    'Browserul poate arăta în continuare că ați fost pe acest site.',
    'Noi nu putem șterge asta.',
    'Dacă ștergeți tot istoricul, cineva poate întreba de ce.',
    'Tastatura telefonului poate ține minte cuvintele pe care le-ați scris.',
  ],
  bg: [
    'Браузърът още може да показва, че сте били в този сайт.',
    'Това не можем да изтрием.',
    'Ако изтриете цялата история, някой може да попита защо.',
    'Клавиатурата на телефона може да помни думи, които сте написали.',
  ],
  sq: [
    'Shfletuesi mund të tregojë ende që keni qenë në këtë faqe.',
    'Ne nuk mund ta fshijmë këtë.',
    'Nëse fshini gjithë historikun, dikush mund të pyesë pse.',
    "Tastiera e telefonit mund t'i mbajë mend fjalët që shkruat.",
  ],
  uk: [
    'Браузер ще може показувати, що ви були на цьому сайті.',
    'Це ми видалити не можемо.',
    'Якщо ви видалите всю історію, хтось може спитати чому.',
    'Клавіатура телефона може пам’ятати слова, які ви писали.',
  ],
  ur: [
    'لیکن براؤزر میں نظر آ سکتا ہے کہ یہ ویب سائٹ کھلی تھی۔',
    'یہ ہم نہیں مٹا سکتے۔',
    'اگر ساری ہسٹری مٹ جائے تو کوئی وجہ پوچھ سکتا ہے۔',
    'فون کا کی بورڈ آپ کے لکھے ہوئے لفظ یاد رکھ سکتا ہے۔',
  ],
}
const CALL_LIST: Readonly<Record<string, string>> = {
  en: "The call may stay in the phone's call list.",
  el: 'Η κλήση μπορεί να μείνει στη λίστα κλήσεων του τηλεφώνου.',
  ar: 'قد تبقى المكالمة في سجل مكالمات الهاتف.',
  fr: "L'appel peut rester dans la liste d'appels du téléphone.",
  de: 'Der Anruf kann in der Anrufliste des Telefons bleiben.',
  it: "La chiamata può restare nell'elenco chiamate del telefono.",
  nl: 'De oproep kan in de oproeplijst van de telefoon blijven staan.',
  ro: 'Apelul poate rămâne în lista de apeluri a telefonului.',
  bg: 'Обаждането може да остане в списъка с обаждания на телефона.',
  sq: 'Telefonata mund të mbetet në listën e telefonatave.',
  uk: 'Дзвінок може залишитися в списку дзвінків телефона.',
  ur: 'کال فون کی کال لسٹ میں رہ سکتی ہے۔',
}

/** What is the same word in English. */
const ALIKE =
  'it common.no,fr more.danger,fr review.how,nl review.how,ro review.how,fr test,de test,nl test,ro test'.split(',')

describe.each(languages)('the catalog in $name', ({ tag }) => {
  const strings = catalogs[tag]!

  it('has the same keys and the same places for values as English', () => {
    expect(Object.keys(strings)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(strings)) {
      expect(placeholders(text), key).toEqual(placeholders(english[key]!))
      expect(text.trim(), key).not.toBe('')
      if (tag !== 'en' && !ALIKE.includes(`${tag} ${key}`)) expect(text, key).not.toBe(english[key])
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
    const notice = Object.keys(strings).filter(
      (key) => /^review\.n\.[a-z.]+$/.test(key) && !/by\.(back|icall)$/.test(key),
    )
    for (const forms of [[], ['/other'], ['/other', '/person']] as const) {
      const words = notice.flatMap((key) => filled(strings[formed(key, forms, strings)]!).split(/\s+/))
      expect(words.length, forms.join()).toBeLessThanOrEqual(110)
    }
  })
})

it('every key of the catalogs is used, and every key that is used is there', () => {
  const source = ['widget/panel', 'widget/later', 'widget/back']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Keys such as `contact.when.${part}` are made of a beginning and a code.
  const beginnings = [...source.matchAll(/`([a-z]+(?:\.[a-z]+)*\.)\$\{/g)].map(([, start]) => start!)
  const pageWords = ['launcher.label', 'danger.go', 'nojs.body']
  for (const key of Object.keys(english)) {
    const [base] = key.split('/')
    const used =
      source.includes(`'${base}'`) || source.includes(`"${base}"`) || beginnings.some((one) => key.startsWith(one))
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
    for (const { tag } of languages)
      for (const key of ['word.body', 'word.body/person']) expect(catalogs[tag]![key], tag).toContain(stop[tag])
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

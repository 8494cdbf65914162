import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isLate } from '../../build/catalogs.ts'

type Strings = Readonly<Record<string, string>>
const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T
const languages = read<{ tag: string; name: string }[]>('widget/locales/index.json')
const catalogs = Object.fromEntries(languages.map(({ tag }) => [tag, read<Strings>(`widget/locales/${tag}.json`)]))
const english = catalogs['en']!
const isForm = (key: string): boolean => key.includes('/')
const hasForm = (key: string): boolean => ['/other', '/person'].some((form) => english[key + form] !== undefined)

/** Why a sentence that says "I" or "you" says the same to a friend or a professional who writes for somebody. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  'before anybody has told for whom': [
    'intro.title',
    'intro.body',
    'who.self',
    'who.self.now',
    'who.pro',
    'who.pro.me',
  ],
  'where only somebody writes for themselves': [
    'contact.icall',
    'word.body.icall',
    'sent.icall',
    'sent.body.icall',
    'review.n.by.icall',
    'contact.back',
    'contact.back.hint',
    'review.n.by.back',
    'sent.body.back',
    'sent.number.back',
    'sent.number.need',
  ],
  'where somebody comes back with a number': [
    'return.open',
    'return.q',
    'return.failed',
    'return.title',
    'return.none',
    'return.delete',
    'return.delete.sure',
    'return.idle',
    'reply.missing',
    'note.q2',
  ],
  'where only who writes is reached': ['contact.q.me'],
  'to whoever sits before the screen: their message, their answers, their leaving': [
    'app.runby',
    'who.reads.body',
    'exit.help.body',
    'idle.warn',
    'idle.stay',
    'idle.done.title',
    'idle.done.body',
    'review.title',
    'review.n.locked',
    'review.n.delete',
    'review.n.device',
    'sent.close',
    'sent.number',
    'notsent.body',
    'notsent.maybe',
    'notsent.changed',
    'offline.body',
    'review.more',
    'review.more.none',
    'read.aloud',
  ],
  'what who writes may do, or not': ['contact.whose.advice', 'contact.default', 'note.hint', 'more.title', 'more.body'],
  'who writes can call 112 too': ['danger.title', 'danger.advice'],
  'who writes is not sure: that is what the inbox is told': ['common.notsure'],
  'asked of who writes': ['agree.no', 'agree.no.note', 'pro.now', 'pro.duty', 'pro.role.q', 'pro.again.q', 'more.role'],
  'our message to the person, word by word': ['contact.first.hello', 'contact.first.later'],
}

describe('who writes for somebody else', () => {
  const speaks = /\b(I|me|my|mine|you|your)\b/i

  it('is asked about the person: each sentence with “I” or “you” has a second form, or a reason why it needs none', () => {
    const same = Object.values(SAME).flat()
    const sentences = Object.keys(english).filter((key) => !isForm(key) && speaks.test(english[key]!))
    expect(sentences.filter((key) => !hasForm(key)).sort()).toEqual([...same].sort())
  })

  it('finds “you” in a second form only where that is who writes, or the NGO', () => {
    const you = Object.keys(english).filter((key) => isForm(key) && speaks.test(english[key]!))
    // "your message", "the person will call you" (said to the NGO), "in the way you chose".
    expect(you.sort()).toEqual(['contact.drop.wait/person', 'review.n.by/person', 'sent.body/person'])
  })

  it('has second forms with the late words, which are there before the first of them can show', () => {
    expect(Object.keys(english).filter((key) => isForm(key) && !isLate(key))).toEqual([])
    expect(['contact.call', 'common.next'].map(isLate)).toEqual([false, false])
  })

  it('has second forms only of keys that are there, one each', () => {
    for (const key of Object.keys(english).filter(isForm)) {
      expect(key).toMatch(/^[a-zA-Z.-]+\/(other|person)$/)
      expect(english).toHaveProperty([key.split('/')[0]!])
    }
    expect(Object.keys(english).filter((key) => ['/other', '/person'].every((form) => english[key + form]))).toEqual([])
  })
})

const alone = (words: string, flags = 'iu'): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{M}’'-])(?:${words})(?![\\p{L}\\p{M}])`, flags)

/** "I" and "you" of each language, as far as they are words or endings of their own. */
const PRONOUNS: Readonly<Record<string, RegExp>> = {
  en: alone('I|me|my|you|your'),
  el: alone('εγώ|εμένα|μου|σας|εσάς|εσείς'),
  fr: /(?<![\p{L}-])(?:je|moi|mon|ma|mes|vous|votre|vos)(?!\p{L})|(?<!\p{L})[jm]['’]/iu,
  de: alone('[Ii]ch|[Mm]ich|[Mm]ir|[Mm]ein\\p{L}*|Sie|Ihnen|Ihr\\p{L}*', 'u'),
  it: alone('io|mi|me|mi[oae]|miei|ti|te|tu[oae]|tuoi'),
  nl: alone('ik|mij|me|mijn|je|jij|jou|jouw'),
  ro: /(?<!\p{L})(?:eu|mă|mea|meu|mele|dumneavoastră|v-\p{L}+|vă)(?!\p{L})|-m[iă](?!\p{L})/iu,
  bg: alone('аз|ми|мен|ме|мо[яийе]\\p{L}*|Ви|Вас|Вие|Ваш\\p{L}*'),
  sq: alone("unë|mua|im|ime|ju|juaj|tuaj\\p{L}*|t'ju\\p{L}*|jua"),
  uk: alone('я|мені|мене|мої\\p{L}*|мною|ви|вас|вам|вами|ваш\\p{L}*'),
  ar: /(?<!\p{L})(?:أنا|بي|لي|معي|عندي|بلدي)(?!\p{L})|(?<!\p{L})(?!ذلك|هناك|ترك)\p{L}+ك(?!\p{L})/u,
  ur: alone('مجھے|مجھ|میر[اےی]|آپ', 'u'),
}

describe.each(languages)('in $name who writes for somebody else', ({ tag }) => {
  const strings = catalogs[tag]!
  const pronoun = PRONOUNS[tag]!

  it('finds no “I” or “you” in questions about the person and in their answers', () => {
    expect(pronoun.test(strings['contact.helper']! + strings['who.self']! + strings['agree.no.note']!)).toBe(true)
    const about = /^(danger|device|place|need|children|age|speak|interp|worker|share|contact|more)\./
    const same = Object.values(SAME).flat()
    const asked = Object.keys(strings).filter((key) => about.test(key) && !hasForm(key) && !same.includes(key))
    // These tell who writes what to do, or say "you" to the NGO.
    const told = ['contact.value.abroad', 'contact.value.hint/person', 'contact.drop.wait/person']
    for (const key of asked) if (!told.includes(key)) expect(strings[key], key).not.toMatch(pronoun)
  })
})

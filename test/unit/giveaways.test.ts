import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DESK, NGOS } from '../../demo/people.ts'
import { quietName } from '../../widget/panel/words.ts'

type Strings = Readonly<Record<string, string>>
const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T
const banned = read<Record<string, string[]>>('widget/locales/banned.json')
/** Words of the subject, and claims that nobody can hold, as a careless hand would write them. */
const giveaways =
  read<Record<string, { readonly words: readonly string[]; readonly claims: readonly string[] }>>(
    'test/unit/giveaways.json',
  )
const languages = Object.keys(banned)
const catalogs = Object.fromEntries(languages.map((tag) => [tag, read<Strings>(`widget/locales/${tag}.json`)]))
/** The stems of a language that a text has. */
const stemsIn = (text: string, tag: string): string[] =>
  banned[tag]!.filter((stem) => text.normalize('NFC').toLowerCase().includes(stem))

/** What a file or a path may be called for anybody who reads any of the languages. */
const inAny = (text: string): string[] => languages.flatMap((tag) => stemsIn(text, tag))

describe('what gives a person away', () => {
  it.each(languages)('R17, R31 is found in %s by the list of stems: words of the subject, and promises', (tag) => {
    const { words, claims } = giveaways[tag]!
    expect([words.length, claims.length]).toEqual([12, 8])
    for (const one of [...words, ...claims])
      expect({ one, found: stemsIn(one, tag).length > 0 }).toEqual({ one, found: true })
  })

  it('R17 is in no name of a file or a path that a browser meets', () => {
    const names = readdirSync('dist/w')
    expect(names.length).toBeGreaterThan(30)
    const routes = ['server/routes', 'server/pages']
      .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8')))
      .flatMap((source) => [...source.matchAll(/['`](\/[\w/.:-]+)['`]/g)].map(([, path]) => path!))
    expect(routes).toEqual(expect.arrayContaining(['/go', '/embed', '/inbox/', '/w/:name', '/api/requests']))
    for (const name of [...names, ...routes]) expect({ name, found: inAny(name) }).toEqual({ name, found: [] })
    expect(inAny('/w/report.0.js')).toContain('report')
  })

  it('R17 is in none of our words, and in no quiet name of the demo', () => {
    const { words } = read<{ words: Strings[] }>('shared/words.json')
    for (const word of words)
      for (const tag of languages)
        expect({ word: word[tag], found: stemsIn(word[tag]!, tag) }).toEqual({ word: word[tag], found: [] })
    for (const one of [...NGOS, ...DESK.lines])
      for (const tag of languages) {
        const name = quietName(one, tag)
        expect({ name, found: [...stemsIn(name, tag), ...stemsIn(name, 'en')] }).toEqual({ name, found: [] })
      }
  })
})

/** Of a name, of papers, of a nationality: beginnings of words. */
const OF_WHOM: Readonly<Record<string, readonly [name: RegExp, papers: RegExp, nation: RegExp]>> = {
  en: [/^names?$/, /^(papers|passport|document)/, /^(nationalit|citizen)/],
  el: [/^(όνομ|ονόμ|ονομ)/, /^(χαρτι|διαβατήρι|έγγραφ)/, /^(εθνικότ|υπηκο)/],
  fr: [/^noms?$/, /^(papiers|passeport|document)/, /^(nationalit|citoyen)/],
  de: [/^namen?s?$/, /^(papier|reisepass|ausweis|dokument)/, /^(nationalit|staatsang)/],
  it: [/^(nome|nomi|cognome)$/, /^(document|passaport)/, /^(nazionalit|cittadinan)/],
  nl: [/^(naam|namen)$/, /^(papier|paspoort|document)/, /^(nationalit|staatsburg)/],
  ar: [/اسم|أسماء/, /أوراق|جواز/, /جنسي/],
  ro: [/^(pre)?nume(le|lui)?$/, /^(act|acte|actele|pașaport.*|document.*)$/, /^(naționalit|cetățen)/],
  bg: [/^(име|името|имена|имената)$/, /^(документ|паспорт)/, /^(националн|гражданств)/],
  sq: [/^(mbi)?em(ër|r)/, /^(dokument|pasaport|letra)/, /^(kombësi|shtetësi)/],
  uk: [/^(ім’я|імен)/, /^(документ|паспорт)/, /^(національн|громадянств)/],
  ur: [/^نام/, /کاغذات|پاسپورٹ/, /شہریت|قومیت/],
}
/** Where such a word may stand: where it says that none is asked, and where it is no question about the person. */
const MAY_NAME = [
  'intro.body',
  'who.other.hint',
  'note.hint',
  'contact.voice.yes',
  'contact.value.app',
  'contact.value.app/person',
  'lines.full',
  'who.reads.body',
]
const MAY_PAPERS = ['intro.body', 'need.law', 'pro.now.tips']

/** That the answer can be changed later, and that a no costs nothing. */
const HINTS: Strings = {
  en: 'You can change your mind later. If you say no, {ngo} still tries to help.',
  el: 'Μπορείτε να αλλάξετε γνώμη αργότερα. Αν πείτε όχι, {ngo} θα προσπαθήσει και πάλι να βοηθήσει.',
  ar: 'يمكنك تغيير رأيك لاحقًا. إذا كان جوابك لا، تحاول {ngo} مساعدتك رغم ذلك.',
  fr: "Vous pouvez changer d'avis plus tard. Vous dites non ? {ngo} essaie quand même de vous aider.",
  de: 'Sie können das später ändern. Sie sagen Nein? {ngo} versucht trotzdem zu helfen.',
  it: 'Puoi cambiare idea più tardi. Se dici no, {ngo} prova comunque ad aiutarti.',
  nl: 'Je mag later iets anders kiezen. Zeg je nee? {ngo} probeert je toch te helpen.',
  ro: 'Vă puteți răzgândi mai târziu. Dacă spuneți nu, {ngo} încearcă oricum să vă ajute.',
  bg: 'По-късно можете да промените решението си. Ако кажете „не“, {ngo} пак ще опита да помогне.',
  sq: "Mund të ndryshoni mendje më vonë. Nëse thoni jo, {ngo} përsëri përpiqet t'ju ndihmojë.",
  uk: 'Пізніше ви можете передумати. Якщо ви скажете «ні», {ngo} однаково спробує допомогти.',
  ur: 'آپ چاہیں تو جواب بعد میں بدل دیں۔ جواب ”نہیں“ ہو تب بھی یہ ٹیم مدد کی کوشش کرے گی: {ngo}۔',
}

describe.each(languages)('what is asked in %s', (tag) => {
  const strings = catalogs[tag]!
  const keysOf = (stem: RegExp): string[] =>
    Object.keys(strings).filter((key) =>
      strings[key]!.toLowerCase()
        .split(/[^\p{L}\p{M}’]+/u)
        .some((word) => stem.test(word)),
    )
  const [name, papers, nation] = OF_WHOM[tag]!

  it('R22 is no name, no papers and no nationality, and the first screen says so', () => {
    expect(keysOf(name).filter((key) => !MAY_NAME.includes(key))).toEqual([])
    expect(keysOf(papers).filter((key) => !MAY_PAPERS.includes(key))).toEqual([])
    expect(keysOf(nation)).toEqual([])
    for (const stem of [name, papers]) expect(keysOf(stem)).toContain('intro.body')
    // Of somebody else, and in the note, the request not to name anybody stands beside the field.
    for (const key of ['who.other.hint', 'note.hint']) expect(keysOf(name)).toContain(key)
  })

  it('R28 leaves the choice of an interpreter, and of a woman or a man, and says that no kin interprets', () => {
    const keys = ['common.yes', 'interp.far', 'common.no', 'worker.woman', 'worker.man', 'worker.any', 'interp.hint']
    const said = keys.map((key) => strings[key])
    expect(said.every(Boolean)).toBe(true)
    expect(new Set(said).size).toBe(keys.length)
  })

  it('R27 leaves three answers about other organisations, and says, word by word, that help does not hang on them', () => {
    const said = ['common.yes', 'share.ask', 'share.no'].map((key) => strings[key])
    expect(new Set(said).size).toBe(3)
    expect(strings['share.hint']).toBe(HINTS[tag])
  })

  it('R26 has a note for who is under 18 in each desk’s country, with the NGO that may have to tell', () => {
    for (const desk of ['GR', 'BE', 'DE', 'IT']) {
      const note = strings[`age.under.note.${desk}`]
      expect(note).toContain('{ngo}')
      expect(note).toContain('18')
    }
  })

  it('R30 advises another device and promises nothing about spying on this one', () => {
    expect(strings['device.advice']).not.toBe(strings['device.hint'])
    for (const [key, text] of Object.entries(strings))
      for (const stem of SPYING) expect({ key, found: stem.test(text.toLowerCase()) }).toEqual({ key, found: false })
  })
})

/** Words by which a text would claim to find or to stop a spy app, as all twelve languages write or borrow them. */
const SPYING = [
  /spyware|stalkerware|malware|tracker|\btracking|\bspy|espion|spion|\bspia|κατασκοπ|παρακολούθησ|шпион|шпигун|стеж|следящ|تجسس|جاسوس|spiun/,
]

import { describe, expect, it } from 'vitest'
import type { EmbedData } from '../../../shared/embedData.ts'
import { type Choices, chosen, firstChoices, placeId, shadeOf } from '../../../widget/embed/choices.ts'

const DATA: EmbedData = {
  lang: 'el',
  origin: 'https://mitos.example',
  trust: 'ROOT',
  loader: { path: '/w/loader.0.js', integrity: 'sha384-abc' },
  languages: [
    { tag: 'en', name: 'English', words: { summary: 'Need help?', link: 'Write to us', leave: 'Leave now' } },
    { tag: 'el', name: 'Ελληνικά', words: { summary: 'Θέλεις <βοήθεια>;', link: 'Γράψε μας', leave: 'Έξοδος' } },
  ],
  desks: [
    { id: 'GR', numbers: ['1109', '112'], exits: ['https://weather.example/', 'https://news.example/'] },
    { id: 'IT', numbers: ['800 290 290', '112'], exits: ['https://meteo.example/?a="b"&c'] },
  ],
  desk: 'GR',
}
const FIRST = firstChoices(DATA)
const made = (changes: Partial<Choices>) => chosen({ ...FIRST, ...changes }, DATA)
const attributes = (changes: Partial<Choices>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...made(changes).html.matchAll(/ (data-[a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )

describe('the snippet', () => {
  it('begins with the words of the page, no language of the panel, the first exit, the corner', () => {
    expect(made({}).html).toBe(`<!-- mitos -->
<details data-mitos-fallback><summary>Θέλεις &lt;βοήθεια&gt;;</summary>
  <a data-mitos-link href="https://mitos.example/go?desk=GR" rel="noreferrer">Γράψε μας</a>
  <a href="tel:1109">1109</a> <a href="tel:112">112</a></details>
<script async src="https://mitos.example/w/loader.0.js" integrity="sha384-abc" crossorigin="anonymous" referrerpolicy="no-referrer"
        data-mitos data-desk="GR" data-trust="ROOT" data-exit="https://weather.example/"></script>
<!-- /mitos -->
`)
  })

  it('speaks English where the page has no words of its own', () => {
    expect(firstChoices({ ...DATA, lang: 'nl' }).words).toBe('en')
  })

  it('says what was chosen', () => {
    expect(
      attributes({
        opens: 'en',
        where: 'place',
        place: 'help',
        color: '#0B5F66',
        exit: 'https://news.example/',
        site: 'limani',
      }),
    ).toEqual({
      'data-desk': 'GR',
      'data-site': 'limani',
      'data-lang': 'en',
      'data-trust': 'ROOT',
      'data-exit': 'https://news.example/',
      'data-place': '#help',
      'data-color': '#0B5F66',
    })
    expect(attributes({ where: 'start' })['data-corner']).toBe('start')
    expect(made({ desk: 'IT' }).html).toContain('<a href="tel:800290290">800 290 290</a>')
    expect(attributes({ desk: 'IT' })['data-exit']).toBe('https://meteo.example/?a=&quot;b&quot;&amp;c')
  })

  it('leaves out what does not hold, and says so', () => {
    const { html, bad } = made({ where: 'place', place: '1 help', color: 'red', site: 'Limani"><script>' })
    expect(bad).toEqual({ place: true, color: true, site: true })
    expect(html).not.toMatch(/data-place|data-color|data-site|data-corner/)
    expect(made({ place: '1 help' }).bad.place).toBe(false)
    expect(made({ where: 'place' }).bad.place).toBe(true)
  })

  it('keeps to exits of the desk, and takes an earlier choice up again', () => {
    const exit = 'https://news.example/'
    expect(attributes({ exit: 'https://elsewhere.example/' })['data-exit']).toBe('https://weather.example/')
    expect(made({ exit, desk: 'IT' }).exit).toBe('https://meteo.example/?a="b"&c')
    expect(made({ exit }).exit).toBe(exit)
  })

  it('without scripts is the link in the language of its words, and the numbers', () => {
    const { link } = made({})
    expect(link).toMatch(/^<details[^]*<\/details>$/)
    expect(link).toContain('/go?desk=GR&amp;lang=el')
    expect(link).not.toContain('script')
  })
})

it.each([
  ['help', 'help'],
  ['#help', 'help'],
  [' #βοήθεια-1 ', 'βοήθεια-1'],
  ['1help', undefined],
  ['a b', undefined],
  ['a.b', undefined],
  ['##a', undefined],
  ['#', undefined],
  ['', undefined],
  ['a"]', undefined],
])('the place %j has the id %j', (typed, id) => {
  expect(placeId(typed)).toBe(id)
})

it.each([
  ['', 'none'],
  ['  ', 'none'],
  ['#fff', 'bad'],
  ['teal', 'bad'],
  ['#D00000', 'alarm'],
  ['#0B5F66', 'same'],
  ['#F7B500', 'changed'],
])('the colour %j is %s, as in the panel', (typed, kind) => {
  expect(shadeOf(typed).kind).toBe(kind)
})

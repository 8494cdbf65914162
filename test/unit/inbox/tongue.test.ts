import { createHash } from 'node:crypto'
import { type AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { bringWords } from '../../../inbox/bringWords.ts'
import { type Lang, type Words, learn, speak } from '../../../inbox/i18n.ts'
import { createTongue } from '../../../inbox/tongue.ts'

/** A server that gives out words when it is told to. */
function waiting() {
  const asked: { readonly lang: Lang; readonly give: (words: Words) => void; readonly refuse: () => void }[] = []
  const bring = (lang: Lang): Promise<Words> =>
    new Promise((give, fail) => asked.push({ lang, give, refuse: () => fail(new TypeError('Failed to fetch')) }))
  return { asked, bring }
}
/** As in the page, where only the lock is known by then; other tests have learnt all of it. */
function forget(lang: Lang): void {
  learn(lang, { 'staff.unlock': `unlock in ${lang}`, 'staff.title': undefined } as unknown as Words)
}

describe('the language of the inbox', () => {
  it('is that of the browser at once, as far as the lock goes, and whole when its words came', async () => {
    forget('de')
    const { asked, bring } = waiting()
    const tongue = createTongue('de', bring)
    expect([tongue.say.value('staff.unlock'), tongue.say.value('staff.title')]).toEqual(['unlock in de', 'List'])
    expect(asked.map(({ lang }) => lang)).toEqual(['de'])
    asked[0]!.give({ 'staff.title': 'Liste' })
    await tongue.again()
    expect([tongue.say.value('staff.title'), tongue.lacks.value, asked.length]).toEqual(['Liste', false, 1])
  })

  it('changes at once on the lock, and in the open list when all words are there', async () => {
    const { asked, bring } = waiting()
    const tongue = createTongue('en', bring)
    expect(asked).toEqual([])
    void tongue.choose('it', true)
    expect(tongue.lang.value).toBe('it')
    const open = tongue.choose('fr', false)
    expect(tongue.lang.value).toBe('it')
    asked[1]!.give({})
    await open
    expect(tongue.lang.value).toBe('fr')
  })

  it('is the one that was chosen last, whichever came last', async () => {
    const { asked, bring } = waiting()
    const tongue = createTongue('en', bring)
    const [first, second] = [tongue.choose('fr', false), tongue.choose('nl', false)]
    asked[1]!.give({})
    await second
    asked[0]!.give({})
    await first
    expect(tongue.lang.value).toBe('nl')
  })

  it('stays whole in English where its words did not come, says so, and asks again', async () => {
    forget('nl')
    const { asked, bring } = waiting()
    const tongue = createTongue('en', bring)
    const choice = tongue.choose('nl', false)
    asked[0]!.refuse()
    await choice
    expect([tongue.lang.value, tongue.say.value('staff.title'), tongue.lacks.value]).toEqual(['nl', 'List', true])
    const again = tongue.again()
    asked[1]!.give({ 'staff.title': 'Lijst' })
    await again
    expect([tongue.say.value('staff.title'), tongue.lacks.value]).toEqual(['Lijst', false])
    // Once it is there, nobody asks any more.
    await tongue.again()
    expect(asked.length).toBe(2)
  })
})

describe('the words of a language', () => {
  it('are those that the page was built with, or none', async () => {
    const text = '{"staff.title":"Liste"}'
    const served: { text: string } = { text }
    const server = createServer((_request, response) => response.end(served.text))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      const path = `http://127.0.0.1:${(server.address() as AddressInfo).port}/w/inbox-de.json`
      const integrity = `sha384-${createHash('sha384').update(text).digest('base64')}`
      const bring = bringWords(fetch, { de: { path, integrity } })
      expect(await bring('de')).toEqual({ 'staff.title': 'Liste' })
      served.text = text.replace('Liste', 'Lüge')
      await expect(bring('de')).rejects.toThrow(TypeError)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

it('ends a sentence with one full stop, also after a date that ends with one', () => {
  const say = speak('en')
  expect(say('case.wiped', { date: '27. Dez.' })).toBe('Wiped on 27. Dez.')
  expect(say('case.wiped', { date: '27 Dec' })).toBe('Wiped on 27 Dec.')
})

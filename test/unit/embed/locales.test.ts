import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CATALOGS, type Key, speak } from '../../../widget/embed/i18n.ts'

const names = (text: string): readonly string[] => [...text.matchAll(/{\w+}/g)].map(([name]) => name).sort()
const english = CATALOGS['en']!

describe('the words of the page for webmasters', () => {
  it('are in six languages, each file of them in use', () => {
    expect(Object.keys(CATALOGS)).toEqual(['en', 'el', 'de', 'it', 'fr', 'nl'])
    expect(readdirSync('widget/embed/locales').sort()).toEqual(
      Object.keys(CATALOGS)
        .map((tag) => `${tag}.json`)
        .sort(),
    )
  })

  it.each(Object.keys(CATALOGS))(
    'in %s have the same keys in the same order, and the same values to fill in',
    (tag) => {
      const strings = CATALOGS[tag]!
      expect(Object.keys(strings)).toEqual(Object.keys(english))
      for (const key of Object.keys(english) as Key[])
        expect([key, names(strings[key])]).toEqual([key, names(english[key])])
    },
  )

  it.each(Object.keys(CATALOGS))('in %s are short: no sentence above 15 words, none empty', (tag) => {
    for (const [key, text] of Object.entries(CATALOGS[tag]!)) {
      expect([key, text.trim()]).toEqual([key, text])
      for (const sentence of text.split(/[.:;?!·]\s/))
        expect([key, sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length <= 15]).toEqual([key, true])
    }
  })

  it('are all said somewhere', () => {
    const sources = ['widget/embed', 'server/routes/embed.ts']
      .flatMap((path) =>
        path.endsWith('.ts')
          ? [path]
          : readdirSync(path)
              .filter((name) => /tsx?$/.test(name))
              .map((name) => `${path}/${name}`),
      )
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const made =
      /^(where|look)\.(end|start|place|example|yours)$|^(row|verdict|sees|copy)\.|^(words|opens|where|place|color|exit|site|desk)\.(label|bad)$|^color\./
    for (const key of Object.keys(english)) if (!made.test(key)) expect(sources).toContain(`'${key}'`)
  })

  it('fill in their values, and fall back to English', () => {
    expect(speak('xx')('verdict.works')).toBe('works')
    expect(speak('constructor').lang).toBe('en')
    expect(speak('en', { leave: 'Leave now' })('exit.label')).toBe('Page behind “Leave now”')
    expect(speak('de')('check.count', { applied: 2, reporting: 0 })).toContain('gelten: 2.')
  })
})

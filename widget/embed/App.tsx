import { useEffect, useState } from 'preact/hooks'
import type { EmbedData } from '../../shared/embedData.ts'
import { Checker } from './Checker.tsx'
import { ChoiceFields } from './ChoiceFields.tsx'
import { Copy } from './Copy.tsx'
import { Preview } from './Preview.tsx'
import { chosen, firstChoices } from './choices.ts'
import { CATALOGS, type Key, type Speech, speak } from './i18n.ts'
import { withCode } from './withCode.tsx'

export function App({ data }: { data: EmbedData }) {
  const [lang, setLang] = useState(data.lang)
  const [choices, setChoices] = useState(() => firstChoices(data))
  const panel = data.languages.find(({ tag }) => tag === lang) ?? data.languages[0]
  const say = speak(lang, panel ? { leave: panel.words.leave } : {})
  useEffect(() => {
    document.documentElement.lang = say.lang
    document.title = say('page.title')
  }, [say.lang])
  const now = chosen(choices, data)
  return (
    <>
      <Languages say={say} choose={setLang} />
      <main>
        <header>
          <h1>{say('page.title')}</h1>
          <p class="lead">{say('page.intro')}</p>
        </header>
        <div class="studio">
          <section class="choose" aria-labelledby="choose">
            <h2 id="choose">{say('choose.title')}</h2>
            <ChoiceFields say={say} data={data} choices={choices} now={now} change={setChoices} />
          </section>
          <section class="look" aria-labelledby="look">
            <h2 id="look">{say('look.title')}</h2>
            <Preview say={say} html={now.html} choices={choices} />
          </section>
          <section class="paste" aria-labelledby="paste">
            <h2 id="paste">{say('paste.title')}</h2>
            <p class="quiet">{withCode(say('paste.hint'), '</body>')}</p>
            <Copy say={say} name="snippet" label={say('paste.label')} text={now.html} rows={11} />
            <h3 id="plain-link">{say('link.title')}</h3>
            <p class="quiet">{say('link.hint')}</p>
            <Copy say={say} name="link" label={say('link.title')} text={now.link} rows={5} />
          </section>
        </div>
        <section class="check" aria-labelledby="check">
          <h2 id="check">{say('check.title')}</h2>
          <Checker say={say} server={data.origin} loader={data.loader.path} />
        </section>
        <Advice say={say} />
      </main>
    </>
  )
}

/** Plain links that work without a script; with one the language changes in place, so that nothing typed is lost. */
function Languages({ say, choose }: { say: Speech; choose: (lang: string) => void }) {
  return (
    <nav class="languages" aria-label={say('page.lang')}>
      {Object.entries(CATALOGS).map(([tag, strings]) => (
        <a
          key={tag}
          href={`?lang=${tag}`}
          lang={tag}
          aria-current={tag === say.lang ? 'true' : undefined}
          onClick={(event) => {
            event.preventDefault()
            choose(tag)
          }}
        >
          {strings['lang.name']}
        </a>
      ))}
    </nav>
  )
}

const ADVICE: readonly { readonly title: Key; readonly steps?: true; readonly lines: readonly Key[] }[] = [
  { title: 'test.title', steps: true, lines: ['test.one', 'test.two', 'test.three'] },
  { title: 'tell.title', lines: ['tell.one', 'tell.two', 'tell.three'] },
  { title: 'learn.title', lines: ['learn.can', 'learn.cannot', 'learn.server', 'learn.limit'] },
]

function Advice({ say }: { say: Speech }) {
  return (
    <div class="advice">
      {ADVICE.map(({ title, steps, lines }) => {
        const items = lines.map((key) => <li key={key}>{say(key)}</li>)
        return (
          <section key={title} aria-labelledby={title}>
            <h2 id={title}>{say(title)}</h2>
            {steps ? <ol>{items}</ol> : <ul>{items}</ul>}
          </section>
        )
      })}
    </div>
  )
}

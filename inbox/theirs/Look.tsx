import type { JSX } from 'preact'
import { cleanText } from '../../shared/text.ts'
import { LANGUAGES } from '../i18n.ts'
import { Step } from '../setup/Step.tsx'
import { Rows } from './SheetRows.tsx'
import type { TheirsProps } from './Theirs.tsx'
import { type Noted, notedIn } from './noted.ts'

const Back = ({ inbox: { theirs }, say }: TheirsProps): JSX.Element => (
  <button type="button" class="quiet refer-back" data-theirs-back onClick={theirs.back}>
    {say('refer.back')}
  </button>
)

/** Exactly what they get, and which notes. */
export function Look(props: TheirsProps): JSX.Element {
  const { inbox, say, item } = props
  const { theirs, cases, tongue } = inbox
  const sheet = theirs.draft(say, item)
  const now = cases.caseIn(item)
  const noted = now ? notedIn(item, now) : []
  const lang = sheet?.lang ?? say.lang
  return (
    <Step
      say={say}
      name="theirs-look"
      key="look"
      title="theirs.look"
      next="theirs.make"
      busy={theirs.busy.value}
      said={theirs.said.value}
      onNext={() => void theirs.make(say, item)}
    >
      <Back {...props} />
      <p>{say('theirs.look.body')}</p>
      <div class="labelled">
        <label for="theirs-lang">{say('theirs.lang')}</label>
        <select
          id="theirs-lang"
          value={lang}
          onChange={(event) => {
            const one = LANGUAGES.find(({ tag }) => tag === event.currentTarget.value)
            if (one) void theirs.speak(one.tag, tongue)
          }}
        >
          {LANGUAGES.map(({ tag, name }) => (
            <option key={tag} value={tag} selected={tag === lang}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="theirs-look" lang={lang}>
        {sheet && (
          <>
            <Rows rows={sheet.head} masks />
            <p>{sheet.intro}</p>
          </>
        )}
        {sheet?.sections.map(({ id, title, rows }) => (
          <section key={id} data-look={id}>
            <h3>{title}</h3>
            {id === 'notes' && noted.length > 0 ? <Notes {...props} noted={noted} /> : <Rows rows={rows} masks />}
          </section>
        ))}
        {sheet?.foot.map((text) => (
          <p class="hint" key={text}>
            {text}
          </p>
        ))}
      </div>
      <p class="hint">{say('theirs.first')}</p>
    </Step>
  )
}

/** Each note stands here once, given or not; below them what the sheet says of those that are left out. */
function Notes({
  inbox: { theirs },
  say,
  item,
  giving,
  noted,
}: TheirsProps & { readonly noted: readonly Noted[] }): JSX.Element {
  const words = giving.words ?? say
  const left = noted.filter(({ id }) => !giving.ticked.has(id)).length
  return (
    <fieldset class="theirs-notes">
      <legend lang={say.lang}>{say('theirs.notes')}</legend>
      <p class="hint" lang={say.lang}>
        {say('theirs.notes.body')}
      </p>
      {noted.map(({ id, at, text }) => (
        <label key={id} data-noted={id}>
          <input type="checkbox" checked={giving.ticked.has(id)} onChange={() => theirs.tick(id)} />
          <span>
            <span class="person" dir="auto" translate={false}>
              {cleanText(text, true)}
            </span>
            <span class="hint">{words.date(at, item.facts.desk.tz)}</span>
          </span>
        </label>
      ))}
      {left > 0 && <p>{words('given.notes.left', { n: left })}</p>}
    </fieldset>
  )
}

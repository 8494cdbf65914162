import type { JSX } from 'preact'
import { COPY } from '../../shared/auditDid.ts'
import type { Part } from '../App.tsx'
import { LANGUAGES } from '../i18n.ts'
import type { Item, Request } from '../list/items.ts'
import { OneOf } from '../referral/Fields.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { Printed, Rows } from './SheetRows.tsx'
import { notedIn } from './noted.ts'
import type { Giving } from './state.ts'

type Props = Part & { readonly session: Session; readonly item: Request; readonly giving: Giving }

/** The door to it, for who may give it; the privacy person is told who does. */
export function TheirsDoor({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  if (session.member.role === 'privacy') return <p class="hint">{say('theirs.ask')}</p>
  if (item.kind !== 'request' || !inbox.theirs.may(item)) return null
  return (
    <div class="beside">
      <button type="button" class="plain" data-do="copy" onClick={() => inbox.theirs.begin(item)}>
        {say('theirs.title')}
      </button>
    </div>
  )
}

/** A copy for the person in three steps, in the place of the case. */
export function Theirs(props: Props): JSX.Element {
  const { inbox, say, giving } = props
  const { theirs } = inbox
  const made = giving.step === 'made'
  return (
    <div class="referring theirs">
      {giving.step === 'why' ? <Why {...props} /> : made ? <Made {...props} /> : <Look {...props} />}
      <button
        type="button"
        class={made ? 'primary' : 'quiet'}
        data-theirs-leave
        aria-disabled={theirs.busy.value}
        onClick={() => theirs.busy.value || theirs.leave()}
      >
        {say(made ? 'refer.tocase' : 'theirs.leave')}
      </button>
    </div>
  )
}

function Why({ inbox: { theirs }, say, giving }: Props): JSX.Element {
  return (
    <Step
      say={say}
      name="theirs-why"
      key="why"
      title="theirs.why"
      next="refer.next"
      said={theirs.said.value}
      onNext={theirs.next}
    >
      <p>{say('theirs.body')}</p>
      <OneOf
        name="theirs"
        legend={say('theirs.who')}
        options={COPY.map((one) => [one, say(`theirs.${one}`)] as const)}
        value={giving.reason}
        set={theirs.choose}
      />
      <p class="strip amber">{say('theirs.care')}</p>
    </Step>
  )
}

const Back = ({ inbox: { theirs }, say }: Props): JSX.Element => (
  <button type="button" class="quiet refer-back" data-theirs-back onClick={theirs.back}>
    {say('refer.back')}
  </button>
)

/** Exactly what they get, and which notes. */
function Look(props: Props): JSX.Element {
  const { inbox, say, item, giving } = props
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
      {noted.length > 0 && (
        <fieldset class="theirs-notes">
          <legend>{say('theirs.notes')}</legend>
          <p class="hint">{say('theirs.notes.body')}</p>
          {noted.map(({ id, at, text }) => (
            <label key={id} data-noted={id}>
              <input type="checkbox" checked={giving.ticked.has(id)} onChange={() => theirs.tick(id)} />
              <span>
                <span class="person" dir="auto" translate={false}>
                  {text}
                </span>
                <span class="hint">{say.date(at, item.facts.desk.tz)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="theirs-look" lang={lang}>
        {sheet?.sections.map(({ id, title, rows }) => (
          <section key={id} data-look={id}>
            <h3>{title}</h3>
            <Rows rows={rows} masks />
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

function Made(props: Props): JSX.Element {
  const { inbox, say, giving } = props
  const { theirs } = inbox
  return (
    <Step say={say} name="theirs-made" key="made" title="theirs.made" next={null} said={theirs.said.value}>
      <p>{say('theirs.made.body')}</p>
      <p class="strip amber">{say('theirs.care')}</p>
      <div class="beside">
        <button type="button" class="plain" data-print onClick={theirs.print}>
          {say('kit.print')}
        </button>
        <button type="button" class="plain" data-save onClick={theirs.save}>
          {say('theirs.save')}
        </button>
      </div>
      {giving.sheet && <Printed sheet={giving.sheet} />}
    </Step>
  )
}

import type { ComponentChildren } from 'preact'
import { Option, Primary, Text } from './controls.tsx'
import { Find } from './find.tsx'
import { number } from './format.ts'
import { byName, found, nearFirst } from './languages.ts'
import { FullNames, Numbers } from './numbers.tsx'
import type { Panel, View } from './view.ts'
import { rich } from './rich.tsx'
import { fullName, quietName } from './words.ts'

/** Lies over the step, which stays as it is, hidden. */
export const Sheet = (props: {
  p: Panel
  name: string
  title: string
  children?: ComponentChildren
  alert?: boolean
  reads?: boolean
}) => (
  <div
    key={props.name}
    class="step"
    role={props.alert ? 'alertdialog' : 'dialog'}
    aria-labelledby="m-sheet"
    data-overlay={props.name}
  >
    {!props.alert && (
      <Text
        p={props.p}
        word="common.back"
        class="back"
        back
        on={() => props.p.act.open(undefined)}
        is={{ 'data-overlay-back': '' }}
      />
    )}
    <h1 id="m-sheet" tabIndex={-1}>
      {props.title}
    </h1>
    {props.reads && props.p.Aloud && <props.p.Aloud p={props.p} />}
    {props.children}
  </div>
)

/** So many languages still stand below each other on a screen or two; from more on a name can be typed. */
const FEW = 8

/** The browser's languages come first, which are those of its owner; then the page's, which the panel speaks; then by name. */
const Languages: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { languages } = state.catalog
  const near = [...navigator.languages, lang]
  const shown = found(nearFirst(byName(languages), near), state.passing.query ?? '', near)
  return (
    <Sheet p={p} name="language" title={t('lang.switch')}>
      {languages.length > FEW && <Find p={p} none={!shown.length} />}
      <ul role="list" class="options">
        {shown.map(({ tag, name }) => (
          <Option
            value={tag}
            label={name}
            lang={tag}
            chosen={tag === state.catalog.tag}
            on={() => void act.speak(tag)}
          />
        ))}
      </ul>
      <p class="small" role="status">
        {state.passing.waiting && t('wait')}
      </p>
    </Sheet>
  )
}

const WhoReads: View = ({ p }) => {
  const { t, state, lang } = p
  const { duty } = state.judged
  // The second sentence has the full name.
  const said = sentences(t('who.reads.body')).filter((_, i) => state.passing.full || i !== 1)
  return (
    <Sheet p={p} name="who-reads" title={t('who.reads')} reads>
      {duty.kind !== 'none' &&
        said.map((one) => (
          <p>
            {rich(one, {
              ngo: quietName(duty.ngo, lang),
              fullName: <span class="masked">{fullName(duty.ngo, lang)}</span>,
            })}
          </p>
        ))}
      <FullNames p={p} />
    </Sheet>
  )
}

/** Read aloud at 30 and at 10. */
const StillHere: View = ({ p }) => {
  const { t, act, lang, state } = p
  const words = t(state.back ? 'return.idle' : 'idle.warn', { n: number(state.warn!, lang) })
  return (
    <Sheet p={p} name="idle" alert title={words}>
      <p class="sr" role="status">
        {state.warn !== 20 && words}
      </p>
      <Primary p={p} word="idle.stay" on={() => act.open(undefined)} is={{ 'data-stay': '' }} />
    </Sheet>
  )
}

/** One line each is easier for who reads little. */
const sentences = (text: string): string[] => text.match(/[^.۔]+[.۔]?/g) ?? []

export const CurrentOverlay: View = ({ p }) => {
  const { t, state } = p
  if (state.warn) return <StillHere p={p} />
  switch (state.overlay) {
    case 'language':
      return <Languages p={p} />
    case 'lines':
      return (
        <Sheet p={p} name="lines" title={t('lines.title')} reads>
          <Numbers p={p} />
        </Sheet>
      )
    case 'exit-help': {
      // Also what it cannot do (R31).
      const [press, ...rest] = sentences(t('exit.help.body'))
      return (
        <Sheet p={p} name="exit-help" title={t('exit.help.title')} reads>
          {[press, t('exit.hint'), ...rest, t('lines.trace')].map((sentence) => (
            <p>{sentence}</p>
          ))}
        </Sheet>
      )
    }
    case 'who-reads':
      return <WhoReads p={p} />
    default:
      return null
  }
}

import { withMore } from '../panel/answersDraft.ts'
import { Choices, Foot, Screen, Text } from '../panel/controls.tsx'
import { Find } from '../panel/find.tsx'
import { byName, found, nearFirst } from '../panel/languages.ts'
import type { Draft } from '../panel/answersDraft.ts'
import type { Panel, View } from '../panel/view.ts'
import { type Codes, INTERP, READ } from './codes.ts'
import { languagesOf } from './languages.ts'

/** How many stand there at first; the panel's own language before them, then the browser's, then those asked for most. */
const FIRST = 6

/** The language in which somebody is best spoken to. The panel's own is offered first, and sent only where it was tapped. */
export const SpeakStep: View = ({ p }) => {
  const { t, act, state, lang } = p
  const { draft, passing } = state
  const { more } = draft
  const near = [lang, ...navigator.languages]
  const languages = languagesOf(p)
  // Neither what is tapped nor "All languages" moves those that stand there already.
  const first = nearFirst(languages, near).slice(0, FIRST)
  const rest = byName(languages.filter((one) => !first.includes(one)))
  const chosen = rest.filter(({ tag }) => tag === more.speak)
  const all = [...first, ...rest]
  const shown = passing.query ? found(all, passing.query, near) : passing.more ? all : [...first, ...chosen]
  const none = { speak: undefined, read: undefined, interp: undefined }
  return (
    <Screen
      p={p}
      step="more-speak"
      title={t('speak.q')}
      foot={
        <Foot
          p={p}
          next={() => act.onward('more-speak')}
          skip={() => act.onward('more-speak', withMore(draft, none))}
        />
      }
    >
      <Find p={p} none={!shown.length} />
      <Choices
        name="speak"
        type="radio"
        columns="pairs"
        choices={shown.map(({ tag, name }) => [tag, <bdi lang={tag}>{name}</bdi>, more.speak === tag] as const)}
        on={(speak) => act.keep(withMore(draft, { speak }))}
      />
      {!passing.query && !passing.more && (
        <Text p={p} word="speak.all" class="start" on={() => act.pass({ more: true })} is={{ 'data-more': '' }} />
      )}
      {codes(p, 'read', 'speak.read.q', READ, draft)}
      {codes(p, 'interp', 'interp.q', INTERP, draft)}
      <p class="small">{t('interp.hint')}</p>
    </Screen>
  )
}

const codes = ({ t, act }: Panel, field: 'read' | 'interp', question: string, list: Codes, draft: Draft) => (
  <Choices
    name={field}
    type="radio"
    legend={t(question)}
    choices={list.map(([code, key]) => [code, t(key), draft.more[field] === code] as const)}
    on={(code) => act.keep(withMore(draft, { [field]: code }))}
  />
)

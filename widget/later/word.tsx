import { Foot, Screen } from '../panel/controls.tsx'
import type { View } from '../panel/view.ts'
import { rich } from '../panel/rich.tsx'
import { wordParts } from '../panel/words.ts'

export const WordStep: View = ({ p }) => {
  const { t, act, state } = p
  const { emoji, noun } = wordParts(state.catalog.words[state.draft.word] ?? '')
  const onward = () => act.onward('word')
  const word = (
    <span class="ourword" translate={false} aria-live="polite">
      {noun}
    </span>
  )
  return (
    <Screen
      p={p}
      step="word"
      title={rich(t('word.title'), { word })}
      foot={<Foot p={p} next={onward} skip={onward} all={() => act.skipRest(state.draft)} />}
    >
      <p class="emoji" aria-hidden="true">
        {emoji}
      </p>
      <p>{t(state.draft.how === 'icall' ? 'word.body.icall' : 'word.body')}</p>
      <button type="button" class="second" data-new-word onClick={act.newWord}>
        {t('word.new')}
      </button>
    </Screen>
  )
}

import { Primary, Screen, Skips } from '../controls.tsx'
import { usePanel } from '../panelContext.ts'
import { rich, wordParts } from '../words.tsx'

export function WordStep() {
  const { t, act, state } = usePanel()
  const { draft, catalog, changing } = state
  const { emoji, noun } = wordParts(catalog.words[draft.word] ?? '')
  const onward = () => act.onward('word')
  return (
    <Screen
      step="word"
      live
      title={rich(t('word.title'), {
        word: (
          <span class="ourword" translate={false}>
            {noun}
          </span>
        ),
      })}
      onBack={() => act.backward('word')}
      foot={
        <>
          <Primary label={t('common.next')} onClick={onward} />
          <Skips onSkip={onward} onSkipAll={changing ? undefined : () => act.skipRest(draft)} />
        </>
      }
    >
      <p class="emoji" aria-hidden="true">
        {emoji}
      </p>
      <p>{t('word.body')}</p>
      <button type="button" class="second" data-new-word onClick={act.newWord}>
        {t('word.new')}
      </button>
    </Screen>
  )
}

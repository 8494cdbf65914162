import { Foot, Screen } from '../panel/controls.tsx'
import { Icon } from '../panel/icons.tsx'
import { moreRows } from '../panel/way.ts'
import type { View } from '../panel/view.ts'
import { answerTo, icons } from './answers.tsx'

/** All that may be told besides, each a screen of its own; none of it is needed to send. */
export const MoreList: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  return (
    <Screen
      p={p}
      step="more"
      title={t('more.title')}
      foot={<Foot p={p} next={() => act.onward('more')} all={() => act.skipRest(draft)} />}
    >
      <p class="hint">{t('more.body')}</p>
      <ul role="list" class="card">
        {moreRows(draft).map((row) => {
          const answer = answerTo(row, p)
          return (
            <li>
              <button type="button" class="row open" data-open={row} onClick={() => act.visit(`more-${row}`)}>
                <Icon d={icons[row]} size={22} />
                <span class="label" translate={false}>
                  {t(`more.${row}`)}
                  <small class={answer ? 'answer' : ''}>{answer ?? '–'}</small>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}

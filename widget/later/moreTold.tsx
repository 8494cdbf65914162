import { moreRows } from '../panel/way.ts'
import { mayTell } from '../panel/answersDraft.ts'
import { ToldRow } from './row.tsx'
import type { View } from '../panel/view.ts'
import { AgeNote } from './ageNote.tsx'
import { answerTo, icons } from './answers.tsx'

/** The lines of the review for what was told besides; only what was told, and each with its way back. */
export const MoreTold: View = ({ p }) => {
  const { t, state } = p
  const { draft } = state
  const told = moreRows(draft)
    .map((row) => [row, answerTo(row, p)] as const)
    .filter(([, answer]) => answer)
  if (!told.length) return null
  const young = draft.more.age === 'under18' || draft.more.age === 'unsure'
  return (
    <>
      <ul role="list" class="card" aria-label={t('more.title')}>
        {told.map(([row, answer]) => (
          <ToldRow p={p} d={icons[row]} step={`more-${row}`} name={t(`more.${row}`)}>
            <small>{t(`more.${row}`)}</small>
            <span class="line">{answer}</span>
          </ToldRow>
        ))}
      </ul>
      {mayTell(draft) && young && <AgeNote p={p} />}
    </>
  )
}

import { Call } from '../panel/numbers.tsx'
import { rich } from '../panel/rich.tsx'
import { quietName } from '../panel/words.ts'
import type { View } from '../panel/view.ts'
import { ngoOf } from './codes.ts'

/** Who may have to be told where somebody is under 18, in the words of the desk's country, and the line for the young (R26). */
export const AgeNote: View = ({ p }) => {
  const { t, desk, state, lang } = p
  const key = `age.under.note.${desk?.id}`
  const line = desk?.lines.find(({ serves }) => serves.includes('children'))
  return (
    <div class="advice">
      {state.catalog.strings[key] && <p>{rich(t(key), { ngo: ngoOf(p) })}</p>}
      {line && <Call number={line.number}>{quietName(line, lang)}</Call>}
    </div>
  )
}

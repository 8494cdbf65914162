import { Option, Primary, Screen, Text } from '../panel/controls.tsx'
import { rich } from '../panel/rich.tsx'
import type { ComponentChildren } from 'preact'
import type { Panel, View } from '../panel/view.ts'
import { ONE, answerOf, named, ngoOf, placeCode, placesOf, titleOf, withAnswer, withPlace } from './codes.ts'
import { AgeNote } from './ageNote.tsx'

/**
 * A question with one answer: a tap on it goes on. An answer that needs a word from us (under 18, a device that is looked at)
 * says it below and goes on by Next, on the same screen, so that it takes nobody longer.
 */
export const oneTap =
  (row: keyof typeof ONE | 'place'): View =>
  ({ p }) => {
    const { t, act, state } = p
    const { draft } = state
    const step = `more-${row}` as const
    const place = row === 'place'
    const chosen = place ? placeCode(draft) : answerOf(draft, row)
    const change = (code: string | undefined) => (place ? withPlace(draft, code) : withAnswer(draft, row, code))
    const choices = place ? placesOf(p) : ONE[row].map(([code]) => [code, named(ONE[row], code, p)!] as const)
    const word = chosen && adviceFor(row, chosen, p)
    const stays = (code: string) => !!adviceFor(row, code, p)
    return (
      <Screen
        p={p}
        step={step}
        title={rich(t(titleOf(row, draft)), { ngo: ngoOf(p) })}
        foot={
          <>
            {word && <Primary p={p} word="common.next" on={() => act.onward(step)} />}
            <div class="skips">
              <Text p={p} word="common.skip" on={() => act.onward(step, change(undefined))} is={{ 'data-skip': '' }} />
            </div>
          </>
        }
      >
        {hintFor(row) && <p class="hint">{t(hintFor(row)!, { ngo: ngoOf(p) })}</p>}
        <ul role="list" class="options" aria-labelledby="m-title">
          {choices.map(([code, label]) => (
            <Option
              value={code.replace('region ', '')}
              label={label}
              chosen={chosen === code}
              stays={stays(code)}
              on={() => (stays(code) ? act.keep(change(code)) : act.onward(step, change(code)))}
            />
          ))}
        </ul>
        <div role="status">{word}</div>
      </Screen>
    )
  }

const hintFor = (row: string): string | undefined =>
  row === 'place' ? 'place.hint' : row === 'share' ? 'share.hint' : undefined

function adviceFor(row: string, code: string, p: Panel): ComponentChildren {
  if (row === 'age' && (code === 'under18' || code === 'unsure')) return <AgeNote p={p} />
  if (row === 'device' && (code === 'yes' || code === 'unsure')) return <p class="advice">{p.t('device.advice')}</p>
  return undefined
}

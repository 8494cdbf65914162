import type { JSX } from 'preact'
import { mondayOf, wallOf } from '../../shared/rota/zone.ts'
import { DRAFT_CAP, horizonOf } from '../../shared/rota/draft.ts'
import { chooseFile } from '../chooseFile.ts'
import type { DeskPart } from './Rota.tsx'
import { openFile } from './actions.ts'
import { dayField, formOf } from './desk.ts'
import { Dialog } from './Dialog.tsx'

/** What a coordinator does with the rota; each of it only in the draft. */
export function Tools(props: DeskPart): JSX.Element {
  const { inbox, say, session, at, now } = props
  const { rota } = inbox
  const { tz } = at.desk
  const today = wallOf(now, tz).day
  const hour = now - (now % 60) + 60
  return (
    <>
      <div class="tools">
        <button
          type="button"
          class="quiet"
          data-draw
          onClick={() => rota.open(formOf(hour, hour + 480, tz, session.ngo.id, null))}
        >
          {say('rota.add')}
        </button>
        <button
          type="button"
          class="quiet"
          data-pattern
          onClick={() =>
            rota.open({
              kind: 'pattern',
              ngo: session.ngo.id,
              days: [1, 2, 3, 4, 5],
              from: '8:00',
              to: '20:00',
              every: 1,
              firstDay: dayField(mondayOf(today) + 7),
              lastDay: dayField(Math.min(mondayOf(today) + 27, wallOf(horizonOf(inbox.t.value), tz).day - 1)),
              over: false,
            })
          }
        >
          {say('rota.pattern')}
        </button>
        <button type="button" class="quiet" data-swap onClick={() => rota.open({ kind: 'swap', ours: '', theirs: '' })}>
          {say('rota.swap')}
        </button>
        <button
          type="button"
          class="quiet"
          data-open
          onClick={() => chooseFile(DRAFT_CAP, (text) => void openFile(inbox, session, text))}
        >
          {say('rota.open')}
        </button>
      </div>
      <Dialog {...props} />
    </>
  )
}

export const How = ({ say }: Pick<DeskPart, 'say'>): JSX.Element => (
  <details class="how">
    <summary>{say('rota.how')}</summary>
    <p>{say('rota.how.draft')}</p>
    <p>{say('rota.how.press')}</p>
    <p class="desk">{say('rota.how.mouse')}</p>
    <p class="desk">{say('rota.how.keys')}</p>
  </details>
)

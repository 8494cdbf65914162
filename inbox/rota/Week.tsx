import { Fragment, type JSX } from 'preact'
import type { DayCover } from '../../shared/rota/cover.ts'
import { DayHead } from './Agenda.tsx'
import { Block, nameOf } from './Block.tsx'
import type { DeskPart } from './Rota.tsx'
import { daysOf, hoursOf } from './desk.ts'
import { onPointer } from './drag.ts'
import { dateWords, hoursWords } from './words.ts'

/** Height of an hour, px; a day of 25 hours is that much longer. */
export const HOUR_PX = 21
/** How many weeks can be drawn: a draft reaches 33 days. */
const WEEKS = 5

/** Seven columns of hours. With a mouse one draws in them; every block is a button that does the same. */
export function Week(props: DeskPart & { readonly monday: number }): JSX.Element {
  const { inbox, say, at, edits, now } = props
  const { week } = inbox.rota
  const first = props.monday + 7 * week.value
  const days = daysOf(at, first, 7, now)
  const step = (by: number) => (): void => void (week.value = Math.max(0, Math.min(WEEKS - 1, week.value + by)))
  return (
    <div class="week">
      <div class="weeks">
        <button type="button" class="quiet" aria-disabled={week.value === 0} onClick={step(-1)}>
          {say('rota.earlier')}
        </button>
        <strong role="status">
          {dateWords(say, first)} – {dateWords(say, first + 6)}
        </strong>
        <button type="button" class="quiet" data-later aria-disabled={week.value === WEEKS - 1} onClick={step(1)}>
          {say('rota.later')}
        </button>
      </div>
      <div
        class="grid"
        style={{
          gridTemplateColumns: days.map((_, i) => `${ownAxis(days, i) ? '2.75rem ' : ''}minmax(0, 1fr)`).join(' '),
        }}
        {...(edits && { onPointerDown: (event: PointerEvent) => onPointer(props, event) })}
      >
        {days.map((cover, i) => (
          <Fragment key={cover.day}>
            {ownAxis(days, i) && <Axis cover={cover} tz={at.desk.tz} />}
            <section data-today={cover.from <= now && now < cover.to}>
              <h3>
                <DayHead {...props} cover={cover} />
              </h3>
              <div class="column" data-column={cover.from} style={{ height: px(cover.from, cover.to) }}>
                {cover.spans.map((span) => (
                  <Block
                    key={span.from}
                    {...props}
                    span={span}
                    class={span.to - span.from < 120 ? 'short' : span.to - span.from < 300 ? 'low' : ''}
                    style={{ top: px(cover.from, span.from), height: px(span.from, span.to) }}
                  >
                    <span class="hours">{hoursWords(say, span.from, span.to, at.desk.tz)}</span>
                    <span class="who">{nameOf({ ...props, span })}</span>
                  </Block>
                ))}
                <Ghost {...props} cover={cover} />
                {cover.from <= now && now < cover.to && (
                  <i class="nowline" style={{ top: px(cover.from, now) }} aria-hidden="true" />
                )}
              </div>
            </section>
          </Fragment>
        ))}
      </div>
    </div>
  )
}

/** The hours stand at the first day, and again where a day of 23 or 25 hours begins or is over. */
const ownAxis = (days: readonly DayCover[], i: number): boolean => {
  const [one, before] = [days[i]!, days[i - 1]]
  return !before || one.to - one.from !== before.to - before.from
}

const Axis = ({ cover, tz }: { readonly cover: DayCover; readonly tz: string }): JSX.Element => (
  <div class="axis" aria-hidden="true">
    {hoursOf(cover, tz).map(({ hour, at }) => (
      <span key={hour} style={{ top: px(cover.from, at) }}>
        {hour}:00
      </span>
    ))}
  </div>
)

const px = (from: number, to: number): string => `${((to - from) / 60) * HOUR_PX}px`

/** What the pointer draws, before it is let go. */
function Ghost({ inbox, say, at, cover }: DeskPart & { readonly cover: DayCover }): JSX.Element | null {
  const drag = inbox.rota.drag.value
  if (!drag || drag.to <= cover.from || drag.from >= cover.to) return null
  const [from, to] = [Math.max(drag.from, cover.from), Math.min(drag.to, cover.to)]
  return (
    <div class="ghost" style={{ top: px(cover.from, from), height: px(from, to) }}>
      {hoursWords(say, drag.from, drag.to, at.desk.tz)}
    </div>
  )
}

import type { JSX } from 'preact'
import type { DayCover } from '../../shared/rota/cover.ts'
import { Block, nameOf } from './Block.tsx'
import type { DeskPart } from './Rota.tsx'
import { daysOf, onShiftAt } from './desk.ts'
import { clockWords, dateWords, hoursWords } from './words.ts'

/** Fourteen days one below the other, for a phone. */
export function Agenda(props: DeskPart & { readonly first: number }): JSX.Element {
  return (
    <div class="agenda">
      {daysOf(props.at, props.first, 14, props.now).map((cover) => (
        <section key={cover.day} data-day={cover.day}>
          <h3>
            <DayHead {...props} cover={cover} long />
          </h3>
          <ul role="list">
            {cover.spans
              .filter(({ to }) => to > props.now)
              .map((span) => (
                <li key={span.from}>
                  <Block {...props} span={span}>
                    <span class="hours">{hoursWords(props.say, span.from, span.to, props.at.desk.tz)}</span>
                    <span class="who">
                      <span>{nameOf({ ...props, span })}</span>
                      {span.ngo === props.session.ngo.id && props.session.team.duty && (
                        <small>{props.say.list(onShiftAt(props.session, Math.max(span.from, props.now)))}</small>
                      )}
                    </span>
                  </Block>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** "Sun 25 Oct", whether the clocks change, and whether the roster ends on that day. */
export function DayHead(props: DeskPart & { readonly cover: DayCover; readonly long?: boolean }): JSX.Element {
  const { inbox, say, session, at, cover, long } = props
  const hours = (cover.to - cover.from) / 60
  const ends = session.chain.roster.expires
  return (
    <>
      <span>{dateWords(say, cover.day, long)}</span>
      {hours !== 24 && <span class="pill amber">{say(long ? 'rota.day.change' : 'rota.day.hours', { n: hours })}</span>}
      {!inbox.rota.draft.value && 60 * cover.from < ends && ends <= 60 * cover.to && (
        <span class="hint">
          {say('rota.day.ends', { time: clockWords(say, Math.floor(ends / 60), at.desk.tz, true) })}
        </span>
      )}
    </>
  )
}

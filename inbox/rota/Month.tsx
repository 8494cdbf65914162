import type { JSX } from 'preact'
import { initials } from '../session.ts'
import { DayHead } from './Agenda.tsx'
import { Block, nameOf } from './Block.tsx'
import type { DeskPart } from './Rota.tsx'
import { daysOf } from './desk.ts'
import { hoursWords, ngoName } from './words.ts'

/** Five weeks at a glance; NGOs by their initials. */
export function Month(props: DeskPart & { readonly monday: number }): JSX.Element {
  const { say, session, at, now } = props
  const { roster } = session.chain
  const ids = [...new Set(at.shifts.map((one) => one[2]))]
  return (
    <div class="month">
      <div class="cells">
        {daysOf(at, props.monday, 35, now).map((cover) => (
          <section key={cover.day} data-today={cover.from <= now && now < cover.to}>
            <h3>
              <DayHead {...props} cover={cover} />
            </h3>
            {cover.spans.map((span) => (
              <Block key={span.from} {...props} span={span}>
                <span class="hours">{hoursWords(say, span.from, span.to, at.desk.tz)}</span>{' '}
                <span class="who">
                  {span.ngo === null ? say('rota.nobody') : initials(ngoName(say, roster, span.ngo))}
                </span>
                {span.ngo !== null && <span class="unseen"> {nameOf({ ...props, span })}</span>}
              </Block>
            ))}
          </section>
        ))}
      </div>
      <p class="hint">
        {ids.map((id) => `${initials(ngoName(say, roster, id))}: ${ngoName(say, roster, id)}`).join(' · ')}
      </p>
    </div>
  )
}

import type { JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Facts } from '../list/facts.ts'
import { type Clocks, clocksOf } from './clocks.ts'
import { deskName, ruleHours } from './rule.ts'
import { type Verdict, isGood, momentOf } from './verdict.ts'

interface Props {
  readonly say: Speech
  readonly verdict: Verdict
  readonly facts: Facts
  /** seconds UTC */
  readonly t: number
  /** the member's time zone; this device's where none is named */
  readonly own?: string
}

/** The largest thing on the card: whether it is a good time, and what time it is for everybody whom that concerns. */
export function VerdictBlock(props: Props): JSX.Element {
  const { say, verdict, facts, t } = props
  const at = momentOf(verdict)
  const own = props.own ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const clocks = clocksOf(facts, at === null ? [t] : [t, at], own)
  const look = isGood(verdict) ? 'leaf' : verdict.kind === 'none' ? 'none' : 'amber'
  const [headline, second] = verdictWords(props, clocks.clocks.length > 1)
  return (
    <div class={`verdict ${look}`} data-verdict={verdict.kind}>
      <Icon name={look === 'leaf' ? 'good' : look === 'none' ? 'stop' : 'wait'} />
      <div>
        <p class="headline">{headline}</p>
        {second && <p class="second">{second}</p>}
        {verdict.kind !== 'none' && <Times {...props} clocks={clocks} at={at} />}
        {verdict.kind === 'none' && verdict.why === 'withdrawn' && <p>{say('staff.deleted.note')}</p>}
      </div>
    </div>
  )
}

/** The verdict in one or two sentences. @param named whether the desk's own clock must be told from others */
export function verdictWords({ say, verdict, facts, t }: Props, named: boolean): readonly [string, string?] {
  const { tz } = facts.desk
  const desk = deskName(say, facts.desk)
  const until = (at: number): string => {
    const time = say.clock(at, tz, true)
    return named ? say('time.of', { time, desk }) : time
  }
  const next = (at: number): string => {
    const values = { time: say.moment(at, t, tz), in: say.until(at, t), desk }
    return say(named ? 'time.in.of' : 'time.in', values)
  }
  switch (verdict.kind) {
    case 'now':
      return [say('staff.verdict.now', { time: until(verdict.until) })]
    case 'later':
      return verdict.from === null
        ? [say(`verdict.${verdict.why}`, { n: facts.desk.houseRule.untilDays })]
        : [say('staff.verdict.later', { time: next(verdict.from) })]
    case 'house': {
      const rule = ruleHours(say, verdict.rule)
      const { window } = verdict
      return [
        say('staff.mark.nottold', { rule }),
        !window
          ? say('verdict.nowindow')
          : window.kind === 'now'
            ? say('verdict.house.now', { time: until(window.until) })
            : say('verdict.house.later', { time: next(window.from) }),
      ]
    }
    case 'none':
      return [say(verdict.why === 'unknown' ? 'verdict.unknown' : 'staff.verdict.none')]
  }
}

/**
 * What time it is now, and on each clock that differs also the moment that the verdict names: who works at night somewhere else
 * must not have to reckon.
 */
function Times(props: Props & { readonly clocks: Clocks; readonly at: number | null }): JSX.Element {
  const { say, verdict, facts, t, at, clocks } = props
  const { tz } = facts.desk
  const writer = facts.told.contact?.to === 'helper'
  const alone = clocks.clocks.length === 1
  const other: Key | null =
    clocks.person === 'differs'
      ? null
      : clocks.person === 'same'
        ? `clock.same.${writer ? 'writer' : 'person'}`
        : `clock.unknown.${writer ? 'writer' : 'person'}`
  const good = isGood(verdict)
  return (
    <>
      {alone ? (
        <p>{say('clock.is', { time: say.day(t, tz), desk: deskName(say, facts.desk) })}</p>
      ) : (
        <table class="clocks">
          <thead>
            <tr>
              <td />
              <th scope="col">{say('clock.now')}</th>
              {at !== null && <th scope="col">{say(good ? 'clock.until' : 'clock.next')}</th>}
            </tr>
          </thead>
          <tbody>
            {clocks.clocks.map((clock) => (
              <tr key={clock.whose} data-clock={clock.whose}>
                <th scope="row">{clock.whose === 'desk' ? deskName(say, facts.desk) : say(`clock.${clock.whose}`)}</th>
                <td>{say.day(t, clock.tz)}</td>
                {at !== null && <td>{good ? say.end(at, t, clock.tz) : say.moment(at, t, clock.tz)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {other && <p>{say(other)}</p>}
    </>
  )
}

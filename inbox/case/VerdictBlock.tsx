import type { JSX } from 'preact'
import type { Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import type { Facts } from '../list/facts.ts'
import { type Verdict, clocksDiffer, isGood, momentOf } from './verdict.ts'

interface Props {
  readonly say: Speech
  readonly verdict: Verdict
  readonly facts: Facts
  readonly t: number
}

/** The largest thing on the card: whether it is a good time, in the desk's time, and in the other clocks where they differ. */
export function VerdictBlock(props: Props): JSX.Element {
  const { say, verdict } = props
  const look = isGood(verdict) ? 'leaf' : verdict.kind === 'none' ? 'none' : 'amber'
  const [headline, second] = words(props)
  return (
    <div class={`verdict ${look}`} data-verdict={verdict.kind}>
      <Icon name={look === 'leaf' ? 'good' : look === 'none' ? 'stop' : 'wait'} />
      <div>
        <p class="headline">{headline}</p>
        {second && <p class="second">{second}</p>}
        {clockWords(props).map((line) => (
          <p key={line}>{line}</p>
        ))}
        {verdict.kind === 'none' && verdict.why === 'withdrawn' && <p>{say('staff.deleted.note')}</p>}
      </div>
    </div>
  )
}

function words({ say, verdict, facts, t }: Props): readonly [string, string?] {
  const { tz } = facts.desk
  const until = (at: number): string => say.clock(at, tz, true)
  const next = (at: number): string => say('time.in', { time: say.moment(at, t, tz), in: say.until(at, t) })
  switch (verdict.kind) {
    case 'now':
      return [say('staff.verdict.now', { time: until(verdict.until) })]
    case 'later':
      return verdict.from === null
        ? [say(`verdict.${verdict.why}`)]
        : [say('staff.verdict.later', { time: next(verdict.from) })]
    case 'house': {
      const { days, from, to } = verdict.rule
      const rule = say('rule.hours', { days: say(days === 'all' ? 'rule.days.all' : 'rule.days.mon-fri'), from, to })
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

/** The same moment on the person's clock and on the member's, where they are not the desk's. */
function clockWords({ say, verdict, facts, t }: Props): readonly string[] {
  const at = momentOf(verdict)
  if (at === null) return []
  const { tz } = facts.desk
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const lines: string[] = []
  if (facts.tz)
    lines.push(
      clocksDiffer(at, tz, facts.tz)
        ? say('verdict.person', { time: say.moment(at, t, facts.tz) })
        : say('verdict.person.same'),
    )
  if (clocksDiffer(at, tz, own)) lines.push(say('verdict.you', { time: say.moment(at, t, own) }))
  if (lines.length > 1 || (lines[0] && lines[0] !== say('verdict.person.same')))
    lines.push(say('verdict.tz', { desk: tz }))
  return lines
}

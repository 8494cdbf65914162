import type { JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import type { DeskPart } from './Rota.tsx'
import { RotaForm } from './RotaForm.tsx'
import { Day, Time, Who } from './ShiftFields.tsx'
import { savePattern } from './actions.ts'
import type { PatternForm } from './state.ts'
import { deskName, weekdayName } from './words.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7]
const PRESETS: readonly (readonly [Key, Pick<PatternForm, 'days' | 'from' | 'to'>])[] = [
  ['pattern.weekdays', { days: [1, 2, 3, 4, 5], from: '8:00', to: '20:00' }],
  ['pattern.nights', { days: WEEK, from: '20:00', to: '8:00' }],
  ['pattern.weekend', { days: [6, 7], from: '8:00', to: '20:00' }],
]

/** A shift that comes again each week or every other one. */
export function PatternFields(props: DeskPart & { readonly form: PatternForm }): JSX.Element {
  const { inbox, say, session, form } = props
  const set = (part: Partial<PatternForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <RotaForm {...props} label={say('shift.save')} save={() => void savePattern(inbox, session, form)}>
      <Again {...props} set={set} />
      <Who {...props} value={form.ngo} set={(ngo) => set({ ngo })} />
      <Choice
        id="over"
        label={say('pattern.over')}
        options={[say('pattern.over.no'), say('pattern.over.yes')]}
        value={form.over ? 1 : 0}
        set={(i) => set({ over: i === 1 })}
      />
    </RotaForm>
  )
}

/** When something comes again: on which days, from when to when, and from which day to which. */
export function Again(
  props: DeskPart & {
    readonly form: Repeated
    readonly set: (part: Partial<Repeated>) => void
  },
): JSX.Element {
  const { say, at, form, set } = props
  return (
    <>
      <Weekdays say={say} days={form.days} set={(days) => set({ days })} preset={set} />
      <div class="pair">
        <Time id="from" label={say('shift.from')} value={form.from} set={(from) => set({ from })} />
        <Time id="to" label={say('shift.to')} value={form.to} set={(to) => set({ to })} />
      </div>
      <p class="hint">{say('pattern.next', { desk: deskName(say, at.desk) })}</p>
      <Choice
        id="every"
        label={say('pattern.every')}
        options={[say('pattern.every.1'), say('pattern.every.2')]}
        value={form.every - 1}
        set={(i) => set({ every: i ? 2 : 1 })}
      />
      <div class="pair">
        <Day
          {...props}
          id="first"
          label={say('pattern.first')}
          value={form.firstDay}
          set={(firstDay) => set({ firstDay })}
        />
        <Day
          {...props}
          id="last"
          label={say('pattern.last')}
          value={form.lastDay}
          set={(lastDay) => set({ lastDay })}
        />
      </div>
    </>
  )
}

type Repeated = Pick<PatternForm, 'days' | 'from' | 'to' | 'every' | 'firstDay' | 'lastDay'>

/** On which days of the week, with examples that fill in the hours, too. */
function Weekdays(props: {
  readonly say: Speech
  readonly days: readonly number[]
  readonly set: (days: readonly number[]) => void
  readonly preset: (part: Pick<PatternForm, 'days' | 'from' | 'to'>) => void
}): JSX.Element {
  const { say, days, set, preset } = props
  const tick = (day: number): void => set(days.includes(day) ? days.filter((one) => one !== day) : [...days, day])
  return (
    <>
      <div class="views" role="group" aria-label={say('pattern.presets')}>
        {PRESETS.map(([key, part]) => (
          <button type="button" class="quiet" key={key} data-preset={key} onClick={() => preset(part)}>
            {say(key)}
          </button>
        ))}
      </div>
      <fieldset class="days">
        <legend>{say('pattern.days')}</legend>
        {WEEK.map((day) => (
          <label key={day}>
            <input
              autocomplete="off"
              type="checkbox"
              data-weekday={day}
              checked={days.includes(day)}
              onChange={() => tick(day)}
            />
            {weekdayName(say, day)}
          </label>
        ))}
      </fieldset>
    </>
  )
}

function Choice(props: {
  readonly id: string
  readonly label: string
  readonly options: readonly string[]
  readonly value: number
  readonly set: (i: number) => void
}): JSX.Element {
  const { id, label, options, value, set } = props
  return (
    <p>
      <label for={`rota-${id}`}>{label}</label>
      <select
        autocomplete="off"
        id={`rota-${id}`}
        value={value}
        onChange={(event) => set(event.currentTarget.selectedIndex)}
      >
        {options.map((text, i) => (
          <option key={text} value={i} selected={i === value}>
            {text}
          </option>
        ))}
      </select>
    </p>
  )
}

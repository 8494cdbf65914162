import type { JSX } from 'preact'
import { horizonOf } from '../../shared/rota/draft.ts'
import { wallOf } from '../../shared/rota/zone.ts'
import type { DeskPart } from './Rota.tsx'
import { RotaForm } from './RotaForm.tsx'
import { deleteShift, saveShift } from './actions.ts'
import { dayField, dayOf } from './desk.ts'
import type { ShiftForm } from './state.ts'
import { dateWords, deskName, ngoName } from './words.ts'

/** When a shift begins and ends, by the desk's clock, and whose it is. */
export function ShiftFields(props: DeskPart & { readonly form: ShiftForm }): JSX.Element {
  const { inbox, say, session, form } = props
  const set = (part: Partial<ShiftForm>): void => inbox.rota.fill(form.kind, part)
  const more = form.old && (
    <button type="button" class="plain" data-delete onClick={() => deleteShift(inbox, session, form.old!)}>
      {say('shift.delete')}
    </button>
  )
  return (
    <RotaForm {...props} label={say('shift.save')} save={() => void saveShift(inbox, session, form)} behind={more}>
      <Stretch {...props} set={set} />
      <Who {...props} value={form.ngo} nobody set={(ngo) => set({ ngo })} />
    </RotaForm>
  )
}

type Ends = Pick<ShiftForm, 'fromDay' | 'from' | 'toDay' | 'to'>

/** From when to when, by the desk's clock. */
export function Stretch(
  props: DeskPart & { readonly form: Ends; readonly set: (part: Partial<Ends>) => void },
): JSX.Element {
  const { say, at, form, set } = props
  return (
    <>
      <p class="hint">{say('shift.zone', { desk: deskName(say, at.desk) })}</p>
      <div class="pair">
        <Day
          {...props}
          id="from-day"
          label={say('shift.from.day')}
          value={form.fromDay}
          set={(fromDay) => set({ fromDay })}
        />
        <Time id="from" label={say('shift.from')} value={form.from} set={(from) => set({ from })} />
        <Day {...props} id="to-day" label={say('shift.to.day')} value={form.toDay} set={(toDay) => set({ toDay })} />
        <Time id="to" label={say('shift.to')} value={form.to} set={(to) => set({ to })} />
      </div>
    </>
  )
}

/** A time as one types it. Not the browser's own field: its clock may have twelve hours where ours has twenty-four. */
export function Time(props: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly set: (value: string) => void
}): JSX.Element {
  const { id, label, value, set } = props
  return (
    <p>
      <label for={`rota-${id}`}>{label}</label>
      <input
        id={`rota-${id}`}
        type="text"
        inputmode="numeric"
        required
        autocomplete="off"
        maxLength={5}
        value={value}
        aria-describedby="rota-bad"
        onInput={(event) => set(event.currentTarget.value)}
      />
    </p>
  )
}

/** A day from today on, as far as a draft reaches; and the one that stands there. */
export function Day(
  props: DeskPart & {
    readonly id: string
    readonly label: string
    readonly value: string
    readonly set: (value: string) => void
  },
): JSX.Element {
  const { inbox, say, at, now, id, label, value, set } = props
  const today = wallOf(now, at.desk.tz).day
  const last = wallOf(horizonOf(inbox.t.value), at.desk.tz).day
  const days = Array.from({ length: last - today + 1 }, (_, i) => today + i)
  const all = days.includes(dayOf(value)) ? days : [dayOf(value), ...days]
  return (
    <p>
      <label for={`rota-${id}`}>{label}</label>
      <select autocomplete="off" id={`rota-${id}`} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {all.map((day) => (
          <option key={day} value={dayField(day)} selected={dayField(day) === value}>
            {dateWords(say, day)}
          </option>
        ))}
      </select>
    </p>
  )
}

/** The NGOs of the roster; '' is nobody. */
export function Who(
  props: DeskPart & { readonly value: string; readonly nobody?: boolean; readonly set: (ngo: string) => void },
): JSX.Element {
  const { say, session, value, nobody, set } = props
  const { roster } = session.chain
  return (
    <p>
      <label for="rota-who">{say('shift.who')}</label>
      <select autocomplete="off" id="rota-who" value={value} onChange={(event) => set(event.currentTarget.value)}>
        {roster.ngos.map(({ id }) => (
          <option key={id} value={id} selected={id === value}>
            {ngoName(say, roster, id)}
          </option>
        ))}
        {nobody && (
          <option value="" selected={value === ''}>
            {say('rota.nobody')}
          </option>
        )}
      </select>
    </p>
  )
}

import type { JSX } from 'preact'
import { Choice, Weekdays } from '../rota/PatternFields.tsx'
import type { DeskPart } from '../rota/Rota.tsx'
import { Bad, Day, Time } from '../rota/ShiftFields.tsx'
import type { OursForm, OursPatternForm } from '../rota/state.ts'
import { deskName } from '../rota/words.ts'
import { saveOurs, saveOursPattern } from './actions.ts'

/** From when to when, and who of us: nobody ticked is all. */
export function OursFields(props: DeskPart & { readonly form: OursForm }): JSX.Element {
  const { inbox, say, session, at, form } = props
  const set = (part: Partial<OursForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <Fields {...props} onSave={() => saveOurs(inbox, session, form)}>
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
      <WhoOfUs {...props} who={form.who} set={(who) => set({ who })} />
    </Fields>
  )
}

/** The same for what comes again. */
export function OursPatternFields(props: DeskPart & { readonly form: OursPatternForm }): JSX.Element {
  const { inbox, say, session, at, form } = props
  const set = (part: Partial<OursPatternForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <Fields {...props} onSave={() => saveOursPattern(inbox, session, form)}>
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
      <WhoOfUs {...props} who={form.who} set={(who) => set({ who })} />
    </Fields>
  )
}

function Fields(props: DeskPart & { readonly onSave: () => void; readonly children: JSX.Element[] }): JSX.Element {
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave()
      }}
    >
      {props.children}
      <Bad {...props} />
      <button type="submit" class="primary" data-save>
        {props.say('ours.put')}
      </button>
    </form>
  )
}

function WhoOfUs(
  props: DeskPart & { readonly who: readonly string[]; readonly set: (who: readonly string[]) => void },
): JSX.Element {
  const { say, session, who, set } = props
  const able = session.team.members.filter(({ role }) => role !== 'privacy')
  const tick = (id: string): void => set(who.includes(id) ? who.filter((one) => one !== id) : [...who, id])
  return (
    <fieldset class="ours">
      <legend>{say('ours.who')}</legend>
      <label>
        <input type="checkbox" data-all checked={!who.length} onChange={() => set([])} />
        {say('ours.all')}
      </label>
      {able.map(({ id, name, login }) => (
        <label key={id}>
          <input type="checkbox" data-member={login} checked={who.includes(id)} onChange={() => tick(id)} />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}

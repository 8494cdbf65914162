import type { JSX } from 'preact'
import { Again } from '../rota/PatternFields.tsx'
import type { DeskPart } from '../rota/Rota.tsx'
import { RotaForm } from '../rota/RotaForm.tsx'
import { Stretch } from '../rota/ShiftFields.tsx'
import type { OursForm, OursPatternForm } from '../rota/state.ts'
import { saveOurs, saveOursPattern } from './actions.ts'

/** From when to when, and who of us: nobody ticked is all. */
export function OursFields(props: DeskPart & { readonly form: OursForm }): JSX.Element {
  const { inbox, say, session, form } = props
  const set = (part: Partial<OursForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <RotaForm {...props} label={say('ours.put')} save={() => saveOurs(inbox, session, form)}>
      <Stretch {...props} set={set} />
      <WhoOfUs {...props} who={form.who} set={(who) => set({ who })} />
    </RotaForm>
  )
}

/** The same for what comes again. */
export function OursPatternFields(props: DeskPart & { readonly form: OursPatternForm }): JSX.Element {
  const { inbox, say, session, form } = props
  const set = (part: Partial<OursPatternForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <RotaForm {...props} label={say('ours.put')} save={() => saveOursPattern(inbox, session, form)}>
      <Again {...props} set={set} />
      <WhoOfUs {...props} who={form.who} set={(who) => set({ who })} />
    </RotaForm>
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
        <input autocomplete="off" type="checkbox" data-all checked={!who.length} onChange={() => set([])} />
        {say('ours.all')}
      </label>
      {able.map(({ id, name, login }) => (
        <label key={id}>
          <input
            autocomplete="off"
            type="checkbox"
            data-member={login}
            checked={who.includes(id)}
            onChange={() => tick(id)}
          />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  )
}

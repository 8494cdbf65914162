import type { JSX } from 'preact'
import { endOf } from '../../shared/rota/cover.ts'
import type { Shift } from '../../shared/roster.ts'
import type { DeskPart } from './Rota.tsx'
import { RotaForm } from './RotaForm.tsx'
import { saveSwap } from './actions.ts'
import type { SwapForm } from './state.ts'
import { shiftWords } from './words.ts'

/** One of our shifts for one of theirs; it waits for the other NGO's yes. */
export function SwapFields(props: DeskPart & { readonly form: SwapForm }): JSX.Element {
  const { inbox, say, session, at, form, now } = props
  const coming = at.shifts.filter((shift) => shift[0] > now && endOf(shift) > now)
  const ours = coming.filter((shift) => shift[2] === session.ngo.id)
  const theirs = coming.filter((shift) => shift[2] !== session.ngo.id)
  const set = (part: Partial<SwapForm>): void => inbox.rota.fill(form.kind, part)
  return (
    <RotaForm {...props} label={say('swap.save')} save={() => void saveSwap(inbox, session, form)}>
      <p class="hint">{say('swap.hint')}</p>
      <Pick
        {...props}
        id="ours"
        label={say('swap.ours')}
        shifts={ours}
        value={form.ours}
        set={(one) => set({ ours: one })}
      />
      <Pick
        {...props}
        id="theirs"
        label={say('swap.theirs')}
        shifts={theirs}
        value={form.theirs}
        set={(one) => set({ theirs: one })}
      />
    </RotaForm>
  )
}

function Pick(
  props: DeskPart & {
    readonly id: string
    readonly label: string
    readonly shifts: readonly Shift[]
    readonly value: string
    readonly set: (start: string) => void
  },
): JSX.Element {
  const { say, session, at, id, label, shifts, value, set } = props
  return (
    <p>
      <label for={`rota-${id}`}>{label}</label>
      <select autocomplete="off" id={`rota-${id}`} value={value} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{say('swap.choose')}</option>
        {shifts.map((shift) => (
          <option key={shift[0]} value={shift[0]} selected={String(shift[0]) === value}>
            {shiftWords(say, session.chain.roster, shift, at.desk.tz)}
          </option>
        ))}
      </select>
    </p>
  )
}

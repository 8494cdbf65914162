import type { JSX } from 'preact'
import { GIVE_BACK, TAKE_OVER } from '../../../shared/caseActs.ts'
import { heldFrom } from '../../cases/stops.ts'
import type { SheetPart } from '../Sheet.tsx'
import { Choices } from './Choices.tsx'

/** Gives it back; it is new again for all who are on shift. */
export function BackFields({ inbox, say, item }: SheetPart): JSX.Element {
  const { cases, t } = inbox
  return (
    <>
      <p class="hint">{say('back.body')}</p>
      <Choices
        of={GIVE_BACK}
        words={(one) => say(`giveback.${one}`)}
        busy={cases.busy.value}
        choose={(reason) =>
          void cases.write(item, {
            acts: [{ kind: 'give-back', reason }],
            wakeAt: heldFrom(item, t.value),
            done: { key: 'back.done' },
          })
        }
      />
    </>
  )
}

/** `lapsed` is the browser's to judge, `handed-over` the shift's: both are offered to a member only where they are true. */
export function TakeOverFields({ inbox, say, session, item }: SheetPart): JSX.Element {
  const { cases } = inbox
  const lead = session.member.role === 'lead'
  return (
    <Choices
      of={TAKE_OVER.filter((one) => (lead ? one !== 'handed-over' : one === 'lapsed'))}
      words={(one) => say(`takeover.${one}`)}
      busy={cases.busy.value}
      choose={(reason) =>
        void cases.write(item, { acts: [{ kind: 'take-over', reason }], done: { key: 'takeover.done' } })
      }
    />
  )
}

/** No reason is asked. It is gone for this member, and what they could still do is not claimed otherwise. */
export function StepBackFields({ inbox, say, item }: SheetPart): JSX.Element {
  const { cases } = inbox
  const id = item.case?.id
  const go = async (): Promise<void> => {
    const done = { key: 'staff.stepback.done' } as const
    const written = await cases.write(item, { acts: [{ kind: 'step-back' }], done }, () => {
      inbox.close()
      cases.done.value = done
    })
    if (written && id) cases.drop(id)
  }
  return (
    <>
      <p>{say('stepback.body')}</p>
      <button
        type="button"
        class="primary"
        data-choice="step-back"
        aria-disabled={cases.busy.value}
        onClick={() => void (cases.busy.value || go())}
      >
        {say('stepback.go')}
      </button>
    </>
  )
}

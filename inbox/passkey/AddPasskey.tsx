import type { JSX } from 'preact'
import type { Speech } from '../i18n.ts'
import { Thread } from '../icons.tsx'
import { Step } from '../setup/Step.tsx'
import { TypedField } from '../setup/TypedField.tsx'
import type { Adding } from './adding.ts'

/** A passkey for this device: what it means, the present passphrase, then the device's own dialog. */
export function AddPasskey({ say, adding }: { readonly say: Speech; readonly adding: Adding }): JSX.Element {
  const { step, busy, said } = adding.state.value
  const next = (): void => void adding.next()
  if (step === 'save')
    return (
      <Step
        key={step}
        say={say}
        name="save"
        title={busy ? 'save.title' : 'save.failed'}
        next="save.again"
        busy={busy}
        said={said}
        onNext={next}
      >
        <Thread part={busy ? 2 : 1} />
      </Step>
    )
  return (
    <Step
      key={step}
      say={say}
      name="passkey"
      title="mykeys.passkey"
      next="passkey.make"
      busy={busy}
      said={said}
      onNext={next}
    >
      <p>{say('passkey.body')}</p>
      <p>{say('passkey.leaves', { title: say('staff.title') })}</p>
      <p>{say('passkey.shared')}</p>
      <TypedField say={say} setup={adding} id="passphrase" label="staff.passphrase" hides />
    </Step>
  )
}

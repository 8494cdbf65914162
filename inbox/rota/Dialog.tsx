import type { JSX } from 'preact'
import type { Key } from '../i18n.ts'
import { OursFields, OursPatternFields } from '../duty/OursFields.tsx'
import { useModal } from '../modal.ts'
import { PatternFields } from './PatternFields.tsx'
import type { DeskPart } from './Rota.tsx'
import { ShiftFields } from './ShiftFields.tsx'
import { SwapFields } from './SwapFields.tsx'
import { Words } from './Words.tsx'
import type { Form } from './state.ts'

const TITLES: Readonly<Record<Form['kind'], Key>> = {
  shift: 'shift.title',
  pattern: 'rota.pattern',
  swap: 'rota.swap',
  ours: 'ours.title',
  oursPattern: 'ours.pattern',
  words: 'draft.words.title',
}

/** The fields that are open. */
export function Dialog(props: DeskPart): JSX.Element | null {
  const form = props.inbox.rota.form.value
  return form && <Open key={form.kind} {...props} form={form} />
}

function Open(props: DeskPart & { readonly form: Form }): JSX.Element {
  const { inbox, say, form } = props
  const { dialog, close } = useModal(() => inbox.rota.open(null))
  const title = form.kind === 'shift' && form.old ? 'shift.title.change' : TITLES[form.kind]
  return (
    <dialog ref={dialog} class="rota-form" onClose={close} aria-labelledby="rota-form-title">
      {/* A list is read from its beginning, fields from the first. */}
      <h2 id="rota-form-title" tabIndex={-1} autofocus={form.kind === 'words'}>
        {say(title)}
      </h2>
      <Fields {...props} />
      <button type="button" class="plain" data-form-close onClick={close}>
        {say('shell.close')}
      </button>
    </dialog>
  )
}

export function Fields(props: DeskPart & { readonly form: Form }): JSX.Element {
  const { form } = props
  switch (form.kind) {
    case 'shift':
      return <ShiftFields {...props} form={form} />
    case 'pattern':
      return <PatternFields {...props} form={form} />
    case 'swap':
      return <SwapFields {...props} form={form} />
    case 'ours':
      return <OursFields {...props} form={form} />
    case 'oursPattern':
      return <OursPatternFields {...props} form={form} />
    case 'words':
      return <Words {...props} />
  }
}

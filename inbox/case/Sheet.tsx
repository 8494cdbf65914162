import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Form } from '../cases/screen.ts'
import type { Key } from '../i18n.ts'
import type { Item } from '../list/items.ts'
import { useModal } from '../modal.ts'
import type { Session } from '../session.ts'
import { CloseFields } from './forms/CloseFields.tsx'
import { EraseFields } from './forms/EraseFields.tsx'
import { HandOverFields } from './forms/HandOverFields.tsx'
import { BackFields, StepBackFields, TakeOverFields } from './forms/ReasonFields.tsx'
import { TryFields } from './forms/TryFields.tsx'
import { YesBackFields } from './forms/YesBackFields.tsx'

export type SheetPart = Part & { readonly session: Session; readonly item: Item }

const TITLES: Readonly<Record<Form['kind'], Key>> = {
  try: 'try.title',
  back: 'back.title',
  close: 'close.title',
  'take-over': 'takeover.title',
  'step-back': 'staff.act.stepback',
  'hand-over': 'case.over',
  'yes-back': 'yesback.title',
  erase: 'erase.title',
}

/** What is asked before something is written. */
export function Sheet(props: SheetPart): JSX.Element | null {
  const form = props.inbox.cases.form.value
  return form && <Open key={form.kind} {...props} form={form} />
}

function Open(props: SheetPart & { readonly form: Form }): JSX.Element {
  const { inbox, say, form } = props
  const { said } = inbox.cases
  const { dialog, close } = useModal(() => void (inbox.cases.form.value = null), focusWhatWasDone)
  return (
    <dialog ref={dialog} class="case-sheet" data-sheet={form.kind} onClose={close} aria-labelledby="case-sheet-title">
      <h2 id="case-sheet-title" tabIndex={-1} autofocus>
        {say(TITLES[form.kind])}
      </h2>
      <div role="alert">{said.value && <p class="notice">{say(said.value.key, said.value.values)}</p>}</div>
      <Fields {...props} />
      <button type="button" class="quiet" data-sheet-close onClick={close}>
        {say('case.cancel')}
      </button>
    </dialog>
  )
}

/** What opened a sheet may be gone with it. */
const focusWhatWasDone = (): void =>
  queueMicrotask(() => {
    const lost = document.activeElement === document.body
    if (lost)
      (document.querySelector<HTMLElement>('[data-done]') ?? document.querySelector<HTMLElement>('.case h2'))?.focus()
  })

export function Fields(props: SheetPart & { readonly form: Form }): JSX.Element {
  const { form } = props
  switch (form.kind) {
    case 'try':
      return <TryFields {...props} form={form} />
    case 'back':
      return <BackFields {...props} />
    case 'close':
      return <CloseFields {...props} />
    case 'take-over':
      return <TakeOverFields {...props} />
    case 'step-back':
      return <StepBackFields {...props} />
    case 'hand-over':
      return <HandOverFields {...props} form={form} />
    case 'yes-back':
      return <YesBackFields {...props} />
    case 'erase':
      return <EraseFields {...props} reason={form.reason} />
  }
}

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ADDRESS_MOST } from '../../../shared/answers.ts'
import { type Draft, type How, type Whose, withFields } from '../answersDraft.ts'
import { Choices, Primary, QUIET, Screen, Skips, neutralName } from '../controls.tsx'
import { Icon } from '../icons.tsx'
import { usePanel } from '../panelContext.ts'
import { checkAddress } from '../validate.ts'

const LABELS: Readonly<Record<Exclude<How, 'icall'>, string>> = {
  call: 'contact.value.phone',
  sms: 'contact.value.phone',
  app: 'contact.value.app',
  email: 'contact.value.email',
  helper: 'contact.value.helper',
}
const WHOSE: readonly Whose[] = ['mine', 'shared', 'trusted', 'other']

export function AddressStep() {
  const { t, act, state, desk } = usePanel()
  const { draft, changing } = state
  const how = draft.how && draft.how !== 'icall' ? draft.how : 'call'
  const field = useRef<HTMLInputElement>(null)
  const [name] = useState(neutralName)
  const [whose, setWhose] = useState(draft.whose)
  const [message, setMessage] = useState<string>()
  /** The text that the hint about other countries was given for: a second Next passes it. */
  const hinted = useRef<string>()

  // What was typed is in the field and nowhere else of the document, and goes with it.
  useLayoutEffect(() => {
    const input = field.current!
    input.value = draft.address
    return () => {
      input.value = ''
    }
  }, [])

  const typed = () => field.current?.value ?? ''
  const kept = (fields: Pick<Draft, 'address' | 'checked'>): Draft => withFields({ ...draft, ...fields }, { whose })

  function goOn(then: (draft: Draft) => void): void {
    const checked = checkAddress(how, typed(), desk?.mobilePattern ?? '')
    if (checked.kind === 'bad' || (checked.kind === 'hint' && hinted.current !== checked.address)) {
      hinted.current = checked.kind === 'hint' ? checked.address : undefined
      setMessage(checked.key)
      field.current?.focus()
      return
    }
    then(kept({ address: checked.address, checked: true }))
  }
  const onward = () => goOn((next) => act.onward('address', next))
  useLeftBox(field, () => setMessage('focus.away'))

  const isNumber = how === 'call' || how === 'sms' || how === 'helper'
  return (
    <Screen
      step="address"
      title={t(LABELS[how])}
      onBack={() => act.backward('address', kept({ address: typed(), checked: false }))}
      foot={
        <>
          <Primary label={t('common.next')} onClick={onward} />
          <Skips
            onSkip={() => act.show('how')}
            skipLabel={t('contact.more')}
            onSkipAll={changing ? undefined : () => goOn(act.skipRest)}
          />
        </>
      }
    >
      <p id="m-hint">{t('contact.value.hint')}</p>
      <p id="m-message" class="message" role="alert" hidden={!message}>
        {message && (
          <>
            <Icon name="mark" size={20} />
            <span>{t(message)}</span>
          </>
        )}
      </p>
      <input
        ref={field}
        class="field"
        name={name}
        type={isNumber ? 'tel' : 'text'}
        inputMode={isNumber ? 'tel' : how === 'email' ? 'email' : 'text'}
        enterkeyhint="next"
        dir="ltr"
        translate={false}
        maxLength={2 * ADDRESS_MOST}
        aria-labelledby="m-title"
        aria-describedby="m-message m-hint"
        aria-invalid={message !== undefined && message !== 'focus.away'}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return
          event.preventDefault()
          onward()
        }}
        {...QUIET}
      />
      <Choices
        type="radio"
        legend={t('contact.whose.q')}
        choices={WHOSE.map((value) => ({ value, label: t(`contact.whose.${value}`), checked: whose === value }))}
        onChoose={setWhose}
        narrow
      />
      <div role="status">
        {(whose === 'shared' || whose === 'other') && <p class="advice">{t('contact.whose.advice')}</p>}
      </div>
    </Screen>
  )
}

/** A page can take the keys away from a frame: where the focus goes without anybody moving it, that is said (R52). */
function useLeftBox(field: { readonly current: HTMLInputElement | null }, say: () => void): void {
  useEffect(() => {
    let moved = 0
    const move = () => (moved = Date.now())
    const left = () => {
      if (document.activeElement !== field.current || document.hidden || Date.now() - moved < 1000) return
      field.current?.blur()
      say()
    }
    const signs = ['pointerdown', 'pointerout', 'keydown', 'visibilitychange'] as const
    signs.forEach((sign) => document.addEventListener(sign, move, true))
    addEventListener('blur', left)
    return () => {
      signs.forEach((sign) => document.removeEventListener(sign, move, true))
      removeEventListener('blur', left)
    }
  }, [])
}

import { ADDRESS_MOST } from '../constants.ts'
import { type Draft, type Whose as WhoseCode, reached, withFields } from '../answersDraft.ts'
import { Choices, Fact, Foot, QUIET, Screen, Text, neutralName } from '../controls.tsx'
import { field, typed } from '../field.ts'
import { checkAddress } from '../validate.ts'
import type { View } from '../view.ts'

const WHOSE: readonly WhoseCode[] = ['mine', 'shared', 'trusted', 'other']

export const AddressStep: View = ({ p }) => {
  const { t, act, state, desk } = p
  const { draft, passing } = state
  const how = draft.how ?? 'call'
  const isText = addressLabel(draft) === 'contact.value.app' || how === 'email'
  const helper = reached(draft) === 'helper'
  const { message } = passing

  function goOn(then: (draft: Draft) => void): void {
    const checked = checkAddress(how, typed(), desk?.mobilePattern ?? '')
    if (checked.kind === 'good' || (checked.kind === 'hint' && passing.hinted === checked.address))
      return then({ ...draft, address: checked.address, checked: true })
    act.pass({ message: checked.key, hinted: checked.kind === 'hint' ? checked.address : '' })
    field.current?.focus()
  }
  // Another way of the same kind takes the number along, as Back does.
  function other(): void {
    act.keep({ ...draft, address: typed(), checked: false })
    act.show('how')
  }
  const onward = () => goOn((next) => act.onward('address', next))

  return (
    <Screen
      p={p}
      step="address"
      title={t(addressLabel(draft))}
      foot={<Foot p={p} next={onward} word="contact.more" skip={other} all={() => goOn(act.skipRest)} />}
    >
      <p id="m-hint" class="hint">
        {t('contact.value.hint')}
      </p>
      <div id="m-message" role="alert">
        {message && (
          <Fact icon="mark" class="message">
            {t(message)}
          </Fact>
        )}
      </div>
      <div class="typed">
        <input
          ref={field}
          class={`field ${passing.shown ? 'shown' : ''}`}
          placeholder=" "
          name={neutralName('field')}
          type={(isText ? 'text' : 'tel') as 'text'}
          inputMode={isText ? (how === 'email' ? 'email' : 'text') : 'tel'}
          enterkeyhint="next"
          dir="ltr"
          translate={false}
          maxLength={2 * ADDRESS_MOST}
          aria-labelledby="m-title"
          aria-describedby="m-message m-hint"
          aria-invalid={!!passing.message}
          onFocus={() => passing.shown && act.pass({ shown: false })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.isComposing) onward()
          }}
          {...QUIET}
        />
        <Text p={p} word="common.show" class="show" on={act.showAddress} is={{ 'data-show': '' }} />
      </div>
      {!helper && <Whose p={p} />}
    </Screen>
  )
}

/** Who else sees what comes there; for one's own number when one writes for somebody else it does not matter. */
const Whose: View = ({ p }) => {
  const { t, act, state } = p
  const { draft } = state
  return (
    <>
      <Choices
        name="whose"
        type="radio"
        legend={t('contact.whose.q')}
        choices={WHOSE.map((whose) => [whose, t(`contact.whose.${whose}`), draft.whose === whose] as const)}
        on={(whose) => act.keep(withFields(draft, { whose }))}
        columns="pairs"
      />
      <div role="status">
        {(draft.whose === 'shared' || draft.whose === 'other') && <p class="advice">{t('contact.whose.advice')}</p>}
      </div>
    </>
  )
}

/** Whose number or name is asked for; in two of the apps one is found by one's number. */
export function addressLabel({ how = 'call', app }: Draft): string {
  const isPhone = how === 'call' || how === 'sms' || (how === 'app' && (app === 'whatsapp' || app === 'viber'))
  return `contact.value.${isPhone ? 'phone' : how}`
}

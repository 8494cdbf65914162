import type { ComponentChildren, JSX } from 'preact'
import type { FirstContact } from '../case/firstContact.ts'
import type { Key, Speech } from '../i18n.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { OneOf, Words } from './Fields.tsx'
import { Look } from './Look.tsx'
import { Reads } from './Reads.tsx'
import type { Refer } from './state.ts'
import { YesStep } from './YesStep.tsx'

export interface ReferProps {
  readonly say: Speech
  readonly session: Session
  readonly refer: Refer
  /** seconds UTC, as the network's clock has it */
  readonly t: number
  /** what the person said about other organisations when they were reached */
  readonly asked?: FirstContact['share']
}

/** A referral in five steps: the yes, to whom, what, a look, and that it is done. */
export function Referral(props: ReferProps): JSX.Element {
  switch (props.refer.step.value) {
    case 'yes':
      return <YesStep {...props} />
    case 'whom':
      return <WhomStep {...props} />
    case 'what':
      return <WhatStep {...props} />
    case 'look':
      return <Look {...props} />
    case 'done':
      return <Done {...props} />
  }
}

/** A step with its way back. */
export function Asked(
  props: ReferProps & {
    readonly title: Key
    readonly next: Key
    readonly onNext?: () => void
    readonly children: ComponentChildren
  },
): JSX.Element {
  const { say, refer, title, next, onNext, children } = props
  const { step, busy, said } = refer
  return (
    <Step
      key={step.value}
      say={say}
      name={`refer-${step.value}`}
      title={title}
      next={next}
      busy={busy.value}
      said={said.value}
      onNext={onNext ?? refer.next}
    >
      {step.value !== 'yes' && (
        <button type="button" class="quiet refer-back" data-refer-back onClick={refer.back}>
          {say('refer.back')}
        </button>
      )}
      {children}
    </Step>
  )
}

function WhomStep(props: ReferProps): JSX.Element {
  const { say, session, refer } = props
  const { form, put } = refer
  const { roster } = session.chain
  const { whom } = form.value
  const others = roster.ngos.filter(({ id }) => id !== session.ngo.id)
  // No NGO id has a capital letter.
  const chosen = whom && (whom.kind === 'ngo' ? whom.id : 'OUTSIDE')
  return (
    <Asked {...props} title="refer.whom.title" next="refer.next">
      <p>{say('refer.whom.body')}</p>
      <OneOf
        name="whom"
        legend={say('refer.whom.ngo')}
        options={[
          ...others.map(({ id }) => [id, ngoName(say, roster, id)] as const),
          ['OUTSIDE', say('refer.whom.outside')] as const,
        ]}
        value={chosen}
        set={(id) => put({ whom: id === 'OUTSIDE' ? { kind: 'outside', name: '' } : { kind: 'ngo', id } })}
      />
      {whom?.kind === 'outside' && (
        <Words
          id="name"
          label={say('refer.whom.name')}
          value={whom.name}
          most={100}
          lines={1}
          set={(name) => put({ whom: { kind: 'outside', name } })}
        />
      )}
    </Asked>
  )
}

function WhatStep(props: ReferProps): JSX.Element {
  const { say, refer } = props
  const { form, put, parts, tick, seen } = refer
  const { what, door, note } = form.value
  return (
    <Asked {...props} title="refer.what.title" next="refer.next">
      <p>{say(door === 'yes' ? 'refer.what.body' : 'refer.what.without')}</p>
      <div class="parts" role="group" aria-label={say('refer.what.title')}>
        {parts.map((part) => (
          <div class="part" key={part} data-part={part}>
            <label>
              <input
                type="checkbox"
                checked={what.includes(part)}
                aria-describedby={`reads-${part}`}
                onChange={() => tick(part)}
              />
              <span>{say(`refer.part.${part}`)}</span>
            </label>
            <div class="reads" id={`reads-${part}`}>
              <Reads say={say} facts={seen([part])} part={part} />
            </div>
          </div>
        ))}
      </div>
      {what.includes('note') && (
        <Words
          id="note"
          label={say('refer.note')}
          value={note}
          most={1000}
          lines={4}
          set={(text) => put({ note: text })}
        />
      )}
    </Asked>
  )
}

function Done({ say, session, refer }: ReferProps): JSX.Element {
  const { whom } = refer.form.value
  const outside = whom?.kind === 'outside'
  const name = outside ? whom.name : ngoName(say, session.chain.roster, whom?.id ?? null)
  return (
    <Step say={say} name="refer-done" title="refer.done.title" values={{ name }} next={null}>
      <p class="done" role="status">
        {say(outside ? 'refer.done.printed' : 'refer.done.sent')}
      </p>
    </Step>
  )
}

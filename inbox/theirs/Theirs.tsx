import type { JSX } from 'preact'
import { COPY } from '../../shared/auditDid.ts'
import type { Part } from '../App.tsx'
import type { Item, Request } from '../list/items.ts'
import { OneOf } from '../referral/Fields.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { Look } from './Look.tsx'
import { Printed } from './SheetRows.tsx'
import type { Giving } from './state.ts'

export type TheirsProps = Part & { readonly session: Session; readonly item: Request; readonly giving: Giving }

/** The door to it, for who may give it; the privacy person is told who does. */
export function TheirsDoor({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  if (session.member.role === 'privacy') return <p class="hint">{say('theirs.ask')}</p>
  if (item.kind !== 'request' || !inbox.theirs.may(item)) return null
  return (
    <div class="beside">
      <button type="button" class="plain" data-do="copy" onClick={() => inbox.theirs.begin(item)}>
        {say('theirs.title')}
      </button>
    </div>
  )
}

/** A copy for the person in three steps, in the place of the case. */
export function Theirs(props: TheirsProps): JSX.Element {
  const { inbox, say, giving } = props
  const { theirs } = inbox
  const made = giving.step === 'made'
  return (
    <div class="referring theirs">
      {giving.step === 'why' ? <Why {...props} /> : made ? <Made {...props} /> : <Look {...props} />}
      <button
        type="button"
        class={made ? 'primary' : 'quiet'}
        data-theirs-leave
        aria-disabled={theirs.busy.value}
        onClick={() => theirs.busy.value || theirs.leave()}
      >
        {say(made ? 'refer.tocase' : 'theirs.leave')}
      </button>
    </div>
  )
}

function Why({ inbox: { theirs, tongue }, say, giving, item }: TheirsProps): JSX.Element {
  return (
    <Step
      say={say}
      name="theirs-why"
      key="why"
      title="theirs.why"
      next="refer.next"
      said={theirs.said.value}
      onNext={() => theirs.next(item, say.lang, tongue)}
    >
      <p>{say('theirs.body')}</p>
      <OneOf
        name="theirs"
        legend={say('theirs.who')}
        options={COPY.map((one) => [one, say(`theirs.${one}`)] as const)}
        value={giving.reason}
        set={theirs.choose}
      />
      <p class="strip amber">{say('theirs.care')}</p>
    </Step>
  )
}

function Made(props: TheirsProps): JSX.Element {
  const { inbox, say, giving } = props
  const { theirs } = inbox
  return (
    <Step say={say} name="theirs-made" key="made" title="theirs.made" next={null}>
      <p>{say('theirs.made.body')}</p>
      <p class="strip amber">{say('theirs.care')}</p>
      <div class="beside">
        <button type="button" class="plain" data-print onClick={theirs.print}>
          {say('kit.print')}
        </button>
        <button type="button" class="plain" data-save onClick={theirs.save}>
          {say('theirs.save')}
        </button>
      </div>
      <div role="status">
        {theirs.said.value && <p class="done">{say(theirs.said.value.key, theirs.said.value.values)}</p>}
      </div>
      {giving.sheet && <Printed sheet={giving.sheet} />}
    </Step>
  )
}

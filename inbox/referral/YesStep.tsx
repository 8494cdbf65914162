import type { JSX } from 'preact'
import { dayAndWho } from '../case/First.tsx'
import { dateWords } from '../rota/words.ts'
import { OneDay, OneOf, Words } from './Fields.tsx'
import { Asked, type ReferProps } from './Referral.tsx'
import { GIVEN_DAYS, UNTIL_DAYS, WHY_MOST, dayAt } from './form.ts'

/** What the person said; for a coordinator also the second door, where nobody could be asked. */
export function YesStep(props: ReferProps): JSX.Element {
  const { say, session, refer, asked } = props
  const { form, put, facts } = refer
  const without = form.value.door === 'without'
  const share = facts.told.more?.share
  return (
    <Asked {...props} title="refer.yes.title" next="refer.next">
      {asked && asked.said !== 'not-asked' ? (
        <p class={asked.said === 'no' ? 'strip amber' : ''} data-asked={asked.said}>
          <span>
            {say(`first.share.${asked.said}.done`)}{' '}
            <span class="hint">{dayAndWho(say, session, asked, facts.desk.tz)}</span>
          </span>
        </p>
      ) : (
        share !== 'yes' && <p class="strip amber">{say(`share.${share ?? 'absent'}`)}</p>
      )}
      {without ? <WithoutFields {...props} /> : <YesFields {...props} />}
      {session.member.role === 'lead' && (
        <button
          type="button"
          class="plain"
          data-door={without ? 'yes' : 'without'}
          onClick={() => put({ door: without ? 'yes' : 'without' })}
        >
          {say(without ? 'refer.with' : 'staff.refer.without')}
        </button>
      )}
    </Asked>
  )
}

function YesFields({ say, refer, t }: ReferProps): JSX.Element {
  const { form, put, facts } = refer
  const today = dayAt(t, facts.desk.tz)
  const ways = ['phone', 'in-person', 'form', 'mailbox'] as const
  const days = Array.from({ length: GIVEN_DAYS + 1 }, (_, i) => today - i)
  return (
    <>
      <p>{say('refer.yes.body')}</p>
      <OneOf
        name="how"
        legend={say('refer.how')}
        options={ways.map((one) => [one, say(`refer.how.${one}`)] as const)}
        value={form.value.how}
        set={(how) => put({ how })}
      />
      <OneDay
        id="given"
        label={say('refer.given')}
        options={days.map((day) => [day, dateWords(say, day)] as const)}
        value={form.value.given}
        set={(given) => put({ given })}
      />
      <OneDay
        id="until"
        label={say('refer.until')}
        options={UNTIL_DAYS.map(
          (n) => [today + n, say('refer.until.days', { n, date: dateWords(say, today + n) })] as const,
        )}
        value={form.value.until}
        set={(until) => put({ until })}
      />
    </>
  )
}

function WithoutFields({ say, refer }: ReferProps): JSX.Element {
  const { form, put } = refer
  const { reason, told, why } = form.value
  return (
    <>
      <p class="strip ember">{say('refer.without.body')}</p>
      <OneOf
        name="reason"
        legend={say('refer.reason')}
        options={(['life', 'child', 'court'] as const).map((one) => [one, say(`refer.reason.${one}`)] as const)}
        value={reason}
        set={(one) => put({ reason: one })}
      />
      <OneOf
        name="told"
        legend={say('refer.told')}
        options={(['true', 'false'] as const).map((one) => [one, say(`refer.told.${one}`)] as const)}
        value={told === null ? null : told ? 'true' : 'false'}
        set={(one) => put({ told: one === 'true' })}
      />
      {told === false && (
        <Words
          id="why"
          label={say('refer.why')}
          value={why}
          most={WHY_MOST}
          lines={3}
          set={(text) => put({ why: text })}
        />
      )}
    </>
  )
}

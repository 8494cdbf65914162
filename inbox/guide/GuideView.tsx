import type { JSX } from 'preact'
import { GUIDE_LINE, GUIDE_LINES, guideLines } from '../../shared/guide.ts'
import type { Part } from '../App.tsx'
import { mayTell } from '../notices/notices.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { sayIt } from '../setup/Told.tsx'
import { GuideLines } from './GuideLines.tsx'
import { faultOf } from './guide.ts'

type Props = Part & { readonly session: Session }

/** More → House guide: read by all, written by a coordinator. */
export function GuideView(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { guide } = inbox
  if (guide.typed.value !== null) return <Write {...props} typed={guide.typed.value} />
  const may = session.member.role === 'lead' && mayTell(session)
  return (
    <>
      {guide.done.value && (
        <p class="done" role="status">
          {sayIt(say, guide.done.value)}
        </p>
      )}
      <GuideLines {...props} />
      {may && guide.loaded.value && (
        <button type="button" class="plain" data-write-guide onClick={guide.write}>
          {say(guide.lines.value?.length ? 'guide.change' : 'guide.write')}
        </button>
      )}
    </>
  )
}

function Write({ inbox, say, typed }: Props & { readonly typed: string }): JSX.Element {
  const { guide } = inbox
  const fault = faultOf(typed)
  const n = guideLines(typed).length
  return (
    <Step
      say={say}
      name="guide"
      title="staff.guide"
      next="guide.save"
      busy={guide.busy.value}
      said={guide.said.value}
      onNext={() => void guide.save()}
    >
      <p>{say('guide.how', { n: GUIDE_LINES })}</p>
      <p class="hint">{say('guide.noperson')}</p>
      <label for="guide-text">{say('guide.text')}</label>
      <textarea
        autocomplete="off"
        id="guide-text"
        class="writes"
        dir="auto"
        rows={12}
        readOnly={guide.busy.value}
        value={typed}
        aria-describedby="guide-size"
        onInput={(event) => guide.type(event.currentTarget.value)}
      />
      <p class={fault ? 'wrong' : 'hint'} id="guide-size" role="status">
        {fault
          ? say(`guide.bad.${fault}`, { n: GUIDE_LINES, most: GUIDE_LINE })
          : say('guide.size', { n, all: GUIDE_LINES })}
      </p>
    </Step>
  )
}

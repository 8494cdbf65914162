import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { Copy } from './Copy.tsx'
import { type Change, type Report, check } from './csp/check.ts'
import { readPasted } from './csp/headers.ts'
import { Mark } from './fields.tsx'
import type { Speech } from './i18n.ts'
import { withCode } from './withCode.tsx'

const CURL = 'curl -I https://example.org/'

interface Props {
  readonly say: Speech
  /** origin of the server, and path of the loader there */
  readonly server: string
  readonly loader: string
}

export function Checker({ say, server, loader }: Props) {
  const [text, setText] = useState('')
  const pasted = text.trim() ? readPasted(text) : undefined
  const nothing = text.trim() !== '' && !pasted
  const report = pasted && check(pasted, server, loader)
  return (
    <>
      <p>{say('check.intro')}</p>
      <div class="field">
        <label for="headers">{say('check.label')}</label>
        <textarea
          id="headers"
          rows={6}
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          aria-invalid={nothing}
          aria-describedby="headers-hint"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <p id="headers-hint" class={nothing ? 'hint bad' : 'hint'} aria-live="polite">
          {nothing ? (
            <>
              <Mark kind="breaks" /> {say('check.nothing')}
            </>
          ) : (
            withCode(say('check.how'), CURL)
          )}
        </p>
      </div>
      <p class="sr" role="status">
        {report && `${say('sees.title')}: ${say(`sees.${report.sees}`)}`}
      </p>
      {report && <Result say={say} report={report} />}
    </>
  )
}

function Result({ say, report }: { say: Speech; report: Report }) {
  return (
    <div class="result" data-sees={report.sees}>
      <h3>{say('sees.title')}</h3>
      <p class="sees">
        <Mark kind={report.sees === 'panel' ? 'works' : report.sees === 'nonce' ? 'nonce' : 'breaks'} />
        <span>{say(`sees.${report.sees}`)}</span>
      </p>
      <p class="quiet">
        {report.applied || report.reporting
          ? say('check.count', { applied: report.applied, reporting: report.reporting })
          : say('check.free')}
        {report.harmless.length > 0 && ` ${say('check.harmless', { names: report.harmless.join(', ') })}`}
      </p>
      <ul class="rows" role="list">
        {report.rows.map(({ name, verdict }) => (
          <li key={name} data-row={name} data-verdict={verdict}>
            <Mark kind={verdict} />
            <span>{say(`row.${name}`)}</span> <b>{say(`verdict.${verdict}`)}</b>
          </li>
        ))}
      </ul>
      <Changes say={say} report={report} />
    </div>
  )
}

function Changes({ say, report }: { say: Speech; report: Report }) {
  if (!report.changes.length && !report.needsNonce) return null
  return (
    <>
      <h3>{say('change.title')}</h3>
      {report.needsNonce && (
        <>
          <p>{say('change.nonce')}</p>
          <pre dir="ltr">nonce="…"</pre>
        </>
      )}
      {report.changes.map((change) => (
        <Line key={`${change.policy} ${change.after}`} say={say} change={change} />
      ))}
      {report.mended.map((policy, i) => (
        <Fragment key={i}>
          <h4>{say('change.whole')}</h4>
          <Copy say={say} name={`mended-${i}`} label={say('change.whole')} text={policy} rows={4} />
        </Fragment>
      ))}
    </>
  )
}

function Line({ say, change }: { say: Speech; change: Change }) {
  const parts =
    change.before === null
      ? ([['change.add', change.after]] as const)
      : ([
          ['change.instead', change.before],
          ['change.write', change.after],
        ] as const)
  return (
    <dl class="change">
      {parts.map(([key, text]) => (
        <div key={key}>
          <dt>{say(key)}</dt>
          <dd dir="ltr">{text};</dd>
        </div>
      ))}
    </dl>
  )
}

import type { JSX } from 'preact'
import { EXPORT_REASONS } from '../../shared/export.ts'
import type { Part } from '../App.tsx'
import { LOCALES, type Speech } from '../i18n.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { TypedField } from '../setup/TypedField.tsx'
import type { ExportState } from './state.ts'

/** A sealed copy for the day when the server is gone: what it is, why it is saved, and the passphrase that opens it later. */
export function ExportView({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const { copy } = inbox
  const { reason, busy, said, progress, saved } = copy.state.value
  return (
    <Step
      say={say}
      name="export"
      title="more.export"
      next="export.save"
      busy={busy}
      said={said}
      onNext={() => void copy.next()}
    >
      <p>{say(session.member.role === 'lead' ? 'export.body.lead' : 'export.body.own')}</p>
      <p>{say('export.who')}</p>
      <p>{say('export.open')}</p>
      <p class="strip amber">{say('export.care')}</p>
      <div class="labelled">
        <label for="export-why">{say('export.why')}</label>
        <select
          autocomplete="off"
          id="export-why"
          disabled={busy}
          value={reason ?? ''}
          onChange={(event) => copy.choose(EXPORT_REASONS.find((one) => one === event.currentTarget.value) ?? null)}
        >
          <option value="">{say('export.why.none')}</option>
          {EXPORT_REASONS.map((one) => (
            <option key={one} value={one}>
              {say(`export.why.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <TypedField say={say} setup={copy} id="export-passphrase" label="export.passphrase" hides />
      <div role="status" data-saving={busy ? 'busy' : saved ? 'saved' : 'idle'}>
        {busy && <p>{progressWords(say, progress)}</p>}
        {saved && (
          <p class="done">
            {say('export.saved', {
              name: saved.name,
              size: sizeWords(say, saved.size),
              requests: saved.requests,
              cases: saved.cases,
            })}
          </p>
        )}
      </div>
    </Step>
  )
}

const progressWords = (say: Speech, progress: ExportState['progress']): string =>
  progress
    ? say('export.progress', { done: progress.done, total: progress.total, size: sizeWords(say, progress.size) })
    : say('export.begins')

/** "28 kB", "0.4 MB" */
function sizeWords(say: Speech, size: number): string {
  const [unit, amount] =
    size < 100_000 ? (['kilobyte', size / 1000] as const) : (['megabyte', size / 1_000_000] as const)
  const maximumFractionDigits = unit === 'kilobyte' ? 0 : 1
  return new Intl.NumberFormat(LOCALES[say.lang], { style: 'unit', unit, maximumFractionDigits }).format(amount)
}

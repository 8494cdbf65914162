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
      <label for="export-why">{say('export.why')}</label>
      <select
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
      <TypedField say={say} setup={copy} id="export-passphrase" label="export.passphrase" hides />
      <p role="status" data-export={busy ? 'busy' : saved ? 'saved' : 'idle'}>
        {busy && progressWords(say, progress)}
        {saved && (
          <span class="done">
            {say('export.saved', {
              name: saved.name,
              size: sizeWords(say, saved.size),
              requests: saved.requests,
              cases: saved.cases,
            })}
          </span>
        )}
      </p>
    </Step>
  )
}

const progressWords = (say: Speech, progress: ExportState['progress']): string =>
  progress
    ? say('export.progress', { done: progress.done, total: progress.total, size: sizeWords(say, progress.size) })
    : say('export.begins')

/** "0.4 MB" */
const sizeWords = (say: Speech, size: number): string =>
  new Intl.NumberFormat(LOCALES[say.lang], {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: 1,
    minimumFractionDigits: 1,
  }).format(size / 1_000_000)

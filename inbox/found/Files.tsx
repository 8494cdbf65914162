import type { JSX } from 'preact'
import type { Speech } from '../i18n.ts'
import { Icon } from '../icons.tsx'
import { download } from '../download.ts'
import { Step } from '../setup/Step.tsx'
import type { Found } from './found.ts'
import type { FileKind, FoundState } from './stages.ts'

interface Props {
  readonly say: Speech
  readonly found: Found
}

/** Two files, of which one is for the keeper. */
export function Files({
  say,
  found,
  state,
}: Props & { readonly state: FoundState & { readonly kind: 'files' } }): JSX.Element {
  return (
    <Step say={say} name="files" title="found.files" next="found.both" said={state.said} onNext={found.begun}>
      <div class="files">
        {(['sheet', 'start'] as const).map((kind) => {
          const isSaved = state.saved.includes(kind)
          return (
            <section key={kind} data-saved={isSaved}>
              <h3>
                {isSaved && <Icon name="good" />}
                {say(`found.${kind}`)}
              </h3>
              <p>{say(`found.${kind}.body`)}</p>
              <SaveButton say={say} found={found} kind={kind} loud={!isSaved} />
              <p class="hint" role="status">
                {isSaved && say('found.saved', { file: found.fileOf(kind).name })}
              </p>
            </section>
          )
        })}
      </div>
    </Step>
  )
}

export function SaveButton({
  say,
  found,
  kind,
  loud = false,
}: Props & { readonly kind: FileKind; readonly loud?: boolean }): JSX.Element {
  const { name, text } = found.fileOf(kind)
  return (
    <button
      type="button"
      class={loud ? 'plain' : 'quiet'}
      data-save={kind}
      onClick={() => {
        download(name, text)
        found.saved(kind)
      }}
    >
      {say('found.save', { file: name })}
    </button>
  )
}

/** The choice of a start file. What is too large is none, and is not read. */
export function Choose({
  say,
  found,
  state,
  most,
}: Props & { readonly state: FoundState & { readonly kind: 'choose' }; readonly most: number }): JSX.Element {
  const { published, busy, said } = state
  return (
    <Step say={say} name="choose" title="found.choose" next={null} said={said}>
      {published !== null && <p>{say('found.choose.published', { ngo: published })}</p>}
      <p>{say('found.choose.body')}</p>
      <label class="plain filed">
        {say('found.choose.file')}
        <input
          autocomplete="off"
          type="file"
          data-file
          accept=".json,application/json"
          disabled={busy}
          aria-describedby={said ? 'said' : undefined}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? []
            // The same file may be chosen once more, after it was put right.
            event.currentTarget.value = ''
            if (file) void read(file, most).then(found.open)
          }}
        />
      </label>
      {published !== null && (
        <div class="aside">
          <button type="button" class="quiet" data-anew onClick={found.anew}>
            {say('found.anew')}
          </button>
        </div>
      )}
    </Step>
  )
}

const read = async (file: File, most: number): Promise<Uint8Array> =>
  file.size > most ? new Uint8Array() : new Uint8Array(await file.arrayBuffer().catch(() => new ArrayBuffer(0)))

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Primary } from './controls.tsx'
import { number } from './format.ts'
import { Icon } from './icons.tsx'
import { Numbers } from './numbers.tsx'
import { usePanel } from './panelContext.ts'
import { fullName, quietName, rich } from './words.tsx'

/** Lies over the step, which stays as it is, hidden; the focus comes back to where it was. */
function Sheet(props: { name: string; title: ComponentChildren; children?: ComponentChildren; alert?: boolean }) {
  const { t, act } = usePanel()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    title.current?.focus()
    return () => void setTimeout(() => before?.isConnected && before.focus())
  }, [])
  return (
    <div
      class="step"
      role={props.alert ? 'alertdialog' : 'dialog'}
      aria-labelledby="m-sheet"
      data-overlay={props.name}
      onKeyDown={(event) => event.key === 'Escape' && act.open(undefined)}
    >
      {!props.alert && (
        <button type="button" class="text back" data-overlay-back onClick={() => act.open(undefined)}>
          <Icon name="back" size={20} />
          {t('common.back')}
        </button>
      )}
      <h1 id="m-sheet" ref={title} tabIndex={-1}>
        {props.title}
      </h1>
      {props.children}
    </div>
  )
}

function Languages() {
  const { t, act, state } = usePanel()
  const [wanted, setWanted] = useState<string>()
  const alive = useRef(true)
  useEffect(() => () => void (alive.current = false), [])
  async function choose(tag: string): Promise<void> {
    setWanted(tag)
    try {
      await act.speak(tag)
    } catch {
      // The words of before stay: they are better than none.
    }
    if (alive.current) setWanted(undefined)
  }
  return (
    <Sheet name="language" title={t('lang.switch')}>
      <ul role="list" class="options">
        {state.catalog.languages.map(({ tag, name, dir }) => (
          <li key={tag}>
            <button
              type="button"
              class="option"
              data-value={tag}
              lang={tag}
              dir={dir}
              aria-pressed={tag === state.catalog.tag}
              onClick={() => void choose(tag)}
            >
              <span class="label">{name}</span>
              {tag === state.catalog.tag && <Icon name="tick" size={20} />}
            </button>
          </li>
        ))}
      </ul>
      <p class="small" role="status">
        {wanted !== undefined && wanted !== state.catalog.tag ? t('wait') : ''}
      </p>
    </Sheet>
  )
}

function WhoReads() {
  const { t, state, lang } = usePanel()
  const { duty } = state.judged
  return (
    <Sheet name="who-reads" title={t('who.reads')}>
      {duty.kind !== 'none' && (
        <p>
          {rich(t('who.reads.body'), { ngo: quietName(duty.ngo, lang), fullName: fullName(duty.ngo, lang) })}
        </p>
      )}
    </Sheet>
  )
}

function StillHere({ seconds }: { seconds: number }) {
  const { t, act, lang } = usePanel()
  return (
    <Sheet name="idle" alert title={t('idle.warn', { n: number(seconds, lang) })}>
      <div class="foot">
        <Primary label={t('idle.stay')} onClick={() => act.open(undefined)} />
      </div>
      <p class="sr" role="status">
        {seconds === 20 ? '' : t('idle.warn', { n: number(seconds, lang) })}
      </p>
    </Sheet>
  )
}

export function CurrentOverlay() {
  const { t, state } = usePanel()
  if (state.warn) return <StillHere seconds={state.warn} />
  switch (state.overlay) {
    case undefined:
      return null
    case 'language':
      return <Languages />
    case 'lines':
      return (
        <Sheet name="lines" title={t('lines.title')}>
          <Numbers />
        </Sheet>
      )
    case 'exit-help':
      return (
        <Sheet name="exit-help" title={t('exit.help.title')}>
          <p>{t('exit.help.body')}</p>
        </Sheet>
      )
    case 'who-reads':
      return <WhoReads />
  }
}

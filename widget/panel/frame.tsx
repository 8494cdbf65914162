import type { ComponentChildren } from 'preact'
import { number } from './format.ts'
import { Icon } from './icons.tsx'
import { isTest } from './test.ts'
import type { Panel } from './view.ts'
import { progress } from './way.ts'

/** What stands on every screen alike: leaving, language, closing; the thread; the phone numbers. */
export const Frame = ({ p, children }: { p: Panel; children: ComponentChildren }) => {
  const { t, act, state, lang } = p
  const { part, drawn } = progress(state.step)
  return (
    <div class={`m-panel ${state.covered ? 'covered' : ''}`} lang={lang} dir={state.catalog.dir}>
      <header>
        <button type="button" class="leave" data-exit onClick={act.leave}>
          {t('exit.button')}
        </button>
        <button
          type="button"
          class="tool language"
          data-language
          aria-label={`${t('lang.switch')}: ${state.catalog.name}`}
          onClick={() => act.open('language')}
        >
          <Icon name="globe" size={20} />
          <span>{state.catalog.name}</span>
        </button>
        <button type="button" class="tool" data-close aria-label={t('sent.done')} onClick={act.close}>
          <Icon name="cross" size={20} />
        </button>
        <span id="m-part" class="sr">
          {t('progress.label', { n: number(part, lang), total: number(4, lang) })}
        </span>
        <span data-presses class="sr" role="status">
          {!!state.presses && t('exit.progress', { n: number(state.presses, lang) })}
        </span>
      </header>
      <div class="thread">
        <div class="drawn" style={`width:${drawn}%`} />
      </div>
      <main class="body">
        {isTest() && <p class="hint">{t('test')}</p>}
        {children}
      </main>
      <footer>
        <button type="button" data-numbers onClick={() => act.open('lines')}>
          <Icon name="phone" size={20} />
          {t('lines.title')}
        </button>
      </footer>
    </div>
  )
}

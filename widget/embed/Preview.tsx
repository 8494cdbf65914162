import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Choices, placeId } from './choices.ts'
import { Radios } from './fields.tsx'
import type { Speech } from './i18n.ts'
import { examplePage, pastedPage } from './previewDocument.ts'

const WIDTHS = [320, 390, 768, 1280] as const
/** Pixels of a screen that are shown at most, and the height of the window into it. */
const TALLEST = 900
const WINDOW = 560
/** A frame is made anew only when typing rests. */
const REST = 350

interface Props {
  readonly say: Speech
  readonly html: string
  readonly choices: Choices
}

/** The true loader and panel, in a sandboxed frame that inherits this page's policy: it can fetch, and cannot send. */
export function Preview({ say, html, choices }: Props) {
  const [show, setShow] = useState<'example' | 'yours'>('example')
  const [width, setWidth] = useState<(typeof WIDTHS)[number]>(390)
  const [pasted, setPasted] = useState('')
  const [turn, setTurn] = useState(0)
  const room = useRef<HTMLDivElement>(null)
  const roomWidth = useWidth(room)
  const place = choices.where === 'place' ? placeId(choices.place) : undefined
  const words = { lang: say.lang, title: say('example.title'), text: say('example.text') }
  const page = useRested(
    () =>
      show === 'yours' && pasted.trim()
        ? pastedPage(pasted, place, html)
        : { html: examplePage(words, place, html), found: true },
    `${show} ${html} ${say.lang} ${show === 'yours' ? pasted : ''}`,
  )
  const scale = Math.min(1, roomWidth / width)
  return (
    <>
      <Radios
        name="show"
        label={say('look.what')}
        value={show}
        set={(value) => setShow(value as typeof show)}
        options={(['example', 'yours'] as const).map((value) => ({ value, words: say(`look.${value}`) }))}
      />
      {show === 'yours' && (
        <div class="field">
          <label for="pasted">{say('look.paste')}</label>
          <textarea
            id="pasted"
            rows={4}
            dir="ltr"
            spellcheck={false}
            autocomplete="off"
            aria-describedby="pasted-hint"
            value={pasted}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
          <p id="pasted-hint" class="hint" aria-live="polite">
            {page.found ? say('look.paste.hint') : say('place.missing')}
          </p>
        </div>
      )}
      <Radios
        name="width"
        label={say('look.width')}
        value={String(width)}
        set={(value) => setWidth(Number(value) as typeof width)}
        options={WIDTHS.map((value) => ({ value: String(value), words: String(value) }))}
      />
      <div class="room" ref={room}>
        {roomWidth > 0 && (
          // A new frame each time: one that is led on would fill the page's history.
          <iframe
            key={`${turn} ${page.html}`}
            title={say('look.frame')}
            sandbox="allow-scripts"
            srcdoc={page.html}
            style={{
              width: `${width}px`,
              height: `${Math.min(TALLEST, WINDOW / scale)}px`,
              transform: `scale(${scale})`,
              insetInlineStart: `${Math.max(0, (roomWidth - width) / 2)}px`,
            }}
          />
        )}
      </div>
      <div class="under">
        <p class="quiet">{say('look.safe')}</p>
        <button type="button" class="plain" data-again onClick={() => setTurn(turn + 1)}>
          {say('look.again')}
        </button>
      </div>
    </>
  )
}

/** What is made from a key, made anew once that has not changed for a moment. */
function useRested<T>(make: () => T, key: string): T {
  const [made, setMade] = useState(() => ({ key, value: make() }))
  useEffect(() => {
    if (made.key === key) return undefined
    const timer = setTimeout(() => setMade({ key, value: make() }), REST)
    return () => clearTimeout(timer)
  }, [key, made.key])
  return made.value
}

function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const measure = (): void => setWidth(ref.current!.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(ref.current!)
    measure()
    return () => observer.disconnect()
  }, [])
  return width
}

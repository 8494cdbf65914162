import { Icon } from '../panel/icons.tsx'
import type { View } from '../panel/view.ts'

/** What a breath is taken before and after. */
const PARTS = 'h1, h2, legend, p, small, .big, .line, .label, .primary'
/** What is not said: quiet buttons, what was masked or quiet until somebody asked for it, and words of other languages. */
const UNSAID = '.text, .masked, [lang], [hidden]'
const LOUD = 'M4.5 9.5h3l4-3.5v12l-4-3.5h-3zM15 9.2a4 4 0 0 1 0 5.6M17.5 6.8a7.5 7.5 0 0 1 0 10.4'
const STOP = 'M7 7h10v10H7z'

/** What is being read: each reading is a list of its own. */
let reading: string[] | undefined
let draw = (): void => undefined

/** Silence, at once; the panel draws. */
export function hush(): void {
  if (!reading) return
  speechSynthesis.cancel()
  reading = undefined
  document.removeEventListener('click', pressed, true)
  document.removeEventListener('keydown', typed, true)
}
function end(): void {
  const was = reading
  hush()
  if (was) draw()
}

/** A voice that lives on the device: any other would send what it reads over the line, to its maker. */
const voiceOf = (lang: string): SpeechSynthesisVoice | undefined =>
  self.speechSynthesis
    ?.getVoices()
    .find((one) => one.localService === true && one.lang.split(/[-_]/)[0] === lang.split('-')[0])

/** Says the next text of a reading, unless that has ended. The voice is chosen anew: it may have gone. */
function say(texts: string[], lang: string): void {
  if (reading !== texts) return
  const text = texts.shift()
  const voice = voiceOf(lang)
  if (!text || !voice) return end()
  const said = new SpeechSynthesisUtterance(text)
  said.voice = voice
  said.lang = voice.lang
  said.rate = 0.9
  said.onend = said.onerror = () => say(texts, lang)
  speechSynthesis.speak(said)
}

function textsOf(screen: Element): string[] {
  const copy = screen.cloneNode(true) as Element
  copy.querySelectorAll(UNSAID).forEach((one) => one.remove())
  copy.querySelectorAll(PARTS).forEach((one) => {
    one.prepend('\n')
    one.append('\n')
  })
  return copy.textContent!.split('\n').filter((text) => text.trim())
}

// Who is startled presses anything; what presses a button comes as a click.
const pressed = ({ target }: Event): unknown => (target as Element).closest('.aloud') || end()
const typed = ({ key }: KeyboardEvent): unknown => key === 'Enter' || key === ' ' || end()

/** One tap reads the screen, another one stops. Where the device has no voice of its own for the language there is no button. */
export const Aloud: View = ({ p: { t, act, lang } }) => {
  draw = () => act.pass({})
  if (!voiceOf(lang)) {
    // Some browsers know their voices only a while after they were first asked; the place is kept for the button.
    if (self.speechSynthesis) speechSynthesis.onvoiceschanged = draw
    return null
  }
  return (
    <button
      type="button"
      class="text aloud"
      aria-label={t('read.aloud')}
      aria-pressed={!!reading}
      onClick={({ currentTarget }) => {
        if (reading) return end()
        reading = textsOf(currentTarget.parentElement!)
        document.addEventListener('click', pressed, true)
        document.addEventListener('keydown', typed, true)
        say(reading, lang)
        draw()
      }}
    >
      <Icon d={reading ? STOP : LOUD} />
    </button>
  )
}

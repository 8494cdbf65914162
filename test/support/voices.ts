import type { BrowserContext } from 'playwright-core'
import type { Frame } from './browsers.ts'

export interface FalseVoice {
  readonly lang: string
  readonly localService?: boolean
}

/** What stands in the frame for the browser's voices. */
interface FalseSpeech {
  voices: readonly FalseVoice[]
  onvoiceschanged?: () => void
  /** what was said, and the voice that said it */
  readonly said: { readonly text: string; readonly voice: FalseVoice | null; onend?: () => void }[]
  speaking: boolean
}

/** Puts voices into every frame of a context, in the place of the browser's own. They say nothing aloud and each word is kept. */
export const falseVoices = (voices: readonly FalseVoice[]) => async (context: BrowserContext) =>
  context.addInitScript((voices) => {
    const speech = {
      voices,
      said: [] as unknown[],
      speaking: false,
      getVoices: () => speech.voices,
      speak(said: unknown) {
        speech.said.push(said)
        speech.speaking = true
      },
      cancel() {
        speech.speaking = false
        console.debug('silence')
      },
    }
    class Utterance {
      constructor(readonly text: string) {}
    }
    Object.defineProperty(self, 'speechSynthesis', { value: speech })
    Object.defineProperty(self, 'SpeechSynthesisUtterance', { value: Utterance })
  }, voices)

const speech = <T>(frame: Frame, name: 'said' | 'speaking'): Promise<T> =>
  frame.evaluate((name) => JSON.parse(JSON.stringify((speechSynthesis as unknown as FalseSpeech)[name])) as T, name)

export const said = (frame: Frame) => speech<{ text: string; voice: FalseVoice | null }[]>(frame, 'said')
export const isSpeaking = (frame: Frame) => speech<boolean>(frame, 'speaking')

/** Other voices from now on, as the browser says when it has found them. */
export const haveVoices = (frame: Frame, voices: readonly FalseVoice[]): Promise<void> =>
  frame.evaluate((voices) => {
    const speech = speechSynthesis as unknown as FalseSpeech
    speech.voices = voices
    speech.onvoiceschanged?.()
  }, voices)

/** Lets the voice come to the end of all that there is to say. @returns its texts */
export const sayAll = (frame: Frame): Promise<readonly string[]> =>
  frame.evaluate(() => {
    const { said } = speechSynthesis as unknown as FalseSpeech
    for (let i = said.length - 1; i < said.length; i++) said[i]?.onend?.()
    return said.splice(0).map(({ text }) => text)
  }, null)

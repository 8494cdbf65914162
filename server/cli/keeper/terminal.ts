import { MitosError } from '../../../shared/errors.ts'

/** Whom the keeper's verbs ask; a test passes its own. */
export interface Terminal {
  /** asks for a line; what is typed shows */
  readonly ask: (question: string) => Promise<string>
  /** asks for a line of which nothing shows, not even its length */
  readonly askSecret: (question: string) => Promise<string>
}

/** A terminal whose keyboard has to be given back. */
export interface OpenTerminal extends Terminal {
  readonly close: () => void
}

/** A keyboard that can be switched to tell each key and print none of them. */
export interface Keyboard {
  readonly isTTY?: boolean
  setRawMode(raw: boolean): unknown
  setEncoding(encoding: 'utf8'): unknown
  on(event: 'data', listener: (text: string) => void): unknown
  on(event: 'end', listener: () => void): unknown
  off(event: 'data', listener: (text: string) => void): unknown
  off(event: 'end', listener: () => void): unknown
  resume(): unknown
  pause(): unknown
}

/** Keys of a keyboard that writes text. */
const ENTER = /[\r\n]/
const LEAVE = '\u0003'
const END = '\u0004'
const RUBOUT = ['\u0008', '\u007f']
const CLEAR = '\u0015'
const isControl = (key: string): boolean => key < ' ' || key === '\u007f'

/**
 * The terminal that the program was started from, touched only where somebody is asked. Questions go to where complaints go, so that an output may be piped.
 * What was pasted beyond one line waits for the next question. From the first question until `close` the system itself shows
 * nothing of what is typed: else a key that comes before or between two questions would stand on the screen.
 */
export function openTerminal(keyboardOf: () => Keyboard, show: (text: string) => void): OpenTerminal {
  let waiting = ''
  let raw = false
  const ask = async (question: string, echo: boolean): Promise<string> => {
    const keyboard = keyboardOf()
    if (!keyboard.isTTY)
      throw new MitosError(
        'bad-input',
        'there is no terminal to ask on; give --passphrase-file, and --yes where it asks',
      )
    if (!raw) {
      keyboard.setEncoding('utf8')
      keyboard.setRawMode(true)
      raw = true
    }
    show(question)
    try {
      const line = await readLine(keyboard, waiting, echo ? show : () => {})
      waiting = line.rest
      return line.text
    } finally {
      keyboard.pause()
      show('\n')
    }
  }
  return {
    ask: (question) => ask(question, true),
    askSecret: (question) => ask(question, false),
    close: () => void (raw && keyboardOf().setRawMode(false)),
  }
}

interface Typed {
  readonly text: string
  /** what came after the line's end */
  readonly rest: string
}

function readLine(keyboard: Keyboard, waiting: string, echo: (text: string) => void): Promise<Typed> {
  return new Promise((resolve, reject) => {
    let text = ''
    const done = (settle: () => void): void => {
      keyboard.off('data', type)
      keyboard.off('end', leave)
      settle()
    }
    const leave = (): void => done(() => reject(new MitosError('bad-input', 'left; nothing was changed')))
    const type = (keys: string): void => {
      for (const [i, key] of [...keys].entries()) {
        if (ENTER.test(key)) return done(() => resolve({ text, rest: [...keys].slice(i + 1).join('') }))
        if (key === LEAVE || key === END) return leave()
        if (key === CLEAR) text = ''
        else if (RUBOUT.includes(key)) {
          if (text) echo('\b \b')
          text = [...text].slice(0, -1).join('')
        } else if (!isControl(key)) {
          text += key
          echo(key)
        }
      }
    }
    keyboard.on('data', type)
    keyboard.on('end', leave)
    if (waiting) type(waiting)
    keyboard.resume()
  })
}

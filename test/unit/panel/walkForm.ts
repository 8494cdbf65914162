import fc from 'fast-check'
import type { Answers } from '../../../shared/answers.ts'
import type { Chain } from '../../../shared/chain.ts'
import catalog from '../../../shared/words.json'
import strings from '../../../widget/locales/en.json'
import languages from '../../../widget/locales/index.json'
import { SCREENS as BACK } from '../../../widget/back/entry.ts'
import { SCREENS } from '../../../widget/later/entry.ts'
import { type Actions, createActions } from '../../../widget/panel/actions.ts'
import type { Courier } from '../../../widget/panel/courier.ts'
import { field } from '../../../widget/panel/field.ts'
import type { Catalog } from '../../../widget/boot/context.ts'
import { judgeNow } from '../../../widget/panel/offer.ts'
import { type State, blank, createStore } from '../../../widget/panel/state.ts'
import { AddressStep } from '../../../widget/panel/steps/address.tsx'
import { AppStep } from '../../../widget/panel/steps/app.tsx'
import { IdleDoneStep, LinesStep } from '../../../widget/panel/steps/ends.tsx'
import { HowStep } from '../../../widget/panel/steps/how.tsx'
import { Start } from '../../../widget/panel/steps/start.tsx'
import { type View, panelOf } from '../../../widget/panel/view.ts'
import type { Step } from '../../../widget/panel/way.ts'
import type { Place } from '../../../widget/seal/seal.ts'
import { type Drawn, elements, unfold } from '../unfold.ts'

const VIEWS: Readonly<Record<Step, View>> = {
  ...SCREENS,
  ...BACK,
  start: Start,
  how: HowStep,
  app: AppStep,
  address: AddressStep,
  lines: LinesStep,
  'idle-done': IdleDoneStep,
}
const ENGLISH = {
  tag: 'en',
  name: 'English',
  dir: 'ltr',
  reviewed: null,
  strings: strings as Readonly<Record<string, string>>,
  words: catalog.words.map(({ emoji, en }) => `${emoji} ${en}`),
  languages: languages as Catalog['languages'],
} as const

/** What is typed for ways that are no number. */
const WRITES: Readonly<Record<string, string>> = { email: 'ab@example.org', app: 'nadia.k' }

/** What somebody does on a screen: fills the field, if there is one, and presses one of what can be pressed. */
export interface Move {
  readonly press: number
  readonly text: string
}
/** Which option is pressed on a screen. */
export type Options = Readonly<Partial<Record<Step, string>>>
/** What was given to be sealed. */
export interface Sent {
  readonly answers: Answers
  readonly place: Place
}

/** The real screens of the form with the real steps between them, without a page: pressing calls what a press calls. */
export function openForm(chain: Chain, got: number, firstWord = 7) {
  const sent: Sent[] = []
  let arrived: Step | undefined
  const courier: Courier = {
    prepare: () => undefined,
    sealer: () => new Promise(() => undefined),
    code: () => '',
    async send(answers, place) {
      sent.push({ answers, place })
      return 'sent'
    },
    work: () => undefined,
    believe: async () => chain,
    unseal: () => undefined,
    forget: () => undefined,
  }
  const config = { desk: 'GR', site: null, lang: null, trust: '', exit: null, color: null }
  const base = { catalog: ENGLISH, chain, got, covered: false, ready: true, reason: 'closed.body' } as const
  const first: State = { ...blank(firstWord), ...base, judged: judgeNow({ chain, got }, config), step: 'start' }
  const store = createStore(first, () => undefined)
  const nothing = (): void => undefined
  const act: Actions = createActions({ config } as Parameters<typeof createActions>[0], store, courier, {
    close: nothing,
    leave: nothing,
    came: nothing,
    giveUp: (code) => {
      throw new Error(code)
    },
  })

  /** What is on the screen now; a field that has just come holds what was kept of it. */
  function look(): readonly Drawn[] {
    const { step, draft } = store.get()
    const drawn = elements(unfold(VIEWS[step]({ p: panelOf(store.get(), act) })))
    if (step !== arrived) {
      const value = step === 'address' ? draft.address : step === 'more-note' ? draft.note : ''
      field.current = drawn.some(({ ref }) => ref === field)
        ? ({ value, focus: nothing } as typeof field.current)
        : null
    }
    arrived = step
    return drawn
  }

  function type(text: string): void {
    const box = look().find(({ ref }) => ref === field)
    if (!box || !field.current) return
    const most = box.props['maxLength'] as number | undefined
    field.current.value = text.slice(0, most)
    const input = box.props['onInput'] as ((event: { currentTarget: unknown }) => void) | undefined
    input?.({ currentTarget: field.current })
  }

  const pressable = (): readonly Drawn[] =>
    look().filter(({ props }) => (props['onClick'] ?? props['onChange']) && props['disabled'] !== true)
  const press = ({ props }: Drawn): unknown => ((props['onClick'] ?? props['onChange']) as () => unknown)()

  function move({ press: nth, text }: Move): void {
    if (text) type(text)
    const all = pressable()
    if (store.get().step !== 'review' && all.length) press(all[nth % all.length]!)
    else if (all.length > 1) press(all[nth % (all.length - 1)]!)
  }

  /** Goes back to the first screen, as somebody does who thinks again; all that was told is kept. */
  function rewind(): void {
    for (let n = 0; n < 60 && store.get().step !== 'start'; n++) {
      const back = pressable().find(({ props }) => 'data-back' in props)
      if (!back) throw new Error(`no way back from ${store.get().step}`)
      press(back)
    }
  }

  /**
   * Goes on to Send: by the options that are named, else by what was chosen already, else by the first option.
   * @param by the options of the first screens
   */
  async function finish(by: Options = {}): Promise<Sent> {
    for (let n = 0; n < 60 && !sent.length; n++) {
      const { step, draft } = store.get()
      if (step === 'address' && !(draft.checked && look().length && field.current?.value === draft.address))
        type(WRITES[draft.how!] ?? '+30 694 000 1234')
      const all = pressable()
      const options = all.filter(({ props }) => props['data-value'] && props['onClick'])
      const wanted = options.find(({ props }) => props['data-value'] === by[step])
      // What says something on its screen first is chosen already when it says it.
      const stays =
        wanted?.props['aria-pressed'] === true && !('data-next' in wanted.props && wanted.props['data-next'] === '')
      press(
        (stays ? undefined : wanted) ??
          all.find(({ props }) => !props['data-value'] && 'data-next' in props) ??
          options.find(({ props }) => props['aria-pressed'] === true) ??
          options[0] ??
          all.find(({ props }) => 'data-back' in props)!,
      )
      await Promise.resolve()
    }
    if (!sent[0]) throw new Error(`never sent from ${store.get().step}`)
    return sent[0]
  }

  /**
   * Goes the whole way to the review and answers everything on it, with the `nth` answer of each question.
   * @param by the options of the first screens
   */
  function answerAll(by: Options, nth: number): void {
    const visited = new Set<unknown>()
    while (store.get().step !== 'review') {
      const { step, draft } = store.get()
      if (step === 'address') type(WRITES[draft.how!] ?? '+30 694 000 1234')
      if (step === 'more-note') type('ring twice')
      const all = pressable()
      const more = all.find(({ props }) => 'data-more' in props)
      if (more) {
        press(more)
        continue
      }
      const row = all.find(({ props }) => props['data-open'] && !visited.has(props['data-open']))
      const options = all.filter(({ tag, props }) => tag === 'button' && props['data-value'])
      const named = options.find(({ props }) => props['data-value'] === by[step])
      const names = new Set(all.filter(({ tag }) => tag === 'input').map(({ props }) => props['name']))
      for (const name of names) {
        // Drawn anew for each press, as the page is.
        const group = () => pressable().filter(({ tag, props }) => tag === 'input' && props['name'] === name)
        const chosen = group()[nth % group().length]!
        if (chosen.props['onChange']) press(chosen)
        // Of those of which several may be chosen, every other time also the last, which may need another.
        if (chosen.props['type'] === 'checkbox' && nth % 2) press(group().at(-1)!)
      }
      visited.add(row?.props['data-open'])
      const option = row ?? named ?? options[nth % Math.max(1, options.length)]
      if (option) press(option)
      if (store.get().step === step)
        press(pressable().find(({ props }) => props['data-next'] === '' && !props['data-value'])!)
    }
  }

  return { move, rewind, finish, answerAll }
}

const text = fc.oneof(
  fc.constant(''),
  fc.constantFrom('6940001234', '+49 170 1234567', '0049 170 1234567', 'name@example.org', '@κάτια_κ', '٦٩٤٠٠٠١٢٣٤'),
  fc.string({ unit: 'grapheme', maxLength: 150 }),
)
export const moves = fc.array(fc.record({ press: fc.nat(199), text }), { maxLength: 40 })

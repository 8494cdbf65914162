import { render } from 'preact'
import { lent } from 'virtual:lent'
import type { PanelContext } from '../boot/context.ts'
import { type Actions, createActions, firstWord, whole } from './actions.ts'
import type { Tints } from '../seal/color.ts'
import { createCourier } from './courier.ts'
import { exitPage, leave } from './exit.ts'
import { field, setTyped } from './field.ts'
import { focusKeeper } from './focus.ts'
import { spell } from './format.ts'
import { Frame } from './frame.tsx'
import { guardClicks } from './guard.ts'
import type { Idle } from './idle.ts'
import type { BackScript } from '../back/entry.ts'
import type { LaterScript, LaterStep } from '../later/entry.ts'
import { closedFor, judgeNow } from './offer.ts'
import { CurrentOverlay } from './overlays.tsx'
import { type State, type Store, blank, createStore, isTold } from './state.ts'
import { AddressStep } from './steps/address.tsx'
import { AppStep } from './steps/app.tsx'
import { IdleDoneStep, LinesStep, WaitStep } from './steps/ends.tsx'
import { HowStep } from './steps/how.tsx'
import { Start } from './steps/start.tsx'
import { shiftPresses } from './shift.ts'
import css from './style.css?inline'
import { type Panel, type View, panelOf } from './view.ts'
import { watch } from './watch.ts'
import type { BackStep, Step } from './way.ts'

/** The first screens, and those that need nothing more; all others come while somebody answers (widget/later). */
const STEPS: Readonly<Partial<Record<Step, View>>> = {
  start: Start,
  how: HowStep,
  app: AppStep,
  address: AddressStep,
  lines: LinesStep,
  'idle-done': IdleDoneStep,
}

type Later = ReturnType<LaterScript['draw']>
let later: Later | undefined
let returning: ReturnType<BackScript['draw']> | undefined

/** What comes later waits for its words; the review, which promises, also for the chain that was checked strictly. */
const viewOf = (step: Step, { ready, catalog }: State): View =>
  STEPS[step] ??
  (catalog.words.length && (ready || step !== 'review') ? later?.SCREENS[step as LaterStep] : undefined) ??
  (catalog.strings['return.q'] ? returning?.SCREENS[step as BackStep] : undefined) ??
  WaitStep

/** The step stays in the document below an overlay, so that nothing typed is lost. */
function Whole({ p }: { p: Panel }) {
  const { step, overlay, warn, catalog } = p.state
  spell(catalog)
  const Current = viewOf(step, p.state)
  const Over = (!warn && later?.SCREENS[overlay as LaterStep]) || CurrentOverlay
  return (
    <Frame p={p}>
      <div class="holder" hidden={!!(overlay ?? warn)}>
        <Current p={p} />
      </div>
      <Over p={p} />
    </Frame>
  )
}

let styled = false

/** Draws the panel. Each opening is a new one: nothing is left of the one before. */
export function start(context: PanelContext): void {
  const { root, config } = context
  if (!styled) context.style(css)
  styled = true

  let open = true
  let drawn: Step | undefined
  /** What a voice would read. */
  let shown = ''
  let robbed = false
  let drawing = false
  /** When the focus went elsewhere without the panel's doing; what was pressed before does not count. */
  let moved = 0
  const judged = judgeNow(context, config)
  const word = firstWord()
  const closed = closedFor(judged)
  const store = createStore(
    {
      ...blank(word),
      catalog: context.catalog,
      chain: context.chain,
      got: context.got,
      judged,
      step: closed ? 'lines' : 'start',
      reason: closed ?? 'closed.body',
      covered: false,
      ready: false,
    },
    draw,
  )
  const focus = focusKeeper(root)

  function draw(): void {
    if (!open) return
    const { step, overlay, warn, draft, catalog } = store.get()
    const arrived = step !== drawn
    const words = [step, overlay, !!warn, catalog.tag].join()
    if (words !== shown) later?.hush()
    shown = words
    if (arrived) {
      setTyped('')
      field.current = null
    }
    drawing = true
    focus.leaving(overlay ?? warn)
    render(<Whole p={panelOf(store.get(), act, later?.Aloud)} />, root)
    if (arrived && step === 'address') setTyped(draft.address)
    if (arrived && step === 'more-note') setTyped(draft.note)
    if (arrived && (step === 'review' || !drawn)) guard.arrived()
    drawn = step
    focus.arrived(step, overlay ?? (warn && 'idle'))
    drawing = false
  }

  /** Wipes first, whatever comes then. */
  function end(): void {
    later?.hush()
    act.wipeTo('start')
    open = false
    watching.stop()
    guard.remove()
    root.pressed = undefined
    setTyped('')
    render(null, root)
    root.textContent = ''
  }
  const giveUp: PanelContext['giveUp'] = (code) => {
    if (!open) return
    end()
    context.giveUp(code)
  }
  const courier = createCourier({
    load: (name) => context.load(name),
    url: `${context.server}/api/requests`,
    trust: context.trust,
    words: () => store.get().catalog.tag,
    came: ({ tag, late, script }) => {
      if (!later) {
        later = script.draw(lent)
        context.style(later.css)
      }
      const { catalog } = store.get()
      store.set({ catalog: catalog.tag === tag ? whole(catalog, late) : catalog })
    },
    arrived: ({ chain, tints }) => {
      tint(root, tints(config.color))
      const { step, draft } = store.get()
      store.set({ chain, ready: true })
      const { duty } = judgeNow(store.get(), config)
      if (duty.kind !== 'none') courier.work(duty.ngo.id)
      // What it says was judged by a chain that nobody had checked strictly.
      if (step === 'review') act.skipRest(draft)
    },
    broken: giveUp,
  })
  const act = createActions(context, store, courier, {
    giveUp,
    came(script) {
      if (returning) return
      returning = script.draw(lent)
      context.style(returning.css)
    },
    close() {
      end()
      context.fold()
    },
    leave() {
      const { catalog, judged: last } = store.get()
      end()
      root.append(announced(catalog.strings['exit.done'] ?? ''))
      // Who presses on meanwhile must not be led elsewhere by boot.
      root.pressed = () => true
      const page = exitPage(config.exit, last.desk?.exits ?? [])
      leave(
        page,
        // The loader knows no other page than the snippet's; without a desk nobody knows a better one.
        () => context.say(page === undefined || page === config.exit ? 'exit' : 'blank'),
        (page) => plainLink(root, page, catalog.strings['exit.weather'] ?? page),
      )
    },
  })
  const pressed = shiftPresses((presses) => {
    if (presses !== store.get().presses) store.set({ presses })
  }, act.leave)
  root.pressed = (presses) => pressed(presses.filter((at) => at > moved))
  const guard = guardClicks(root, Date.now)
  // Asked for before anything is drawn: on a slow line the wait for it is the longest.
  if (store.get().step === 'start') courier.prepare()
  draw()
  const watching = watch(root, {
    judge: (idle) => judgeIdle(store, act, idle),
    sight(visible) {
      later?.hush()
      if (visible && store.get().covered) guard.arrived()
      const { passing } = store.get()
      store.set({ covered: !visible, passing: visible ? passing : { ...passing, shown: false, full: false } })
    },
    gone() {
      later?.hush()
      // Numbers stay numbers, for the reason that they came for; behind them answers may wait for the way back.
      if (store.get().step === 'lines') act.wipeTo('lines')
      else act.startAgain()
    },
    taken() {
      if (robbed) giveUp('focus-taken')
      else act.pass({ message: 'focus.away' })
      robbed = true
    },
    // The frame has the page's policies: one that only reports would tell the page's owner of each request, and so who sent.
    told: (uri) => void (uri.startsWith(context.server) && giveUp('page-reports')),
    escape: () => act.open(undefined),
    moved() {
      if (drawing) return
      moved = Date.now()
      pressed([])
    },
  })
}

/** After five minutes without a touch, or two out of sight, what was told is gone. */
function judgeIdle(store: Store, act: Actions, idle: Idle): void {
  const state = store.get()
  const now = idle.judge()
  if (now.kind === 'over') {
    idle.reset()
    if (state.step === 'sent' || state.back) act.close()
    else if (isTold(state)) act.wipeTo('idle-done')
  } else {
    const warn = now.kind === 'warn' && isTold(state) ? now.seconds : undefined
    if (warn !== state.warn) store.set({ warn })
  }
}

/** The site's colour, where it chose one; computed in the sealing module, since most sites choose none. */
function tint(root: HTMLElement, both: Tints | undefined): void {
  for (const scheme of ['light', 'dark'] as const)
    for (const use of ['fill', 'on', 'link'] as const)
      if (both) root.style.setProperty(`--${use}-${scheme}`, both[scheme][use])
}

/** Said by a screen reader, and on no screen. */
function announced(words: string): HTMLElement {
  const said = document.createElement('p')
  said.className = 'sr'
  // Not by its property, which Firefox before 119 does not know.
  said.setAttribute('role', 'alert')
  said.textContent = words
  return said
}

/** What is left when even leaving fails: a blank frame and the way out. */
function plainLink(root: HTMLElement, page: string, words: string): void {
  if (root.querySelector('a')) return
  const link = document.createElement('a')
  link.href = page
  link.target = '_top'
  link.rel = 'noreferrer'
  link.textContent = words
  root.append(link)
}

import type { JSX } from 'preact'
import { type Swap, bothAgreed, exchange } from '../../shared/rota/swap.ts'
import type { DeskPart } from './Rota.tsx'
import { Bad } from './RotaForm.tsx'
import { agreeSwap, dropSwap } from './actions.ts'
import { changeWords, deskName, ngoName, shiftWords } from './words.ts'

/** The draft as sentences: what a keeper compares, and the swaps that wait. */
export function Words(props: DeskPart): JSX.Element {
  const { inbox, say, session } = props
  const { changes, draft } = inbox.rota
  const { roster } = session.chain
  return (
    <>
      {changes.value.length === 0 && <p>{say('draft.count.none')}</p>}
      {roster.desks.map((desk) => {
        const own = changes.value.filter((change) => change.desk === desk)
        return (
          own.length > 0 && (
            <section key={desk.id}>
              {roster.desks.length > 1 && <h3>{deskName(say, desk)}</h3>}
              <ul role="list" class="changes">
                {own.map((change) => (
                  <li key={change.from}>{changeWords(say, roster, change)}</li>
                ))}
              </ul>
            </section>
          )
        )
      })}
      {draft.value?.swaps.map((swap) => (
        <SwapWords {...props} key={JSON.stringify(swap.shifts)} swap={swap} />
      ))}
      <Bad {...props} />
      <p class="hint">{say('rota.how.draft')}</p>
    </>
  )
}

function SwapWords({ inbox, say, session, swap }: DeskPart & { readonly swap: Swap }): JSX.Element {
  const { roster } = session.chain
  const desk = roster.desks.find(({ id }) => id === swap.desk)!
  const [a, b] = swap.shifts.map((shift) => shiftWords(say, roster, shift, desk.tz))
  const waits = swap.shifts.map((shift) => shift[2]).filter((ngo) => !swap.agreed.some((one) => one.ngo === ngo))
  const there = exchange(inbox.rota.draft.value?.shifts[swap.desk] ?? [], swap) !== undefined
  return (
    <section class="swap">
      <p>{say('swap.words', { a: a!, b: b! })}</p>
      <p class="hint">
        {bothAgreed(swap)
          ? say('swap.done')
          : there
            ? say('swap.waits', { ngo: say.list(waits.map((ngo) => ngoName(say, roster, ngo))) })
            : say('swap.gone')}
      </p>
      {there && waits.includes(session.ngo.id) && (
        <button type="button" class="plain" data-agree onClick={() => agreeSwap(inbox, session, swap)}>
          {say('swap.agree')}
        </button>
      )}
      {!bothAgreed(swap) && (
        <button type="button" class="quiet" data-drop-swap onClick={() => dropSwap(inbox, session, swap)}>
          {say('swap.drop')}
        </button>
      )}
    </section>
  )
}

import type { JSX } from 'preact'
import type { Speech } from '../i18n.ts'
import { type Said, isGood } from '../said.ts'

/** What went wrong, and the code behind it where a coordinator needs one. */
export function Told({ say, said }: { readonly say: Speech; readonly said: Said | null }): JSX.Element {
  return (
    <div class="said" id="said" role="status">
      {said && <p class={isGood(said) ? 'done' : 'wrong'}>{sayIt(say, said)}</p>}
      {said?.code && <p class="hint">{say('error.code', { code: said.code })}</p>}
    </div>
  )
}

export const sayIt = (say: Speech, { key, wait, values }: Said): string =>
  say(key, { ...values, ...(wait === undefined ? {} : { time: say.amount(wait, 'second') }) })

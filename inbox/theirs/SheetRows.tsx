import type { JSX } from 'preact'
import { groupsOf } from '../case/address.ts'
import type { Row, Sheet, Text } from './sheet.ts'

/** The rows of one part of the sheet. @param masks on the screen a number stays half hidden */
export const Rows = ({ rows, masks }: { readonly rows: readonly Row[]; readonly masks: boolean }): JSX.Element => (
  <dl class="theirs-rows">
    {rows.map(({ label, texts }, i) => (
      <div key={i}>
        {label !== undefined && <dt>{label}</dt>}
        <dd>
          {texts.map((one, n) => (
            <Words key={n} one={one} masks={masks} />
          ))}
        </dd>
      </div>
    ))}
  </dl>
)

function Words({ one, masks }: { readonly one: Text; readonly masks: boolean }): JSX.Element {
  const { text, own, lang, mask } = one
  if (!own) return <p>{text}</p>
  if (mask === undefined)
    return (
      <p class="person" dir="auto" translate={false} lang={lang}>
        {text}
      </p>
    )
  return (
    <p class="address">
      <bdi dir="ltr" translate={false}>
        {masks ? mask : groupsOf(text).map((group, i) => <span key={i}>{group}</span>)}
      </bdi>
    </p>
  )
}

/** The sheet as it is printed; on the screen it is not shown. */
export const Printed = ({ sheet }: { readonly sheet: Sheet }): JSX.Element => (
  <div class="printed theirs-paper" data-paper lang={sheet.lang}>
    <h3>{sheet.title}</h3>
    <Rows rows={sheet.head} masks={false} />
    <p>{sheet.intro}</p>
    {sheet.sections.map(({ id, title, rows }) => (
      <section key={id}>
        <h4>{title}</h4>
        <Rows rows={rows} masks={false} />
      </section>
    ))}
    {sheet.foot.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </div>
)

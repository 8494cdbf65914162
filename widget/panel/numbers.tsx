import type { ComponentChildren } from 'preact'
import { Text } from './controls.tsx'
import { lineHours } from './format.ts'
import { Icon } from './icons.tsx'
import type { View } from './view.ts'
import { Ltr } from './rich.tsx'
import { fullName, quietName, sentence, tel } from './words.ts'

/** A number to call by one tap. */
export const Call = (props: { number: string; children: ComponentChildren }) => (
  <a class="option" href={tel(props.number)}>
    <Icon name="phone" />
    <span class="label">
      <Ltr class="big">{props.number}</Ltr>
      {props.children}
    </span>
  </a>
)
const Row = (props: { number: string; children: ComponentChildren }) => (
  <li>
    <Call {...props} />
  </li>
)

/** Full names only on a tap (R55), each time anew. */
export const FullNames: View = ({ p }) =>
  p.state.passing.full ? null : <Text p={p} word="lines.full" class="start" on={() => p.act.pass({ full: true })} />

/** The phone numbers: always 112, quiet names until somebody asks for the full ones. */
export const Numbers: View = ({ p }) => {
  const { t, desk, lang, state } = p
  const emergency = desk?.emergency ?? '112'
  const others = (desk?.lines ?? []).filter((line) => line.number !== emergency)
  /** Whether it answers now, whom it serves, what it costs. Of what it does not know, or has no words for, it says nothing. */
  const facts = ({ hours, serves, cost }: (typeof others)[number]) => {
    const open = lineHours(hours, state.judged.t, lang, desk!.tz)
    return [
      open && t(open.kind === 'open' ? 'lines.open' : 'lines.opens', open),
      ...[...serves, cost].map((one) => state.catalog.strings[`lines.fact.${one}`]),
    ].filter(Boolean)
  }
  return (
    <>
      <p class="small">{t('lines.trace')}</p>
      <ul role="list" class="options">
        <Row number={emergency}>
          <small>{sentence(t('lines.emergency').replace(/^112\s*:\s*/, ''))}</small>
          <small>{t('lines.emergency.note')}</small>
        </Row>
        {others.map((line) => (
          <Row number={line.number}>
            {state.passing.full ? <span class="masked">{fullName(line, lang)}</span> : quietName(line, lang)}
            <small>{facts(line).join('\u00a0· ')}</small>
          </Row>
        ))}
      </ul>
      {others.some((line) => line.name !== line.quietName) && <FullNames p={p} />}
    </>
  )
}

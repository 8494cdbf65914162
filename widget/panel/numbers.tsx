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

/** The phone numbers: always 112, quiet names until somebody asks for the full ones. */
export const Numbers: View = ({ p }) => {
  const { t, desk, lang, state, act } = p
  const emergency = desk?.emergency ?? '112'
  const others = (desk?.lines ?? []).filter((line) => line.number !== emergency)
  const hours = (line: (typeof others)[number]) => {
    const open = lineHours(line.hours, state.judged.t, lang, desk!.tz)
    return open && <small>{open.kind === 'open' ? t('lines.open') : t('lines.opens', { from: open.from })}</small>
  }
  return (
    <>
      <ul role="list" class="options">
        <Row number={emergency}>
          <small>{sentence(t('lines.emergency').replace(/^112\s*:\s*/, ''))}</small>
          <small>{t('lines.emergency.note')}</small>
        </Row>
        {others.map((line) => (
          <Row number={line.number}>
            {state.passing.full ? fullName(line, lang) : quietName(line, lang)}
            {hours(line)}
          </Row>
        ))}
      </ul>
      {!state.passing.full && others.some((line) => line.name !== line.quietName) && (
        <Text p={p} word="lines.full" class="start" on={() => act.pass({ full: true })} />
      )}
      <p class="small">{t('lines.trace')}</p>
    </>
  )
}

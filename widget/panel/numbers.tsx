import { useState } from 'preact/hooks'
import type { Line } from '../../shared/roster.ts'
import { lineHours } from './format.ts'
import { Icon } from './icons.tsx'
import { usePanel } from './panelContext.ts'
import { Ltr, fullName, quietName } from './words.tsx'

const tel = (number: string): string => `tel:${number.replace(/ /g, '')}`

/** The phone numbers: always 112, quiet names until somebody asks for the full ones. */
export function Numbers() {
  const { t, desk } = usePanel()
  const [full, setFull] = useState(false)
  const emergency = desk?.emergency ?? '112'
  const others = (desk?.lines ?? []).filter((line) => line.number !== emergency)
  return (
    <>
      <ul role="list" class="numbers">
        <li>
          <a class="number" href={tel(emergency)}>
            <Icon name="phone" />
            <span class="label">
              <Ltr class="big">{emergency}</Ltr>
              <small>{t('lines.emergency').replace(/^112\s*[:\uff1a]\s*/, '')}</small>
              <small>{t('lines.emergency.note')}</small>
            </span>
          </a>
        </li>
        {others.map((line) => (
          <NumberRow key={line.number + line.name} line={line} full={full} />
        ))}
      </ul>
      {!full && others.some((line) => line.name !== line.quietName) && (
        <button type="button" class="text start" onClick={() => setFull(true)}>
          {t('lines.full')}
        </button>
      )}
      <p class="small">{t('lines.trace')}</p>
    </>
  )
}

function NumberRow({ line, full }: { line: Line; full: boolean }) {
  const { t, lang, desk, state } = usePanel()
  const hours = desk && lineHours(line.hours, state.judged.t, lang, desk.tz)
  return (
    <li>
      <a class="number" href={tel(line.number)}>
        <Icon name="phone" />
        <span class="label">
          <Ltr class="big">{line.number}</Ltr>
          <span>{full ? fullName(line, lang) : quietName(line, lang)}</span>
          {hours && <small>{hours.kind === 'open' ? t('lines.open') : t('lines.opens', { from: hours.from })}</small>}
        </span>
      </a>
    </li>
  )
}

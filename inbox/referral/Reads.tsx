import type { JSX } from 'preact'
import type { SharedPart } from '../../shared/referralParts.ts'
import { groupsOf, maskAddress, showAddress } from '../case/address.ts'
import { Sentences } from '../case/Lines.tsx'
import type { Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'
import { readPart } from './read.ts'

/**
 * One part as the receiver will read it. The number stays half hidden on the screen; on paper it stands in full.
 * @param facts cut down to what is handed on
 */
export function Reads(props: {
  readonly say: Speech
  readonly facts: Facts
  readonly part: SharedPart
  readonly whole?: boolean
}): JSX.Element {
  const { say, facts, part, whole = false } = props
  const address = part === 'contact' ? facts.told.contact?.address : undefined
  const { marks, lines } = readPart(facts, part)
  const many = part === 'contact' || part === 'safety'
  if (part === 'mailbox') return <p>{say('refer.mailbox')}</p>
  return (
    <>
      {address !== undefined && (
        <p class={whole ? 'address' : undefined}>
          <bdi dir="ltr" translate={false}>
            {whole
              ? groupsOf(showAddress(address).text).map((group, i) => <span key={i}>{group}</span>)
              : maskAddress(address)}
          </bdi>
        </p>
      )}
      <Sentences say={say} facts={facts} parts={marks} />
      {lines.map(({ id, parts }) => (
        <div key={id}>
          {/* Where one part has many lines, each says what it answers. */}
          {many && <p class="asks">{say(`line.${id}`)}</p>}
          <Sentences say={say} facts={facts} parts={parts} />
        </div>
      ))}
    </>
  )
}

import type { ComponentChildren, JSX } from 'preact'
import { cleanText } from '../../shared/text.ts'
import type { Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'
import { wordIn } from '../words.ts'
import type { Line, LineId, Part } from './cardLines.ts'
import { sentenceOf } from './sentence.ts'

export function Lines(props: {
  readonly say: Speech
  readonly facts: Facts
  readonly lines: readonly Line[]
  /** what stands below the sentences of a line */
  readonly below?: Readonly<Partial<Record<LineId, ComponentChildren>>>
}): JSX.Element {
  const { say, facts, lines, below = {} } = props
  return (
    <dl class="lines">
      {lines.map(({ id, parts }) => (
        <div key={id} data-line={id}>
          <dt>{say(`line.${id}`)}</dt>
          <dd>
            <Sentences say={say} facts={facts} parts={parts} />
            {below[id]}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Sentences(props: {
  readonly say: Speech
  readonly facts: Facts
  readonly parts: readonly Part[]
}): JSX.Element {
  return (
    <>
      {props.parts.map((part, i) => (
        <Sentence key={i} {...props} part={part} />
      ))}
    </>
  )
}

function Sentence({
  say,
  facts,
  part,
}: {
  readonly say: Speech
  readonly facts: Facts
  readonly part: Part
}): JSX.Element {
  if (part.kind === 'word') return <Word say={say} facts={facts} index={part.index} />
  if (part.kind === 'person')
    return (
      <p class="person" translate={false} dir="auto">
        {cleanText(part.text, true)}
      </p>
    )
  return <p class={part.kind}>{sentenceOf(say, facts, part)}</p>
}

/** Our word: large, in the person's language and in the member's, with its emoji. */
function Word({
  say,
  facts,
  index,
}: {
  readonly say: Speech
  readonly facts: Facts
  readonly index: number
}): JSX.Element {
  const word = wordIn(index, facts.lang, say.lang)
  return (
    <p class="word">
      {word && (
        <>
          <span aria-hidden="true">{word.emoji}</span>{' '}
          {word.words.map(({ tag, text }, i) => (
            <span key={tag}>
              {i > 0 && <span class="dot"> · </span>}
              <bdi lang={tag} translate={false}>
                {text}
              </bdi>
            </span>
          ))}
        </>
      )}
    </p>
  )
}

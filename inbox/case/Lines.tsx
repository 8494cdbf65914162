import type { ComponentChildren, JSX } from 'preact'
import { cleanText } from '../../shared/text.ts'
import type { Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'
import { regionName } from '../list/Row.tsx'
import { stopWords, wordIn } from '../words.ts'
import type { Line, Part } from './cardLines.ts'

export function Lines(props: {
  readonly say: Speech
  readonly facts: Facts
  readonly lines: readonly Line[]
  /** what stands below the sentences of the line "Say" */
  readonly message?: ComponentChildren
}): JSX.Element {
  const { say, facts, lines, message } = props
  return (
    <dl class="lines">
      {lines.map(({ id, parts }) => (
        <div key={id} data-line={id}>
          <dt>{say(`line.${id}`)}</dt>
          <dd>
            <Sentences say={say} facts={facts} parts={parts} />
            {id === 'say' && message}
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
  const values: Record<string, string | number> = { ...part.values }
  if (part.language) values['language'] = say.language(part.language)
  if (part.region) values['region'] = regionName(say, facts.desk, part.region)
  if (part.times) values['times'] = unbroken(say.list(part.times.map((one) => say(`when.${one}`))))
  if (part.key === 'stop.word') values['stop'] = stopWords(facts.lang, say.lang).map(quoted).join(' · ')
  return <p class={part.kind}>{say(part.key, values)}</p>
}

/** In quotes, and isolated, so that an Arabic phrase does not turn the sentence around it. */
const quoted = ({ text }: { readonly text: string }): string => `\u2068“${text}”\u2069`

/** Keeps "17–21" on one line. */
const unbroken = (text: string): string => text.replace(/(\d)–(\d)/g, '$1\u2060–\u2060$2')

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

import type { JSX } from 'preact'

/** Words to be read out loud and compared, in the one language that both sides have them in. */
export function SixWords({ words }: { readonly words: readonly string[] }): JSX.Element {
  return (
    <ol class="made six" role="list" data-six lang="en" dir="ltr" translate={false}>
      {words.map((word, i) => (
        <li key={i}>{word}</li>
      ))}
    </ol>
  )
}

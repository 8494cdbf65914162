import type { ComponentChildren } from 'preact'

/** A sentence with `{code}` in it, where that is set as code. */
export function withCode(sentence: string, code: string): ComponentChildren {
  const [before, after] = sentence.split('{code}')
  return (
    <>
      {before}
      <code dir="ltr">{code}</code>
      {after}
    </>
  )
}

import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Facts } from '../list/facts.ts'
import { firstMessage } from '../words.ts'

/** What is written first, letter by letter as the person chose it, to be copied: nobody types a language that they do not read. */
export function FirstMessage({ inbox, say, facts }: Part & { readonly facts: Facts }): JSX.Element | null {
  const { contact } = facts.told
  if (contact?.to !== 'person' || contact.how === 'call' || contact.word === undefined) return null
  const message = firstMessage(contact.word, contact.first, facts.lang, say.lang)
  if (!message) return null
  const { text } = message
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      inbox.copied.value = text
    } catch {
      // The text stands there and can be marked by hand.
      inbox.copied.value = null
    }
  }
  return (
    <div class="first">
      <p lang={message.tag} dir="auto" translate={false}>
        {text}
      </p>
      <button type="button" class="quiet" data-copy onClick={() => void copy()}>
        {say('first.copy')}
      </button>
      <span role="status">{inbox.copied.value === text && say('first.copied')}</span>
    </div>
  )
}

import type { ComponentChildren, JSX } from 'preact'
import { Languages, type Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import { Icon, Thread } from '../icons.tsx'

/** The frame around the steps of who has no account yet. @param part how far the thread has come @param secret whether there is anything to lock away */
export function NewcomerPage({
  inbox,
  say,
  title,
  part,
  secret,
  children,
}: Part & {
  readonly title: Key
  readonly part: number
  readonly secret: boolean
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <main class="unlock join">
      <div>
        <header>
          <h1>{say(title)}</h1>
          {secret && (
            <button type="button" class="quiet" data-lock onClick={() => inbox.drop()}>
              <Icon name="lock" />
              {say('shell.lock')}
            </button>
          )}
        </header>
        <Thread part={part} />
        {children}
      </div>
      <Languages inbox={inbox} say={say} />
    </main>
  )
}

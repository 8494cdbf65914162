import type { JSX } from 'preact'
import { cleanText } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import type { Request } from '../list/items.ts'

/**
 * Whom nobody contacts any more: the person took it back, or it was deleted on request and the server still shows it. Nothing of what
 * was there is drawn; only what the person wrote after that.
 */
export function Gone({ say, item }: Pick<Part, 'say'> & { readonly item: Request }): JSX.Element {
  return (
    <>
      <p class="strip ember" data-gone={item.withdrawn ? 'withdrawn' : 'erased'}>
        <strong>{say(item.withdrawn ? 'staff.deleted.note' : 'gone.erased')}</strong>
      </p>
      <p>{say('gone.body')}</p>
      {item.withdrawn && item.wrote.length > 0 && (
        <div class="wrote" data-again>
          <p>
            <strong>{say('gone.wrote')}</strong>
          </p>
          {item.wrote.map(
            ({ id, text }) =>
              text !== undefined && (
                <p key={id} class="person" translate={false} dir="auto">
                  {cleanText(text, true)}
                </p>
              ),
          )}
          <p>{say('gone.wrote.body')}</p>
        </div>
      )}
    </>
  )
}

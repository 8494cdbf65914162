import type { ComponentChild } from 'preact'
import { noticeOf } from '../../shared/notice.ts'
import type { Actions } from '../panel/actions.ts'
import { Sheet } from '../panel/overlays.tsx'
import type { View } from '../panel/view.ts'
import { readNotice } from './readNotice.ts'
import { written } from './written.tsx'

/** Opens it and fetches the text; what does not come is said, and may be asked for again. */
export async function openAbout({ server, open, pass }: Actions, hash: string): Promise<void> {
  open('about-data')
  pass({ about: {} })
  pass({ about: { [hash]: await readNotice(server, hash) } })
}

/** What the NGO tells about data, in its own words; where it has none in the panel's language, the other one is named. */
export const AboutData: View = ({ p }) => {
  const { t, state, lang } = p
  const { catalog, offer, passing } = state
  const about = offer && noticeOf(offer.ngo, lang)
  const text = about && passing.about?.[about.hash]
  const language = catalog.languages.find(({ tag }) => tag === about?.tag)
  return (
    <Sheet p={p} name="about-data" title={t('review.more')}>
      <p class={text ? 'sr' : ''} role="status">
        {text === undefined ? t('wait') : !text && t('review.more.none')}
      </p>
      {text && (
        <div class="told" lang={about.tag === lang ? undefined : about.tag} dir={language?.dir ?? 'auto'}>
          {about.tag !== lang && <p class="small">{language?.name ?? about.tag}</p>}
          {blocks(text)}
        </div>
      )}
    </Sheet>
  )
}

/** The tiny format of shared/notice.ts; only ever text, whoever wrote it. A block is a line and the items that follow it. */
const blocks = (text: string): ComponentChild =>
  `\n${text}`.split(/\n+(?!- |\n)/).map((block) => {
    const [line = '', ...items] = block.split(/\n+- /)
    return [
      line.startsWith('# ') ? <h2>{line.slice(2)}</h2> : line && <p>{written(line)}</p>,
      items[0] && (
        <ul>
          {items.map((item) => (
            <li>{written(item)}</li>
          ))}
        </ul>
      ),
    ]
  })

import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { ForKeeper } from '../members/ForKeeper.tsx'
import type { Session } from '../session.ts'
import { NOTICE_SIZE } from '../../shared/notice.ts'
import { Step } from '../setup/Step.tsx'
import { blocksOf } from './blocks.ts'
import { judge, languagesOf } from './judge.ts'
import { type NoticesFile, mayTell } from './notices.ts'

type Props = Part & { readonly session: Session }

/** What the NGO tells people about their data: in which languages, the text of one, and the file for the keeper. */
export function NoticesView(props: Props): JSX.Element {
  const page = props.inbox.notices.page.value
  if (!mayTell(props.session)) return <p>{props.say('notices.only')}</p>
  if (page.kind === 'list') return <Languages {...props} />
  if (page.kind === 'text') return <Text {...props} tag={page.tag} typed={page.typed} read={page.read} />
  return <Sheet {...props} sheet={page.sheet} saved={page.saved} />
}

function Languages({ inbox, say, session }: Props): JSX.Element {
  const { notices } = inbox
  const tags = languagesOf(session.ngo)
  const waits = tags.some((tag) => notices.stateOf(session, tag) === 'waits')
  return (
    <>
      <p>{say('notices.means')}</p>
      <ul role="list" class="told-in">
        {tags.map((tag) => (
          <li key={tag}>
            <button type="button" class="plain" data-notice={tag} onClick={() => void notices.open(tag)}>
              {say.language(tag)} <span class="hint">{say(`notices.${notices.stateOf(session, tag)}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      {waits && (
        <button type="button" class="primary" data-to-keeper onClick={notices.toKeeper}>
          {say('notices.tokeeper')}
        </button>
      )}
    </>
  )
}

function Text(props: Props & { readonly tag: string; readonly typed: string; readonly read: boolean }): JSX.Element {
  const { inbox, say, tag, typed, read } = props
  const { notices } = inbox
  const { text, bytes, left, fault } = judge(typed)
  const percent = Math.ceil((100 * bytes) / NOTICE_SIZE)
  return (
    <Step
      say={say}
      name="notice"
      title="notices.title"
      values={{ language: say.language(tag) }}
      next="notices.publish"
      busy={notices.busy.value || !read}
      said={notices.said.value}
      onNext={() => void notices.publish()}
    >
      <p>{say('notices.how')}</p>
      <label for="notice-text">{say('notices.text')}</label>
      <textarea
        autocomplete="off"
        id="notice-text"
        class="writes"
        lang={tag}
        dir="auto"
        rows={14}
        readOnly={!read || notices.busy.value}
        value={typed}
        aria-describedby="notice-size"
        onInput={(event) => notices.type(event.currentTarget.value)}
      />
      <p class={fault === 'long' ? 'wrong' : 'hint'} id="notice-size" role="status">
        {!read ? say('notices.reading') : say(fault === 'long' ? 'notices.long' : 'notices.size', { n: percent })}
        {left && ` ${say('notices.left')}`}
      </p>
      <h3>{say('notices.preview')}</h3>
      <Preview tag={tag} text={text} />
    </Step>
  )
}

/** As the panel shows it: only ever text. */
export function Preview({ tag, text }: { readonly tag: string; readonly text: string }): JSX.Element {
  return (
    <div class="told" data-preview lang={tag} dir="auto">
      {blocksOf(text).map((block, i) => {
        if (block.kind === 'heading') return <h4 key={i}>{block.text}</h4>
        if (block.kind === 'paragraph') return <p key={i}>{block.text}</p>
        return (
          <ul key={i}>
            {block.items.map((item, j) => (
              <li key={j}>{item}</li>
            ))}
          </ul>
        )
      })}
    </div>
  )
}

function Sheet({
  inbox,
  say,
  sheet,
  saved,
}: Props & { readonly sheet: NoticesFile; readonly saved: boolean }): JSX.Element {
  const { notices } = inbox
  return (
    <ForKeeper
      say={say}
      name="notices"
      title="notices.sheet"
      sheet={sheet}
      save="notices.sheet.save"
      then="notices.sheet.then"
      saved={saved}
      onSaved={notices.saved}
      onDone={notices.list}
    >
      <p>{say('notices.sheet.what', { names: say.list(sheet.tags.map(say.language)) })}</p>
    </ForKeeper>
  )
}

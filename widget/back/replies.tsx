import type { ComponentChild } from 'preact'
import type { Reply } from '../../shared/reply.ts'
import { written } from '../later/written.tsx'
import { Primary, Screen, Text } from '../panel/controls.tsx'
import type { Panel, View } from '../panel/view.ts'
import { quietName, sentence } from '../panel/words.ts'
import { show } from './act.ts'

const DAY = 86_400

/** What was answered, newest first; without a clock, which would tell who looks on when somebody was there. */
export const RepliesStep: View = ({ p }) => {
  const { t, state } = p
  const { replies = [], missing, unsure, ngo } = state.back ?? {}
  return (
    <Screen
      p={p}
      step="replies"
      title={t('return.title')}
      onBack={() => show(p, 'return', {})}
      foot={
        <>
          {ngo && <Primary p={p} word="return.write" on={() => show(p, 'reply')} is={{ 'data-write': '' }} />}
          <div class="skips">
            <Text p={p} word="return.delete" on={() => show(p, 'return-delete')} is={{ 'data-delete': '' }} />
          </div>
        </>
      }
    >
      {unsure && (
        <p class="advice" role="alert">
          {t('reply.unsure')}
        </p>
      )}
      {!replies.length && !unsure && <p>{t('return.none')}</p>}
      {replies.length > 0 && (
        <ul role="list" class="answers">
          {replies.map((reply) => (
            <li>{answer(p, reply)}</li>
          ))}
        </ul>
      )}
      {missing && <p class="advice">{t('reply.missing')}</p>}
    </Screen>
  )
}

/** In the NGO's own words; read aloud only where they are of the panel's language. */
function answer({ t, state, lang }: Panel, reply: Reply): ComponentChild {
  const { t: now } = state.judged
  const ngo = state.chain.roster.ngos.find(({ id }) => id === reply.ngo)
  const day = (at: number) => new Date(at * 1000).toDateString()
  const age = day(reply.at) === day(now) ? 'today' : now - reply.at < 7 * DAY ? 'week' : 'before'
  const own = reply.lang === lang
  return [
    <small>
      {ngo && sentence(quietName(ngo, lang))}
      {`\u00a0· ${t(`reply.${age}`)}`}
    </small>,
    <p class="words" dir="auto" translate={false} lang={own ? undefined : reply.lang}>
      {written(reply.text)}
    </p>,
  ]
}

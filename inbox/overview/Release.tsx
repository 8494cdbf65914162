import type { JSX } from 'preact'
import { type OpenedStatistics, STATISTICS_CAP, mayApprove } from '../../shared/statisticsFile.ts'
import type { Part } from '../App.tsx'
import { chooseFile } from '../chooseFile.ts'
import { download } from '../download.ts'
import type { Session } from '../session.ts'
import { Fold } from './Fold.tsx'
import { Tables, isEmpty } from './Tables.tsx'
import { csvOf } from './csv.ts'
import { type Made, fileName } from './numbers.ts'
import { rowsOfWords, spanWords } from './words.ts'

interface Props extends Part {
  readonly session: Session
}

const saveJson = (made: Made | null): void => {
  if (made) download(made.name, made.text)
}

/** From the coordinator's tables to numbers that may leave the team: two people, one file. */
export function Release(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { numbers } = inbox
  const opened = numbers.opened.value
  const said = numbers.said.value
  const others = session.team.members.filter((one) => mayApprove(one, session.member)).map(({ name }) => name)
  const leads = session.member.role === 'lead'
  const makes = leads && others.length > 0 && !opened && !isEmpty(numbers.tables.value)
  return (
    <Fold class="release" id="release" title={say('release.title')} wanted={opened !== null || said !== null}>
      <p>{say('release.body')}</p>
      {leads && !opened && (
        <p>{others.length ? say('release.others', { names: say.list(others) }) : say('release.nobody')}</p>
      )}
      {opened && <Opened {...props} opened={opened} />}
      <p class={said?.code ? 'notice' : 'hint'} role="status">
        {said && say(said.key, said.values)}
      </p>
      <div class="aside">
        {makes && (
          <button type="button" class="quiet" data-make onClick={() => saveJson(numbers.make())}>
            {say('release.make')}
          </button>
        )}
        {opened ? (
          <button type="button" class="quiet" data-shut onClick={() => numbers.clear()}>
            {say('release.shut')}
          </button>
        ) : (
          <button
            type="button"
            class="quiet"
            data-openfile
            onClick={() => chooseFile(2 * STATISTICS_CAP, (text) => void numbers.open(text))}
          >
            {say('release.open')}
          </button>
        )}
      </div>
    </Fold>
  )
}

function Opened({ inbox, say, session, opened }: Props & { readonly opened: OpenedStatistics }): JSX.Element {
  const { file, maker, approver } = opened
  const { roster } = session.chain
  return (
    <>
      <p data-by>
        {say('release.by', { name: maker.name, span: spanWords(say, file) })}{' '}
        {approver ? say('release.released', { name: approver.name }) : say('release.waits')}
      </p>
      <Tables say={say} roster={roster} tables={file.tables} />
      <p class="hint">{say('numbers.how')}</p>
      {approver ? (
        <button
          type="button"
          class="plain"
          data-csv
          onClick={() =>
            download(fileName(file, 'csv'), csvOf(rowsOfWords(say, roster, file.tables)), 'text/csv;charset=utf-8')
          }
        >
          {say('release.csv')}
        </button>
      ) : (
        mayApprove(session.member, maker) && (
          <>
            <p>{say('release.look')}</p>
            <button type="button" class="primary" data-approve onClick={() => saveJson(inbox.numbers.approve())}>
              {say('release.approve')}
            </button>
          </>
        )
      )}
    </>
  )
}

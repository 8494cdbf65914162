import type { ReadonlySignal } from '@preact/signals'
import { toBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import { MitosError } from '../../shared/errors.ts'
import { type OpenedRow, type Request, isOff } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import { sealAnswer } from '../replies/answer.ts'
import type { Session } from '../session.ts'
import type { CaseApi } from './api.ts'
import type { Files } from './files.ts'
import { answersIn, caseIn, mayDo } from './view.ts'
import type { Writing } from './writing.ts'

interface AnsweringDeps {
  readonly api: Pick<CaseApi, 'reply'>
  readonly rows: Rows
  readonly files: Files
  readonly writing: Writing
  readonly t: ReadonlySignal<number>
}

export interface Answer {
  readonly lang: string
  readonly text: string
}

/**
 * Answers to a person's number: first into the mailbox and then into the case, since a case that tells of an answer which never
 * arrived would be worse than one that is silent.
 */
export function createAnswering({ api, rows, files, writing, t }: AnsweringDeps) {
  const { append, newest } = writing
  /** Answers that are not in their cases yet, by request. `sent`: as they may lie in the mailbox already; the same bytes are there once. */
  const answering = new Map<
    string,
    { readonly act: CaseAct & { kind: 'reply' }; readonly sent: string; there: boolean }
  >()

  return {
    /** @throws MitosError `not-found` | `case-move` | `case-actor`, and as `append` */
    async answer(current: Session, item: Request, { lang, text }: Answer): Promise<void> {
      const sent = rows.rows.value.get(item.id)?.sent
      if (!sent?.signed) throw new MitosError('not-found')
      if (newest(item).kind === 'request' && isOff(newest(item) as Request)) throw new MitosError('case-move')
      const n = answersIn(caseIn(files.of(item))).length + 1
      const before = answering.get(item.id)
      const again = before && before.act.lang === lang && before.act.text === text
      const act = again ? before.act : ({ kind: 'reply', n, lang, text } as const)
      // The mailbox would take it from any member.
      if (!mayDo(current, item, files.of(item), act, t.value)) throw new MitosError('case-actor')
      const one = again ? before : { act, sent: toBase64(sealAnswer(current, sent, act)), there: false }
      answering.set(item.id, one)
      if (!one.there) await api.reply(item.id, one.sent, item.handed?.person?.address)
      one.there = true
      await append(current, item, { acts: [act] })
      answering.delete(item.id)
    },
    forget: (gone: readonly OpenedRow[]): void => gone.forEach(({ id }) => answering.delete(id)),
    clear: (): void => answering.clear(),
  }
}

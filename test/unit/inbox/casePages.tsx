import { afterAll, beforeAll, expect } from 'vitest'
import type { Fetch } from '../../../inbox/api.ts'
import { Aside, Others } from '../../../inbox/case/Aside.tsx'
import { Before } from '../../../inbox/case/Before.tsx'
import { Fields } from '../../../inbox/case/Sheet.tsx'
import { Troubles } from '../../../inbox/case/Troubles.tsx'
import { Work } from '../../../inbox/case/Work.tsx'
import type { Form } from '../../../inbox/cases/screen.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Request } from '../../../inbox/list/items.ts'
import { rowOf } from '../../../inbox/list/order.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { logIn } from '../../integration/team.ts'
import { type Drawn, elements, unfold } from '../unfold.ts'
import { caseStage, opened } from './caseStage.ts'

export const say = speak('en')

export const parts = (inbox: Inbox, item: Request) => ({ inbox, say, session: inbox.session.value!, item })
/** The opened case, as its owner sees it. */
export const work = (inbox: Inbox) =>
  unfold(
    <Work
      {...parts(inbox, inbox.opened.value as Request)}
      trouble={<Troubles {...parts(inbox, inbox.opened.value as Request)} />}
    />,
  )
/** The same, as those see it who do not have it. */
export const before = (inbox: Inbox) => {
  const item = inbox.opened.value as Request
  const row = rowOf(item, inbox.session.value!.member.id, inbox.t.value)
  return unfold(
    <>
      <Before inbox={inbox} say={say} session={inbox.session.value!} row={row} />
      <Others {...parts(inbox, item)} />
      <Aside {...parts(inbox, item)} />
    </>,
  )
}
export const has = (page: ReturnType<typeof unfold>, mark: string): Drawn | undefined =>
  elements(page).find(({ props }) => props[mark] !== undefined && props[mark] !== false)
export const sheet = (inbox: Inbox, form: Form) => {
  inbox.cases.form.value = form
  return unfold(<Fields {...parts(inbox, inbox.opened.value as Request)} form={form} />)
}
export const choices = (page: ReturnType<typeof unfold>) =>
  elements(page).flatMap(({ props }) => props['data-choice'] ?? [])
/** Presses a choice of the sheet. */
export function press(inbox: Inbox, form: Form, choice: string): void {
  const button = elements(sheet(inbox, form)).find(({ props }) => props['data-choice'] === choice)!
  ;(button.props['onClick'] as () => void)()
}
/** The same, and waits until it is written. */
export async function choose(inbox: Inbox, form: Form, choice: string): Promise<void> {
  press(inbox, form, choice)
  await expect.poll(() => inbox.cases.busy.value).toBe(false)
  // The list is read behind it.
  await expect.poll(() => inbox.cases.form.value === null || inbox.cases.said.value !== null).toBe(true)
  await inbox.lift()
  inbox.cases.tab.value = 'card'
}
export const caseOf = (inbox: Inbox) => inbox.cases.caseIn(inbox.opened.value)
/** Shows the number, whatever hour it is. */
export function reveal(inbox: Inbox): void {
  inbox.reveal(0)
  if (!inbox.revealed.value) inbox.reveal(0, 'asked')
}

/** A server, and Maria's, Nikos's and Lena's inboxes at it. To be made once in a file, for all its tests. */
export function casePages() {
  let stage: Awaited<ReturnType<typeof caseStage>>
  let maria: Inbox
  let nikos: Inbox
  let lena: Inbox
  const line = { down: false }
  beforeAll(async () => {
    stage = await caseStage()
    maria = await stage.enter('maria', {}, () => line.down)
    nikos = await stage.enter('nikos')
    lena = await stage.enter('lena')
  })
  afterAll(() => stage.stop())
  return {
    /** in a hook of the file's own, or a test */
    all: () => ({ stage, maria, nikos, lena }),
    /** whether Maria's server answers */
    line,
    /** Another session of this member's. */
    sessionOf: async (name: string): Promise<Fetch> => (await logIn(stage.server, name)).fetch as unknown as Fetch,
    /** Maria takes somebody new. */
    async taken(rest: object = {}): Promise<number> {
      const person = await stage.person(rest)
      const item = await opened(maria, person)
      await maria.claim(item.id)
      return person
    },
  }
}

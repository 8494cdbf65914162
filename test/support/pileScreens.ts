import { ASKED } from './caseScreens.ts'
import { type Desk, type InboxWalker, ask, deskOf } from './inboxScreens.ts'
import { at, press, showOnly } from './joining.ts'
import { postRequest, takeBack } from './postRequest.ts'

/** The list with nothing in it, with much, in each of its piles, and without a server. */
export async function pileScreens(walker: InboxWalker): Promise<void> {
  const desk = await deskOf(walker, 'nikos')
  const { frame } = desk
  let nth = 0
  const see = (what: string, of: Desk = desk) => walker.see(`piles-${String(nth++).padStart(2, '0')}-${what}`, of)
  await at(frame, '.empty')
  await see('nothing-to-do')
  await press(frame, '[data-tab="mine"]')
  await see('none-of-mine')
  await fillList(walker)
  await press(frame, '[data-tab="now"]')
  await at(frame, '.arrived')
  await see('arrived')
  await press(frame, '.arrived', '[data-request]:not(:has(.owner)) button', '[data-claim]')
  await press(frame, '.case .back', '[data-tab="mine"]')
  await see('mine')
  await press(frame, '[data-tab="now"]')
  await see('many')
  for (const filter of ['unread', 'referred', 'closed']) {
    await showOnly(frame, filter)
    await see(filter)
  }
  await showOnly(frame, 'all')
  await several(desk, see)
  await desk.page.route('**/api/**', (route) => route.abort())
  await at(frame, '.notices .notice')
  await see('server-away')
  await press(frame, '[data-request]:not(:has(.owner)) button')
  await at(frame, '.before')
  await see('server-away-case')
  await desk.tab.close()
}

/** Who is in danger, under 18, from abroad, a test of nobody's; and one who took it back. */
async function fillList(walker: InboxWalker): Promise<void> {
  const { server } = walker.demo
  const { contact } = ASKED
  await ask(walker)
  await postRequest(server, ASKED)
  await postRequest(server, {
    for: 'self',
    contact,
    more: { age: 'under18', speak: 'ur', place: 'nosay' },
  } as typeof ASKED)
  await postRequest(server, { for: 'self', contact: { to: 'nobody', how: 'back' } })
  await postRequest(server, {
    for: 'pro',
    role: 'health',
    agreed: false,
    contact: { to: 'helper', how: 'call', address: '+302101234567' },
  })
  await takeBack(server, await postRequest(server, ASKED))
}

/** Several at once: chosen, set aside, and back. */
async function several(
  { frame }: Desk & { readonly frame: Parameters<typeof at>[0] },
  see: (what: string) => Promise<void>,
): Promise<void> {
  await press(frame, '[data-several]')
  await at(frame, '[data-choose-one]')
  await see('several')
  await press(frame, '[data-choose-one]', 'label:nth-of-type(2) [data-choose-one]')
  await see('several-chosen')
  await press(frame, '[data-several-go]')
  await at(frame, '.case-done')
  await see('several-done')
  await showOnly(frame, 'aside')
  await see('aside')
  await showOnly(frame, 'all')
}

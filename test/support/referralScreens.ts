import type { Frame } from './browsers.ts'
import { ASKED } from './caseScreens.ts'
import { type Desk, type InboxWalker, deskOf } from './inboxScreens.ts'
import { at, fill, press } from './joining.ts'
import { postRequest, takeBack } from './postRequest.ts'
import { beginsReferral, opensReferred, refersWithYes, takesOver } from './referrals.ts'

const FREE = '[data-request]:not(:has(.owner)) button'

const quiet = async (): Promise<void> => undefined

/** Takes what nobody has; it may just have come. */
const takes = (page: Frame): Promise<void> => press(page, '[data-tab="now"]', `.arrived, ${FREE}`, FREE, '[data-claim]')

/** From one organisation to another: taken over, sent back, and taken back by the person; and on paper, without a yes. */
export async function referralScreens(walker: InboxWalker): Promise<void> {
  const { server } = walker.demo
  const [nikos, petros] = [await deskOf(walker, 'nikos'), await deskOf(walker, 'petros')]
  let nth = 0
  const see = (desk: Desk) => (what: string) => walker.see(`referral-${String(nth++).padStart(2, '0')}-${what}`, desk)

  await takes(nikos.frame)
  await refersWithYes(nikos.frame, see(nikos))
  await takesOver(petros.frame, see(petros))
  await at(nikos.frame, '[data-answer="accepted"]')
  await see(nikos)('taken-over')

  await postRequest(server, ASKED)
  await takes(nikos.frame)
  await refersWithYes(nikos.frame, quiet)
  await opensReferred(petros.frame, quiet)
  await press(petros.frame, '[data-return]')
  await see(petros)('send-back')
  await press(petros.frame, '[name="refer-back"]', '[data-return]')
  await at(petros.frame, '[data-sent-back], .received .done')
  await see(petros)('sent-back')
  await press(nikos.frame, '.case .back')
  await see(nikos)('came-back-list')
  await press(nikos.frame, '[data-request]:has(.pill.amber) button')
  await see(nikos)('came-back')
  await takenBack(walker, [nikos, petros], see)
  await petros.tab.close()
  await nikos.tab.close()
  await onPaper(walker, see)
}

/** The person takes back what was referred and taken over: for who had it first, and for who has it now. */
async function takenBack(
  walker: InboxWalker,
  [nikos, petros]: readonly (Desk & { readonly frame: Frame })[],
  see: (desk: Desk) => (what: string) => Promise<void>,
): Promise<void> {
  const { demo } = walker
  const posted = await postRequest(demo.server, ASKED)
  await takes(nikos!.frame)
  await refersWithYes(nikos!.frame, quiet)
  await takesOver(petros!.frame, quiet)
  await takeBack(demo.server, posted)
  await press(nikos!.frame, '.case .back')
  await see(nikos!)('taken-back-list')
  // Who unlocks asks the server anew.
  const later = await deskOf(walker, 'petros')
  await at(later.frame, '[data-off="there"]')
  await see(later)('taken-back-there-list')
  await press(later.frame, '[data-off="there"] button')
  await at(later.frame, '[data-took-back]')
  await see(later)('taken-back-there')
  await later.tab.close()
}

/** A coordinator prints for a body outside; the person could not be asked. */
async function onPaper(walker: InboxWalker, see: (desk: Desk) => (what: string) => Promise<void>): Promise<void> {
  await postRequest(walker.demo.server, ASKED)
  const maria = await deskOf(walker, 'maria')
  const { frame } = maria
  await press(frame, FREE, '[data-claim]')
  await beginsReferral(frame)
  await press(
    frame,
    '[data-door="without"]',
    '[name="refer-reason"][value="life"]',
    '[name="refer-told"][value="false"]',
  )
  await fill(frame, '#refer-why', 'She cannot be reached safely.')
  await see(maria)('without-a-yes')
  await press(frame, '[data-next]', '[name="refer-whom"][value="OUTSIDE"]')
  await fill(frame, '#refer-name', 'Children’s hospital, social service')
  await see(maria)('outside')
  await press(frame, '[data-next]', '[data-part="contact"] input', '[data-next]')
  await at(frame, '[data-print]')
  await see(maria)('paper')
  await maria.tab.close()
}

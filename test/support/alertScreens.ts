import { type InboxWalker, deskOf } from './inboxScreens.ts'
import { at, fill, press } from './joining.ts'
import { startEndpoint } from './pushService.ts'

/** The ways in which this walk's server calls: a web hook is there, a mail server is not. */
export const ALERT_WAYS = {
  MITOS_ALERT_WAYS: 'push,webhook',
  MITOS_ALERT_NETWORKS: '127.0.0.0/8',
  MITOS_SMTP_URL: 'smtp://127.0.0.1:1',
  MITOS_MAIL_FROM: 'list@ngo.example',
}

/** How a member is called: no way yet, some, and what came of a test; then the call above the list. */
export async function alertScreens(walker: InboxWalker): Promise<void> {
  const hook = await startEndpoint()
  const desk = await deskOf(walker, 'maria')
  const { frame } = desk
  const see = (what: string) => walker.see(`alerts-${what}`, desk)
  try {
    await press(frame, '[data-more]', '[data-alerts]')
    await at(frame, '#way-mail')
    await see('00-none')
    for (const [kind, way] of [
      ['mail', 'maria.papadopoulou@a-long-name-of-an-ngo.example'],
      ['webhook', `${hook.url}/calls`],
    ] as const) {
      await fill(frame, `#way-${kind}`, way)
      await press(frame, `[data-add="${kind}"]`)
      await at(frame, `[data-way="${kind}"]`)
    }
    await see('01-ways')
    await press(frame, '[data-test-ways]')
    await at(frame, '[data-result="arrived"]')
    await at(frame, '[data-result="alert-unreachable"]')
    await see('02-tested')
    await press(frame, '[data-tab="now"]')
    await see('03-called')
  } finally {
    await desk.tab.close()
    await hook.stop()
  }
}

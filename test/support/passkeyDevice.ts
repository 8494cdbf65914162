import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** A device of Chromium's own with finger or face, whose owner says yes at once. */
const DEVICE = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  hasPrf: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

export interface PasskeyDevice {
  readonly session: CDPSession
  readonly authenticatorId: string
}

/** Gives a page such a device. */
export async function deviceOf(context: BrowserContext, page: Page): Promise<PasskeyDevice> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: DEVICE })
  return { session, authenticatorId }
}

/** Gives it to each page of a context, as it is opened. */
export async function addDevice(context: BrowserContext): Promise<void> {
  context.on('page', (page) => void deviceOf(context, page))
}

import { MitosError } from '../../../shared/errors.ts'
import type { AlertConfig } from '../../alertConfig.ts'
import { BODY, SUBJECT } from '../words.ts'

type Mail = NonNullable<AlertConfig['mail']>

/**
 * Hands one mail to the operator's mail server. All are the same bytes but for the address, the `Date`, and a `Message-ID` that is
 * drawn: mail must have both, and programs drop the second of two with one id. The library is loaded at the first mail.
 * @throws MitosError `alert-refused`: this address is not taken; `alert-unreachable`: perhaps another time
 */
export async function sendMail({ from, ...smtp }: Mail, to: string, signal: AbortSignal): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    ignoreTLS: !smtp.secure,
    // How it introduces itself: never by the machine's own name.
    name: domain,
    ...(smtp.login && { auth: smtp.login }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const gaveUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true })
  })
  try {
    signal.throwIfAborted()
    const sent = transport.sendMail({
      from,
      to,
      subject: SUBJECT,
      text: BODY,
      xMailer: false,
      messageId: `<${globalThis.crypto.randomUUID()}@${domain}>`,
      // No answers of absent people (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    await Promise.race([sent, gaveUp])
  } catch (error) {
    const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
    const isFinal = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500
    throw new MitosError(isFinal ? 'alert-refused' : 'alert-unreachable')
  } finally {
    transport.close()
  }
}

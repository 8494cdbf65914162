import { fromBase64 } from '../../shared/bytes.ts'

/** Where the worker lies that wakes this browser; the server serves it, always the same. */
const WORKER = '/inbox/sw.js'

/** Whether this browser can be called at all. */
export const canPush = (): boolean =>
  'PushManager' in globalThis && 'Notification' in globalThis && 'serviceWorker' in navigator

/**
 * Lets this browser be called, which asks its owner first.
 * @param key the server's public key (RFC 8292), base64url
 * @returns the address at the browser's push service; null: its owner said no
 */
export async function subscribe(key: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await navigator.serviceWorker.register(WORKER, { scope: '/inbox/' })
  const { pushManager } = await navigator.serviceWorker.ready
  // One that was made for another key of the server's is of no use.
  await (await pushManager.getSubscription())?.unsubscribe()
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64(key, 65).slice() })
  return made.endpoint
}

import { fromBase64 } from '../../shared/bytes.ts'

/** Where the worker lies that wakes this browser, and shows the lock without a server; it is always the same. */
const WORKER = '/inbox/sw.js'

/** Whether this browser can be called at all. */
export const canPush = (): boolean =>
  'PushManager' in globalThis && 'Notification' in globalThis && 'serviceWorker' in navigator

const register = () => navigator.serviceWorker.register(WORKER, { scope: '/inbox/' })

/** So that the inbox opens without a server, to the lock. It keeps nothing; a browser that has no workers does without. */
export async function openOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  // Nor can a copy of the page that lies on a disk have one.
  await register().catch(() => undefined)
}

/**
 * Lets this browser be called, which asks its owner first.
 * @param key the server's public key (RFC 8292), base64url
 * @returns the address at the browser's push service; null: its owner said no
 */
export async function subscribe(key: string): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await register()
  const { pushManager } = await navigator.serviceWorker.ready
  // One that was made for another key of the server's is of no use.
  await (await pushManager.getSubscription())?.unsubscribe()
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64(key, 65).slice() })
  return made.endpoint
}

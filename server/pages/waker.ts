import { SUBJECT } from '../alerts/words.ts'
import { LOCK_PAGES, LOCK_POLICY } from './lockPage.ts'

/**
 * The service worker of the inbox: it shows that something is to be done, always the same, and brings up the inbox where one taps;
 * and where the inbox itself cannot be loaded it shows the lock, which stands in this very text. It keeps nothing: no cache, no
 * database. Of what the page asks for nothing passes through it but the page.
 */
export const WAKER = `'use strict'
const LOCKS = ${JSON.stringify(LOCK_PAGES)}
const lock = () => {
  const tags = (self.navigator.languages || []).map((tag) => tag.slice(0, 2))
  return new Response(LOCKS[tags.find((tag) => LOCKS[tag])] || LOCKS.en, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': ${JSON.stringify(LOCK_POLICY)},
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode !== 'navigate' || new URL(request.url).pathname !== '/inbox/') return
  // A proxy that finds no server behind it says 502 or 504.
  const away = ({ status }) => status === 502 || status === 504
  event.respondWith(fetch(request).then((answer) => (away(answer) ? lock() : answer), lock))
})
self.addEventListener('push', (event) =>
  event.waitUntil(self.registration.showNotification(${JSON.stringify(SUBJECT)}, { tag: 'list', renotify: true })),
)
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((windows) => {
      const open = windows.find(({ url }) => new URL(url).pathname === '/inbox/')
      return open ? open.focus() : self.clients.openWindow('/inbox/')
    }),
  )
})
`

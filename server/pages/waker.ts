import { SUBJECT } from '../alerts/words.ts'

/**
 * The service worker of the inbox: it shows that something is to be done, always the same, and brings up the inbox where one taps.
 * It keeps nothing, and no request of the page passes through it.
 */
export const WAKER = `'use strict'
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
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

/**
 * The inbox as one HTML file, so that an NGO can keep it, compare its hash with the release, or serve it itself.
 * @param script a classic script; the same text also runs as a worker
 */
export function inboxPage(script: string, css: string): string {
  const inline = script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>List</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='5' fill='%23888'/%3E%3C/svg%3E">
<link rel="manifest" href="/inbox/list.webmanifest"><link rel="apple-touch-icon" href="/inbox/dot-192.png">
<meta name="apple-mobile-web-app-title" content="List">
<style>${css}</style></head><body><div id="app"></div><script>${inline}</script></body></html>
`
}

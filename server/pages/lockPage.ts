import { createHash } from 'node:crypto'

/** [locked, why, again] in the inbox's languages. No number stands here: nothing of a member's work is on the device. */
const WORDS = {
  en: ['Locked', 'Not connected. What waits for you is safe on the server. Calls still work.', 'Try again'],
  el: [
    'Κλειδωμένο',
    'Χωρίς σύνδεση. Ό,τι σας περιμένει είναι ασφαλές στον διακομιστή. Οι κλήσεις λειτουργούν.',
    'Δοκιμάστε ξανά',
  ],
  it: ['Bloccato', 'Non connesso. Ciò che vi aspetta è al sicuro sul server. Le chiamate funzionano.', 'Riprova'],
  de: [
    'Gesperrt',
    'Nicht verbunden. Was auf Sie wartet, liegt sicher auf dem Server. Anrufe gehen trotzdem.',
    'Noch einmal versuchen',
  ],
  fr: [
    'Verrouillé',
    'Pas de connexion. Ce qui vous attend est en sûreté sur le serveur. Les appels fonctionnent.',
    'Réessayer',
  ],
  nl: [
    'Vergrendeld',
    'Niet verbonden. Wat op je wacht, staat veilig op de server. Bellen kan nog.',
    'Opnieuw proberen',
  ],
} as const

/** As the inbox's own lock looks, in its two looks (build/colours.css). */
const STYLE =
  'body{margin:0;background:#fbf8f4;color:#1f2a2e;font:400 1.0625rem/1.5 system-ui,sans-serif}' +
  'main{box-sizing:border-box;min-height:100vh;display:grid;place-content:center;justify-items:center;gap:16px;' +
  'padding:24px;text-align:center}' +
  'h1{margin:0;font-size:1.5rem;font-weight:600}p{margin:0;max-width:28rem}' +
  'a{display:inline-block;min-height:48px;padding:12px 24px;border-radius:14px;background:#0b5f66;color:#fff;font-weight:600;' +
  'box-sizing:border-box;text-decoration:none}' +
  'a:focus-visible{outline:3px solid #1f2a2e;outline-offset:2px}' +
  '@media(prefers-color-scheme:dark){body{background:#14191b;color:#ece7e0}a{background:#7ccbc8;color:#0b2325}' +
  'a:focus-visible{outline-color:#ece7e0}}'

const pageIn = (lang: keyof typeof WORDS): string => {
  const [locked, why, again] = WORDS[lang]
  return (
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>List</title>` +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">' +
    `<link rel="icon" href="data:,"><style>${STYLE}</style></head><body><main data-lock><h1>${locked}</h1><p>${why}</p>` +
    `<p><a href="/inbox/">${again}</a></p></main></body></html>`
  )
}

/**
 * What the inbox is without a server: the lock, by language. It stands in the worker's own text, so nothing has to be kept for
 * it, and a new worker brings a new one.
 */
export const LOCK_PAGES: Readonly<Record<string, string>> = Object.fromEntries(
  (Object.keys(WORDS) as (keyof typeof WORDS)[]).map((lang) => [lang, pageIn(lang)]),
)

/** The page has no script, and loads nothing. */
export const LOCK_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

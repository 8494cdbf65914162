import type { BrowserContext } from 'playwright-core'
import type { Frame } from './browsers.ts'

/** Something that a page wrote into a case; ms UTC. */
export interface Written {
  /** base64url, as it then lies in the case */
  readonly event: string
  readonly begun: number
  /** when the answer was there; undefined: none came, or a refusal */
  readonly answered?: number
}

/** What a page showed from a moment on. */
export interface Shown {
  readonly at: number
  readonly request: string
  /** who has it, by name; empty: nobody */
  readonly owner: string
}

export interface Watched {
  readonly written: readonly Written[]
  readonly shown: readonly Shown[]
  /** how many requests the page knew of, listed or announced, whenever that changed */
  readonly known: readonly { readonly at: number; readonly n: number }[]
}

/**
 * Notes in each page of a context what it writes into cases, and from when on its list shows whose each request is. The page's own
 * clock asks nothing: it knows what it knows by the server's word.
 */
export async function watchOwners(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const later = setTimeout
    const quiet = (work: () => void, ms?: number): number => (ms === 10_000 ? 0 : Number(later(work, ms)))
    globalThis.setTimeout = quiet as unknown as typeof setTimeout
    const written: { event: string; begun: number; answered?: number }[] = []
    const shown: { at: number; request: string; owner: string }[] = []
    const known: { at: number; n: number }[] = []
    Object.assign(globalThis, { watched: { written, shown, known } })
    const real = globalThis.fetch
    globalThis.fetch = async (input, init) => {
      const writes = typeof input === 'string' && /^\/api\/inbox\/cases(\/[^/]+\/events)?$/.test(input)
      if (!writes || init?.method !== 'POST') return real(input, init)
      const { event } = JSON.parse(init.body as string) as { event: string }
      const one: (typeof written)[number] = { event, begun: Date.now() }
      written.push(one)
      const answer = await real(input, init)
      if (answer.ok) one.answered = Date.now()
      return answer
    }
    const owners = new Map<string, string>()
    const look = (): void => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-request]')]
      for (const row of rows) {
        const request = row.dataset['request']!
        const owner = row.querySelector<HTMLElement>('.owner')?.title ?? ''
        if (owners.get(request) === owner) continue
        owners.set(request, owner)
        shown.push({ at: Date.now(), request, owner })
      }
      const n = rows.length + Number(/\d+/.exec(document.querySelector('.arrived')?.textContent ?? '')?.[0] ?? 0)
      if (known.at(-1)?.n !== n) known.push({ at: Date.now(), n })
    }
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    })
  })
}

export const watchedIn = (page: Frame): Promise<Watched> =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched, null)

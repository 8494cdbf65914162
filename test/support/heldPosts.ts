import type { BrowserContext, Route } from 'playwright-core'
import { until } from './walk.ts'

/** What a tab sends, held back: `sending` lasts as long as one looks. */
export interface HeldPosts {
  readonly onContext: (context: BrowserContext) => Promise<void>
  /** Ends the oldest that is held; waits for one. */
  end(outcome: 'abort' | 'continue'): Promise<void>
}

export function holdPosts(): HeldPosts {
  const held: Route[] = []
  return {
    onContext: async (context) => void (await context.route(/\/api\/requests$/, (route) => void held.push(route))),
    end: async (outcome) => (await until(() => held.shift()))[outcome](),
  }
}

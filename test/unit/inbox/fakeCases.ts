import type { Cases } from '../../../inbox/cases/state.ts'
import type { Item } from '../../../inbox/list/items.ts'
import type { Referrals } from '../../../inbox/referral/referrals.ts'
import type { CaseApi } from '../../../inbox/cases/api.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { CasePage } from '../../../shared/staffApi.ts'
import { NOW } from '../shared/network.ts'

/** Cases of one member, on a server that keeps its word as far as one member can see it. */
export function fakeCases(by = 'me', bend: Partial<CaseApi> = {}): CaseApi {
  const cases = new Map<string, CasePage>()
  const of = (id: string): CasePage => {
    const held = cases.get(id)
    if (!held) throw new MitosError('not-found')
    return held
  }
  return {
    async begin({ case: id, request, generation, key, event, claim }) {
      const keys = [{ generation, sealed: key }]
      const page = { id, request, keys, events: [event], length: 1, wakeAt: null, closed: null, next: null }
      cases.set(id, { ...page, claim: claim ? { by, hour: NOW } : null })
    },
    async read(id, from) {
      const held = of(id)
      return { ...held, events: held.events.slice(from) }
    },
    reply: async () => undefined,
    refer: async () => undefined,
    takenBack: async () => [],
    async append(id, { seq, event }) {
      const held = of(id)
      if (seq !== held.events.length) throw new MitosError('case-seq', { events: held.events.slice(seq) })
      cases.set(id, { ...held, events: [...held.events, event], length: seq + 1 })
    },
    remove: async (request) =>
      void [...cases].filter(([, page]) => page.request === request).forEach(([id]) => cases.delete(id)),
    oldKeys: async () => ({ cases: [], next: null }),
    putKey: async () => undefined,
    dropKey: async () => undefined,
    pastTeam: () => Promise.reject(new MitosError('not-found')),
    ...bend,
  }
}

/** An inbox that has read no case. */
export const noCases = {
  filter: { value: 'all' },
  done: { value: null },
  caseIn: () => null,
  stateOf: ({ claim }: Item) => (claim ? 'claimed' : 'new'),
} as unknown as Cases

/** An inbox that refers nobody. */
export const noReferrals = {
  came: { value: [] },
  sent: { value: new Set() },
  looked: { value: true },
  answerOf: () => undefined,
  away: () => null,
  referOf: () => null,
} as unknown as Referrals

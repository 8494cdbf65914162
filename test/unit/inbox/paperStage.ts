import { signal } from '@preact/signals'
import type { PaperPlace } from '../../../inbox/guide/paper.ts'
import type { Session } from '../../../inbox/session.ts'
import { type Memory, createMemory } from '../../../inbox/trust/memory.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import { MitosError, codeOf } from '../../../shared/errors.ts'
import { sealSigned } from '../../../shared/sealed.ts'
import type { GuidePage, GuideRequest } from '../../../shared/staffApi.ts'
import type { TeamMember } from '../../../shared/team.ts'
import { utf8 } from '../../../shared/text.ts'
import { crypto, seed } from '../../integration/network.ts'
import { NETWORK, place } from '../../integration/team.ts'

export const NONE: GuidePage = { version: 0, generation: 0, sealed: null }
export const pairOf = (generation: number) => {
  const secret = seed(`a21 ${generation}`)
  return { generation, secret, publicKey: crypto.boxPublicKey(secret) }
}

/** What a signer seals as a paper of the NGO, bent where a test says so. @param plain bytes of its plaintext */
export function forge(plain: number, context: string, value: object, signer = 'lena sign', generation = 1): string {
  const head = { v: 1, network: NETWORK, ngo: 'a21', by: place('lena').id, version: 1, issued: 1 }
  const all = { ...head, ...value }
  return toBase64(sealSigned(crypto, all, utf8(context), seed(signer), plain, pairOf(generation).publicKey))
}

/** How a browser asks the server of a stage, and what became of it. */
export interface PaperBrowser {
  readonly place: PaperPlace & { readonly loggedOut: () => void; readonly memory: Memory }
  readonly get: (have: number) => Promise<GuidePage>
  readonly put: (next: GuideRequest) => Promise<void>
  readonly alarms: string[]
  readonly line: { slow?: Promise<void>; outs: number }
  readonly session: { value: Session | null }
  /** as after a round that brought another team or other keys */
  readonly renew: () => void
}

/** The server with one paper, and browsers of its members. `team`: who is in it, and as what. */
export function paperStage() {
  let held = NONE
  let clock = 0
  const roles = new Map<string, TeamMember['role']>([
    ['lena', 'lead'],
    ['olga', 'lead'],
    ['maria', 'member'],
  ])
  const force = { generation: 1 }
  const sessionOf = (name: string, knows = [1, 2]): Session =>
    ({
      crypto,
      chain: { roster: { network: NETWORK, revoked: [], desks: [{ tz: 'Europe/Athens' }] } },
      ngo: {
        id: 'a21',
        leads: ['lena', 'olga'].map((one) => place(one).sign),
        box: { generation: force.generation, key: toBase64(pairOf(force.generation).publicKey) },
      },
      team: { hash: [...roles.entries()].join(), members: [...roles].map(([one, role]) => place(one, role)) },
      member: place(name, roles.get(name)),
      keys: { signSeed: seed(`${name} sign`) },
      boxes: knows.map(pairOf),
      clock: () => 1_764_000_000,
    }) as unknown as Session
  return {
    roles,
    force,
    get held() {
      return held
    },
    put: (sealed: string, version = 1, generation = 1) => void (held = { version, generation, sealed }),
    pass: (ms: number) => void (clock += ms),
    browser(name: string, knows?: number[]): PaperBrowser {
      const session = signal<Session | null>(sessionOf(name, knows))
      const alarms: string[] = []
      const line: PaperBrowser['line'] = { outs: 0 }
      return {
        place: {
          now: () => clock,
          session,
          holds: (one) => session.value?.keys === one.keys,
          raise: (error) => void alarms.push(codeOf(error)),
          memory: createMemory(),
          loggedOut: () => void line.outs++,
        },
        get: async (have) => {
          const answer = held.version === have ? { ...held, sealed: null } : held
          await line.slow
          return answer
        },
        put: async (next) => {
          await line.slow
          if (next.version !== held.version + 1) throw new MitosError('guide-version')
          held = next
        },
        alarms,
        line,
        session,
        renew: () => void (session.value = { ...sessionOf(name, knows), keys: session.value!.keys } as Session),
      }
    },
  }
}
